#include "interpreter/store/attempt.hpp"

#include <catch2/catch.hpp>

#include "tests/store/folder.hpp"
#include "tests/store/policies.hpp"

using namespace bywhen;
using namespace bywhen::store;
using namespace bywhen::test;
using std::chrono::milliseconds;

namespace {

/// A file system in which something happens before each look at a policy or a file that it names.
template <typename Event>
Shelf busy_shelf(const Event& event) {
  return Shelf([event, looks = 0](const std::string& path) mutable {
    if (!path.ends_with(".scenarios.bywhen")) event(++looks);
    return stamp_of(path);
  });
}

std::string text_of(const Attempts& taken, const std::string& path) {
  const Policy* policy = taken.at(path).policy();
  return policy == nullptr ? "refused" : std::string(policy->sources()[0].text());
}

}  // namespace

TEST_CASE("a policy is taken when its file is the same a while later", "[store]") {
  const Folder folder;
  folder.write("a.bywhen", answer_policy(5));
  const std::string path = folder / "a.bywhen";
  int most = 0;
  Shelf shelf = busy_shelf([&](int looks) { most = looks; });
  std::vector<std::string> paths = {path};
  CHECK(text_of(attempt_until_still(paths, shelf, milliseconds(1)), path) == answer_policy(5));
  CHECK(paths.empty());
  CHECK(most == 2);
}

TEST_CASE("half a file is not taken for a whole one, be it good or not", "[store]") {
  for (const std::string& half : {answer_policy(6), std::string("policy a"), std::string()}) {
    const Folder folder;
    folder.write("a.bywhen", half);
    const std::string path = folder / "a.bywhen";
    Shelf shelf = busy_shelf([&](int looks) {
      if (looks == 2) folder.write("a.bywhen", answer_policy(7));
    });
    std::vector<std::string> paths = {path};
    CHECK(text_of(attempt_until_still(paths, shelf, milliseconds(1)), path) == answer_policy(7));
    CHECK(paths.empty());
  }
}

TEST_CASE("a file that is written all the time is left for the next look", "[store]") {
  const Folder folder;
  const std::string path = folder / "a.bywhen";
  Shelf shelf = busy_shelf([&](int looks) { folder.write("a.bywhen", answer_policy(looks)); });
  std::vector<std::string> paths = {path};
  CHECK(attempt_until_still(paths, shelf, milliseconds(1)).empty());
  CHECK(paths == std::vector<std::string>{path});
}

TEST_CASE("only what is still moving is loaded again", "[store]") {
  const Folder folder;
  folder.write("still.bywhen", answer_policy(5));
  folder.write("moving.bywhen", answer_policy(6));
  const std::string still_one = folder / "still.bywhen";
  const std::string moving = folder / "moving.bywhen";
  int looks_at_still = 0;
  int looks_at_moving = 0;
  Shelf shelf([&](const std::string& path) {
    if (path == still_one) ++looks_at_still;
    if (path == moving && ++looks_at_moving == 2) folder.write("moving.bywhen", answer_policy(7));
    return stamp_of(path);
  });
  std::vector<std::string> paths = {moving, still_one};
  const Attempts taken = attempt_until_still(paths, shelf, milliseconds(1));
  CHECK(text_of(taken, still_one) == answer_policy(5));
  CHECK(text_of(taken, moving) == answer_policy(7));
  CHECK(looks_at_still == 2);
  CHECK(looks_at_moving == 4);
}

TEST_CASE("a calendar that changes while its policy is loaded makes it load again", "[store]") {
  const Folder folder;
  folder.write("a.bywhen", calendar_policy());
  folder.write("works.dates", "2026-03-");
  const std::string path = folder / "a.bywhen";
  Shelf shelf = busy_shelf([&](int looks) {
    if (looks == 3) folder.write("works.dates", "2026-03-03\n");
  });
  std::vector<std::string> paths = {path};
  const Attempts taken = attempt_until_still(paths, shelf, milliseconds(1));
  REQUIRE(taken.at(path).policy() != nullptr);
  CHECK(taken.at(path).policy()->sources()[1].text() == "2026-03-03\n");
}
