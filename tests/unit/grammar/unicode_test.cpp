#include "grammar/unicode.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "bywhen/codes.hpp"
#include "grammar/parse.hpp"
#include "tests/tables/oracle.hpp"

namespace bywhen {
namespace {

std::string bytes_of(std::string hex) {
  std::erase(hex, ' ');
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return bytes;
}

/// The codes of what is wrong with a text that has the bytes in a comment.
std::vector<std::string> codes_of_comment(const std::string& bytes) {
  Sources sources;
  std::vector<std::string> found;
  for (const auto& problem : parse(sources, sources.add("test", "# " + bytes + "\n")).diagnostics)
    found.push_back(problem.code);
  return found;
}

TEST_CASE("unicode: what others know to be valid UTF-8 and what not") {
  oracle::for_each_row("unicode/utf8tests.csv", [](const oracle::Row& row) {
    const auto codes = codes_of_comment(bytes_of(row.at("bytes_hex")));
    const bool refused = std::find(codes.begin(), codes.end(), bywhen::codes::invalid_utf8) != codes.end();
    CHECK(refused == (row.at("verdict") == "invalid"));
    return true;
  });
}

TEST_CASE("unicode: characters that make a text read other than it is are refused everywhere") {
  oracle::for_each_row("unicode/trojan_codepoints.csv", [](const oracle::Row& row) {
    const auto value = static_cast<char32_t>(std::stoul(row.at("codepoint").substr(2), nullptr, 16));
    std::string bytes;
    append_utf8(bytes, value);
    // Letters of other scripts that look like Latin ones may stand in comments and texts, but not in names.
    const bool letter = value == 0x41D || value == 0x430 || value == 0x4BB;
    CHECK(codes_of_comment(bytes).size() == (letter ? 0 : 1));
    Sources sources;
    CHECK(parse(sources, sources.add("test", "actor a" + bytes + "\n")).diagnostics.size() == 1);
    return true;
  });
}

TEST_CASE("unicode: every scalar value is written and read back") {
  for (char32_t value = 0; value <= 0x110000; ++value) {
    std::string bytes;
    if (!is_scalar_value(value)) continue;
    append_utf8(bytes, value);
    const CodePoint read = decode(bytes, 0);
    if (read.valid && read.value == value && read.length == bytes.size()) continue;
    FAIL("code point " << static_cast<std::uint32_t>(value));
  }
}

TEST_CASE("unicode: widths in columns") {
  CHECK(display_width(U'a') == 1);
  CHECK(display_width(U'é') == 1);
  CHECK(display_width(U'販') == 2);
  CHECK(display_width(U'한') == 2);
  CHECK(display_width(U'Ａ') == 2);
  CHECK(display_width(U'😀') == 2);
  CHECK(display_width(0x301) == 0);
  CHECK(display_width(0x200B) == 0);
  CHECK(code_point_name(0x202E) == "U+202E");
  CHECK(code_point_name(0x1F600) == "U+1F600");
}

}  // namespace
}  // namespace bywhen
