#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "bywhen/bywhen.hpp"
#include "tests/store/folder.hpp"
#include "tests/store/policies.hpp"

using namespace bywhen;
using namespace bywhen::test;

namespace {

std::string problem_of(const std::string& path) {
  const auto loaded = load_policy_file(path);
  const auto* problem = std::get_if<FileProblem>(&loaded);
  return problem == nullptr ? "no problem" : problem->path + ": " + problem->reason;
}

LoadedPolicy load(const std::string& path) {
  INFO(problem_of(path));
  auto loaded = load_policy_file(path);
  REQUIRE(std::holds_alternative<LoadedPolicy>(loaded));
  return std::get<LoadedPolicy>(loaded);
}

std::vector<std::string> said(const LoadedFolder& folder) {
  std::vector<std::string> lines;
  for (const FileProblem& problem : folder.problems) lines.push_back(problem.path + ": " + problem.reason);
  return lines;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a policy's file is read with the scenarios beside it", "[files]") {
  const Folder folder;
  folder.write("a.bywhen", answer_policy(5));
  CHECK(load(folder / "a.bywhen").policy.value().scenario_count() == 0);
  folder.write("a.scenarios.bywhen", answer_scenario(5));
  for (const char* name : {"a.bywhen", "a.scenarios.bywhen"}) {
    const LoadedPolicy loaded = load(folder / name);
    REQUIRE(loaded.policy);
    CHECK(loaded.policy->scenario_count() == 1);
    CHECK(loaded.sources[0].name() == folder / "a.bywhen");
    CHECK(loaded.sources[1].name() == folder / "a.scenarios.bywhen");
  }
}

TEST_CASE("a policy's file is read with the files that it names", "[files]") {
  const Folder folder;
  folder.write("a.bywhen", calendar_policy());
  const LoadedPolicy without = load(folder / "a.bywhen");
  CHECK_FALSE(without.policy);
  REQUIRE(without.diagnostics.size() == 1);
  CHECK(without.diagnostics[0].code == "BW0511");
  CHECK_THAT(render_text(without.diagnostics, without.sources, false), Catch::Contains("no such file or directory"));
  folder.write("works.dates", "2026-04-03\n");
  CHECK(load(folder / "a.bywhen").policy);
}

TEST_CASE("all diagnostics of a policy's file come at once", "[files]") {
  const Folder folder;
  folder.write("a.bywhen", "policy a \"A\"\nterm x = 5 dais\nin nowhere { nobody may nothing }\n");
  const LoadedPolicy loaded = load(folder / "a.bywhen");
  CHECK_FALSE(loaded.policy);
  CHECK(loaded.diagnostics.size() > 2);
}

TEST_CASE("what is no readable file is a problem, and none is thrown", "[files]") {
  const Folder folder;
  CHECK(problem_of(folder / "a.bywhen") == folder / "a.bywhen: no such file or directory");
  CHECK(problem_of(folder / "a.bywhen/b.bywhen") == folder / "a.bywhen/b.bywhen: no such file or directory");
  CHECK(problem_of(folder.path()) == folder.path() + ": is a directory");
  CHECK(problem_of("") == ": no such file or directory");
  CHECK_THAT(problem_of(folder / std::string(5000, 'x')), Catch::Contains("file name too long"));
  std::filesystem::create_symlink("loop.bywhen", folder / "loop.bywhen");
  CHECK_THAT(problem_of(folder / "loop.bywhen"), Catch::Contains("too many levels of symbolic links"));
  folder.write("a.scenarios.bywhen", answer_scenario(5));
  CHECK(problem_of(folder / "a.bywhen") == folder / "a.bywhen: no such file; it is the policy of the scenarios in `" +
                                               (folder / "a.scenarios.bywhen") + "`");
  folder.write("a.bywhen", answer_policy(5));
  folder.remove("a.scenarios.bywhen");
  std::filesystem::create_directory(folder / "a.scenarios.bywhen");
  CHECK(problem_of(folder / "a.bywhen") == folder / "a.scenarios.bywhen: is a directory");
}

TEST_CASE("a file may have 16 MiB", "[files]") {
  const Folder folder;
  std::string text = answer_policy(5);
  text.resize(largest_policy_file, '\n');
  folder.write("a.bywhen", text);
  CHECK(load(folder / "a.bywhen").policy);
  folder.write("a.bywhen", text + "\n");
  CHECK(problem_of(folder / "a.bywhen") == folder / "a.bywhen: larger than 16 MiB");
}

TEST_CASE("bytes that are no policy are refused", "[files]") {
  const Folder folder;
  for (const auto* bytes : {"", "\n", "\xef\xbb\xbf", "\xff\xfe", "{{{{", "policy"}) {
    folder.write("a.bywhen", bytes);
    const LoadedPolicy loaded = load(folder / "a.bywhen");
    CHECK_FALSE(loaded.policy);
    CHECK(has_errors(loaded.diagnostics));
  }
}

TEST_CASE("a folder holds each of its policies by its name", "[files]") {
  const Folder folder;
  folder.write("z.bywhen", answer_policy(1, "first"));
  folder.write("deep/er/a.bywhen", answer_policy(2, "second"));
  folder.write("deep/er/a.scenarios.bywhen", answer_scenario(2));
  folder.write("broken.bywhen", "policy broken\n");
  folder.write(".hidden.bywhen", answer_policy(3, "hidden"));
  folder.write(".git/b.bywhen", answer_policy(4, "hidden_too"));
  folder.write("notes.txt", "no policy");
  const LoadedFolder loaded = load_policy_folder(folder.path());
  REQUIRE(loaded.policies.size() == 2);
  CHECK(loaded.policies.at("first").sources[0].name() == folder / "z.bywhen");
  CHECK(loaded.policies.at("second").policy.value().scenario_count() == 1);
  REQUIRE(loaded.refused.size() == 1);
  CHECK(loaded.refused[0].sources[0].name() == folder / "broken.bywhen");
  CHECK(said(loaded) == Lines{});
}

TEST_CASE("two files of a folder that claim a name are both left out", "[files]") {
  const Folder folder;
  folder.write("a.bywhen", answer_policy(1, "twice"));
  folder.write("b.bywhen", answer_policy(2, "twice"));
  folder.write("c.bywhen", answer_policy(3, "single"));
  const LoadedFolder loaded = load_policy_folder(folder.path());
  CHECK(loaded.policies.size() == 1);
  CHECK(loaded.policies.contains("single"));
  CHECK(said(loaded) == Lines{folder / "a.bywhen: the policy `twice` stands in `" + (folder / "b.bywhen") + "`, too",
                              folder / "b.bywhen: the policy `twice` stands in `" + (folder / "a.bywhen") + "`, too"});
}

TEST_CASE("a folder in a folder may hold versions of one policy", "[files]") {
  const Folder folder;
  folder.write("a.bywhen", answer_policy(1, "single"));
  folder.write("shop/first.bywhen", answer_policy(14, "shop") + "governed by asked_at\n");
  folder.write("shop/2020.bywhen", "policy shop\nversion 2020-01-01 amends the version before\n");
  folder.write("bad/b.bywhen", "policy bad extends nothing_here\n");
  const LoadedFolder loaded = load_policy_folder(folder.path());
  CHECK(loaded.policies.size() == 1);
  REQUIRE(loaded.sets.size() == 1);
  CHECK(loaded.sets.at("shop").set.value().members().size() == 2);
  CHECK(loaded.refused_sets.size() == 1);
  CHECK(said(loaded) == Lines{});
  CHECK(find_policies(folder.path()).sets == Lines{folder / "bad", folder / "shop"});
}

TEST_CASE("a set and a policy that claim a name are both left out", "[files]") {
  const Folder folder;
  folder.write("a.bywhen", answer_policy(1, "twice"));
  folder.write("shop/b.bywhen", answer_policy(2, "twice") + "governed by asked_at\n");
  const LoadedFolder loaded = load_policy_folder(folder.path());
  CHECK(loaded.policies.empty());
  CHECK(loaded.sets.empty());
  CHECK(said(loaded) == Lines{folder / "a.bywhen: the policy `twice` stands in `" + (folder / "shop") + "`, too",
                              folder / "shop: the policy `twice` stands in `" + (folder / "a.bywhen") + "`, too"});
}

TEST_CASE("links of a folder are followed to files and not to folders", "[files]") {
  const Folder folder;
  const Folder elsewhere;
  elsewhere.write("far.bywhen", answer_policy(1, "far"));
  folder.write("real.bywhen", answer_policy(2, "real"));
  std::filesystem::create_symlink(elsewhere / "far.bywhen", folder / "link.bywhen");
  std::filesystem::create_symlink("real.bywhen", folder / "same.bywhen");
  std::filesystem::create_symlink("..", folder / "up");
  std::filesystem::create_symlink("gone", folder / "dangling.bywhen");
  const LoadedFolder loaded = load_policy_folder(folder.path());
  CHECK(loaded.policies.size() == 2);
  CHECK(loaded.policies.contains("far"));
  CHECK(said(loaded) == Lines{folder / "dangling.bywhen: no such file or directory"});
}

TEST_CASE("what is no folder of policies is a problem", "[files]") {
  const Folder folder;
  CHECK(said(load_policy_folder(folder.path())) ==
        Lines{folder.path() + ": no policy in this folder: no file `*.bywhen`"});
  CHECK(said(load_policy_folder(folder / "gone")) == Lines{folder / "gone: no such file or directory"});
  folder.write("a.txt", "");
  CHECK(said(load_policy_folder(folder / "a.txt")) == Lines{folder / "a.txt: not a directory"});
  REQUIRE(mkfifo((folder / "pipe.bywhen").c_str(), 0600) == 0);
  CHECK(said(load_policy_folder(folder.path())) == Lines{folder / "pipe.bywhen: not a regular file"});
}
