#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/api/shipped.hpp"

using namespace bywhen;
using namespace bywhen::test;

namespace {

/// A policy of one action, `cancel`, and what follows it.
Policy stay(const std::string& rules, const std::string& more = "", const std::string& cancel = "") {
  return policy_from(R"(policy stay
zone "UTC"
calendar office default { covers 2026 to 2027  weekend saturday, sunday }
actor guest
actor hotel
fact booked_at, cancelled_at, refunded_at, closed_at : event
fact arrival : time
fact price : money
fact reason : {illness, other}?
)" + more + R"(
status booked initial, marks booked_at
status cancelled marks cancelled_at
status closed final, marks closed_at
action cancel { )" + cancel +
                     R"( becomes cancelled }
action refund { marks refunded_at }
action close { becomes closed }
in cancelled { hotel may refund, close }
)" + rules);
}

const std::string booked =
    R"({"status":"booked","facts":{"booked_at":"2026-03-01T10:00:00Z","arrival":"2026-05-17T00:00:00Z",)"
    R"("price":"100.00 EUR"}})";

std::variant<Preview, Problems> ask(const Policy& policy, const std::string& from = "2026-04-01T09:00:00Z",
                                    const FactTexts& inputs = {}) {
  return preview(policy, order_from(policy, booked), "guest", "cancel", inputs, at(from));
}

/// A piece in a line: when it begins, and what is asked for of what follows.
template <typename Words>
std::vector<std::string> lines(const std::variant<Preview, Problems>& outcome, Words words) {
  if (const auto* problems = std::get_if<Problems>(&outcome)) FAIL(render_text(*problems, false));
  std::vector<std::string> lines;
  for (const PreviewPiece& piece : std::get<Preview>(outcome).pieces) {
    const std::string what = piece.then ? words(piece) : std::string(to_string(piece.verdict));
    lines.push_back(format_rfc3339(piece.from) + " " + what);
  }
  return lines;
}

bool moves(const PreviewPiece& piece, const std::string& place) {
  return std::find(piece.moves.begin(), piece.moves.end(), place) != piece.moves.end();
}

std::string due_words(const PreviewPiece& piece) {
  if (piece.then->deadlines.empty()) return "nothing";
  const DeadlineAnswer& duty = piece.then->deadlines.front();
  return (duty.amount ? duty.amount->amount + " " : "") + "by " + (duty.due ? format_rfc3339(*duty.due) : "never") +
         (moves(piece, "/then/deadlines/0/due") ? " moving" : "") +
         (duty.state == DutyState::overdue ? " overdue" : "");
}

std::string codes(const std::variant<Preview, Problems>& outcome) {
  std::string codes;
  for (const Problem& problem : std::get<Problems>(outcome)) codes += problem.code + " ";
  return codes;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a preview tells the tiers of an amount, and deadlines that move along", "[preview]") {
  const Policy policy = stay(R"(
in booked { guest may cancel until arrival }
in cancelled { hotel must refund back within 14 days after cancelled_at })",
                             R"(define back {
  cancelled_at is before 30 days before arrival : 70% of price
  cancelled_at is before 14 days before arrival : 20% of price
  else : 0% of price
})");
  CHECK(lines(ask(policy), due_words) == Lines{"2026-04-01T09:00:00Z 70.00 EUR by 2026-04-15T09:00:00Z moving",
                                               "2026-04-17T00:00:00Z 20.00 EUR by 2026-05-01T00:00:00Z moving",
                                               "2026-05-03T00:00:00Z 0.00 EUR by 2026-05-17T00:00:00Z moving",
                                               "2026-05-17T00:00:00Z expired"});
}

TEST_CASE("a preview tells a deadline that stops moving", "[preview]") {
  const Policy policy = stay(R"(
in booked { guest may cancel }
in cancelled { hotel must refund price by earliest of 14 days after cancelled_at, arrival })");
  CHECK(lines(ask(policy), due_words) == Lines{"2026-04-01T09:00:00Z 100.00 EUR by 2026-04-15T09:00:00Z moving",
                                               "2026-05-03T00:00:00Z 100.00 EUR by 2026-05-17T00:00:00Z",
                                               "2026-05-17T00:00:00Z 100.00 EUR by 2026-05-17T00:00:00Z overdue"});
}

TEST_CASE("a preview follows days that begin and end, and none of them is a piece", "[preview]") {
  const Policy policy = stay(R"(
in booked { guest may cancel }
in cancelled { hotel must refund price by end of day cancelled_at })");
  CHECK(lines(ask(policy), due_words) == Lines{"2026-04-01T09:00:00Z 100.00 EUR by 2026-04-02T00:00:00Z moving"});
}

TEST_CASE("a preview tells apart what is always as far from the doing and what is not", "[preview]") {
  const auto uneven = [](const std::string& by) {
    const Policy policy = stay("in booked { guest may cancel }\nin cancelled { hotel must refund price by " + by + " }",
                               "months round down");
    const auto outcome = ask(policy);
    const PreviewPiece& piece = std::get<Preview>(outcome).pieces.front();
    CHECK(moves(piece, "/then/deadlines/0/due"));
    CHECK_FALSE(moves(piece, "/then/deadlines/0/opens"));
    return std::find(piece.uneven.begin(), piece.uneven.end(), "/then/deadlines/0/due") != piece.uneven.end();
  };
  CHECK_FALSE(uneven("14 days after cancelled_at"));
  CHECK_FALSE(uneven("36 hours after cancelled_at"));
  CHECK(uneven("end of day cancelled_at"));
  CHECK(uneven("end of day 14 days after cancelled_at"));
  CHECK(uneven("3 business days after cancelled_at"));
  CHECK(uneven("1 month after cancelled_at"));
}

TEST_CASE("a moment counted in business days reaches a fixed one several times", "[preview]") {
  // 15 May is a Friday. Monday at noon is reached from Friday, Saturday and Sunday noon on, and each midnight goes
  // back.
  const Policy policy = stay(R"(
in booked { guest may cancel }
in cancelled { hotel must refund price by arrival when 1 business day after cancelled_at is after monday })",
                             "define monday = 36 hours after arrival");
  CHECK(lines(ask(policy, "2026-05-14T00:00:00Z"), due_words) ==
        Lines{"2026-05-14T00:00:00Z nothing", "2026-05-15T12:00:00Z 100.00 EUR by 2026-05-17T00:00:00Z",
              "2026-05-16T00:00:00Z nothing", "2026-05-16T12:00:00Z 100.00 EUR by 2026-05-17T00:00:00Z",
              "2026-05-17T00:00:00Z nothing", "2026-05-17T12:00:00Z 100.00 EUR by 2026-05-17T00:00:00Z overdue",
              "2028-01-01T00:00:00Z allowed"});
}

TEST_CASE("what changes each week is told for a while", "[preview]") {
  const Policy policy = stay(R"(
in booked { guest may cancel }
in cancelled {
  hotel must refund price by 2 days after cancelled_at
    when 1 business day after cancelled_at is before 2 days after cancelled_at
})");
  const auto outcome = ask(policy);
  const auto& found = std::get<Preview>(outcome);
  REQUIRE(found.told_until);
  CHECK(*found.told_until > at("2027-04-01T00:00:00Z"));
  CHECK(found.pieces.back().until == found.told_until);
  const Lines told = lines(outcome, due_words);
  REQUIRE(told.size() > 100);
  CHECK(told[1] == "2026-04-03T00:00:00Z nothing");
  CHECK(told[2].starts_with("2026-04-05T00:00:00Z 100.00 EUR"));
}

TEST_CASE("a preview follows the clock before and after the action", "[preview]") {
  const Policy policy = stay(R"(
in booked {
  guest may cancel
  close happens at arrival because "The guest is here"
}
in cancelled { close happens at latest of 3 days after cancelled_at, 10 days before arrival because "It is over" })");
  const auto next = [](const PreviewPiece& piece) {
    return piece.then->next.front().because + " " + format_rfc3339(piece.then->next.front().at) +
           (moves(piece, "/then/next/0/at") ? " moving" : "");
  };
  const auto outcome = ask(policy);
  CHECK(lines(outcome, next) == Lines{"2026-04-01T09:00:00Z It is over 2026-05-07T00:00:00Z",
                                      "2026-05-04T00:00:00Z It is over 2026-05-07T00:00:00Z moving",
                                      "2026-05-17T00:00:00Z forbidden"});
  const auto& last = std::get<Preview>(outcome).pieces.back();
  CHECK(last.status == "closed");
  CHECK_FALSE(last.rule);
}

TEST_CASE("what the clock does at once is told apart from what follows", "[preview]") {
  const Policy policy = stay(R"(
in booked { guest may cancel }
in cancelled { close happens at 7 days before arrival because "Too late" })");
  const auto settled = [](const PreviewPiece& piece) {
    return piece.then->status + (piece.then->settled.empty() ? "" : " at once") +
           (moves(piece, "/then/settled/0/at") ? " moving" : "");
  };
  CHECK(lines(ask(policy), settled) ==
        Lines{"2026-04-01T09:00:00Z cancelled", "2026-05-10T00:00:00Z closed at once moving"});
}

TEST_CASE("an action that would not go through says why, as long as that is so", "[preview]") {
  const Policy policy =
      stay("in booked { guest may cancel }", "", "requires arrival has not passed because \"The stay has begun\"");
  const auto outcome = ask(policy);
  const auto& pieces = std::get<Preview>(outcome).pieces;
  REQUIRE(pieces.size() == 2);
  CHECK(pieces[0].then);
  CHECK(pieces[0].problems.empty());
  CHECK(pieces[1].from == at("2026-05-17T00:00:00Z"));
  CHECK(pieces[1].verdict == Verdict::allowed);
  CHECK_FALSE(pieces[1].then);
  REQUIRE(pieces[1].problems.size() == 1);
  CHECK(pieces[1].problems.front().code == "BW0906");
}

TEST_CASE("where a calendar ends nothing is said", "[preview]") {
  const Policy policy = stay(R"(
in booked { guest may cancel }
in cancelled { hotel must refund price within 2 business days after cancelled_at })");
  const auto outcome = ask(policy, "2027-12-01T00:00:00Z");
  // From Thursday 30 December on the second day is one of 2028: the deadline lies after the calendar's end, and from
  // then on nothing can be decided.
  CHECK(lines(outcome, due_words) == Lines{"2027-12-01T00:00:00Z 100.00 EUR by 2027-12-03T00:00:00Z moving",
                                           "2027-12-30T00:00:00Z 100.00 EUR by never", "2028-01-01T00:00:00Z allowed"});
  const PreviewPiece& last = std::get<Preview>(outcome).pieces.back();
  REQUIRE(last.problems.size() == 1);
  CHECK(last.problems.front().code == "BW0815");
  CHECK_FALSE(last.until);
}

TEST_CASE("a preview is of other times where the clocks change", "[preview]") {
  const Policy policy = policy_from(R"(policy berlin
zone "Europe/Berlin"
actor guest
actor hotel
fact booked_at, cancelled_at, refunded_at : event
fact arrival : time
status booked initial, marks booked_at
status cancelled marks cancelled_at
status over final, marks refunded_at
action cancel { becomes cancelled }
action refund { becomes over }
in booked { guest may cancel }
in cancelled { hotel must refund by arrival when 1 day after cancelled_at is after arrival })");
  // The clock goes back on 25 October from 03:00 to 02:00; half past two is reached from both hours of that name the
  // day after, and in the second hour for a second time.
  const Order order = order_from(policy, R"({"status":"booked","facts":{"booked_at":"2026-10-01T00:00:00Z",)"
                                         R"("arrival":"2026-10-26T02:30:00+01:00"}})");
  const auto outcome = preview(policy, order, "guest", "cancel", {}, at("2026-10-24T12:00:00Z"));
  CHECK(lines(outcome, due_words) ==
        Lines{"2026-10-24T12:00:00Z nothing", "2026-10-25T00:30:00Z by 2026-10-26T01:30:00Z",
              "2026-10-25T01:00:00Z nothing", "2026-10-25T01:30:00Z by 2026-10-26T01:30:00Z",
              "2026-10-26T01:30:00Z by 2026-10-26T01:30:00Z overdue"});
}

TEST_CASE("inputs count, and what is missing is asked for only where it matters", "[preview]") {
  const Policy policy = stay(R"(
in booked { guest may cancel until arrival }
in cancelled { hotel must refund price within 14 days after cancelled_at when reason is illness })",
                             "", "asks reason ");
  CHECK(lines(ask(policy, "2026-04-01T09:00:00Z", {{"reason", "other"}}), due_words).front() ==
        "2026-04-01T09:00:00Z nothing");
  CHECK(lines(ask(policy, "2026-04-01T09:00:00Z", {{"reason", "illness"}}), due_words).front() ==
        "2026-04-01T09:00:00Z 100.00 EUR by 2026-04-15T09:00:00Z moving");
  CHECK(codes(ask(policy)) == "BW0905 ");
  CHECK(std::get<Problems>(ask(policy)).front().message == "`cancel` asks for `reason`");
  CHECK(lines(ask(policy, "2026-05-17T00:00:00Z"), due_words) == Lines{"2026-05-17T00:00:00Z expired"});
}

TEST_CASE("what hangs on a fact that is not told is unknown", "[preview]") {
  const Policy policy = stay(
      "in booked { guest may cancel until arrival when reason is illness }\n"
      "in cancelled { hotel may close }");
  const auto outcome = ask(policy);
  const auto& pieces = std::get<Preview>(outcome).pieces;
  REQUIRE(pieces.size() == 2);
  CHECK(pieces[0].verdict == Verdict::unknown);
  CHECK(pieces[0].unknown == std::vector<std::string>{"reason"});
}

TEST_CASE("a preview is refused for what no time of doing could make good", "[preview]") {
  const Policy policy = stay("in booked { guest may cancel }");
  const Order order = order_from(policy, booked);
  const Instant now = at("2026-04-01T09:00:00Z");
  CHECK(codes(preview(policy, order, "gest", "cancl", {}, now)) == "BW0901 BW0902 ");
  CHECK(codes(ask(policy, "2026-04-01T09:00:00Z", {{"reason", "illness"}})) == "BW0904 ");
  CHECK(codes(ask(policy, "2026-04-01T09:00:00Z", {{"reason", "whim"}})) == "BW0807 ");
  CHECK(codes(ask(policy, "2026-04-01T09:00:00Z", {{"reason", "other"}, {"reason", "other"}})) == "BW0907 ");
  CHECK(codes(ask(policy, "2026-02-01T09:00:00Z")) == "BW0813 ");
}

TEST_CASE("a preview as JSON", "[preview]") {
  const Policy policy = stay("in booked { guest may cancel until arrival }");
  const std::string json = to_json(std::get<Preview>(ask(policy, "2026-05-16T09:00:00Z")));
  const std::string actions =
      R"({"actor":"hotel","action":"refund","label":"refund","verdict":"allowed","from":null,"until":null,"asks":[],)"
      R"("rule":"test.bywhen:17","source":"test.bywhen:17","because":[],"values":{},"unknown":[]},)"
      R"({"actor":"hotel","action":"close","label":"close","verdict":"allowed","from":null,"until":null,"asks":[],)"
      R"("rule":"test.bywhen:17","source":"test.bywhen:17","because":[],"values":{},"unknown":[]})";
  CHECK(json.substr(json.find(R"("actor":)")) ==
        R"("actor":"guest","action":"cancel","label":"cancel","inputs":{},"pieces":[)"
        R"({"from":"2026-05-16T09:00:00Z","until":"2026-05-17T00:00:00Z","status":{"name":"booked","label":"booked"},)"
        R"("verdict":"allowed","rule":"test.bywhen:18","source":"test.bywhen:18","because":[],"unknown":[],)"
        R"("problems":[],"then":{"status":{"name":"cancelled","label":"cancelled"},)"
        R"("changed":{"cancelled_at":"2026-05-16T09:00:00Z"},"settled":[],"actions":[)" +
            actions +
            R"(],"deadlines":[],"next":[]},"moves":["/then/changed/cancelled_at"],"uneven":[]},)"
            R"({"from":"2026-05-17T00:00:00Z","until":null,"status":{"name":"booked","label":"booked"},)"
            R"("verdict":"expired","rule":"test.bywhen:18","source":"test.bywhen:18","because":[],"unknown":[],)"
            R"("problems":[],"then":null,"moves":[],"uneven":[]}],"told_until":null})");
}
