#include "interpreter/api/team.hpp"

#include <array>
#include <atomic>
#include <catch2/catch.hpp>
#include <set>
#include <stdexcept>

using bywhen::Team;

namespace {

/// Which members were called, and how often altogether.
struct Roll {
  std::mutex mutex;
  std::multiset<std::size_t> members;
  std::set<std::thread::id> threads;

  void call(std::size_t member) {
    const std::lock_guard lock(mutex);
    members.insert(member);
    threads.insert(std::this_thread::get_id());
  }
};

}  // namespace

TEST_CASE("team: each member is called once, on a thread of its own", "[team]") {
  Team team;
  Roll roll;
  team.run(4, [&](std::size_t member) { roll.call(member); });
  CHECK(roll.members == std::multiset<std::size_t>{0, 1, 2, 3});
  CHECK(roll.threads.size() == 4);
  CHECK(roll.threads.count(std::this_thread::get_id()) == 1);
}

TEST_CASE("team: the caller alone is a team", "[team]") {
  Team team;
  Roll roll;
  team.run(1, [&](std::size_t member) { roll.call(member); });
  CHECK(roll.members == std::multiset<std::size_t>{0});
  CHECK(roll.threads == std::set{std::this_thread::get_id()});
}

TEST_CASE("team: work is given again to the same threads, and to more", "[team]") {
  Team team;
  Roll roll;
  const auto work = [&](std::size_t member) { roll.call(member); };
  for (int i = 0; i < 200; ++i) team.run(2, work);
  CHECK(roll.members.count(0) == 200);
  CHECK(roll.members.count(1) == 200);
  CHECK(roll.threads.size() == 2);
  team.run(3, work);
  CHECK(roll.members.count(1) == 201);
  CHECK(roll.members.count(2) == 1);
  CHECK(roll.threads.size() == 3);
}

TEST_CASE("team: nothing is left running when work is done", "[team]") {
  Team team;
  for (int i = 0; i < 200; ++i) {
    std::array<int, 3> done{};
    team.run(3, [&](std::size_t member) { done.at(member) = 1; });
    CHECK(done == std::array{1, 1, 1});
  }
}

TEST_CASE("team: what a member throws reaches the caller, and the others end first", "[team][bad]") {
  Team team;
  for (const std::size_t thrower : {std::size_t{0}, std::size_t{2}}) {
    std::atomic<int> ended = 0;
    const auto work = [&](std::size_t member) {
      if (member == thrower) throw std::runtime_error("no more memory");
      ++ended;
    };
    CHECK_THROWS_WITH(team.run(3, work), "no more memory");
    CHECK(ended == 2);
  }
  std::atomic<int> ended = 0;
  CHECK_NOTHROW(team.run(3, [&](std::size_t) { ++ended; }));
  CHECK(ended == 3);
}

TEST_CASE("team: a team that never worked ends", "[team]") {
  const Team team;
  SUCCEED();
}
