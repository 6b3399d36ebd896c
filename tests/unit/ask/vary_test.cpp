#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "interpreter/ask/candidates.hpp"
#include "interpreter/ask/search.hpp"
#include "interpreter/explain.hpp"
#include "interpreter/order/validate.hpp"
#include "interpreter/order/value_text.hpp"
#include "tests/unit/ask/asked.hpp"
#include "tests/unit/ask/random_orders.hpp"

using namespace bywhen;
using namespace bywhen::test;
using ask::Piece;
using ask::Variation;

namespace {

constexpr std::string_view shop = R"(
policy shop "Shop"
version 2026-01-01
zone "Europe/Berlin"
actor buyer "Buyer"
fact ordered_at, received_at, seen_at, done_at : event
fact pickup_at : time?
fact travel_day : date?
fact total, fee : money
fact deposit : money = 2.00 EUR
fact share : percent = 10%
fact parcels : integer = 1
fact weight : decimal = 1.5
fact gift, insured : yes/no = no
fact vip : yes/no?
fact kind : {book, food, other}?
fact method : text = "card"
fact patience : duration = 3 days
term window = 14 days
status ordered "Ordered" initial, marks ordered_at
status received "Received" marks received_at
status done "Done" final, marks done_at
action receive "Receive" { becomes received }
action keep "Keep" { }
action give_back "Give back" { becomes done }
action look "Look" { }
action wait "Wait" { }
action move "Move" { }
action weigh "Weigh" { }
action pick "Pick" { }
action travel "Travel" { }
action split "Split" { }
in ordered { buyer may receive }
in received {
  buyer may give_back within window after received_at unless kind is food
  buyer may keep when total >= 50.00 EUR
  buyer may look when 25% of total + fee > 30.00 EUR
  buyer may wait when method is "card" or method is "cash"
  buyer may move when parcels in {2, 5} or vip
  buyer may weigh when weight <= 2.5 and share < 12.5% and patience < 5 days
  buyer may pick from pickup_at
  buyer may travel until end of day travel_day
  buyer may split from end of day seen_at in "America/New_York"
}
)";

constexpr std::string_view received = R"({"status": "received", "facts": {"ordered_at": "2026-05-01T08:00:00Z",
  "received_at": "2026-05-05T08:00:00Z", "total": "20.00 EUR", "fee": "5.00 EUR"}})";

const Policy& shop_policy() {
  static const Policy policy = policy_from(std::string(shop));
  return policy;
}

Instant noon() { return at("2026-05-10T12:00:00Z"); }

/// The pieces in words, a line each: `2026-01-01 to 2026-03-01: allowed`.
std::string pieces_of(const Policy& policy, std::string_view json, std::string_view fact_name,
                      std::string_view action_name, Instant when = noon()) {
  const Program& program = program_of(policy);
  const OrderState order = state_from(policy, json);
  const auto who = actor(policy, "buyer");
  const auto what = action(policy, action_name);
  const auto outcome = [&](const OrderState& varied) { return verdict(program, varied, who, what, when); };
  const Variation variation = ask::vary(program, order, fact(policy, fact_name), when, outcome);
  std::string text;
  for (const Piece& piece : variation.pieces) {
    const auto words = [&](const Value& value) {
      return is_unknown(value) ? "missing" : value_words(*program.model, value);
    };
    text += words(piece.first);
    if (piece.last != piece.first) text += " to " + words(piece.last);
    text += fmt::format(": {}\n", piece.found ? piece.outcome.value_or("refused") : "not found out");
  }
  return text + (variation.cut ? "cut\n" : "");
}

std::string of_shop(std::string_view fact_name, std::string_view action_name) {
  return pieces_of(shop_policy(), received, fact_name, action_name);
}

}  // namespace

TEST_CASE("choices, yes or no and what is missing are all tried", "[vary]") {
  CHECK(of_shop("kind", "give_back") == "missing: unknown\nbook: allowed\nfood: forbidden\nother: allowed\n");
  CHECK(of_shop("vip", "move") == "missing: unknown\nno: forbidden\nyes: allowed\n");
  CHECK(of_shop("gift", "move") == "missing: unknown\nno: unknown\nyes: unknown\n");
}

TEST_CASE("texts are tried where the policy or the order names them, and one more", "[vary]") {
  CHECK(of_shop("method", "wait") == "missing: allowed\ncard: allowed\ncash: allowed\nanother: forbidden\n");
}

TEST_CASE("durations are tried at those of the policy and beside them", "[vary]") {
  CHECK_THAT(of_shop("patience", "weigh"), Catch::Contains("4 days: allowed\n5 days: forbidden\n6 days: forbidden\n"));
}

TEST_CASE("a threshold that the policy names is found to the cent", "[vary]") {
  CHECK(of_shop("total", "keep") ==
        "missing: refused\n-10000000000000.00 EUR to 49.99 EUR: forbidden\n"
        "50.00 EUR to 10000000000000.00 EUR: allowed\n");
}

TEST_CASE("a threshold that only comes of computing is found to the cent, and so are the bounds of computing",
          "[vary]") {
  // A quarter of 100.02 EUR is 25.005 EUR, which rounds to the even cent, and 30.00 EUR is not more than 30.00 EUR.
  CHECK(of_shop("total", "look") ==
        "missing: refused\n-10000000000000.00 EUR to 100.02 EUR: forbidden\n"
        "100.03 EUR to 10000000000000.00 EUR: allowed\n");
}

TEST_CASE("single values between others are pieces of their own", "[vary]") {
  CHECK(of_shop("parcels", "move") ==
        "missing: unknown\n-1000000000000000 to 1: unknown\n2: allowed\n3 to 4: unknown\n5: allowed\n"
        "6 to 1000000000000000: unknown\n");
}

TEST_CASE("decimals and percentages are found to the millionth", "[vary]") {
  CHECK(of_shop("weight", "weigh") ==
        "missing: allowed\n-1000000000000 to 2.5: allowed\n2.500001 to 1000000000000: forbidden\n");
  CHECK(of_shop("share", "weigh") ==
        "missing: allowed\n-1000000% to 12.499999%: allowed\n12.5% to 1000000%: forbidden\n");
}

TEST_CASE("an event is found to the microsecond, and lies not after the present", "[vary]") {
  CHECK(of_shop("received_at", "give_back") ==
        "missing: refused\n2025-04-30T08:00:00Z to 2026-04-26T12:00:00Z: forbidden\n"
        "2026-04-26T12:00:00.000001Z to 2026-05-10T12:00:00Z: unknown\n");
}

TEST_CASE("a time goes ahead of the present too", "[vary]") {
  CHECK(of_shop("pickup_at", "pick") ==
        "missing: unknown\n2025-04-30T08:00:00Z to 2026-05-10T12:00:00Z: allowed\n"
        "2026-05-10T12:00:00.000001Z to 2028-05-11T12:00:00Z: not_yet\n");
}

TEST_CASE("dates are found to the day in the policy's zone", "[vary]") {
  CHECK(of_shop("travel_day", "travel") ==
        "missing: unknown\n2025-04-30 to 2026-05-09: expired\n2026-05-10 to 2028-05-11: allowed\n");
}

TEST_CASE("the edges of days in another zone are found", "[vary]") {
  CHECK(of_shop("seen_at", "split") ==
        "missing: forbidden\n2025-04-30T08:00:00Z to 2026-05-10T03:59:59.999999Z: allowed\n"
        "2026-05-10T04:00:00Z to 2026-05-10T12:00:00Z: not_yet\n");
}

TEST_CASE("an order that is refused is not asked about", "[vary]") {
  const Program& program = program_of(shop_policy());
  const OrderState order = state_from(shop_policy(), received);
  const auto outcome = [&](const OrderState& varied) -> std::optional<std::string> {
    CHECK(ask::candidates(program, varied, 0, noon()).size() > 1);
    CHECK(validate(program, varied).empty());
    CHECK(validate_instant(*program.model, varied, noon()).empty());
    return "asked";
  };
  const Variation variation = ask::vary(program, order, fact(shop_policy(), "ordered_at"), noon(), outcome);
  REQUIRE(variation.pieces.size() == 2);
  CHECK(!variation.pieces[0].outcome);
  CHECK(variation.pieces[1].outcome == "asked");
}

TEST_CASE("an outcome that changes with every step is cut, and says so", "[vary]") {
  const Program& program = program_of(shop_policy());
  const OrderState order = state_from(shop_policy(), received);
  const FactId seen = fact(shop_policy(), "seen_at");
  const auto outcome = [&](const OrderState& varied) -> std::optional<std::string> {
    return is_unknown(varied.facts[seen]) ? "none" : format_rfc3339(std::get<Instant>(varied.facts[seen]));
  };
  const Variation variation = ask::vary(program, order, seen, noon(), outcome, {.most = 500});
  CHECK(variation.cut);
  CHECK(variation.tried == 500);
  CHECK(std::any_of(variation.pieces.begin(), variation.pieces.end(), [](const Piece& piece) { return !piece.found; }));
}

TEST_CASE("a bound that is too small for the values of a fact is told", "[vary]") {
  const Program& program = program_of(shop_policy());
  const OrderState order = state_from(shop_policy(), received);
  const auto outcome = [](const OrderState&) -> std::optional<std::string> { return "same"; };
  const Variation variation = ask::vary(program, order, fact(shop_policy(), "kind"), noon(), outcome, {.most = 2});
  CHECK(variation.cut);
  CHECK(variation.tried == 2);
  CHECK(variation.pieces.size() == 2);
}

// ── Properties
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────

namespace {

struct Trial {
  const NamedPolicy& named;
  RandomOrders random;
  std::size_t pieces = 0;
  std::size_t samples = 0;
  /// Samples whose outcome is another, with what they are.
  std::vector<std::string> wrong;
};

/// The pieces follow one another without gap, differ from their neighbours, and samples of each have its outcome.
void check_pieces(Trial& trial, const OrderState& order, FactId fact_id, Instant when) {
  const Program& program = program_of(trial.named.policy);
  const auto outcome = [&](const OrderState& varied) { return verdicts(program, varied, when); };
  const Variation variation = ask::vary(program, order, fact_id, when, outcome);
  if (!variation.scale) return;
  const ask::Scale& scale = *variation.scale;
  std::optional<std::int64_t> last;
  const Piece* previous = nullptr;
  for (const Piece& piece : variation.pieces) {
    if (is_unknown(piece.first)) continue;
    CHECK(ask::step_of(piece.first) == (last ? *last + 1 : scale.first));
    if (previous != nullptr && previous->found && piece.found) CHECK(previous->outcome != piece.outcome);
    last = ask::step_of(piece.last);
    previous = &piece;
    ++trial.pieces;
    for (int i = 0; i < 3 && piece.found; ++i) {
      OrderState varied = order;
      const std::int64_t step = trial.random.between(ask::step_of(piece.first), ask::step_of(piece.last));
      varied.facts[fact_id] = scale.value(step);
      const bool valid = validate(program, varied).empty() && validate_instant(*program.model, varied, when).empty();
      if ((valid ? outcome(varied) : std::nullopt) != piece.outcome) {
        trial.wrong.push_back(fmt::format("{} at {}: {}", trial.named.name, format_rfc3339(when),
                                          to_json(order_data(*program.model, varied))));
      }
      ++trial.samples;
    }
  }
  CHECK(last == scale.last);
}

void try_orders(Trial& trial, int count) {
  const Program& program = program_of(trial.named.policy);
  for (int i = 0; i < count; ++i) {
    const auto asked = trial.random.next();
    if (!asked) return;
    INFO(trial.named.name << " at " << format_rfc3339(asked->at) << ": "
                          << to_json(order_data(*program.model, asked->order)));
    const auto fact_id = static_cast<FactId>(trial.random.between(0, program.model->fact_count() - 1));
    check_pieces(trial, asked->order, fact_id, asked->at);
  }
}

}  // namespace

// Of a hundred thousand samples one or two hit a piece between two candidates, such as the half hour in which the
// clocks go back; every other one has the outcome that is told.
TEST_CASE("random values of a piece have its outcome", "[vary]") {
  std::size_t pieces = 0;
  std::size_t samples = 0;
  std::vector<std::string> wrong;
  for (const NamedPolicy& named : all_policies()) {
    Trial trial{named, RandomOrders(program_of(named.policy), 7), 0, 0, {}};
    try_orders(trial, 120);
    pieces += trial.pieces;
    samples += trial.samples;
    wrong.insert(wrong.end(), trial.wrong.begin(), trial.wrong.end());
  }
  CHECK(pieces > 1'000);
  CHECK(samples > 3'000);
  for (const std::string& one : wrong) UNSCOPED_INFO(one);
  CHECK(wrong.size() <= samples / 2'000);
}
