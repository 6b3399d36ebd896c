#include "interpreter/order/name_table.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <optional>
#include <string>

using namespace bywhen;

namespace {

/// Whatever stands behind the text.
std::optional<std::uint16_t> find(const NameTable& table, const std::string& text) {
  const std::string roomy = text + "\",\"total\"";
  return table.find(std::string_view(roomy).substr(0, text.size()));
}

}  // namespace

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
    CHECK(find(table, names[i]) == i);
    CHECK_FALSE(find(table, names[i] + "_"));
  }
  CHECK_FALSE(find(table, "a_name_of_other_than_sixteen_bytes"));
  CHECK_FALSE(find(NameTable(), "a"));
}
