#include "bywhen/session.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

#include "tests/api/shipped.hpp"

using namespace bywhen;
using namespace bywhen::test;

namespace {

constexpr std::string_view unpaid =
    R"({"id":"A-1","status":"awaiting_payment","as_of":"2026-03-01T10:00:00Z","facts":{"placed_at":"2026-03-01T10:00:00Z",)"
    R"("total":"59.90 USD","payment_method":"card"}})";

Session begun() { return {aliexpress(), order_from(aliexpress(), unpaid), at("2026-03-02T09:00:00Z")}; }

void say(Session& session, std::string_view sentence) {
  const Reply reply = session.ask(sentence);
  INFO(sentence);
  INFO(to_json(reply));
  REQUIRE(reply.good);
}

}  // namespace

TEST_CASE("session: what was expected is taken back, and taken again, with the step before it") {
  Session session = begun();
  say(session, "buyer does pay");
  say(session, "at +1 day");
  say(session, "expect buyer may request_cancellation");
  const std::string whole = session.scenario("whole");

  REQUIRE(session.undo());
  CHECK(session.scenario("x").find("expect") == std::string::npos);
  CHECK(session.now() == at("2026-03-02T09:00:00Z"));
  REQUIRE(session.redo());
  CHECK(session.scenario("whole") == whole);
  CHECK_FALSE(session.redo());
}

TEST_CASE("session: nothing is taken back where no step was made") {
  Session session = begun();
  CHECK_FALSE(session.undo());
  say(session, "expect buyer may pay");
  CHECK_FALSE(session.undo());
  CHECK(session.scenario("x").find("expect buyer may pay") != std::string::npos);
  CHECK_FALSE(session.redo());
}

TEST_CASE("session: a new step ends what could be taken again") {
  Session session = begun();
  say(session, "buyer does pay");
  REQUIRE(session.undo());
  say(session, "at +1 hour");
  CHECK_FALSE(session.redo());
  CHECK(session.order()->status == "awaiting_payment");
}

TEST_CASE("session: a question mark and a comment are no part of what is saved") {
  Session session = begun();
  say(session, "expect buyer may pay?");
  say(session, "expect seller may message_buyer ? # who knows");
  say(session, "buyer does pay? # she does");
  const std::string scenario = session.scenario("x");
  INFO(scenario);
  CHECK(scenario.find("    expect buyer may pay\n    expect seller may message_buyer\n    buyer does pay\n}") !=
        std::string::npos);
}

TEST_CASE("session: under another policy, expectations are no steps and what could be redone still can") {
  Session session = begun();
  say(session, "buyer does pay");
  say(session, "expect awaiting_shipment");
  say(session, "at +1 day");
  say(session, "buyer does request_cancellation with cancel_reason = changed_mind");
  REQUIRE(session.undo());
  REQUIRE(session.use(aliexpress()).good);
  REQUIRE(session.redo());
  CHECK(session.order()->status == "cancellation_requested");
  REQUIRE(session.undo());
  REQUIRE(session.undo());
  REQUIRE(session.undo());
  CHECK(session.order()->status == "awaiting_payment");
  CHECK_FALSE(session.undo());
}

TEST_CASE("session: what does not go through under another policy is not kept for redoing, and that is said") {
  Session session = begun();
  say(session, "buyer does pay");
  say(session, "at +1 day");
  REQUIRE(session.undo());
  REQUIRE(session.undo());
  std::string text = read_file("policies/aliexpress.bywhen");
  const std::string window = "payment_window   = 20 days";
  text.replace(text.find(window), window.size(), "payment_window   = 20 hours");
  const Reply reply = session.use(policy_from(text));
  REQUIRE(reply.good);
  CHECK(to_json(reply).find("`buyer does pay` cannot be redone any more") != std::string::npos);
  CHECK_FALSE(session.redo());
}

TEST_CASE("session: another order is a step, and a scenario begins with it") {
  Session session = begun();
  say(session, "buyer does pay");
  const std::string before = session.scenario("x");
  REQUIRE(session.load(order_from(aliexpress(), unpaid)).good);
  CHECK(session.order()->status == "awaiting_payment");
  CHECK(session.scenario("x").find("buyer does pay") == std::string::npos);
  say(session, "at +2 days");
  session.reset();
  CHECK(session.now() == at("2026-03-02T09:00:00Z"));
  CHECK(session.order()->status == "awaiting_payment");
  REQUIRE(session.undo());
  CHECK(session.order()->status == "awaiting_shipment");
  CHECK(session.scenario("x") == before);
  REQUIRE(session.redo());
  CHECK(session.order()->status == "awaiting_payment");
}

TEST_CASE("session: another order that comes later takes the session along, and says so") {
  Session session{aliexpress(), order_from(aliexpress(), unpaid), at("2026-03-01T10:00:00Z")};
  std::string text(unpaid);
  text.replace(text.find("2026-03-01T10:00:00Z"), 20, "2026-03-05T09:00:00Z");
  const Reply reply = session.load(order_from(aliexpress(), text));
  REQUIRE(reply.good);
  CHECK(to_json(reply).find("2026-03-05 09:00: the session goes on then") != std::string::npos);
  CHECK(session.now() == at("2026-03-05T09:00:00Z"));
}

TEST_CASE("session: where it stands, after what the clock did") {
  const Session session{aliexpress(), order_from(aliexpress(), unpaid), at("2026-04-01T10:00:00Z")};
  CHECK(session.standing().text == "Closed · 2026-04-01 10:00 UTC");
}

TEST_CASE("session: labels of rules") {
  const auto labels = begun().rule_labels();
  CHECK(std::find(labels.begin(), labels.end(), "payment") != labels.end());
  CHECK(std::is_sorted(labels.begin(), labels.end()));
}

TEST_CASE("session: a step that fails leaves everything as it was") {
  Session session = begun();
  say(session, "buyer does pay");
  REQUIRE(session.undo());
  CHECK_FALSE(session.ask("buyer does request_cancellation with cancel_reason = changed_mind").good);
  CHECK_FALSE(session.ask("at 2026-03-01 10:00").good);
  CHECK(session.redo());
  CHECK(session.order()->status == "awaiting_shipment");
}

TEST_CASE("session: a scenario begins where the order was last right, and goes to the first time asked about") {
  Session session = begun();
  CHECK(session.scenario("x") == R"(scenario "x" {
  given placed_at = 2026-03-01 10:00, total = 59.90 USD, payment_method = "card"
  at 2026-03-01 10:00
  at 2026-03-02 09:00
}
)");
  say(session, "at +1 hour");
  CHECK(session.scenario("x") == R"(scenario "x" {
  given placed_at = 2026-03-01 10:00, total = 59.90 USD, payment_method = "card"
  at 2026-03-01 10:00
  at 2026-03-02 10:00
}
)");
}

TEST_CASE("session: an order that does not fit is refused with its problems, until another is loaded") {
  Session session(aliexpress(), Order(aliexpress()), at("2026-03-02T09:00:00Z"));
  CHECK(to_json(session.ask("who may pay")).find("BW0808") != std::string::npos);
  CHECK(to_json(session.ask("at +1 day")).find("BW0809") != std::string::npos);
  CHECK_FALSE(session.load(Order(aliexpress())).good);
  CHECK(session.load(order_from(aliexpress(), unpaid)).good);
  CHECK(session.ask("who may pay").good);
}

TEST_CASE("session: an order of another policy is read by its names") {
  const Policy again = policy_from(std::string(aliexpress().sources()[0].text()) + "\nfact extra : text?\n");
  Session session(again, order_from(aliexpress(), unpaid), at("2026-03-02T09:00:00Z"));
  CHECK(session.ask("who may pay").good);
  CHECK(session.order()->status == "awaiting_payment");
}

TEST_CASE("session: replies as data") {
  Session session = begun();
  CHECK(to_json(session.ask("who may pay")) ==
        R"({"good":true,"parts":[{"line":{"text":"buyer may pay: yes, until 2026-03-21 10:00","tone":"good"}},)"
        R"({"line":{"text":"buyer must pay: pending, due 2026-03-21 10:00","tone":"waiting"}}]})");
  CHECK(
      to_json(session.ask("what if at +30 days"))
          .starts_with(
              R"({"good":true,"parts":[{"table":{"columns":["","as it is","what if"],"rows":[["status","Awaiting payment","Closed"])"));
  CHECK(to_json(session.ask("show")).starts_with(R"({"good":true,"parts":[{"answer":{"policy":{"name":"aliexpress")"));
  CHECK(to_json(session.ask("why may buyer pay")).starts_with(R"({"good":true,"parts":[{"why":{)"));
  CHECK(to_json(session.ask("when may buyer pay")).starts_with(R"({"good":true,"parts":[{"when":{)"));
  CHECK(to_json(session.ask("timeline")).starts_with(R"({"good":true,"parts":[{"outlook":{)"));
  CHECK(to_json(session.ask("seller does pay")).starts_with(R"({"good":false,"parts":[{"problems":[{"code":"BW0903")"));
  CHECK(to_json(session.ask("who might pay"))
            .starts_with(R"({"good":false,"parts":[{"diagnostics":[{"code": "BW0110",)"));
  CHECK(to_json(session.ask("who might pay")).find('\n') == std::string::npos);
}
