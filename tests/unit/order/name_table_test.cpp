#include "interpreter/order/name_table.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>

using namespace bywhen;

TEST_CASE("name table: finds every name and no other") {
  std::vector<std::string> names{"",
                                 "a",
                                 "b",
                                 "ab",
                                 "ba",
                                 "abc",
                                 "acb",
                                 "total",
                                 "totals",
                                 "abcd",
                                 "abdc",
                                 "abcde",
                                 "tracking",
                                 "trackinh",
                                 "tracking_asked_at",
                                 "tracking_given_at",
                                 "a_name_of_more_than_sixteen_bytes",
                                 "a_name_of_fewer_or_more_teen_bytes"};
  for (int i = 0; i < 1'000; ++i) names.push_back(fmt::format("fact_number_{}", i));
  const NameTable table(std::vector<std::string_view>(names.begin(), names.end()));
  for (std::size_t i = 0; i < names.size(); ++i) {
    INFO(names[i]);
    CHECK(table.find(names[i]) == i);
    CHECK_FALSE(table.find(names[i] + "_"));
  }
  CHECK_FALSE(table.find("a_name_of_other_than_sixteen_bytes"));
  CHECK_FALSE(NameTable().find("a"));
}
