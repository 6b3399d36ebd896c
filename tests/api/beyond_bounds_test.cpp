#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "tests/api/shipped.hpp"

using namespace bywhen;
using namespace bywhen::test;

// Orders whose values are good one by one, and of which something has to be computed that no value can be.
namespace {

constexpr std::string_view asked_at = "2026-03-02T10:00:00Z";

/// A policy whose rules hang on what is computed; the order is open, or stays so.
Policy far(const std::string& sentences) {
  return policy_from(R"(
policy far "Far"
zone "UTC"
months round down
actor buyer "Buyer"
fact placed_at, paid_at, asked_for_at : event
fact total, shipping : money
fact rate   : percent = 5%
fact pieces : integer = 1
fact weight : decimal = 1.5
fact grace  : duration = 1 day
fact day    : date = 2026-03-01
status open "Open" initial, final, marks placed_at
action pay  "Pay"  { marks paid_at }
action look "Look" { }
in open { buyer may look when total >= shipping }
)" + sentences);
}

Order order_with(const Policy& policy, const std::string& facts) {
  return order_from(
      policy,
      fmt::format(
          R"({{"facts": {{"placed_at": "2026-03-01T10:00:00Z", "total": "20.00 EUR", "shipping": "5.00 EUR"{}}}}})",
          facts.empty() ? "" : ", " + facts));
}

/// The same order with its money as large as it can be.
Order rich_order(const Policy& policy, const std::string& facts = "") {
  return order_from(policy,
                    fmt::format(R"({{"facts": {{"placed_at": "2026-03-01T10:00:00Z", "total": "10000000000000.00 EUR",)"
                                R"( "shipping": "9999999999999.99 EUR"{}}}}})",
                                facts.empty() ? "" : ", " + facts));
}

template <typename Result>
std::string said(const Result& result) {
  const auto* problems = std::get_if<Problems>(&result);
  return problems == nullptr ? "accepted" : render_text(*problems, false);
}

/// What deciding, acting and recording say of the order; the same, each.
std::string refused(const Policy& policy, const Order& order) {
  const std::string decided = said(decide(policy, order, at(asked_at)));
  CHECK(said(apply(policy, order, "buyer", "look", {}, at(asked_at))) == decided);
  CHECK(said(record(policy, order, {{"pieces", "2"}}, at(asked_at))) == decided);
  return decided;
}

std::string problem(const std::string& what, const std::string& bounds) {
  return fmt::format(
      "error[BW0816]: {} cannot be computed\n  expected: {}\n  help: check the order's facts, and the policy's terms\n",
      what, bounds);
}

const std::string amounts = "amounts go up to 1000000000000000 of the currency's smallest unit";
const std::string durations =
    "the parts of a duration have one sign, and are at most 10000 years and 100000 business days";

}  // namespace

TEST_CASE("an order is refused with the values of which too much would come", "[beyond]") {
  const auto [sentences, expected] = GENERATE(table<std::string, std::string>({
      {"in open { buyer must pay 100.01% of total }", problem("100.01% of 10000000000000.00 EUR", amounts)},
      {"in open { buyer must pay total + shipping }", problem("10000000000000.00 EUR + 9999999999999.99 EUR", amounts)},
      {"in open { buyer must pay sum of shipping, 0.01 EUR, 0.01 EUR }",
       problem("10000000000000.00 EUR + 0.01 EUR", amounts)},
      {"in open { buyer must pay 5.00 EUR - total - shipping }",
       problem("-9999999999995.00 EUR - 9999999999999.99 EUR", amounts)},
      {"in open { buyer must pay total less -1 times 0.01 EUR }",
       problem("10000000000000.00 EUR - -0.01 EUR", amounts)},
      {"in open { buyer must pay 2 times total }", problem("2 times 10000000000000.00 EUR", amounts)},
      {"in open { buyer may pay when 101% of total > shipping }", problem("101% of 10000000000000.00 EUR", amounts)},
      {"in open { buyer may look unless 1.00 EUR < (total + total) at most 2.00 EUR }",
       problem("10000000000000.00 EUR + 10000000000000.00 EUR", amounts)},
      {"in open { buyer may not look when pieces > 5 and total + total > shipping }",
       problem("10000000000000.00 EUR + 10000000000000.00 EUR", amounts)},
      {"in open { pay happens at 3 days after placed_at when total + shipping > shipping }",
       problem("10000000000000.00 EUR + 9999999999999.99 EUR", amounts)},
  }));
  const Policy policy = far(sentences + "\nin open { buyer may pay }\n");
  CAPTURE(sentences);
  CHECK(refused(policy, rich_order(policy)) == expected);
  CHECK(refused(policy, order_with(policy, "")) == "accepted");
}

TEST_CASE("what only the clock will compute refuses the order from then on", "[beyond]") {
  const Policy policy =
      far("in open { pay total + shipping happens at 3 days after placed_at because \"Late\" }\nin open { buyer may "
          "pay }\n");
  const Order order = rich_order(policy);
  CHECK(refused(policy, order) == "accepted");
  const auto before = decide(policy, order, at("2026-03-04T09:59:59Z"));
  REQUIRE(std::holds_alternative<Answer>(before));
  CHECK(std::get<Answer>(before).valid_until == at("2026-03-04T10:00:00Z"));
  CHECK(std::get<Answer>(before).next.empty());
  CHECK(said(decide(policy, order, at("2026-03-04T10:00:00Z"))) ==
        problem("10000000000000.00 EUR + 9999999999999.99 EUR", amounts));
}

TEST_CASE("numbers, percentages, durations and dates have bounds too", "[beyond]") {
  const auto [sentences, facts, expected] = GENERATE(table<std::string, std::string, std::string>({
      {"in open { buyer may pay when rate + rate > 1% }", R"("rate": "600000%")",
       problem("600000% + 600000%", "percentages go up to 1000000%")},
      {"in open { buyer may pay when 1000000 times weight > 1.0 }", R"("weight": "1000000.000001")",
       problem("1000000 times 1000000.000001", "numbers with decimals go up to 1000000000000")},
      {"in open { buyer may pay when pieces + 1 > 1 }", R"("pieces": 9223372036854775807)",
       problem("9223372036854775807 + 1", "whole numbers lie between -9223372036854775808 and 9223372036854775807")},
      {"in open { buyer may pay when pieces times 2 > 1 }", R"("pieces": -9223372036854775808)",
       problem("-9223372036854775808 times 2",
               "whole numbers lie between -9223372036854775808 and 9223372036854775807")},
      {"in open { buyer may pay within grace - 3 hours after placed_at }", R"("grace": "P2D")",
       problem("2 days - 3 hours", durations)},
      {"in open { buyer may pay within pieces times grace after placed_at }", R"("pieces": 10000, "grace": "P10000D")",
       problem("10000 times 10000 days", durations)},
      {"define later = 1 month after day\nin open { buyer may pay until end of day later }", R"("day": "9999-12-01")",
       problem("1 month after 9999-12-01", "dates go from the year 1 to the year 9999")},
      {"define later = 2 weeks after day\nin open { buyer must pay by start of day later }", R"("day": "9999-12-31")",
       problem("14 days after 9999-12-31", "dates go from the year 1 to the year 9999")},
  }));
  const Policy policy = far(sentences + "\nin open { buyer may pay }\n");
  CAPTURE(sentences, facts);
  CHECK(refused(policy, order_with(policy, facts)) == expected);
}

TEST_CASE("what lies exactly at a bound can still be computed", "[beyond]") {
  const auto [sentences, facts] = GENERATE(table<std::string, std::string>({
      {"in open { buyer must pay 100% of total }", ""},
      {"in open { buyer must pay sum of shipping, 0.01 EUR }", ""},
      {"in open { buyer must pay total less -1 times 0.00 EUR }", ""},
      {"in open { buyer may pay when rate + rate > 1% }", R"("rate": "500000%")"},
      {"in open { buyer may pay when pieces - 1 < 1 }", R"("pieces": -9223372036854775807)"},
      {"define later = 30 days after day\nin open { buyer may pay until start of day later }",
       R"("day": "9999-12-01")"},
      {"define earlier = 1 day before day\nin open { buyer may pay from start of day earlier }",
       R"("day": "0001-01-02")"},
      {"in open { buyer may pay within 9000 years after placed_at }", ""},
  }));
  const Policy policy = far(sentences + "\nin open { buyer may pay }\n");
  CAPTURE(sentences, facts);
  CHECK(refused(policy, rich_order(policy, facts)) == "accepted");
}

TEST_CASE("what an order does not need computes nothing", "[beyond]") {
  const auto [sentences, facts] = GENERATE(table<std::string, std::string>({
      // A moment past the year 9999 is never, and so is what is counted from it.
      {"in open { buyer may pay within 9999 years after placed_at }", ""},
      {"in open { buyer may pay until pieces years after placed_at }", R"("pieces": 9223372036854775807)"},
      // The other row of a table.
      {"define fee { pieces > 5 : total + total  else : 1 EUR }\nin open { buyer must pay fee }", ""},
      // Another status.
      {"status paid \"Paid\" final, marks paid_at\naction go \"Go\" { becomes paid }\nin open { buyer may go }\n"
       "in paid { buyer must pay total + total }",
       ""},
  }));
  const Policy policy = far(sentences + "\nin open { buyer may pay }\n");
  CAPTURE(sentences, facts);
  CHECK(refused(policy, rich_order(policy, facts)) == "accepted");
}

TEST_CASE("an act is refused for what it requires, sets and leads to", "[beyond]") {
  const auto sentence = GENERATE(as<std::string>{}, "requires total + shipping > 1 EUR because \"…\"",
                                 "sets total = total + shipping", "sets shipping = 1 EUR, total = total + shipping");
  const Policy policy =
      far("action add \"Add\" { marks asked_for_at  " + sentence + " }\nin open { buyer may add\n  buyer may pay }\n");
  CAPTURE(sentence);
  const Order order = rich_order(policy);
  CHECK(said(decide(policy, order, at(asked_at))) == "accepted");
  CHECK(said(apply(policy, order, "buyer", "add", {}, at(asked_at))) ==
        problem("10000000000000.00 EUR + 9999999999999.99 EUR", amounts));
  CHECK(said(apply(policy, order_with(policy, ""), "buyer", "add", {}, at(asked_at))) == "accepted");
}

TEST_CASE("an order is refused from when the clock would set too much, and taken as it is before it is recorded",
          "[beyond]") {
  const Policy clock =
      far("action grow \"Grow\" { marks asked_for_at  sets total = 2 times total }\n"
          "in open { grow happens at 9 days after placed_at because \"Later\"\n  buyer may pay }\n");
  const std::string refusal = problem("2 times 10000000000000.00 EUR", amounts);
  CHECK(refused(clock, rich_order(clock)) == "accepted");
  CHECK(said(decide(clock, rich_order(clock), at("2026-03-10T09:59:59.999999Z"))) == "accepted");
  CHECK(said(decide(clock, rich_order(clock), at("2026-03-10T10:00:00Z"))) == refusal);
  CHECK(said(apply(clock, rich_order(clock), "buyer", "pay", {}, at("2026-03-10T10:00:00Z"))) == refusal);

  const Policy policy = far("in open { buyer must pay total + shipping }\nin open { buyer may pay }\n");
  const auto recorded = record(policy, order_with(policy, ""), {{"total", "10000000000000.00 EUR"}}, at(asked_at));
  REQUIRE(said(recorded) == "accepted");
  CHECK(refused(policy, std::get<Order>(recorded)) == problem("10000000000000.00 EUR + 5.00 EUR", amounts));
}
