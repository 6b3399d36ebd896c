#include <catch2/catch.hpp>

#include <vector>

#include "interpreter/fact_set.hpp"
#include "interpreter/sparse_map.hpp"
#include "interpreter/status_set.hpp"

using namespace bywhen;

namespace {

std::vector<StatusId> members(const StatusSet& set) {
  std::vector<StatusId> all;
  for (const StatusId status : set) all.push_back(status);
  return all;
}

}  // namespace

TEST_CASE("a set of statuses steps over what it holds, across words", "[sets]") {
  StatusSet set(130);
  CHECK(set.empty());
  for (const StatusId status : {StatusId{129}, StatusId{0}, StatusId{63}, StatusId{64}}) set.add(status);
  CHECK(members(set) == std::vector<StatusId>{0, 63, 64, 129});
  CHECK(set[63]);
  CHECK_FALSE(set[62]);
  set.remove(63);
  CHECK(members(set) == std::vector<StatusId>{0, 64, 129});
}

TEST_CASE("sets of statuses meet where they share one", "[sets]") {
  StatusSet left(65);
  StatusSet right(65);
  left.add(64);
  right.add(63);
  CHECK_FALSE(left.meets(right));
  right.add(left);
  CHECK(left.meets(right));
  CHECK(members(right) == std::vector<StatusId>{63, 64});
}

TEST_CASE("a set of all statuses, and of none", "[sets]") {
  const std::size_t count = GENERATE(std::size_t{0}, std::size_t{1}, std::size_t{64}, std::size_t{65});
  CHECK(members(StatusSet::all(count)).size() == count);
  CHECK(members(StatusSet(count)).empty());
  CHECK(StatusSet::all(count).empty() == (count == 0));
}

TEST_CASE("a set of facts is in the order of their slots, each once", "[sets]") {
  FactSet set;
  for (const FactId fact : {FactId{7}, FactId{2}, FactId{7}, FactId{5}}) set.insert(fact);
  CHECK(std::vector<FactId>(set.begin(), set.end()) == std::vector<FactId>{2, 5, 7});
  const std::vector<FactId> some{7, 5, 9};
  CHECK(set.keep(FactSet(some.begin(), some.end())));
  CHECK(std::vector<FactId>(set.begin(), set.end()) == std::vector<FactId>{5, 7});
  CHECK_FALSE(set.keep(FactSet(some.begin(), some.end())));
}

TEST_CASE("a sparse map forgets from the last", "[sets]") {
  SparseMap<int> map(10);
  map.add(3, 30);
  map.add(9, 90);
  map.forget(1);
  REQUIRE(map.find(3) != nullptr);
  CHECK(*map.find(3) == 30);
  CHECK(map.find(9) == nullptr);
  map.forget();
  CHECK(map.find(3) == nullptr);
  CHECK(map.size() == 0);
}
