#include <fmt/format.h>
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>

#include "interpreter/evaluate/conflicts.hpp"
#include "tests/api/shipped.hpp"
#include "tests/unit/ask/asked.hpp"
#include "tests/unit/ask/random_orders.hpp"

using namespace bywhen;
using namespace bywhen::test;

namespace {

constexpr std::string_view beginning = R"(policy quarrel "Quarrel"
zone "UTC"
actor buyer "Buyer"
actor seller "Seller"
fact paid_at, received_at, inspected_at, told_at, closed_at, failed_at, noted_at : event
fact patience : duration = 3 days
fact frozen, urgent : yes/no = no
fact level : integer = 0
status received "Received" initial, marks received_at
status closed "Closed" final, marks closed_at
status failed "Failed" final, marks failed_at
action send_back "Send back" { becomes failed }
action inspect "Inspect" { marks inspected_at }
action tell "Tell" { marks told_at }
action pay "Pay" { marks paid_at }
action note "Note" { marks noted_at  sets level = 1 }
action raise "Raise" { marks noted_at  sets level = 2 }
action close "Close" { becomes closed }
action fail "Fail" { becomes failed }
in any { buyer may pay  seller may tell, inspect when level is 9  buyer may send_back when level is 9
         seller may note, raise, close, fail when level is 9 }
in received {
)";

std::string rendered(const std::optional<Instant>& instant) { return instant ? format_rfc3339(*instant) : "-"; }

/// The conflicts of an order that was received on 4 May at eight, a line each.
std::string conflicts(const std::string& rules, std::string_view when, const std::string& facts = "",
                      std::string_view as_of = "2026-05-04T08:00:00Z") {
  const Policy policy = policy_from(fmt::format("{}{}\n}}\n", beginning, rules));
  const std::string order =
      fmt::format(R"({{"status":"received","as_of":"{}","facts":{{"received_at":"2026-05-04T08:00:00Z"{}{}}}}})", as_of,
                  facts.empty() ? "" : ",", facts);
  const auto answer = decide(policy, order_from(policy, order), at(when));
  if (const auto* problems = std::get_if<Problems>(&answer)) FAIL(render_text(*problems, false));
  std::string text;
  for (const ConflictAnswer& one : std::get<Answer>(answer).conflicts) {
    REQUIRE(one.rules.size() == 2);
    text +=
        fmt::format("{} {} over {} {}{}\n", to_string(one.kind), one.rules[0].name, one.rules[1].name, one.actor,
                    one.at ? "at " + rendered(one.at) : fmt::format(" {} {}", rendered(one.from), rendered(one.until)));
  }
  return text;
}

constexpr std::string_view noon = "2026-05-04T12:00:00Z";

}  // namespace

TEST_CASE("conflicts: a permission whose time a prohibition takes away by this order's facts") {
  const std::string rules =
      "right: buyer may send_back within 3 days after received_at\nstop: buyer may not send_back until 7 days after "
      "paid_at";
  CHECK(conflicts(rules, noon, R"("paid_at":"2026-05-01T08:00:00Z")") ==
        "permission_covered stop over right buyer 2026-05-04T08:00:00Z 2026-05-07T08:00:00Z\n");
  // To the microsecond: it is covered up to its end, and one less is not.
  CHECK_FALSE(conflicts(rules, noon, R"("paid_at":"2026-04-30T08:00:00Z")").empty());
  CHECK(conflicts(rules, noon, R"("paid_at":"2026-04-30T07:59:59.999999Z")").empty());
  // Also told when both are over: why nobody could.
  CHECK_FALSE(conflicts(rules, "2026-06-01T08:00:00Z", R"("paid_at":"2026-05-01T08:00:00Z")").empty());
}

TEST_CASE("conflicts: what takes a permission away on purpose is none") {
  const std::string permission = "right: buyer may send_back within 3 days after received_at\n";
  const std::string paid = R"("paid_at":"2026-05-04T08:00:00Z")";
  CHECK(conflicts(permission + "buyer may not send_back when frozen", noon, R"("frozen":true)").empty());
  CHECK(conflicts(permission + "buyer may not send_back from paid_at", noon, paid).empty());
  // It waits for what has not happened.
  CHECK(conflicts(permission + "buyer may not send_back until 7 days after paid_at", noon).empty());
  CHECK(conflicts(permission + "buyer may not send_back until inspected_at", noon).empty());
  // A part only.
  CHECK(conflicts(permission + "buyer may not send_back until 2 days after paid_at", noon, paid).empty());
  CHECK(
      conflicts(permission + "buyer may not send_back from 1 day after paid_at until 9 days after paid_at", noon, paid)
          .empty());
  // A permission without a time of its own.
  CHECK(conflicts("buyer may send_back\nbuyer may not send_back from 0 days after paid_at", noon, paid).empty());
  // Another actor's, or not in force.
  CHECK(conflicts(permission + "seller may not send_back until 9 days after paid_at", noon, paid).empty());
  CHECK(conflicts(permission + "buyer may not send_back until 9 days after paid_at when frozen", noon, paid).empty());
}

TEST_CASE("conflicts: a right after a deadline that a prohibition takes away") {
  const std::string rules =
      "duty: seller must inspect within 1 day after received_at otherwise buyer may send_back until 2 days after "
      "received_at because \"Late\"\nstop: buyer may not send_back until patience after paid_at";
  CHECK(conflicts(rules, noon, R"("paid_at":"2026-05-04T08:00:00Z")") ==
        "permission_covered stop over duty buyer 2026-05-05T08:00:00Z 2026-05-06T08:00:00Z\n");
  CHECK(conflicts(rules, noon, R"("paid_at":"2026-05-02T08:00:00Z")").empty());
}

TEST_CASE("conflicts: a duty that is forbidden to its deadline") {
  const std::string rules =
      "duty: seller must inspect within 2 days after received_at\nstop: seller may not inspect until patience after "
      "paid_at";
  const std::string paid = R"("paid_at":"2026-05-04T08:00:00Z")";
  CHECK(conflicts(rules, noon, paid) ==
        "duty_forbidden stop over duty seller 2026-05-04T08:00:00Z 2026-05-06T08:00:00Z\n");
  CHECK(conflicts(rules, noon, paid + R"(,"patience":"P1D")").empty());
  // Done, or late: the prohibition has ended by then.
  CHECK(conflicts(rules, noon, paid + R"(,"inspected_at":"2026-05-04T09:00:00Z")").empty());
  CHECK(conflicts(rules, "2026-05-06T08:00:00Z", paid).empty());
}

TEST_CASE("conflicts: a duty that can be done at first and is forbidden from then on") {
  const std::string rules =
      "duty: seller must inspect within 5 days after received_at\n"
      "stop: seller may not inspect from patience after received_at until 9 days after received_at";
  CHECK(conflicts(rules, noon).empty());
  CHECK(conflicts(rules, "2026-05-07T08:00:00Z") ==
        "duty_forbidden stop over duty seller 2026-05-07T08:00:00Z 2026-05-09T08:00:00Z\n");
  CHECK(conflicts(rules, "2026-05-07T07:59:59.999999Z").empty());
}

TEST_CASE("conflicts: a duty ahead, one without a deadline, and one with another way") {
  const std::string no = "stop: seller may not inspect when frozen";
  const std::string frozen = R"("frozen":true)";
  CHECK(conflicts("duty: seller must inspect from 1 day after received_at by patience after received_at\n" + no, noon,
                  frozen) == "duty_forbidden stop over duty seller 2026-05-05T08:00:00Z 2026-05-07T08:00:00Z\n");
  CHECK(conflicts("duty: seller must inspect\n" + no, noon, frozen) == "duty_forbidden stop over duty seller - -\n");
  CHECK(conflicts("duty: seller must inspect or tell by patience after received_at\n" + no, noon, frozen).empty());
  CHECK(conflicts("duty: seller must inspect by patience after received_at\n" + no, "2026-06-01T08:00:00Z", frozen) ==
        "duty_forbidden stop over duty seller - -\n");
}

TEST_CASE("conflicts: two sentences of the clock that meet by this order's facts") {
  const std::string rules =
      "one: close happens at patience after received_at\ntwo: fail happens at 3 days after received_at";
  CHECK(conflicts(rules, noon) == "same_instant one over two at 2026-05-07T08:00:00Z\n");
  CHECK(conflicts(rules, noon, R"("patience":"PT71H")").empty());
  // Told of what the clock has done too.
  CHECK(conflicts(rules, "2026-06-01T08:00:00Z") == "same_instant one over two at 2026-05-07T08:00:00Z\n");
  // Late together, since nobody looked: that is no conflict, unless they were due together.
  CHECK(conflicts(rules, "2026-06-01T08:00:00Z", R"("patience":"PT71H")", "2026-05-20T08:00:00Z").empty());
  CHECK(conflicts(rules, "2026-06-01T08:00:00Z", "", "2026-05-20T08:00:00Z") ==
        "same_instant one over two at 2026-05-20T08:00:00Z\n");
}

TEST_CASE("conflicts: outcomes of the clock that differ, and that do not") {
  const auto meeting = [](std::string_view first, std::string_view second) {
    return conflicts(fmt::format("one: {} happens at patience after received_at\n"
                                 "two: {} happens at 3 days after received_at",
                                 first, second),
                     noon);
  };
  CHECK_FALSE(meeting("close", "fail").empty());
  CHECK_FALSE(meeting("note", "raise").empty());  // two values of one fact
  CHECK_FALSE(meeting("close", "note").empty());  // a value that is never set
  CHECK(meeting("note", "close").empty());        // both come about
  CHECK(meeting("close", "close").empty());
  CHECK(meeting("close", "tell").empty());  // only a mark is lost
}

TEST_CASE("conflicts: without any there is no member in the JSON") {
  const auto answer =
      decide(aliexpress(),
             order_from(aliexpress(), R"({"facts":{"placed_at":"2026-03-01T10:00:00Z","total":"5.00 USD",)"
                                      R"("payment_method":"card"}})"),
             at("2026-03-02T10:00:00Z"));
  CHECK(to_json(std::get<Answer>(answer)).find("conflicts") == std::string::npos);
}

TEST_CASE("conflicts: the policies that come with bywhen have none, whatever the order") {
  std::size_t asked = 0;
  for (const NamedPolicy& named : all_policies()) {
    if (!std::filesystem::exists(std::filesystem::path(BYWHEN_SOURCE_DIR) / "policies" / named.name)) continue;
    INFO(named.name);
    const Program& program = program_of(named.policy);
    RandomOrders orders(program, 7);
    for (int i = 0; i < 200; ++i) {
      const auto order = orders.next();
      if (!order) continue;
      const auto decided = decide(program, order->order, order->at);
      const auto* decision = std::get_if<Decision>(&decided);
      if (decision == nullptr) continue;
      ++asked;
      CHECK(conflicts_of(program, *decision).empty());
    }
  }
  CHECK(asked > 500);
}
