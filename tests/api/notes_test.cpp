#include <catch2/catch.hpp>

#include "tests/api/shipped.hpp"

using namespace bywhen;
using namespace bywhen::test;

namespace {

/// A policy with one permission, whose window or amount is what a test is about.
Policy policy_with(const std::string& header, const std::string& rule) {
  return policy_from(
      "policy notes \"Notes\"\nzone \"Europe/Berlin\"\n" + header +
      R"(
calendar works default { covers 2025 to 2026  weekend saturday, sunday  holidays 2025-12-26 "Boxing Day" }
calendar free { covers 2025 to 2026  weekend saturday, sunday }
actor buyer "Buyer"
fact paid_at, closed_at : event
fact total : money = 0.10 EUR
fact share : percent = 25%
status open "Open" initial, marks paid_at
status closed "Closed" final, marks closed_at
action close "Close" { becomes closed }
action pay "Pay" { marks paid_at }
in open {
)" + rule +
      "\n}\nin closed { buyer may pay when total > 1.00 EUR and 2 free business days after closed_at has passed "
      "and share > 1% }\n");
}

Answer answer_of(const Policy& policy, const std::string& paid_at) {
  const Order order = order_from(policy, R"({"facts":{"paid_at":")" + paid_at + R"("}})");
  const auto answer = decide(policy, order, at(paid_at));
  if (const auto* problems = std::get_if<Problems>(&answer)) FAIL(render_text(*problems, false));
  return std::get<Answer>(answer);
}

Notes notes_of(const std::string& header, const std::string& rule, const std::string& paid_at) {
  const Answer answer = answer_of(policy_with(header, rule), paid_at);
  return answer.actions.front().notes;
}

}  // namespace

TEST_CASE("a wall-clock time that a zone skips is told of", "[notes]") {
  CHECK(
      notes_of("", "buyer may close within 1 day after paid_at", "2025-03-29T01:30:00Z") ==
      Notes{"2025-03-30 02:30 does not exist in Europe/Berlin: the clocks go forward, and 2025-03-30 03:30 is taken"});
}

TEST_CASE("a wall-clock time that occurs twice is told of", "[notes]") {
  CHECK(notes_of("", "buyer may close within 1 day after paid_at", "2025-10-25T00:30:00Z") ==
        Notes{"2025-10-26 02:30 occurs twice in Europe/Berlin: the clocks go back, and the earlier is taken"});
  CHECK(notes_of("", "buyer may close within 1 day after paid_at in \"America/New_York\"", "2025-11-01T05:30:00Z") ==
        Notes{"2025-11-02 01:30 occurs twice in America/New_York: the clocks go back, and the earlier is taken"});
}

TEST_CASE("a day that a month lacks is told of, with the way it was rounded", "[notes]") {
  const std::string rule = "buyer may close within 1 month after paid_at";
  CHECK(notes_of("months round down", rule, "2026-01-31T10:00:00Z") ==
        Notes{"February 2026 has no day 31: its last day is taken"});
  CHECK(notes_of("months round up", rule, "2026-01-31T10:00:00Z") ==
        Notes{"February 2026 has no day 31: the first day of the next month is taken"});
  CHECK(notes_of("months round up", rule + " under EU law with free holidays", "2025-10-31T10:00:00Z") ==
        Notes{"November 2025 has no day 31: its last day is taken",
              "the last day, 2025-11-30, is no business day: the next one is taken"});
}

TEST_CASE("a last day that moved is told of by its name, and so is a lengthened period", "[notes]") {
  CHECK(notes_of("", "buyer may close within 14 days after paid_at under EU law", "2025-12-12T10:00:00Z") ==
        Notes{"the last day, 2025-12-26 (Boxing Day), is no business day: the next one is taken"});
  CHECK(notes_of("", "buyer may close until 1 day before paid_at ending on a business day", "2025-12-29T10:00:00Z") ==
        Notes{"the last day, 2025-12-28, is no business day: the previous one is taken"});
  CHECK(notes_of("", "buyer may close within 2 days after paid_at under EU law", "2025-12-25T10:00:00Z") ==
        Notes{"the last day, 2025-12-27, is no business day: the next one is taken",
              "the period is lengthened beyond 2025-12-29 to hold enough business days"});
}

TEST_CASE("a share that was rounded is told of with its exact value", "[notes]") {
  const std::string rule = "buyer must pay share of total";
  const auto duty_notes = [&](const std::string& header) {
    return answer_of(policy_with(header, rule + "\nbuyer may close"), "2025-05-01T10:00:00Z").deadlines.front().notes;
  };
  CHECK(duty_notes("") == Notes{"25% of 0.10 EUR is 0.025 EUR, rounded half to even to 0.02 EUR"});
  CHECK(duty_notes("money rounds half even") ==
        Notes{"25% of 0.10 EUR is 0.025 EUR, rounded half to even to 0.02 EUR"});
  CHECK(duty_notes("money rounds half up") == Notes{"25% of 0.10 EUR is 0.025 EUR, rounded half up to 0.03 EUR"});
  CHECK(duty_notes("money rounds half down") == Notes{"25% of 0.10 EUR is 0.025 EUR, rounded half down to 0.02 EUR"});
  CHECK(duty_notes("money rounds up") == Notes{"25% of 0.10 EUR is 0.025 EUR, rounded up to 0.03 EUR"});
  CHECK(duty_notes("money rounds down") == Notes{"25% of 0.10 EUR is 0.025 EUR, rounded down to 0.02 EUR"});
}

TEST_CASE("there are no notes where nothing is to be told", "[notes]") {
  CHECK(notes_of("", "buyer may close within 1 day after paid_at", "2025-05-29T01:30:00Z").empty());
  CHECK(notes_of("", "buyer may close within 14 days after paid_at under EU law", "2025-05-01T10:00:00Z").empty());
  const Answer answer =
      answer_of(policy_with("", "buyer must pay 50% of total\nbuyer may close"), "2025-05-01T10:00:00Z");
  CHECK(answer.deadlines.front().notes.empty());
  CHECK(to_json(answer).find("\"notes\":") == std::string::npos);
}

TEST_CASE("what the clock did and will do has its notes, and each is told once", "[notes]") {
  const std::string note = "the last day, 2025-12-26 (Boxing Day), is no business day: the next one is taken";
  const Policy policy = policy_with(
      "", "lapse: buyer must close within 14 days after paid_at under EU law otherwise close because \"Too late\"");
  const Order order = order_from(policy, R"({"facts":{"paid_at":"2025-12-12T10:00:00Z"}})");
  const Answer ahead = std::get<Answer>(decide(policy, order, at("2025-12-12T10:00:00Z")));
  REQUIRE(ahead.next.size() == 1);
  CHECK(ahead.next.front().notes == Notes{note});
  CHECK(ahead.deadlines.front().notes == Notes{note});
  const Answer behind = std::get<Answer>(decide(policy, order, at("2026-01-12T10:00:00Z")));
  REQUIRE(behind.settled.size() == 1);
  CHECK(behind.settled.front().notes == Notes{note});
  CHECK(to_json(behind).find("\"notes\":[\"" + note + "\"]") != std::string::npos);
}

TEST_CASE("an answer names the events without which a window does not open, where it is not open", "[answer]") {
  const auto waits = [](const std::string& rule) {
    const Answer answer = answer_of(policy_with("", rule), "2026-03-02T10:00:00Z");
    const bool told = to_json(answer).find("\"waits_for\"") != std::string::npos;
    std::string names;
    for (const std::string& name : answer.actions.front().waits_for) names += " " + name;
    CHECK(told == !names.empty());
    return names;
  };
  CHECK(waits("buyer may close within 3 days after closed_at") == " closed_at");
  CHECK(waits("buyer may close from latest of paid_at, closed_at") == " closed_at");
  CHECK(waits("buyer must close from closed_at by 3 days after closed_at") == " closed_at");
  CHECK(waits("buyer may close from earliest of paid_at, closed_at") == "");
  CHECK(waits("buyer may close until closed_at") == "");
  CHECK(waits("buyer may close from 3 days after paid_at") == "");
  CHECK(waits("buyer may close when closed_at has happened") == "");
  CHECK(waits("buyer may close from closed_at  buyer may close") == "");
}
