#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bywhen/bywhen.hpp"
#include "bywhen/codes.hpp"
#include "interpreter/check/codes.hpp"
#include "interpreter/order/codes.hpp"
#include "tests/unit/grammar/cases.hpp"

// Every policy under bad/ has beside it the whole text of what is said of it; every policy under good/ is accepted
// without a word, and what its scenarios claim holds. The folders `syntax` hold sentences, not policies, and are read
// by the tests of the grammar.

namespace bywhen {
namespace {

using test::files_under;
using test::read_file;

constexpr std::string_view folder = "tests/language/";

std::string in_folder(std::string_view name) { return fmt::format("{}{}", folder, name); }

/// The policies of a folder of cases.
std::vector<std::filesystem::path> policies_under(const std::string& cases) {
  auto paths = files_under(in_folder(cases), ".bywhen");
  std::erase_if(paths, [](const auto& path) { return path.parent_path().filename() == "syntax"; });
  return paths;
}

/// Loaded under the name that it has below the folder of all cases, so that messages do not depend on where the
/// repository lies.
LoadedPolicy load(const std::filesystem::path& path) {
  Sources sources;
  const auto root = std::filesystem::path(BYWHEN_SOURCE_DIR) / folder;
  sources.add(path.lexically_relative(root).generic_string(), read_file(path));
  return load_policy(std::move(sources));
}

/// All that is said of a policy: by check, and, if it passes, by its scenarios.
std::string said_of(const LoadedPolicy& loaded) {
  Diagnostics all = loaded.diagnostics;
  if (loaded.policy) {
    for (const ScenarioResult& result : run_scenarios(*loaded.policy))
      all.insert(all.end(), result.failures.begin(), result.failures.end());
  }
  return render_text(all, loaded.sources, false);
}

std::string all_goldens() {
  std::string text;
  for (const auto& path : files_under(in_folder("bad"), ".golden")) text += read_file(path);
  for (const auto& path : files_under(in_folder("sets/bad"), ".golden")) text += read_file(path);
  return text;
}

TEST_CASE("language: of every policy with mistakes is said what its golden file says") {
  const auto cases = policies_under("bad");
  CHECK(cases.size() >= 75);
  for (const auto& path : cases) {
    INFO(path.string());
    const std::string said = said_of(load(path));
    CHECK_FALSE(said.empty());
    auto golden = path;
    test::check_golden(golden.replace_extension(".golden"), said);
  }
}

TEST_CASE("language: every golden file belongs to a policy") {
  for (auto path : files_under(in_folder("bad"), ".golden")) {
    INFO(path.string());
    CHECK(std::filesystem::exists(path.replace_extension(".bywhen")));
  }
}

TEST_CASE("language: good policies are accepted without a word, and their scenarios hold") {
  const auto cases = policies_under("good");
  CHECK(cases.size() >= 30);
  for (const auto& path : cases) {
    INFO(path.string());
    const LoadedPolicy loaded = load(path);
    CHECK(said_of(loaded) == "");
    REQUIRE(loaded.policy);
    CHECK(loaded.policy->scenario_count() > 0);
  }
}

TEST_CASE("language: a good policy says the same with other line ends") {
  for (const auto& path : policies_under("good")) {
    INFO(path.string());
    std::string text;
    for (const char c : read_file(path)) text += c == '\n' ? "\r\n" : std::string(1, c);
    Sources sources;
    sources.add("crlf.bywhen", text);
    CHECK(said_of(load_policy(std::move(sources))) == "");
  }
}

/// How many codes a header gives.
std::size_t count_codes(const std::string& header) {
  const std::string text = read_file(std::filesystem::path(BYWHEN_SOURCE_DIR) / header);
  std::size_t count = 0;
  for (auto at = text.find("= \"BW"); at != std::string::npos; at = text.find("= \"BW", at + 1)) ++count;
  return count;
}

TEST_CASE("language: the lists of codes are whole") {
  CHECK(count_codes("include/bywhen/codes.hpp") == codes::reading.size());
  CHECK(count_codes("interpreter/check/codes.hpp") == codes::checking.size());
  CHECK(count_codes("interpreter/order/codes.hpp") == codes::ordering.size());
}

TEST_CASE("language: every code of check and of scenarios is said in some golden file") {
  const std::string goldens = all_goldens();
  for (const std::string_view code : codes::checking) {
    if (code == codes::too_many_names) continue;    // thousands of names are tested where the limits are
    if (code == codes::bad_holiday_line) continue;  // files of dates are tested in tests/api/named_files_test.cpp
    INFO(code);
    CHECK(goldens.find("[" + std::string(code) + "]") != std::string::npos);
  }
}

template <typename Codes>
void check_explained(const Codes& all, const std::string& page) {
  for (const std::string_view code : all) {
    INFO(code);
    CHECK(page.find("\n## " + std::string(code) + ": ") != std::string::npos);
  }
}

TEST_CASE("language: every code has its section in docs/diagnostics.md") {
  const std::string page = read_file(std::filesystem::path(BYWHEN_SOURCE_DIR) / "docs/diagnostics.md");
  check_explained(codes::reading, page);
  check_explained(codes::checking, page);
  check_explained(codes::ordering, page);
}

TEST_CASE("language: docs/diagnostics.md explains no code that there is not, and each once") {
  const std::string page = read_file(std::filesystem::path(BYWHEN_SOURCE_DIR) / "docs/diagnostics.md");
  std::set<std::string, std::less<>> known(codes::reading.begin(), codes::reading.end());
  known.insert(codes::checking.begin(), codes::checking.end());
  known.insert(codes::ordering.begin(), codes::ordering.end());
  std::set<std::string> explained;
  constexpr std::string_view heading = "\n## BW";
  for (auto at = page.find(heading); at != std::string::npos; at = page.find(heading, at + 1)) {
    const std::string code = page.substr(at + 4, 6);
    INFO(code);
    CHECK(known.contains(code));
    CHECK(explained.insert(code).second);
  }
}

}  // namespace
}  // namespace bywhen
