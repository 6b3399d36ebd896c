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
