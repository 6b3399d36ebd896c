#include "bywhen/why.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "interpreter/explain.hpp"
#include "tests/unit/ask/asked.hpp"
#include "tests/unit/ask/random_orders.hpp"

using namespace bywhen;
using namespace bywhen::test;

namespace {

Why explained(const Policy& policy, std::string_view json, std::string_view actor_name, std::string_view action_name,
              std::string_view when) {
  auto outcome = why(policy, order_from(policy, json), actor_name, action_name, at(when));
  if (const auto* problems = std::get_if<Problems>(&outcome)) FAIL(render_text(*problems, false));
  return std::get<Why>(outcome);
}

std::string refused(const Policy& policy, std::string_view json, std::string_view actor_name,
                    std::string_view action_name, std::string_view when) {
  const auto outcome = why(policy, order_from(policy, json), actor_name, action_name, at(when));
  const auto* problems = std::get_if<Problems>(&outcome);
  return problems == nullptr ? "explained" : render_text(*problems, false);
}

constexpr std::string_view shop = R"(
policy shop "Shop"
version 2026-01-01
zone "UTC"
term least = 50.00 EUR
term hold = 2 days
actor buyer "Buyer"
actor seller "Seller"
fact ordered_at, sent_at, told_at, done_at : event
fact total : money
fact kind : {book, food, other} = other
fact gift, insured : yes/no = no
fact vip : yes/no?
define dear when total >= least
define good_day = 3 days after ordered_at
status ordered "Ordered" initial, marks ordered_at
status done "Done" final, marks done_at
action send "Send" { marks sent_at }
action tell "Tell" { marks told_at }
action claim "Claim" { }
action swap "Swap" { }
action look "Look" { }
action finish "Finish" { becomes done }
action insure "Insure" { asks insured }
in ordered {
  seller must send from good_day by 5 days after ordered_at because "Three days to pack"
  seller may insure
  buyer may claim when dear and (kind in {book, food} or not gift) unless vip
    # A comment, which is no part of the sentence.
    because "A dear order"
  early: buyer may not claim until hold after told_at because "Wait for the answer"
  buyer may swap until 10 days after ordered_at
  stop: buyer may not swap from 4 days after ordered_at because "It is packed"
  buyer may look when insured
  finish happens at 20 days after ordered_at because "It is over"
}
in ordered when gift { seller may tell }
)";

const Policy& shop_policy() {
  static const Policy policy = policy_from(std::string(shop), "shop.bywhen");
  return policy;
}

constexpr std::string_view ordered =
    R"({"facts": {"ordered_at": "2026-05-01T08:00:00Z", "total": "20.00 EUR", "kind": "food"}})";

std::string words(const WhyCondition& condition) {
  std::string text = std::string(to_string(condition.holds)) + ": " + condition.text;
  for (const WhyValue& value : condition.values) text += " [" + value.name + " " + value.words + "]";
  for (const WhyCondition& part : condition.parts) text += " (" + words(part) + ")";
  return text;
}

}  // namespace

TEST_CASE("a condition is taken apart into what it is made of, with the values", "[why]") {
  const Why reasons = explained(shop_policy(), ordered, "buyer", "claim", "2026-05-02T08:00:00Z");
  REQUIRE(reasons.sentences.size() == 2);
  const WhySentence& permission = reasons.sentences[1];
  CHECK(permission.text == "buyer may claim when dear and (kind in {book, food} or not gift) unless vip");
  CHECK(permission.because == "A dear order");
  REQUIRE(permission.conditions.size() == 2);
  CHECK(words(permission.conditions[0]) ==
        "no: when dear and (kind in {book, food} or not gift)"
        " (no: dear (no: total >= least [total 20.00 EUR] [least 50.00 EUR]))"
        " (yes: kind in {book, food} or not gift (yes: kind in {book, food} [kind food]) (yes: not gift [gift no]))");
  CHECK(words(permission.conditions[1]) == "unknown: unless vip [vip ]");
  CHECK(permission.conditions[1].values.front().state == WhyValue::State::unknown);
}

TEST_CASE("a window that waits for an event says so", "[why]") {
  const Why reasons = explained(shop_policy(), ordered, "buyer", "claim", "2026-05-02T08:00:00Z");
  const WhySentence& prohibition = reasons.sentences[0];
  CHECK(prohibition.kind == WhySentence::Kind::forbids);
  CHECK(prohibition.rule.name == "early");
  CHECK(prohibition.rule.source == "shop.bywhen:31");
  CHECK(prohibition.text == "buyer may not claim until hold after told_at");
  REQUIRE(prohibition.window.size() == 1);
  const WhyBound& bound = prohibition.window.front();
  CHECK(bound.kind == WhyBound::Kind::ends);
  CHECK(bound.state == WhyValue::State::never);
  CHECK(!bound.at);
  CHECK(bound.allows() == Holds::yes);
}

TEST_CASE("a duty's permission shows its opening and its deadline, which does not end it", "[why]") {
  const Why early = explained(shop_policy(), ordered, "seller", "send", "2026-05-02T08:00:00Z");
  CHECK(early.verdict == Verdict::not_yet);
  REQUIRE(early.sentences.size() == 1);
  const auto& window = early.sentences.front().window;
  REQUIRE(window.size() == 2);
  CHECK(window[0].text == "good_day");
  CHECK(window[0].at == at("2026-05-04T08:00:00Z"));
  CHECK(window[0].passed == Holds::no);
  CHECK(window[1].kind == WhyBound::Kind::due);
  CHECK(window[1].allows() == Holds::yes);
  const Why late = explained(shop_policy(), ordered, "seller", "send", "2026-05-09T08:00:00Z");
  CHECK(late.verdict == Verdict::allowed);
  CHECK(late.sentences.front().kind == WhySentence::Kind::obliges);
  CHECK(late.sentences.front().window[1].passed == Holds::yes);
}

TEST_CASE("a duty that is done says when, and permits nothing any more", "[why]") {
  const std::string_view sent = R"({"facts": {"ordered_at": "2026-05-01T08:00:00Z", "total": "20.00 EUR",
    "sent_at": "2026-05-05T09:00:00Z"}})";
  const Why reasons = explained(shop_policy(), sent, "seller", "send", "2026-05-06T08:00:00Z");
  CHECK(reasons.verdict == Verdict::expired);
  REQUIRE(reasons.sentences.size() == 1);
  CHECK(reasons.sentences.front().done_at == at("2026-05-05T09:00:00Z"));
  CHECK(reasons.sentences.front().holds == Holds::no);
}

TEST_CASE("an allowance that a prohibition ends names it", "[why]") {
  const Why reasons = explained(shop_policy(), ordered, "buyer", "swap", "2026-05-02T08:00:00Z");
  REQUIRE(reasons.ends);
  CHECK(reasons.ends->kind == WhyEnd::Kind::forbidden);
  CHECK(reasons.ends->rule.name == "stop");
  CHECK(reasons.ends->because == "It is packed");
  CHECK(reasons.ends->at == at("2026-05-05T08:00:00Z"));
  CHECK(reasons.ways.empty());
}

TEST_CASE("an allowance that the clock ends says where that leads", "[why]") {
  const Why reasons = explained(shop_policy(), ordered, "seller", "insure", "2026-05-02T08:00:00Z");
  REQUIRE(reasons.ends);
  CHECK(reasons.ends->kind == WhyEnd::Kind::clock);
  CHECK(reasons.ends->to_label == "Done");
  CHECK(reasons.ends->because == "It is over");
  CHECK(reasons.asks == std::vector<std::string>{"insured"});
}

TEST_CASE("an action of somebody is found with the inputs that lead to a yes", "[why]") {
  const Why reasons = explained(shop_policy(), ordered, "buyer", "look", "2026-05-02T08:00:00Z");
  REQUIRE(!reasons.ways.empty());
  const Way& way = reasons.ways.front();
  CHECK(way.kind == Way::Kind::act);
  CHECK(way.actor == "seller");
  CHECK(way.action == "insure");
  CHECK(way.inputs == NamedScalars{{"insured", true}});
}

TEST_CASE("where no block applies, the condition of the block is the reason", "[why]") {
  const Why reasons = explained(shop_policy(), ordered, "seller", "tell", "2026-05-02T08:00:00Z");
  CHECK(reasons.verdict == Verdict::forbidden);
  REQUIRE(reasons.sentences.size() == 1);
  CHECK(words(reasons.sentences.front().conditions.front()) == "no: when gift [gift no]");
}

TEST_CASE("what is done on the way is told, if it led to the status", "[why]") {
  const Why reasons = explained(shop_policy(), ordered, "buyer", "look", "2026-05-21T08:00:00Z");
  REQUIRE(reasons.settled.size() == 1);
  CHECK(reasons.settled.front().because == "It is over");
  CHECK(reasons.status == "done");
  CHECK(reasons.sentences.empty());
  REQUIRE(reasons.elsewhere.size() == 1);
  CHECK(reasons.elsewhere.front().label == "Ordered");
}

TEST_CASE("names that the policy does not have are refused with what was meant", "[why]") {
  CHECK(refused(shop_policy(), ordered, "byer", "lok", "2026-05-02T08:00:00Z") ==
        "error[BW0901]: unknown actor `byer`\n  help: did you mean `buyer`?\n"
        "error[BW0902]: unknown action `lok`\n  help: did you mean `look`?\n");
  CHECK_THAT(refused(shop_policy(), ordered, "buyer", "look", "2026-04-30T08:00:00Z"),
             Catch::Contains("error[BW0813]"));
}

TEST_CASE("an order of another policy is read anew, or refused", "[why]") {
  const Order order = order_from(shop_policy(), ordered);
  const auto outcome = why(aliexpress(), order, "buyer", "pay", at("2026-05-02T08:00:00Z"));
  CHECK(std::holds_alternative<Problems>(outcome));
}

TEST_CASE("a condition of very many parts stays short", "[why]") {
  std::string policy = R"(
policy many "Many"
version 2026-01-01
zone "UTC"
actor buyer "Buyer"
fact made_at : event
status made "Made" initial, final, marks made_at
action look "Look" { }
define level_0 when made_at has happened
)";
  std::string all = "level_0";
  for (int i = 1; i <= 40; ++i) {
    policy += fmt::format("fact f_{0} : yes/no = no\ndefine level_{0} when level_{1} and not f_{0}\n", i, i - 1);
    all = fmt::format("level_{}", i);
  }
  policy += "in made { buyer may look when " + all + " }\n";
  const Why reasons = explained(policy_from(policy), R"({"facts": {"made_at": "2026-05-01T08:00:00Z"}})", "buyer",
                                "look", "2026-05-02T08:00:00Z");
  CHECK(reasons.verdict == Verdict::allowed);
  CHECK(to_json(reasons).size() < 20'000);
  CHECK(words(reasons.sentences.front().conditions.front()).find("level_36") != std::string::npos);
}

TEST_CASE("reasons as JSON", "[why]") {
  const std::string json = to_json(explained(shop_policy(), ordered, "buyer", "look", "2026-05-02T08:00:00Z"));
  CHECK_THAT(json, Catch::Contains(R"("status":{"name":"ordered","label":"Ordered"},"settled":[],"actor":"buyer")"));
  CHECK_THAT(json,
             Catch::Contains(R"("verdict":"forbidden","from":null,"until":null,"unknown":[],"sentences":[{"rule":)"
                             R"("shop.bywhen:34","source":"shop.bywhen:34","kind":"permits","text":)"
                             R"("buyer may look when insured","holds":"no","window":[],"conditions":[{"text":)"
                             R"("when insured","holds":"no","values":[{"name":"insured","state":"known",)"
                             R"("value":false}],"parts":[]}],"because":""}],"left_out":[],"elsewhere":[],)"
                             R"("ends":null,"ways":[{"kind":"act","at":"2026-05-02T08:00:00Z",)"
                             R"("until":"2026-05-21T08:00:00Z","actor":"seller","action":"insure",)"
                             R"("inputs":{"insured":true}}]})"));
}

// ── Properties
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────

namespace {

std::string text_of(const Scalar& scalar) {
  if (const auto* text = std::get_if<std::string>(&scalar)) return *text;
  if (const auto* number = std::get_if<NumberText>(&scalar)) return number->text;
  if (const auto* whole = std::get_if<std::int64_t>(&scalar)) return std::to_string(*whole);
  return std::get<bool>(scalar) ? "yes" : "no";
}

Verdict verdict_of(const Policy& policy, const Order& order, const Why& asked, Instant when) {
  const auto outcome = decide(policy, order, when);
  if (const auto* problems = std::get_if<Problems>(&outcome)) FAIL(render_text(*problems, false));
  for (const ActionAnswer& action : std::get<Answer>(outcome).actions) {
    if (action.actor == asked.actor && action.action == asked.action) return action.verdict;
  }
  return Verdict::forbidden;
}

Order good(const std::variant<Order, Problems>& outcome) {
  if (const auto* problems = std::get_if<Problems>(&outcome)) FAIL(render_text(*problems, false));
  return std::get<Order>(outcome);
}

/// Does what a way says.
Order follow(const Policy& policy, const Order& order, const Way& way, Instant now) {
  if (way.kind == Way::Kind::wait) return order;
  if (way.kind == Way::Kind::fact)
    return good(record(policy, order, {{way.fact, way.value ? text_of(*way.value) : "missing"}}, now));
  FactTexts inputs;
  for (const auto& [name, value] : way.inputs) inputs.emplace_back(name, text_of(value));
  return good(apply(policy, order, way.actor, way.action, inputs, now));
}

struct Seen {
  std::size_t verdicts[5] = {};
  std::size_t ways[3] = {};
  std::size_t ends = 0;
};

void check_sentences(const Why& reasons) {
  bool permitted = false;
  bool forbidden = false;
  for (const WhySentence& sentence : reasons.sentences) {
    const bool forbids = sentence.kind == WhySentence::Kind::forbids;
    permitted = permitted || (!forbids && sentence.holds == Holds::yes);
    forbidden = forbidden || (forbids && sentence.holds == Holds::yes);
    CHECK(!sentence.text.empty());
    for (const WhyCondition& condition : sentence.conditions) {
      if (condition.holds == Holds::no) CHECK(sentence.holds == Holds::no);
    }
    for (const WhyBound& bound : sentence.window) {
      if (bound.allows() == Holds::no) CHECK(sentence.holds == Holds::no);
    }
  }
  CHECK((reasons.verdict == Verdict::allowed) == (permitted && !forbidden && reasons.verdict != Verdict::unknown));
}

void check(const Policy& policy, const Order& order, const Why& reasons, Seen& seen) {
  INFO(reasons.actor << " " << reasons.action << ": " << to_json(reasons));
  CHECK(reasons.verdict == verdict_of(policy, order, reasons, reasons.at));
  ++seen.verdicts[static_cast<std::size_t>(reasons.verdict)];
  check_sentences(reasons);
  CHECK(reasons.ways.size() <= most_ways);
  CHECK((reasons.verdict != Verdict::allowed || reasons.ways.empty()));
  CHECK(reasons.ends.has_value() == (reasons.verdict == Verdict::allowed && reasons.until.has_value()));
  seen.ends += reasons.ends ? 1 : 0;
  for (const Way& way : reasons.ways) {
    ++seen.ways[static_cast<std::size_t>(way.kind)];
    const Order after = follow(policy, order, way, reasons.at);
    CHECK(verdict_of(policy, after, reasons, way.at) == Verdict::allowed);
    if (way.kind == Way::Kind::wait)
      CHECK(verdict_of(policy, order, reasons, Instant{way.at.micros - 1}) != Verdict::allowed);
  }
}

}  // namespace

TEST_CASE("doing what a way says makes the verdict allowed", "[why]") {
  Seen seen;
  for (const NamedPolicy& named : all_policies()) {
    const Program& program = program_of(named.policy);
    const Model& model = *program.model;
    RandomOrders orders(program, 11);
    for (int i = 0; i < 25; ++i) {
      const auto asked = orders.next();
      if (!asked) break;
      const std::string json = to_json(order_data(model, asked->order));
      INFO(named.name << " at " << format_rfc3339(asked->at) << ": " << json);
      const Order order = order_from(named.policy, json);
      for (int j = 0; j < 6; ++j) {
        const auto who =
            static_cast<std::size_t>(orders.between(0, static_cast<std::int64_t>(model.actors.size()) - 1));
        const auto what =
            static_cast<std::size_t>(orders.between(0, static_cast<std::int64_t>(model.actions.size()) - 1));
        const auto outcome = why(named.policy, order, model.actors[who].name, model.actions[what].name, asked->at);
        REQUIRE(std::holds_alternative<Why>(outcome));
        check(named.policy, order, std::get<Why>(outcome), seen);
      }
    }
  }
  for (const std::size_t count : seen.verdicts) CHECK(count > 5);
  for (const std::size_t count : seen.ways) CHECK(count > 20);
  CHECK(seen.ends > 10);
}
