#include "interpreter/ask/nearest.hpp"

#include <catch2/catch.hpp>

#include "interpreter/ask/inputs.hpp"
#include "interpreter/order/value_text.hpp"
#include "tests/unit/ask/asked.hpp"

using namespace bywhen;
using namespace bywhen::test;

namespace {

constexpr std::string_view text = R"(
policy near "Near"
version 2026-01-01
zone "UTC"
actor buyer "Buyer"
fact made_at, seen_at : event
fact total : money
fact kind : {a, b, c}?
fact gift : yes/no = no
fact note : text?
status made "Made" initial, final, marks made_at
action look "Look" { asks kind, gift, total marks seen_at }
action buy "Buy" { }
in made {
  buyer may look
  buyer may buy when (total < 10.00 EUR or total >= 30.00 EUR) and kind is not b and note is missing
}
)";

const Policy& near_policy() {
  static const Policy policy = policy_from(std::string(text));
  return policy;
}

OrderState order_with(std::string_view total) {
  return state_from(near_policy(), R"({"facts": {"made_at": "2026-05-01T08:00:00Z", "kind": "a", "total": ")" +
                                       std::string(total) + "\"}}");
}

Instant noon() { return at("2026-05-02T12:00:00Z"); }

std::string nearest(const OrderState& order, std::string_view fact_name) {
  const Program& program = program_of(near_policy());
  const auto holds = [&](const OrderState& varied) {
    return verdict(program, varied, actor(near_policy(), "buyer"), action(near_policy(), "buy"), noon()) == "allowed";
  };
  const auto change = ask::nearest_change(program, order, fact(near_policy(), fact_name), noon(), holds);
  if (!change) return "nothing";
  const std::string value = is_unknown(change->value) ? "missing" : value_words(*program.model, change->value);
  return value + (change->or_more ? " or more" : change->or_less ? " or less" : "");
}

}  // namespace

TEST_CASE("the nearest value is taken, and whether others further on do as well", "[nearest]") {
  CHECK(nearest(order_with("12.00 EUR"), "total") == "9.99 EUR or less");
  CHECK(nearest(order_with("25.00 EUR"), "total") == "30.00 EUR or more");
}

TEST_CASE("nothing is changed where it holds already, or where the fact does not help", "[nearest]") {
  CHECK(nearest(order_with("30.00 EUR"), "total") == "nothing");
  CHECK(nearest(order_with("12.00 EUR"), "gift") == "nothing");
}

TEST_CASE("a fact may have to be missing", "[nearest]") {
  OrderState order = order_with("30.00 EUR");
  order.facts[fact(near_policy(), "note")] = std::string("fragile");
  CHECK(nearest(order, "note") == "missing");
}

TEST_CASE("a choice is the first that does", "[nearest]") {
  OrderState order = order_with("30.00 EUR");
  order.facts[fact(near_policy(), "kind")] = Value{};
  CHECK(nearest(order, "kind") == "a");
}

TEST_CASE("inputs are plain ones first, then each of the others", "[inputs]") {
  const Program& program = program_of(near_policy());
  const OrderState order = order_with("12.00 EUR");
  const auto all = ask::plausible_inputs(program, order, action(near_policy(), "look"), noon());
  std::vector<std::string> words;
  for (const Inputs& inputs : all) {
    std::string line;
    for (const auto& [fact_id, value] : inputs)
      line += program.model->facts[fact_id].name + "=" + value_words(*program.model, value) + " ";
    words.push_back(line);
  }
  REQUIRE(words.size() > 6);
  CHECK(words[0] == "kind=a total=12.00 EUR ");
  CHECK(words[1] == "kind=b total=12.00 EUR ");
  CHECK(words[3] == "kind=a gift=no total=12.00 EUR ");
  CHECK(words[5] == "kind=a total=10.00 EUR ");
  CHECK(words[6] == "kind=a total=10.01 EUR ");
}

// ── What could have been
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

namespace {

std::string nearest_in_shop(std::string_view sentences, std::string_view fact_name, std::string_view facts) {
  const Policy policy = policy_from(R"(policy shop "Shop"
version 2026-01-01
zone "UTC"
actor buyer "Buyer"
fact made_at, sent_at, came_at : event
fact count : integer = 1
status made "Made" initial, final, marks made_at
action buy  "Buy"  { }
action send "Send" { marks sent_at }
action come "Come" { marks came_at }
)" + std::string(sentences));
  const Program& program = program_of(policy);
  const OrderState order = state_from(policy, R"({"facts": {)" + std::string(facts) + "}}");
  const auto holds = [&](const OrderState& varied) {
    return verdict(program, varied, actor(policy, "buyer"), action(policy, "buy"), noon()) == "allowed";
  };
  const auto change = ask::nearest_change(program, order, fact(policy, fact_name), noon(), holds);
  if (!change) return "nothing";
  return value_words(*program.model, change->value) + (change->or_more   ? " or more"
                                                       : change->or_less ? " or less"
                                                                         : "");
}

constexpr std::string_view made = R"("made_at": "2026-05-01T08:00:00Z")";

}  // namespace

TEST_CASE("a counter is never less than it begins with", "[nearest]") {
  const std::string adds = "action add \"Add\" { sets count = count + 1 }\n";
  const std::string takes = "action take \"Take\" { sets count = count - 1 }\n";
  const std::string asks = "action tell \"Tell\" { asks count }\n";
  const std::string few = "in made { buyer may send, come, add  buyer may buy when count < 1 }";
  const std::string some = "in made { buyer may send, come, add  buyer may buy when count < 3 }";
  const std::string counted = std::string(made) + R"(, "count": 5)";
  CHECK(nearest_in_shop(adds + some, "count", counted) == "2 or less");
  CHECK(nearest_in_shop(adds + few, "count", counted) == "nothing");
  CHECK(nearest_in_shop(adds + takes + few + " in made { buyer may take }", "count", counted) == "0 or less");
  CHECK(nearest_in_shop(adds + asks + few + " in made { buyer may tell }", "count", counted) == "0 or less");
  CHECK(nearest_in_shop(adds + "action clear \"Clear\" { sets count = 0 }\n" + few + " in made { buyer may clear }",
                        "count", counted) == "0");
}

TEST_CASE("an event that has happened stays between those before and after it", "[nearest]") {
  const std::string until = "in made { buyer may send, come  buyer may buy until 2 days after sent_at }";
  const std::string from = "in made { buyer may send, come  buyer may buy from 20 hours after sent_at }";
  const std::string sent =
      std::string(made) + R"(, "sent_at": "2026-05-01T20:00:00Z", "came_at": "2026-05-02T00:00:00Z")";
  CHECK(nearest_in_shop(from, "sent_at", sent) == "2026-05-01T16:00:00Z or less");
  const std::string far = "in made { buyer may send, come  buyer may buy from 29 hours after sent_at }";
  CHECK(nearest_in_shop(far, "sent_at", sent) == "nothing");
  const std::string old = std::string(R"("made_at": "2026-04-01T08:00:00Z", "sent_at": "2026-04-02T20:00:00Z")");
  CHECK(nearest_in_shop(until, "sent_at", old) == "2026-04-30T12:00:00.000001Z or more");
  CHECK(nearest_in_shop(until, "sent_at", old + R"(, "came_at": "2026-04-03T00:00:00Z")") == "unknown");
}
