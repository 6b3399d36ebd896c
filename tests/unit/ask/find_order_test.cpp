#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "interpreter/ask/plain_order.hpp"
#include "interpreter/ask/search.hpp"
#include "interpreter/explain.hpp"
#include "interpreter/order/validate.hpp"
#include "tests/unit/ask/asked.hpp"

using namespace bywhen;
using namespace bywhen::test;
using ask::OrderSearch;

namespace {

/// An order in which the actor gets that verdict on the action.
OrderSearch with_verdict(const Policy& policy, std::string_view actor_name, std::string_view action_name,
                         std::string_view wanted, std::size_t most = ask::most_decisions) {
  const Program& program = program_of(policy);
  const ActorId who = actor(policy, actor_name);
  const ActionId what = action(policy, action_name);
  return ask::find_order(program,
                         [&](const OrderState&, Instant, const Decision& decision) {
                           const auto& entitlements = program.statuses[decision.order.status].entitlements;
                           for (std::size_t i = 0; i < entitlements.size(); ++i) {
                             const auto& view = decision.view.actions[i];
                             if (entitlements[i].actor == who && entitlements[i].action == what && view)
                               return to_string(view->verdict) == wanted;
                           }
                           return false;
                         },
                         {.most = most});
}

std::string words(const Policy& policy, const OrderSearch& search) {
  if (!search.found) return search.cut ? "cut" : "nothing";
  return fmt::format("{} at {}", to_json(order_data(*program_of(policy).model, search.found->order)),
                     format_rfc3339(search.found->at));
}

}  // namespace

TEST_CASE("the simplest order is the plain one of a status", "[find_order]") {
  CHECK(words(aliexpress(), with_verdict(aliexpress(), "buyer", "pay", "allowed")) ==
        R"({"status":"awaiting_payment","as_of":"2026-01-01T10:00:00Z","facts":{"placed_at":"2026-01-01T10:00:00Z",)"
        R"("total":"100.00 EUR","payment_method":"text"}} at 2026-01-01T10:00:00Z)");
}

TEST_CASE("events lie in the order of the way into the status", "[find_order]") {
  const auto search = with_verdict(aliexpress(), "seller", "confirm", "allowed");
  REQUIRE(search.found);
  CHECK_THAT(words(aliexpress(), search),
             Catch::Contains(R"("placed_at":"2026-01-01T10:00:00Z","paid_at":"2026-01-02T10:00:00Z",)"
                             R"("cancel_requested_at":"2026-01-03T10:00:00Z")"));
}

TEST_CASE("the instant is found at which the answer changes", "[find_order]") {
  const auto search = with_verdict(aliexpress(), "buyer", "request_cancellation", "allowed");
  REQUIRE(search.found);
  CHECK(format_rfc3339(search.found->at) == "2026-01-03T10:00:00Z");
}

TEST_CASE("one fact out of the ordinary is found, and no other is told", "[find_order]") {
  const auto search = with_verdict(aliexpress(), "platform", "accept_tracking", "allowed");
  REQUIRE(search.found);
  CHECK_THAT(words(aliexpress(), search), Catch::Contains(R"("tracking":"valid")"));
  CHECK_THAT(words(aliexpress(), search), !Catch::Contains("complaint") && !Catch::Contains("claimed_sent_at"));
}

TEST_CASE("two facts out of the ordinary are found", "[find_order]") {
  const Policy policy = policy_from(R"(
policy two "Two facts"
version 2026-01-01
zone "UTC"
actor buyer "Buyer"
fact made_at, sent_at : event
fact total : money
fact kind : {plain, rare}?
fact seen : yes/no = no
status made "Made" initial, final, marks made_at
action claim "Claim" { }
action send "Send" { marks sent_at }
in made {
  buyer may send
  buyer may claim within 2 days after sent_at when total > 250.00 EUR and kind is rare
}
)");
  const auto search = with_verdict(policy, "buyer", "claim", "allowed");
  REQUIRE(search.found);
  CHECK_THAT(words(policy, search), Catch::Contains(R"("total":"250.01 EUR","kind":"rare")"));
  CHECK_THAT(words(policy, search), !Catch::Contains("seen"));
  CHECK_THAT(words(policy, with_verdict(policy, "buyer", "claim", "unknown")), !Catch::Contains("kind"));
}

TEST_CASE("what there is not is not found, and how much was tried is told", "[find_order]") {
  const auto search = with_verdict(aliexpress(), "buyer", "readd_to_cart", "expired");
  CHECK(!search.found);
  CHECK(search.tried > 100);
  const auto cut = with_verdict(aliexpress(), "buyer", "readd_to_cart", "expired", 50);
  CHECK(!cut.found);
  CHECK(cut.cut);
  CHECK(cut.tried == 50);
}

TEST_CASE("what is found is the same each time", "[find_order]") {
  const auto once = with_verdict(aliexpress(), "buyer", "open_dispute", "allowed");
  const auto twice = with_verdict(aliexpress(), "buyer", "open_dispute", "allowed");
  CHECK(words(aliexpress(), once) == words(aliexpress(), twice));
  CHECK(once.tried == twice.tried);
}

TEST_CASE("every order that is found is valid and as it is wanted", "[find_order]") {
  constexpr std::size_t few = 800;
  std::size_t found = 0;
  std::size_t looked_for = 0;
  for (const NamedPolicy& named : all_policies()) {
    const Program& program = program_of(named.policy);
    const Model& model = *program.model;
    for (const StatusProgram& status_program : program.statuses) {
      for (const Entitlement& entitlement : status_program.entitlements) {
        for (const std::string_view wanted : {"allowed", "not_yet", "expired", "unknown"}) {
          const std::string who = model.actors[entitlement.actor].name;
          const std::string what = model.actions[entitlement.action].name;
          const auto search = with_verdict(named.policy, who, what, wanted, few);
          ++looked_for;
          if (!search.found) continue;
          ++found;
          INFO(named.name << ": " << who << " " << what << " " << wanted << ": " << words(named.policy, search));
          const auto& [order, when] = *search.found;
          CHECK(validate(program, order).empty());
          CHECK(validate_instant(model, order, when).empty());
          CHECK(verdict(program, order, entitlement.actor, entitlement.action, when) == wanted);
          CHECK(std::holds_alternative<Order>(read_order(named.policy, to_json(order_data(model, order)))));
        }
      }
    }
  }
  CHECK(found > 250);
  CHECK(found < looked_for);
}

TEST_CASE("every status that a way leads into has a plain order", "[find_order]") {
  for (const NamedPolicy& named : all_policies()) {
    const Program& program = program_of(named.policy);
    const auto ways = ask::events_on_the_way(*program.model);
    for (std::size_t i = 0; i < ways.size(); ++i) {
      const OrderState order = ask::plain_order(program, ways[i], static_cast<StatusId>(i));
      INFO(named.name << " " << program.model->statuses[i].name);
      CHECK(validate(program, order).empty());
      CHECK(validate_instant(*program.model, order, *order.as_of).empty());
    }
  }
}
