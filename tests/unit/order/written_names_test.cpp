#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "interpreter/order/order_keys.hpp"

using namespace bywhen;

namespace {

std::vector<std::string_view> views_of(const std::vector<std::string>& names) { return {names.begin(), names.end()}; }

/// In the place that a reader gives it: with room behind it.
std::string roomy(const std::string& text) { return text + std::string(WrittenNames::room, '\0'); }

}  // namespace

TEST_CASE("written names: finds names and the place behind them") {
  const std::vector<std::string> names{"",         "a",         "ab",        "ba",
                                       "paid_at",  "placed_at", "claimed",   "tracking",
                                       "trackinh", "totals",    "total",     "tracking_asked_at",
                                       "größe",    "closed_at", "closed_as", "a_name_of_twenty_nine_bytes_x"};
  const WrittenNames keys(views_of(names), ":");
  for (std::size_t i = 0; i < names.size(); ++i) {
    INFO(names[i]);
    const std::string key = fmt::format("\"{}\":", names[i]);
    const std::string text = roomy(key + "1}");
    const auto found = keys.find(text.data());
    REQUIRE(found.behind == text.data() + key.size());
    CHECK(found.name == i);
    CHECK(keys.find(roomy(fmt::format("\"{}\" :1", names[i])).data()).behind == nullptr);
    CHECK(keys.find(roomy(fmt::format("\"{}_\":1", names[i])).data()).behind == nullptr);
    CHECK(keys.find(roomy(fmt::format("'{}\":1", names[i])).data()).behind == nullptr);
  }
}

TEST_CASE("written names: finds nothing where there is none, whatever stands there") {
  const WrittenNames none(std::vector<std::string_view>(), ":");
  const WrittenNames one(std::vector<std::string_view>{"a_name_that_is_longer_than_what_is_kept"}, "");
  for (int byte = 0; byte < 256; ++byte) {
    const std::string text(WrittenNames::room + 1, static_cast<char>(byte));
    CHECK(none.find(text.data()).behind == nullptr);
    CHECK(one.find(text.data()).behind == nullptr);
  }
  CHECK(one.find(roomy("\"a_name_that_is_longer_than_what_is_kept\"").data()).behind == nullptr);
}

TEST_CASE("written names: says what the other table says, or nothing") {
  std::vector<std::string> names;
  for (int i = 0; i < 1'000; ++i) names.push_back(fmt::format("fact_{}_at", i * 7));
  const WrittenNames written(views_of(names), "");
  const NameTable table(views_of(names));
  std::mt19937_64 random(1);
  std::size_t found = 0;
  for (int i = 0; i < 50'000; ++i) {
    std::string name = names[random() % names.size()];
    if (random() % 2 == 0) name[random() % name.size()] = static_cast<char>(random() % 256);
    const std::string text = roomy('"' + name + '"');
    const auto one = written.find(text.data());
    if (one.behind == nullptr) continue;
    ++found;
    const auto size = static_cast<std::size_t>(one.behind - text.data()) - 2;
    REQUIRE(table.find(std::string_view(text).substr(1, size)) == one.name);
  }
  CHECK(found > 15'000);
}
