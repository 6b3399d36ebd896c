#include "bywhen/brief.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "interpreter/explain.hpp"
#include "tests/api/shipped.hpp"
#include "tests/api/shop_set.hpp"
#include "tests/unit/ask/asked.hpp"
#include "tests/unit/ask/random_orders.hpp"

using namespace bywhen;
using namespace bywhen::test;

namespace {

std::string brief_of(Evaluator& evaluator, const Order& order, std::string_view when) {
  const auto outcome = evaluator.decide(order, at(when));
  if (const auto* problems = std::get_if<Problems>(&outcome)) return render_text(*problems, false);
  std::string text = "what was here before";
  to_brief_json(order, std::get<CompactAnswer>(outcome), text);
  return text;
}

std::string pairs(const Policy& policy, const Answer& answer, Verdict verdict) {
  std::string text;
  const Model& model = *program_of(policy).model;
  for (const PermissionHandle permission : policy.permissions()) {
    for (const ActionAnswer& action : answer.actions) {
      if (action.verdict != verdict || action.actor != model.actors[permission.actor].name ||
          action.action != model.actions[permission.action].name)
        continue;
      text += fmt::format(R"({}["{}","{}"])", text.empty() ? "" : ",", action.actor, action.action);
    }
  }
  return text;
}

std::string time_member(std::string_view key, const std::optional<Instant>& time) {
  return time ? fmt::format(R"(,"{}":"{}")", key, format_rfc3339(*time)) : "";
}

/// The duties are told once, for whomever they concern.
std::string duties(const Answer& answer) {
  std::string text;
  std::string last;
  for (const DeadlineAnswer& duty : answer.deadlines) {
    if (duty.rule.source == last) continue;
    last = duty.rule.source;
    text += fmt::format(R"({}{{"rule":"{}","state":"{}"{}{}}})", text.empty() ? "" : ",", duty.rule.name,
                        to_string(duty.state), time_member("due", duty.due),
                        duty.amount ? fmt::format(R"(,"amount":"{}")", duty.amount->amount) : "");
  }
  return text;
}

/// What of the full answer the brief one says.
std::string shortened(const Policy& policy, const Answer& answer) {
  std::string text = "{";
  if (!answer.order.id.empty()) text += fmt::format(R"("id":{},)", answer.order.id);
  text += fmt::format(R"("at":"{}",)", format_rfc3339(answer.at));
  text += fmt::format(R"("status":"{}")", answer.status);
  if (!answer.settled.empty()) text += fmt::format(R"(,"settled":{})", answer.settled.size());
  text += fmt::format(R"(,"allowed":[{}])", pairs(policy, answer, Verdict::allowed));
  const std::string unknown = pairs(policy, answer, Verdict::unknown);
  if (!unknown.empty()) text += fmt::format(R"(,"unknown":[{}])", unknown);
  text += fmt::format(R"(,"deadlines":[{}])", duties(answer));
  return text + time_member("valid_until", answer.valid_until) + "}";
}

}  // namespace

TEST_CASE("brief: what is allowed, what is due, until when") {
  Evaluator evaluator(aliexpress());
  Order order(aliexpress());
  REQUIRE(order.set("placed_at", at("2026-03-01T10:00:00Z")).empty());
  REQUIRE(order.set("total", "1234567890123.45 USD").empty());
  REQUIRE(order.set("payment_method", "card").empty());
  order.set_id("A \"1\"");
  CHECK(
      brief_of(evaluator, order, "2026-03-10T10:00:00.5Z") ==
      R"({"id":"A \"1\"","at":"2026-03-10T10:00:00.5Z","status":"awaiting_payment","allowed":[["buyer","pay"],)"
      R"(["seller","message_buyer"]],"deadlines":[{"rule":"payment","state":"pending","due":"2026-03-21T10:00:00Z"}],)"
      R"("valid_until":"2026-03-21T10:00:00Z"})");

  REQUIRE(order.set_status("closed").empty());
  REQUIRE(order.set("paid_at", at("2026-03-02T10:00:00Z")).empty());
  REQUIRE(order.set("closed_at", at("2026-03-17T09:00:00Z")).empty());
  order.set_id("");
  CHECK(brief_of(evaluator, order, "2026-03-31T09:00:00Z") ==
        R"({"id":"","at":"2026-03-31T09:00:00Z","status":"closed","allowed":[["buyer","readd_to_cart"],)"
        R"(["platform","refund"]],"deadlines":[{"rule":"money_back","state":"overdue","due":"2026-03-31T09:00:00Z",)"
        R"("amount":"1234567890123.45 USD"}]})");
}

TEST_CASE("brief: without the order there is no id") {
  Evaluator evaluator(aliexpress());
  Order order(aliexpress());
  REQUIRE(order.set("placed_at", at("2026-03-01T10:00:00Z")).empty());
  REQUIRE(order.set("total", "59.90 USD").empty());
  REQUIRE(order.set("payment_method", "card").empty());
  const std::string without = brief_of(evaluator, order, "2026-03-21T10:00:00Z");
  CHECK(without.find(R"("status":"closed","settled":1,"allowed":)") != std::string::npos);
  order.set_id("A-1");
  const auto outcome = evaluator.decide(order, at("2026-03-21T10:00:00Z"));
  std::string text;
  to_brief_json(std::get<CompactAnswer>(outcome), text);
  CHECK(text == without);
}

TEST_CASE("brief: says what the full answer says, on random orders of every policy") {
  for (const NamedPolicy& policy : all_policies()) {
    INFO(policy.name);
    const Program& program = program_of(policy.policy);
    Evaluator evaluator(policy.policy);
    RandomOrders orders(program, 23);
    std::size_t compared = 0;
    for (int i = 0; i < 100; ++i) {
      const auto asked = orders.next();
      if (!asked) continue;
      const Order order = order_from(policy.policy, to_json(order_data(*program.model, asked->order)));
      const auto full = decide(policy.policy, order, asked->at);
      if (std::holds_alternative<Problems>(full)) continue;
      ++compared;
      INFO(to_json(order.data()));
      CHECK(brief_of(evaluator, order, format_rfc3339(asked->at)) == shortened(policy.policy, std::get<Answer>(full)));
    }
    CHECK(compared > 30);
  }
}

TEST_CASE("brief: of a set, which version and overlays govern, and until when") {
  const PolicySet set = shop();
  std::size_t overlaid = 0;
  for (const std::string_view country : {"DE", "FR", "US"}) {
    for (const std::string_view when : {"2019-06-01T10:00:00Z", "2020-11-20T10:00:00Z", "2021-01-10T10:00:00Z"}) {
      const std::string json = placed(when, country);
      const Instant asked = Instant{at(when).micros + 3'600'000'000};
      const auto governed = govern(set, json, asked);
      if (std::holds_alternative<Problems>(governed)) continue;
      const auto& by = std::get<Governed>(governed);
      const Answer full = std::get<Answer>(decide(set, json, asked));
      Evaluator evaluator(by.policy);
      const auto outcome = evaluator.decide(by.order, asked);
      std::string text;
      to_brief_json(by, std::get<CompactAnswer>(outcome), text);
      std::string expected = shortened(by.policy, full);
      std::string identity = full.policy.version.empty() ? "" : fmt::format(R"("version":"{}",)", full.policy.version);
      std::string overlays;
      for (const std::string& name : full.policy.overlays)
        overlays += fmt::format("{}\"{}\"", overlays.empty() ? "" : ",", name);
      if (!overlays.empty()) identity += fmt::format(R"("overlays":[{}],)", overlays);
      overlaid += overlays.empty() ? 0U : 1U;
      expected.insert(expected.find(R"("status")"), identity);
      CHECK(text == expected);
    }
  }
  CHECK(overlaid > 0);
}
