#include "bywhen/batch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <list>
#include <map>

#include "bywhen/evaluator.hpp"
#include "interpreter/api/access.hpp"
#include "interpreter/explain.hpp"
#include "interpreter/kernel/words.hpp"
#include "interpreter/money/currency.hpp"
#include "tests/api/shipped.hpp"
#include "tests/unit/ask/asked.hpp"
#include "tests/unit/ask/random_orders.hpp"

using namespace bywhen;
using namespace bywhen::test;

namespace {

/// Orders of a policy as columns, which own what they point to.
class Columns {
public:
  explicit Columns(const Policy& policy) : policy_(policy), model_(*program_of(policy).model) {
    facts_.resize(model_.facts.size());
    for (FactId fact = 0; fact < model_.fact_count(); ++fact) name_all(facts_[fact], fact);
  }

  /// False for an order that columns cannot say.
  bool add(const OrderState& order, Instant at) {
    for (FactId fact = 0; fact < model_.fact_count(); ++fact) {
      if (!can_be_told(fact, order.facts[fact])) return false;
    }
    for (FactId fact = 0; fact < model_.fact_count(); ++fact) tell(facts_[fact], order.facts[fact]);
    statuses_.push_back(order.status);
    at_.push_back(at.micros);
    as_of_.push_back(order.as_of.value_or(Instant::always()).micros);
    return true;
  }

  [[nodiscard]] std::size_t size() const { return at_.size(); }

  [[nodiscard]] OrderColumns orders() {
    columns_.clear();
    for (FactId fact = 0; fact < model_.fact_count(); ++fact) {
      Fact& one = facts_[fact];
      const Kind kind = model_.facts[fact].type.kind;
      if (kind == Kind::duration || kind == Kind::list) continue;
      one.texts.assign(one.names.begin(), one.names.end());
      if (one.currency.empty()) one.currency = "USD";
      columns_.push_back({handle(fact), one.words, one.told, one.currency, one.texts});
    }
    return {size(), statuses_, at_, as_of_, columns_};
  }

  [[nodiscard]] FactHandle handle(FactId fact) const { return *policy_.fact(model_.facts[fact].name); }

private:
  struct Fact {
    std::vector<std::int64_t> words;
    std::vector<std::uint64_t> told;
    std::string currency;
    std::vector<std::string> names;
    std::vector<std::string_view> texts;
  };

  bool can_be_told(FactId fact, const Value& value) {
    if (std::holds_alternative<Duration>(value) || std::holds_alternative<RecordList>(value)) return false;
    const auto* money = std::get_if<Money>(&value);
    if (money == nullptr) return true;
    const std::string code(currency_at(money->currency).code);
    if (facts_[fact].currency.empty()) facts_[fact].currency = code;
    return facts_[fact].currency == code;
  }

  void tell(Fact& to, const Value& value) {
    const std::size_t place = to.words.size();
    if (place % 64 == 0) to.told.push_back(0);
    if (!is_unknown(value)) to.told.back() |= std::uint64_t{1} << (place % 64);
    to.words.push_back(word(to, value));
  }

  /// Words of a dictionary in another order than the policy's.
  void name_all(Fact& to, FactId fact) const {
    const Type type = model_.facts[fact].type;
    if (type.kind != Kind::choice) return;
    for (const Choice choice : model_.choice_lists[type.choices]) to.names.push_back(model_.choice_names[choice.id]);
    std::reverse(to.names.begin(), to.names.end());
  }

  std::int64_t word(Fact& to, const Value& value) const {
    std::string name;
    if (const auto* choice = std::get_if<Choice>(&value)) name = model_.choice_names[choice->id];
    if (const auto* text = std::get_if<std::string>(&value)) name = *text;
    // What is not told may be any word.
    if (is_unknown(value)) return -77;
    if (name.empty() && !std::holds_alternative<std::string>(value)) return kernel::word_of(value);
    const auto found = std::find(to.names.begin(), to.names.end(), name);
    const auto place = found - to.names.begin();
    if (found == to.names.end()) to.names.push_back(name);
    return place;
  }

  const Policy& policy_;
  const Model& model_;
  std::vector<Fact> facts_;
  std::vector<FactColumn> columns_;
  std::vector<std::uint16_t> statuses_;
  std::vector<std::int64_t> at_;
  std::vector<std::int64_t> as_of_;
};

std::string bits_text(std::span<const std::uint64_t> bits) {
  std::string text;
  for (const std::uint64_t word : bits) text += fmt::format(" {:x}", word);
  return text;
}

std::string said_alone(const CompactAnswer& answer, const Policy& policy) {
  std::string text = fmt::format("{} {} {}{}{}\n", answer.status().index, answer.settled(),
                                 answer.valid_until().value_or(Instant::never()).micros,
                                 bits_text(answer.allowed_bits()), bits_text(answer.open_bits()));
  for (const DutyHandle duty : policy.duties_in(answer.status())) {
    const auto standing = answer.duty(duty);
    if (!standing) continue;
    const bool unknown = standing->state == DutyState::unknown;
    text += fmt::format("{} {} {} {}\n", duty.rule, static_cast<int>(standing->state),
                        unknown ? 0 : standing->due.value_or(Instant::never()).micros,
                        standing->amount ? standing->amount->minor : DutyColumn::no_amount);
  }
  return text;
}

std::string said_in_columns(const ColumnAnswers& answers, std::size_t order, const Policy& policy) {
  const auto part = [&](const std::vector<std::uint64_t>& bits) {
    return bits_text(std::span(bits).subspan(order * answers.words_per_order, answers.words_per_order));
  };
  std::string text = fmt::format("{} {} {}{}{}\n", answers.statuses[order], answers.settled[order],
                                 answers.valid_until[order], part(answers.allowed), part(answers.open));
  StatusHandle status = *policy.status(program_of(policy).model->statuses[answers.statuses[order]].name);
  const auto duties = policy.duties_in(status);
  for (std::size_t i = 0; i < answers.duties.size(); ++i) {
    const DutyColumn& column = answers.duties[i];
    if (column.states[order] < 0) continue;
    const bool unknown = static_cast<DutyState>(column.states[order]) == DutyState::unknown;
    text += fmt::format("{} {} {} {}\n", duties.at(i).rule, column.states[order], unknown ? 0 : column.due[order],
                        column.amounts[order]);
  }
  return text;
}

/// Random orders, and the instants around the next change of each.
std::vector<RandomOrders::Asked> many_orders(const Policy& policy, std::uint64_t seed, int count) {
  RandomOrders orders(program_of(policy), seed);
  Evaluator evaluator(policy);
  std::vector<RandomOrders::Asked> all;
  for (int i = 0; i < count; ++i) {
    const auto asked = orders.next();
    if (!asked) continue;
    all.push_back(*asked);
    const auto outcome =
        evaluator.decide(PolicyAccess::wrap({PolicyAccess::compiled(policy), asked->order, {}}), asked->at);
    const auto* answer = std::get_if<CompactAnswer>(&outcome);
    const auto until = answer == nullptr ? std::nullopt : answer->valid_until();
    if (!until) continue;
    all.push_back({asked->order, *until});
    all.push_back({asked->order, {until->micros - 1}});
  }
  return all;
}

/// An order of the example with the facts that are told, as columns of one.
struct One {
  std::vector<std::uint16_t> status;
  std::vector<std::int64_t> at{1'772'000'000'000'000};
  std::vector<std::int64_t> total{5'990};
  std::vector<std::int64_t> method{0};
  std::vector<std::int64_t> placed{1'771'000'000'000'000};
  std::vector<std::string_view> methods{"card"};
  std::vector<FactColumn> facts;

  explicit One(const Policy& policy) : status{policy.status("awaiting_payment")->index} {
    facts.push_back({*policy.fact("placed_at"), placed});
    facts.push_back({*policy.fact("total"), total, {}, "USD"});
    facts.push_back({*policy.fact("payment_method"), method, {}, {}, methods});
  }
  [[nodiscard]] OrderColumns orders() const { return {1, status, at, {}, facts}; }
};

/// Many such orders, each placed at an instant of its own; all are asked about at one.
struct Many {
  One one;
  std::size_t count;
  std::vector<std::uint16_t> statuses;
  std::vector<std::int64_t> totals;
  std::vector<std::int64_t> methods;
  std::vector<std::int64_t> placed;

  Many(const Policy& policy, std::size_t orders)
      : one(policy),
        count(orders),
        statuses(orders, one.status.front()),
        totals(orders, 5'990),
        methods(orders, 0),
        placed(orders, one.placed.front()) {}
  [[nodiscard]] OrderColumns orders() {
    one.facts[0].words = placed;
    one.facts[1].words = totals;
    one.facts[2].words = methods;
    return {count, statuses, one.at, {}, one.facts};
  }
};

std::string wrong(const OrderColumns& orders) {
  ColumnAnswers answers;
  return render_text(decide_batch(aliexpress(), orders, answers), false);
}

std::string refused(const OrderColumns& orders) {
  ColumnAnswers answers;
  const Problems problems = decide_batch(aliexpress(), orders, answers);
  REQUIRE(render_text(problems, false).empty());
  REQUIRE(answers.refused.size() == 1);
  return render_text(answers.refused.front().problems, false);
}

/// Columns of random orders, each beside the order alone.
void compare_columns(const Policy& policy) {
  Columns columns(policy);
  std::vector<RandomOrders::Asked> asked;
  for (const auto& one : many_orders(policy, 5, 400)) {
    if (columns.add(one.order, one.at)) asked.push_back(one);
  }
  const OrderColumns orders = columns.orders();
  ColumnAnswers answers;
  const Problems problems = decide_batch(policy, orders, answers, 2);
  INFO(render_text(problems, false));
  REQUIRE(problems.empty());
  std::map<std::size_t, std::string> refused;
  for (const RefusedOrder& one : answers.refused) refused[one.order] = render_text(one.problems, false);
  Evaluator evaluator(policy);
  for (std::size_t i = 0; i < asked.size(); ++i) {
    INFO(to_json(order_data(*program_of(policy).model, asked[i].order)));
    INFO(format_rfc3339(asked[i].at));
    const auto outcome =
        evaluator.decide(PolicyAccess::wrap({PolicyAccess::compiled(policy), asked[i].order, {}}), asked[i].at);
    if (const auto* alone = std::get_if<Problems>(&outcome)) {
      REQUIRE(refused[i] == render_text(*alone, false));
    } else {
      REQUIRE(refused.count(i) == 0);
      REQUIRE(said_in_columns(answers, i, policy) == said_alone(std::get<CompactAnswer>(outcome), policy));
    }
  }
}

/// More permissions than a word has bits: 8 actors may do 12 actions, each a month longer than the one before, and the
/// clock leads from one status to the next.
Policy many_permissions() {
  std::string text = "policy many \"Many\"\nversion 2026-01-01\nzone \"UTC\"\n";
  text += "fact begun_at, moved_at : event\nfact agreed : yes/no?\n";
  text += "status first \"First\" initial, marks begun_at\nstatus second \"Second\" final, marks moved_at\n";
  for (int i = 0; i < 8; ++i) text += fmt::format("actor a{} \"A\"\n", i);
  for (int i = 0; i < 12; ++i) text += fmt::format("action do{} \"Do\" {{ }}\n", i);
  text += "action move \"Move\" { becomes second }\n";
  for (int status = 0; status < 2; ++status) {
    text += status == 0 ? "in first {\n" : "in second {\n";
    for (int i = 0; i < 48; ++i) {
      const int place = 48 * status + i;
      text += fmt::format("  a{} may do{} until {} days after {}{}\n", place % 8, place / 8, 30 + i,
                          status == 0 ? "begun_at" : "moved_at", i % 5 == 0 ? " when agreed" : "");
    }
    if (status == 0) text += "  move happens at 40 days after begun_at\n";
    text += "}\n";
  }
  return policy_from(text);
}

/// More facts than a word has bits, and the last of them are those that a status requires.
Policy many_facts() {
  std::string text = "policy many \"Many\"\nversion 2026-01-01\nzone \"UTC\"\n";
  for (int i = 0; i < 70; ++i) text += fmt::format("fact f{} : yes/no?\n", i);
  text += "fact weight : integer\nfact begun_at, moved_at : event\n";
  text += "status first \"First\" initial, marks begun_at\nstatus second \"Second\" final, marks moved_at\n";
  text += "actor buyer \"Buyer\"\naction write \"Write\" { }\naction move \"Move\" { becomes second }\n";
  text += "in first {\n  buyer may write when f69\n  move happens at 2 days after begun_at\n}\n";
  text += "in second {\n  buyer may write until 3 days after moved_at\n}\n";
  return policy_from(text);
}

}  // namespace

TEST_CASE("batch: columns say what an evaluator says of each order", "[batch]") {
  for (const NamedPolicy& policy : all_policies()) {
    INFO(policy.name);
    compare_columns(policy.policy);
  }
}

TEST_CASE("batch: a policy may have more permissions than a word has bits", "[batch]") {
  const Policy policy = many_permissions();
  REQUIRE(policy.permissions().size() == 96);
  for (const auto& status : PolicyAccess::compiled(policy)->kernel->statuses) CHECK(status.has_value());
  compare_columns(policy);
}

TEST_CASE("batch: a policy may have more facts than a word has bits", "[batch]") {
  const Policy policy = many_facts();
  for (const auto& status : PolicyAccess::compiled(policy)->kernel->statuses) CHECK(status.has_value());
  compare_columns(policy);
}

TEST_CASE("batch: what is missing is found behind the first 64 facts too", "[batch][bad]") {
  const Policy policy = many_facts();
  const std::vector<std::uint16_t> statuses(3, policy.status("second")->index);
  const std::vector<std::int64_t> at = {Instant{1'800'000'000'000'000}.micros};
  const std::vector<std::int64_t> begun(3, at.front());
  const std::vector<std::int64_t> moved = {at.front(), Instant::never().micros, at.front()};
  const std::vector<std::int64_t> weights(3, 5);
  const std::vector<std::uint64_t> weighed = {0b011};
  const std::vector<FactColumn> facts = {{*policy.fact("weight"), weights, weighed, {}, {}},
                                         {*policy.fact("begun_at"), begun, {}, {}, {}},
                                         {*policy.fact("moved_at"), moved, {}, {}, {}}};
  ColumnAnswers answers;
  REQUIRE(decide_batch(policy, {3, statuses, at, {}, facts}, answers).empty());
  REQUIRE(answers.refused.size() == 2);
  CHECK(answers.refused[0].order == 1);
  CHECK(render_text(answers.refused[0].problems, false)
            .find("error[BW0809] /facts/moved_at: an order in the status `second` has `moved_at`") == 0);
  CHECK(answers.refused[1].order == 2);
  CHECK(render_text(answers.refused[1].problems, false)
            .find("error[BW0808] /facts/weight: the fact `weight` is missing") == 0);
  CHECK(answers.allowed[0] == 1);
}

TEST_CASE("batch: several threads say the same as one, batch after batch", "[batch]") {
  constexpr std::size_t count = 20'000;
  Many many(aliexpress(), count);
  // From 30 days before that instant to a minute after it: some can still be paid, some have lapsed, and one is
  // refused.
  for (std::size_t i = 0; i < count; ++i)
    many.placed[i] = many.one.at.front() + 60'000'000 - static_cast<std::int64_t>(i * 7'919 % count) * 129'600'000;
  const OrderColumns orders = many.orders();
  ColumnAnswers alone;
  REQUIRE(decide_batch(aliexpress(), orders, alone).empty());
  REQUIRE(alone.refused.size() == 1);
  BatchEvaluator together(aliexpress(), 3);
  for (int i = 0; i < 3; ++i) {
    ColumnAnswers answers;
    REQUIRE(together.decide(orders, answers).empty());
    REQUIRE(answers.refused.size() == 1);
    CHECK(answers.refused.front().order == alone.refused.front().order);
    CHECK(answers.statuses == alone.statuses);
    CHECK(answers.allowed == alone.allowed);
    CHECK(answers.valid_until == alone.valid_until);
  }
}

TEST_CASE("batch: several threads tell what is refused in the order of the columns", "[batch][bad]") {
  constexpr std::size_t count = 20'000;
  Many many(aliexpress(), count);
  for (std::size_t i = 0; i < count; i += 1'000) many.placed[i] = many.one.at.front() + 1;
  ColumnAnswers answers;
  REQUIRE(decide_batch(aliexpress(), many.orders(), answers, 3).empty());
  REQUIRE(answers.refused.size() == 20);
  for (std::size_t i = 0; i < 20; ++i) CHECK(answers.refused[i].order == 1'000 * i);
}

TEST_CASE("batch: nothing is an answer to nothing", "[batch]") {
  ColumnAnswers answers;
  CHECK(decide_batch(aliexpress(), {}, answers, 0).empty());
  CHECK(answers.statuses.empty());
}

TEST_CASE("batch: one instant may be asked about for all", "[batch]") {
  Many many(aliexpress(), 1'000);
  ColumnAnswers answers;
  REQUIRE(decide_batch(aliexpress(), many.orders(), answers).empty());
  CHECK(answers.refused.empty());
  CHECK(answers.valid_until == std::vector<std::int64_t>(1'000, many.placed.front() + 20 * 86'400'000'000));
}

TEST_CASE("batch: columns that do not fit are told, and nothing is decided", "[batch][bad]") {
  const Policy& policy = aliexpress();
  One one(policy);
  SECTION("lengths") {
    one.total.push_back(1);
    one.facts[1].words = one.total;
    one.at.clear();
    one.status.clear();
    CHECK(wrong(one.orders()) ==
          "error[BW0820]: there are 1 orders, but 0 statuses\n"
          "  help: give one for each order\n"
          "error[BW0820]: there are 1 orders, but 0 instants\n"
          "  help: give one for each order\n"
          "error[BW0820] /facts/total: the fact `total` has 2 words for 1 orders\n"
          "  help: give one for each order\n");
  }
  SECTION("a fact twice") {
    one.facts.push_back(one.facts[0]);
    CHECK(wrong(one.orders()) ==
          "error[BW0820] /facts/placed_at: the fact `placed_at` is told by two columns\n"
          "  help: give one for each fact\n");
  }
  SECTION("a currency that there is not") {
    one.facts[1].currency = "usd";
    CHECK(wrong(one.orders()) ==
          "error[BW0820] /facts/total: the fact `total` is in the currency `usd`, which there is not\n"
          "  help: name a currency of ISO 4217 in three capital letters\n");
  }
  SECTION("another policy's handle") {
    one.facts[0].fact.policy += 1;
    CHECK(wrong(one.orders()) ==
          "error[BW0820]: a column's fact is a handle of another policy\n"
          "  help: ask the policy itself for its handles\n");
  }
  SECTION("a choice without texts, and one that there is not") {
    one.facts.push_back({*policy.fact("tracking"), one.method});
    one.facts.push_back({*policy.fact("cancel_reason"), one.method, {}, {}, one.methods});
    CHECK(wrong(one.orders()) ==
          "error[BW0820] /facts/tracking: the fact `tracking` is told without the texts that its words stand for\n"
          "  help: give `texts`\n"
          "error[BW0820] /facts/cancel_reason: the fact `cancel_reason` is told `card`\n"
          "  help: it is one of changed_mind, poor_quality, distrust_of_seller, other\n");
  }
  SECTION("too few bits") {
    const std::vector<std::uint64_t> none;
    std::vector<std::int64_t> words(65);
    one.facts = {
        {*policy.fact("placed_at"), words, std::span(reinterpret_cast<const std::uint64_t*>(words.data()), 1)}};
    const std::vector<std::uint16_t> statuses(65);
    CHECK(wrong({65, statuses, one.at, {}, one.facts}) ==
          "error[BW0820] /facts/placed_at: the fact `placed_at` has 1 words of bits for 65 orders\n"
          "  help: give one for every 64 orders\n");
  }
}

TEST_CASE("batch: what is wrong with an order is told as of an order alone", "[batch][bad]") {
  One one(aliexpress());
  SECTION("an event ahead") {
    one.placed.front() = one.at.front() + 1;
    CHECK(refused(one.orders()).find("error[BW0813] /facts/placed_at: the event `placed_at` lies after") == 0);
  }
  SECTION("a required fact that is missing") {
    one.facts.pop_back();
    CHECK(refused(one.orders()).find("error[BW0808] /facts/payment_method: the fact `payment_method` is missing") == 0);
  }
  SECTION("an event that the status implies") {
    one.placed.front() = Instant::never().micros;
    CHECK(refused(one.orders())
              .find("error[BW0809] /facts/placed_at: an order in the status `awaiting_payment` has `placed_at`") == 0);
  }
  SECTION("the same where nothing hangs on what an order tells") {
    one.status.front() = aliexpress().status("disputed")->index;
    CHECK(refused(one.orders()).find("error[BW0809] /facts/paid_at: an order in the status `disputed` has `paid_at`") ==
          0);
  }
  SECTION("a word that is no value") {
    one.total.front() = Money::max_minor + 1;
    CHECK(refused(one.orders()).find("error[BW0807] /facts/total: the word 1000000000000001 is no value of `total`") ==
          0);
  }
  SECTION("a text that there is not") {
    one.method.front() = 1;
    CHECK(
        refused(one.orders()).find("error[BW0807] /facts/payment_method: the word 1 is no value of `payment_method`") ==
        0);
  }
  SECTION("a status that there is not") {
    one.status.front() = 99;
    CHECK(refused(one.orders()).find("error[BW0810] /status: there is no status 99") == 0);
  }
}

TEST_CASE("batch: a word that cannot be is found in each column and at each order", "[batch][bad]") {
  constexpr std::size_t count = 37;
  Many many(aliexpress(), count);
  std::list<std::vector<std::int64_t>> events;
  OrderColumns orders = many.orders();
  std::vector<FactColumn> facts(orders.facts.begin(), orders.facts.end());
  std::vector<std::string> names;
  for (const auto& fact : program_of(aliexpress()).model->facts) {
    if (fact.type.kind != Kind::event || fact.name == "placed_at") continue;
    names.push_back(fact.name);
    events.emplace_back(count, Instant::never().micros);
    facts.push_back({*aliexpress().fact(fact.name), events.back()});
  }
  REQUIRE(events.size() > 5);
  orders.facts = facts;
  const auto refused_with = [&](std::int64_t& word, std::int64_t bad) {
    const std::int64_t was = std::exchange(word, bad);
    ColumnAnswers answers;
    REQUIRE(decide_batch(aliexpress(), orders, answers).empty());
    word = was;
    REQUIRE(answers.refused.size() == 1);
    return answers.refused.front();
  };
  for (std::size_t order = 0; order < count; ++order) {
    INFO(order);
    auto next_name = names.begin();
    for (std::vector<std::int64_t>& event : events) {
      const std::string& name = *next_name++;
      const RefusedOrder ahead = refused_with(event[order], many.one.at.front() + 1);
      CHECK(ahead.order == order);
      CHECK(render_text(ahead.problems, false)
                .find(fmt::format("error[BW0813] /facts/{0}: the event `{0}` lies after", name)) == 0);
      const RefusedOrder outside = refused_with(event[order], Instant::first().micros - 1);
      CHECK(outside.order == order);
      CHECK(render_text(outside.problems, false).find(fmt::format("error[BW0807] /facts/{}: the word", name)) == 0);
    }
    const RefusedOrder dear = refused_with(many.totals[order], Money::max_minor + 1);
    CHECK(dear.order == order);
    CHECK(render_text(dear.problems, false).find("error[BW0807] /facts/total: the word") == 0);
  }
}
