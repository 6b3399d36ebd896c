#include <catch2/catch.hpp>

#include "bywhen/session.hpp"
#include "tests/api/shipped.hpp"

using namespace bywhen;
using namespace bywhen::test;

namespace {

constexpr std::string_view unpaid =
    R"({"id":"A-1","status":"awaiting_payment","as_of":"2026-03-01T10:00:00Z","facts":{"placed_at":"2026-03-01T10:00:00Z",)"
    R"("total":"59.90 USD","payment_method":"card"}})";

Session begun() { return {aliexpress(), order_from(aliexpress(), unpaid), at("2026-03-02T09:00:00Z")}; }

std::string asked(Session& session, std::string_view sentence) { return to_json(session.ask(sentence)); }

void say(Session& session, std::initializer_list<std::string_view> steps) {
  for (const std::string_view step : steps) {
    INFO(step);
    REQUIRE(session.ask(step).good);
  }
}

using Catch::Contains;

}  // namespace

TEST_CASE("what if: an act takes place at another time, whatever times were asked about before it", "[session]") {
  Session session = begun();
  say(session, {"at +3 days", "buyer does pay", "at +1 hour", "at +1 hour"});
  CHECK_THAT(asked(session, "what if paid_at = 2026-03-03 10:00: who may request_cancellation"),
             Contains("may request_cancellation: yes"));
  CHECK_THAT(asked(session, "what if paid_at = 2026-03-05 10:30: who may request_cancellation"),
             Contains("not yet: from 2026-03-06 10:30"));
  CHECK_THAT(asked(session, "what if paid_at = 2026-03-01 09:00"), Contains("`buyer does pay` would not go through"));
}

TEST_CASE("what if: the same is found as in a session where the act was done at that time", "[session]") {
  for (const std::string_view time : {"2026-03-02 09:00", "2026-03-03 10:00", "2026-03-05 23:00", "2026-03-07 09:00"}) {
    Session moved = begun();
    say(moved, {"at 2026-03-04 09:00", "buyer does pay", "at 2026-03-06 09:00", "given complaint = yes",
                "at 2026-03-07 09:00"});
    Session done = begun();
    const bool late = time == "2026-03-07 09:00";
    if (late) {
      CHECK_THAT(
          asked(moved, "what if paid_at = 2026-03-07 09:00"),
          Contains(
              "`given complaint = yes` at 2026-03-06 09:00 would come before `buyer does pay` at 2026-03-07 09:00"));
      continue;
    }
    say(done, {"at " + std::string(time), "buyer does pay", "at 2026-03-06 09:00", "given complaint = yes",
               "at 2026-03-07 09:00"});
    for (const std::string_view question : {"who may", "what next", "when may buyer request_cancellation"}) {
      const std::string what_if = "what if paid_at = " + std::string(time) + ": " + std::string(question);
      CHECK(asked(moved, what_if) == asked(done, question));
    }
  }
}

TEST_CASE("what if: an act beyond the present moves the question on, and says so", "[session]") {
  Session session = begun();
  say(session, {"buyer does pay"});
  const std::string reply = asked(session, "what if paid_at = 2026-03-04 09:00: who may request_cancellation");
  CHECK_THAT(reply, Contains("at 2026-03-04 09:00, which is later than now"));
  CHECK_THAT(reply, Contains("not yet: from 2026-03-05 09:00"));
}

TEST_CASE("what if: orders that cannot be are refused as they are elsewhere", "[session]") {
  Session session = begun();
  CHECK_THAT(asked(session, "what if paid_at = 2026-03-01 12:00, status = closed: who may refund"), Contains("BW0809"));
  CHECK_THAT(asked(session, "what if status = closed"), Contains("BW0809"));
  CHECK_THAT(asked(session, "what if total = missing"), Contains("BW0808"));
  CHECK_THAT(asked(session,
                   "what if paid_at = 2026-03-01 12:00, closed_at = 2026-03-02 08:00, status = closed: who may refund"),
             Contains("platform may refund: yes"));
}

TEST_CASE("what if: what the clock sets is not asked about in vain", "[session]") {
  Session session = begun();
  say(session, {"at 2026-03-22 09:00"});
  for (const std::string_view question :
       {"what if closed_at = 2026-03-10 10:00", "what if closed_at varies", "what if closed_at = missing"}) {
    const std::string reply = asked(session, question);
    CHECK_THAT(reply, Contains("`closed_at` would be 2026-03-21 10:00 all the same: the clock sets it"));
    CHECK_THAT(reply, Contains("what if placed_at = …"));
  }
}

TEST_CASE("what if: what has not happened can be asked about", "[session]") {
  Session session = begun();
  CHECK_THAT(asked(session, "what if paid_at = missing"), Contains("nothing would be otherwise"));
  CHECK_THAT(asked(session, "what if placed_at = never"), Contains("write `placed_at = missing`"));
  CHECK_THAT(asked(session, "what if paid_at has not happened"), Contains("paid_at = missing"));
  say(session, {"buyer does pay", "at +1 day"});
  CHECK_THAT(asked(session, "what if paid_at = missing: who may pay"), Contains("buyer may pay: yes"));
  say(session, {"given cancel_reason = distrust_of_seller", "given cancel_reason = missing"});
  CHECK(to_json(*session.order()).find("cancel_reason") == std::string::npos);
  CHECK_FALSE(session.ask("given total = missing").good);
  CHECK_FALSE(session.ask("buyer does request_cancellation with cancel_reason = missing").good);
}

TEST_CASE("what if: a fact that a session was begun with varies", "[session]") {
  Session session(aliexpress(), std::nullopt, at("2026-03-02T09:00:00Z"));
  say(session,
      {"given placed_at = 2026-03-01 10:00, total = 1.00 EUR, payment_method = \"card\"", "at 2026-03-02 09:00"});
  CHECK_THAT(asked(session, "what if placed_at varies: who may pay"), Contains("before 2026-02-10 09:00:00.000001"));
  CHECK_THAT(asked(session, "what if at 2026-03-01 12:00"), Contains("the session begins at 2026-03-02 09:00"));
}

TEST_CASE("what if: values that lie after hundreds of others are found, and no difference is denied", "[session]") {
  constexpr std::string_view closed =
      R"({"status":"closed","facts":{"placed_at":"2026-03-01T10:00:00Z","paid_at":"2026-03-02T10:00:00Z",)"
      R"("closed_at":"2026-03-10T10:00:00Z","total":"59.90 USD","payment_method":"card"}})";
  Session session(aliexpress(), order_from(aliexpress(), closed), at("2026-03-20T09:00:00Z"));
  say(session, {"at 2027-06-01 09:00"});
  CHECK_THAT(asked(session, "what if closed_at varies"), Contains("from 2027-05-18 09:00:00.000001 until now"));
  int tries = 0;
  session.stop_when([&] { return ++tries > 5; });
  const std::string stopped = asked(session, "what if closed_at varies");
  CHECK_THAT(stopped, Contains("stopped; 5 values were tried") && !Contains("makes no difference"));
  tries = 0;
  CHECK_THAT(asked(session, "find an order where buyer may pay and buyer may not pay"),
             Contains("stopped: 5 orders were tried"));
  session.stop_when({});
  CHECK_THAT(asked(session, "what if total varies: who may refund"),
             Contains(R"(["from 0.01 USD on","platform must refund total: overdue"])"));
  CHECK_THAT(asked(session, "what if total varies"), !Contains("no such order\"],[\"from"));
}

TEST_CASE("what if: how an amount is made is told, row by row", "[session]") {
  const Policy policy = policy_from(R"(
policy fees "Fees"
version 2026-01-01
zone "UTC"
actor shop "Shop"
fact made_at, back_at, paid_at : event
fact total, shipping : money
fact parcels : integer = 1
term fee = 20%
define rate {
  total >= 100.00 EUR : 5%
  else : 10%
}
define share = rate of total at least 2.00 EUR
status made "Made" initial, marks made_at
action refund "Refund" { marks back_at }
action pay "Pay" { marks paid_at }
in made {
  shop must refund total + shipping less fee of total
  shop must pay share when parcels < 3
  shop must pay parcels times 3.00 EUR when parcels >= 3
}
)");
  const Order order = order_from(policy, R"({"status":"made","facts":{"made_at":"2026-03-01T10:00:00Z",)"
                                         R"("total":"50.00 EUR","shipping":"5.00 EUR"}})");
  Session session(policy, order, at("2026-03-02T09:00:00Z"));
  const std::string of_total = asked(session, "what if total varies");
  CHECK_THAT(of_total, Contains("shop must refund total + 5.00 EUR less 20% of total: pending"));
  CHECK_THAT(of_total, Contains("shop must pay 10% of total: pending") && Contains("from 19.95 EUR until 100.00 EUR"));
  CHECK_THAT(of_total, Contains("shop must pay 5% of total: pending") && Contains("from 100.00 EUR until"));
  CHECK_THAT(of_total, Contains("shop must pay 2.00 EUR"));
  CHECK_THAT(asked(session, "what if parcels varies"),
             Contains("from 3 until 3333333333334\",\"shop must pay parcels times 3.00 EUR: pending\""));
  CHECK_THAT(asked(session, "what if shipping varies"), Contains("50.00 EUR + shipping less 10.00 EUR"));
}

TEST_CASE("what if: a wrong value of a term is shown where it was typed", "[session]") {
  Session session = begun();
  const std::string reply = asked(session, "what if term payment_window = 5");
  CHECK_THAT(reply, Contains("session"));
  CHECK_THAT(reply, Contains("it is used here"));
}

TEST_CASE("what if: long sessions are answered at once", "[session]") {
  Session session = begun();
  for (int i = 0; i < 700; ++i) say(session, {"at +1 minute"});
  int tries = 0;
  session.stop_when([&] { return ++tries > 3'999; });
  CHECK_THAT(asked(session, "what if placed_at varies: who may pay"),
             Contains("before 2026-02-10 20:40:00.000001") && !Contains("tried"));
}

TEST_CASE("find an order: what may not be is not what is unknown", "[session]") {
  Session session(aliexpress(), std::nullopt, at("2026-03-02T09:00:00Z"));
  CHECK_THAT(asked(session, "find an order where placed_at is 2026-03-04 10:00"),
             Contains("placed_at = 2026-03-04 10:00"));
  CHECK_THAT(asked(session, "find an order where paid_at is 2027-01-01 00:00"), Contains("paid_at = 2027-01-01 00:00"));
  CHECK_THAT(asked(session, "find an order where paid_at is after 2028-01-01 00:00 and status is awaiting_payment"),
             Contains("placed_at = 2026-01-01 10:00"));
  CHECK_THAT(asked(session, "find an order where buyer may pay and buyer may not pay"),
             Contains("where the search ends"));
}
