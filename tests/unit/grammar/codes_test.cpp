#include "bywhen/codes.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "cases.hpp"

namespace bywhen {
namespace {

TEST_CASE("codes: each names one problem, in its range") {
  std::set<std::string_view> seen;
  for (const std::string_view code : codes::reading) {
    CHECK(code.substr(0, 4) == "BW01");
    CHECK(code.size() == 6);
    CHECK(seen.insert(code).second);
  }
}

TEST_CASE("codes: every mistake of reading has a case with its whole message") {
  std::string goldens;
  for (const auto& path : test::files_under("tests/language/bad/syntax", ".golden")) goldens += test::read_file(path);
  for (const std::string_view code : codes::reading) {
    // A text of 4 GiB is no case for every day; a hundred messages are tested elsewhere, and
    // no text is known that the formatter gets wrong.
    const bool elsewhere = code == codes::too_many_mistakes || code == codes::not_formatted;
    if (code == codes::text_too_long || elsewhere) continue;
    INFO(code);
    CHECK(goldens.find("[" + std::string(code) + "]") != std::string::npos);
  }
}

}  // namespace
}  // namespace bywhen
