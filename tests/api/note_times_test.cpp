#include <catch2/catch.hpp>

#include "tests/api/shipped.hpp"

using namespace bywhen;
using namespace bywhen::test;

// What an answer tells of how its moments and amounts were computed.
namespace {

Policy counting(const std::string& sentences) {
  return policy_from(R"(
policy counting "Counting"
zone "Europe/Berlin"
months round up
money rounds half up
calendar works default { covers 2026 to 2027  weekend saturday, sunday  holidays 2026-04-03 "Good Friday" }
actor buyer "Buyer"
fact placed_at, paid_at : event
fact total    : money
fact surplus  : money = 0.00 EUR
fact rebate   : percent?
fact days     : integer = 1
status open "Open" initial, final, marks placed_at
action pay "Pay" { marks paid_at }
)" + sentences);
}

Answer answer(const Policy& policy, const std::string& placed_at, const std::string& more = "") {
  const Order order =
      order_from(policy, R"({"facts": {"placed_at": ")" + placed_at + R"(", "total": "10.10 EUR")" + more + "}}");
  auto result = decide(policy, order, at(placed_at));
  if (const auto* problems = std::get_if<Problems>(&result)) FAIL(render_text(*problems, false));
  return std::get<Answer>(result);
}

std::string duty_notes(const std::string& sentence, const std::string& placed_at, const std::string& more = "") {
  const Policy policy = counting("in open { buyer must pay " + sentence + " }\n");
  const Answer given = answer(policy, placed_at, more);
  REQUIRE(given.deadlines.size() == 1);
  std::string text;
  for (const std::string& note : given.deadlines[0].notes) text += note + "\n";
  return text;
}

}  // namespace

TEST_CASE("what was done on the way to a moment is told", "[notes]") {
  CHECK(duty_notes("by 1 day after placed_at", "2026-03-28T01:30:00Z") ==
        "2026-03-29 02:30 does not exist in Europe/Berlin: the clocks go forward, and 2026-03-29 03:30 is taken\n");
  // The time that was taken, from which the hours are counted on.
  CHECK(duty_notes("by 1 day 5 hours after placed_at", "2026-03-28T01:30:00Z") ==
        "2026-03-29 02:30 does not exist in Europe/Berlin: the clocks go forward, and 2026-03-29 03:30 is taken\n");
  CHECK(duty_notes("by 1 day after placed_at", "2026-10-24T00:30:00Z") ==
        "2026-10-25 02:30 occurs twice in Europe/Berlin: the clocks go back, and the earlier is taken\n");
  CHECK(duty_notes("by 1 month after placed_at", "2026-01-30T10:00:00Z") ==
        "February 2026 has no day 30: the first day of the next month is taken\n");
  CHECK(duty_notes("by 1 month after placed_at under EU law", "2026-01-30T10:00:00Z") ==
        "February 2026 has no day 30: its last day is taken\n"
        "the last day, 2026-02-28, is no business day: the next one is taken\n");
  CHECK(duty_notes("by 14 days after placed_at under EU law", "2026-03-20T10:00:00Z") ==
        "the last day, 2026-04-03 (Good Friday), is no business day: the next one is taken\n");
  CHECK(duty_notes("by 2 days after placed_at under EU law", "2026-03-13T10:00:00Z") ==
        "the last day, 2026-03-15, is no business day: the next one is taken\n"
        "the period is lengthened beyond 2026-03-16 to hold enough business days\n");
  CHECK(duty_notes("by 2 days after placed_at", "2026-03-13T10:00:00Z").empty());
}

TEST_CASE("a length below zero moves back, and says so", "[notes]") {
  const std::string sentence = "by days days after placed_at ending on a business day";
  CHECK(duty_notes(sentence, "2026-03-16T10:00:00Z", R"(, "days": -1)") ==
        "the last day, 2026-03-15, is no business day: the previous one is taken\n");
  CHECK(duty_notes(sentence, "2026-03-13T10:00:00Z") ==
        "the last day, 2026-03-14, is no business day: the next one is taken\n");
}

TEST_CASE("a rounded share is told with what it is exactly", "[notes]") {
  CHECK(duty_notes("2.5% of total", "2026-03-13T10:00:00Z") ==
        "2.5% of 10.10 EUR is 0.2525 EUR, rounded half up to 0.25 EUR\n");
  CHECK(duty_notes("-10% of (5% of total)", "2026-03-13T10:00:00Z") ==
        "5% of 10.10 EUR is 0.505 EUR, rounded half up to 0.51 EUR\n"
        "-10% of 0.51 EUR is -0.051 EUR, rounded half up to -0.05 EUR\n");
  CHECK(duty_notes("10% of total", "2026-03-13T10:00:00Z").empty());
}

TEST_CASE("an answer ends where its notes change, though nothing else does", "[notes]") {
  const Policy policy = counting(R"(
define fee {
  3 days after placed_at has passed : 2.5% of total
  else                              : 0.25 EUR
}
in open { buyer must pay fee less rebate of total }
)");
  const Answer given = answer(policy, "2026-03-13T10:00:00Z");
  REQUIRE(given.deadlines.size() == 1);
  CHECK(given.deadlines[0].notes.empty());
  CHECK(given.valid_until == at("2026-03-16T10:00:00Z"));
}

TEST_CASE("what is taken off and what is left are the whole", "[notes]") {
  const auto [less, amount, taken] = GENERATE(table<std::string, std::string, std::string>({
      {"total less 4.00 EUR", "6.10 EUR", "4.00 EUR"},
      {"total less 4.00 EUR less 7.00 EUR", "0.00 EUR", "10.10 EUR"},
      {"total less 20.00 EUR", "0.00 EUR", "10.10 EUR"},
      {"total less -1.00 EUR", "11.10 EUR", "-1.00 EUR"},
      {"total", "10.10 EUR", "0.00 EUR"},
      {"surplus less 1.00 EUR", "0.00 EUR", "0.00 EUR"},
      {"surplus - total less 1.00 EUR", "0.00 EUR", "-10.10 EUR"},
  }));
  CAPTURE(less);
  const Answer given = answer(counting("in open { buyer must pay " + less + " }\n"), "2026-03-13T10:00:00Z");
  REQUIRE(given.deadlines.size() == 1);
  REQUIRE(given.deadlines[0].amount);
  CHECK(given.deadlines[0].amount->amount == amount);
  CHECK(given.deadlines[0].amount->less == taken);
}
