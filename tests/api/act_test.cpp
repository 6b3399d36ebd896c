#include <catch2/catch.hpp>

#include "tests/api/shipped.hpp"

using namespace bywhen;
using namespace bywhen::test;

namespace {

constexpr std::string_view placed =
    R"({"facts": {"placed_at": "2026-03-01T10:00:00Z", "total": "59.90 USD", "payment_method": "card"}})";

Order paid_order() {
  return std::get<Order>(
      apply(aliexpress(), order_from(aliexpress(), placed), "buyer", "pay", {}, at("2026-03-02T09:00:00Z")));
}

std::string refused(const std::variant<Order, Problems>& outcome) {
  const auto* problems = std::get_if<Problems>(&outcome);
  return problems == nullptr ? "accepted" : render_text(*problems, false);
}

std::string accepted(const std::variant<Order, Problems>& outcome) {
  if (const auto* problems = std::get_if<Problems>(&outcome)) FAIL(render_text(*problems, false));
  return to_json(std::get<Order>(outcome).data());
}

}  // namespace

TEST_CASE("an action that is allowed writes its marks and its status at once", "[act]") {
  CHECK(to_json(paid_order().data()) ==
        R"({"status":"awaiting_shipment","as_of":"2026-03-02T09:00:00Z","facts":{"placed_at":"2026-03-01T10:00:00Z",)"
        R"("paid_at":"2026-03-02T09:00:00Z","total":"59.90 USD","payment_method":"card"}})");
}

TEST_CASE("paying works at the very last microsecond and not at the deadline", "[act]") {
  const Order order = order_from(aliexpress(), placed);
  CHECK(refused(apply(aliexpress(), order, "buyer", "pay", {}, at("2026-03-21T09:59:59.999999Z"))) == "accepted");
  CHECK(refused(apply(aliexpress(), order, "buyer", "pay", {}, at("2026-03-21T10:00:00Z"))) ==
        "error[BW0903]: buyer may not pay at 2026-03-21 10:00 UTC\n  help: no rule speaks of it in the status "
        "`closed`\n");
}

TEST_CASE("an action too early says why and when it will be possible", "[act]") {
  CHECK(refused(apply(aliexpress(), paid_order(), "buyer", "request_cancellation", {{"cancel_reason", "other"}},
                      at("2026-03-03T08:59:59Z"))) ==
        "error[BW0903]: buyer may not request_cancellation at 2026-03-03 08:59:59 UTC: The payment is still being "
        "verified\n"
        "  expected: allowed\n  found: not_yet\n  help: it is possible from 2026-03-03 09:00 UTC on\n");
}

TEST_CASE("inputs are asked for, checked, and none is taken that was not asked for", "[act]") {
  const auto cancel = [](const FactTexts& inputs) {
    return apply(aliexpress(), paid_order(), "buyer", "request_cancellation", inputs, at("2026-03-03T09:00:00Z"));
  };
  CHECK_THAT(accepted(cancel({{"cancel_reason", "poor_quality"}, {"complaint", "yes"}})),
             Catch::Contains(R"("status":"cancellation_requested")") && Catch::Contains(R"("complaint":true)"));
  CHECK(refused(cancel({{"complaint", "yes"}})) ==
        "error[BW0905]: `request_cancellation` asks for `cancel_reason`\n"
        "  expected: one of changed_mind, poor_quality, distrust_of_seller, other\n  found: nothing\n"
        "  help: give it: one of changed_mind, poor_quality, distrust_of_seller, other\n");
  CHECK(
      refused(cancel({{"cancel_reason", "poor"}, {"complaint", "maybe"}, {"complaint", "no"}, {"colour", "red"}})) ==
      "error[BW0807] /facts/cancel_reason: `poor` is not one of changed_mind, poor_quality, distrust_of_seller, other\n"
      "  expected: one of changed_mind, poor_quality, distrust_of_seller, other\n  found: poor\n"
      "error[BW0807] /facts/complaint: `maybe` is not true or false\n  expected: true or false\n  found: maybe\n  "
      "help: write yes or no\n"
      "error[BW0805]: unknown fact `colour`\n  help: known here: `placed_at`, `paid_at`, `shipped_at`, "
      "`cancel_requested_at`, `claimed_sent_at`, "
      "`tracking_asked_at`, `tracking_given_at`, `disputed_at`, `closed_at`, `refunded_at`, `total`, `payment_method`, "
      "`cancel_reason`, `complaint`, `tracking`\n");
  CHECK(refused(cancel({{"cancel_reason", "other"}, {"tracking", "valid"}})) ==
        "error[BW0904]: `request_cancellation` does not ask for `tracking`\n  help: leave it out, or record it as "
        "something that the world reports\n");
}

TEST_CASE("unknown actors and actions are named, with what was meant", "[act]") {
  CHECK(refused(apply(aliexpress(), paid_order(), "byer", "pai", {}, at("2026-03-03T09:00:00Z"))) ==
        "error[BW0901]: unknown actor `byer`\n  help: did you mean `buyer`?\n"
        "error[BW0902]: unknown action `pai`\n  help: did you mean `pay`?\n");
}

TEST_CASE("the past stays as it was", "[act]") {
  CHECK(refused(apply(aliexpress(), paid_order(), "seller", "ship", {}, at("2026-03-02T08:59:59Z"))) ==
        "error[BW0814] /as_of: the order was last right at 2026-03-02 09:00 UTC, after 2026-03-02 08:59:59 UTC\n"
        "  help: ask about that instant or a later one: the past stays as it was\n"
        "error[BW0813] /facts/paid_at: the event `paid_at` lies after 2026-03-02 08:59:59 UTC\n"
        "  expected: a time not after 2026-03-02T08:59:59Z\n  found: 2026-03-02T09:00:00Z\n"
        "  help: an event has happened already; for a moment that is planned or told, use a fact of type time\n");
}

TEST_CASE("what the world reports is recorded and can be taken back", "[act]") {
  const auto recorded = record(aliexpress(), paid_order(), {{"tracking", "wrong"}}, at("2026-03-04T00:00:00Z"));
  CHECK_THAT(accepted(recorded),
             Catch::Contains(R"("as_of":"2026-03-04T00:00:00Z")") && Catch::Contains(R"("tracking":"wrong")"));
  const auto taken_back =
      record(aliexpress(), std::get<Order>(recorded), {{"tracking", "missing"}}, at("2026-03-04T00:00:00Z"));
  CHECK_THAT(accepted(taken_back), !Catch::Contains("tracking"));
  CHECK(refused(record(aliexpress(), paid_order(), {{"paid_at", "missing"}}, at("2026-03-04T00:00:00Z"))) ==
        "error[BW0809] /facts/paid_at: an order in the status `awaiting_shipment` has `paid_at`\n"
        "  expected: a time such as 2026-03-01T10:00:00Z\n  found: nothing\n  help: every way into that status "
        "supplies it: tell it, or mend the status\n");
}

TEST_CASE("acting settles what has lapsed before, at the instant at which it lapsed", "[act]") {
  const auto requested = apply(aliexpress(), paid_order(), "buyer", "request_cancellation",
                               {{"cancel_reason", "other"}}, at("2026-03-03T09:00:00Z"));
  const auto looked_at_late = record(aliexpress(), std::get<Order>(requested), {}, at("2026-03-20T00:00:00Z"));
  CHECK_THAT(accepted(looked_at_late), Catch::Contains(R"("status":"closed","as_of":"2026-03-20T00:00:00Z")") &&
                                           Catch::Contains(R"("closed_at":"2026-03-17T09:00:00Z")"));
}

TEST_CASE("what an action requires is tested with its inputs", "[act]") {
  const Policy policy = policy_from(R"(
policy bids "Bids"
actor buyer "Buyer"
fact opened_at, bid_at : event
fact floor : money
fact bid : money?
status open "Open" initial, final, marks opened_at
action make_bid "Bid" { asks bid  requires bid >= floor because "The bid is below the floor"  marks bid_at }
in open { buyer may make_bid }
)");
  const Order order = order_from(policy, R"({"facts": {"opened_at": "2026-03-01T10:00:00Z", "floor": "10 EUR"}})");
  const auto bid = [&](const std::string& amount) {
    return apply(policy, order, "buyer", "make_bid", {{"bid", amount}}, at("2026-03-02T10:00:00Z"));
  };
  CHECK(refused(bid("10 EUR")) == "accepted");
  CHECK(refused(bid("9.99 EUR")) == "error[BW0906]: `make_bid` is refused: The bid is below the floor\n");
  CHECK_THAT(refused(bid("11 USD")),
             Catch::StartsWith("error[BW0812] /facts/bid: `bid` is not in the currency of `floor`"));
}

TEST_CASE("an order read for one policy can be asked about under another", "[act]") {
  const Policy other = policy_from(read_file("policies/aliexpress.bywhen"), "other.bywhen");
  const auto answer = decide(other, paid_order(), at("2026-03-03T09:00:00Z"));
  REQUIRE(std::holds_alternative<Answer>(answer));
  CHECK(std::get<Answer>(answer).status == "awaiting_shipment");
}
