#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "bywhen/bywhen.hpp"
#include "bywhen/policy_set.hpp"
#include "tests/unit/grammar/cases.hpp"

// Every folder under sets/bad/ is a set of policies with mistakes, and has beside it the whole text of what is said of
// it; every folder under sets/good/ is accepted without a word, and what its scenarios claim holds.

namespace bywhen {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> folders_under(const std::string& cases) {
  std::set<fs::path> found;
  for (const auto& path : test::files_under("tests/language/sets/" + cases, ".bywhen"))
    found.insert(path.parent_path());
  return {found.begin(), found.end()};
}

/// The texts under the names that they have in their folder.
Sources texts_in(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".bywhen") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  Sources sources;
  for (const auto& file : files) sources.add(file.filename().string(), test::read_file(file));
  return sources;
}

std::string said_of(const LoadedPolicySet& loaded) {
  Diagnostics all = loaded.diagnostics;
  if (loaded.set) {
    for (const ScenarioResult& result : run_scenarios(*loaded.set))
      all.insert(all.end(), result.failures.begin(), result.failures.end());
  }
  return render_text(all, loaded.sources, false);
}

TEST_CASE("sets: of every set with mistakes is said what its golden file says") {
  const auto cases = folders_under("bad");
  CHECK(cases.size() >= 12);
  for (const auto& folder : cases) {
    INFO(folder.string());
    const std::string said = said_of(load_policy_set(texts_in(folder)));
    CHECK_FALSE(said.empty());
    test::check_golden(folder.string() + ".golden", said);
  }
}

TEST_CASE("sets: good sets are accepted without a word, and their scenarios hold") {
  const auto cases = folders_under("good");
  CHECK_FALSE(cases.empty());
  for (const auto& folder : cases) {
    INFO(folder.string());
    const auto loaded = load_policy_set(texts_in(folder));
    CHECK(said_of(loaded) == "");
    REQUIRE(loaded.set);
    CHECK(loaded.set->scenario_count() > 0);
  }
}

TEST_CASE("sets: a folder of policies that do not belong together is no set") {
  Sources sources;
  sources.add("a.bywhen", "policy a\n");
  sources.add("b.bywhen", "policy b\n");
  sources.add("b.scenarios.bywhen", "scenario \"x\" { at 2026-01-01 10:00 }\n");
  CHECK_FALSE(is_policy_set(sources));
  sources.add("c.bywhen", "policy c extends a\n");
  CHECK(is_policy_set(sources));
}

}  // namespace
}  // namespace bywhen
