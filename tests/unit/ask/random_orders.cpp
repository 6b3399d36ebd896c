#include "tests/unit/ask/random_orders.hpp"

#include <algorithm>

#include "interpreter/evaluate/decide.hpp"
#include "interpreter/money/currency.hpp"
#include "interpreter/order/validate.hpp"

namespace bywhen::test {

std::int64_t RandomOrders::between(std::int64_t low, std::int64_t high) {
  const auto width = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
  const std::uint64_t drawn = random_();
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + (width + 1 == 0 ? drawn : drawn % (width + 1)));
}

/// Within seventy days of the beginning of the policy's version, every third at a full hour.
Instant RandomOrders::random_instant() {
  const Instant start = program_.starts.is_real() ? program_.starts : Instant{1'767'225'600'000'000};
  const std::int64_t micros = between(0, 70 * micros_per_day);
  return {start.micros + (chance(30) ? micros - micros % micros_per_hour : micros)};
}

Value RandomOrders::random_value(const Fact& fact) {
  const Model& model = *program_.model;
  switch (fact.type.kind) {
    case Kind::event:
    case Kind::time:
      return random_instant();
    case Kind::date:
      return model.zone.to_local(random_instant()).date();
    case Kind::yes_no:
      return chance(50);
    case Kind::integer:
      return between(0, 6);
    case Kind::decimal:
      return Decimal{between(0, 60) * 500'000};
    case Kind::percent:
      return Percent{between(0, 200) * 500'000};
    case Kind::money:
      return Money{between(0, chance(50) ? 3'000 : 30'000), find_currency("USD")->index};
    case Kind::text:
      return std::string(chance(50) ? "card" : "bank transfer");
    case Kind::duration:
      return Duration{0, static_cast<std::int32_t>(between(0, 20)), 0, 0};
    case Kind::list:
      return random_list(fact.type);
    case Kind::choice:
      break;
  }
  const auto& choices = model.choice_lists[fact.type.choices];
  return choices[static_cast<std::size_t>(between(0, static_cast<std::int64_t>(choices.size()) - 1))];
}

Value RandomOrders::random_list(Type type) {
  const std::vector<Fact>& members = program_.model->record_types[type.choices].members;
  auto records = std::make_shared<Records>();
  records->type = type.choices;
  records->members = members.size();
  const std::int64_t count = between(0, 4);
  for (std::int64_t i = 0; i < count; ++i) {
    for (const Fact& member : members)
      records->values.push_back(member.required() || chance(60) ? random_value(member) : Value{});
  }
  return RecordList{std::move(records)};
}

namespace {

void settle_currency(Value& value, std::uint16_t currency) {
  if (auto* money = std::get_if<Money>(&value)) money->currency = currency;
  auto* list = std::get_if<RecordList>(&value);
  if (list == nullptr) return;
  Records records = *list->records;
  for (Value& member : records.values) settle_currency(member, currency);
  list->records = std::make_shared<const Records>(std::move(records));
}

/// The latest event that a value tells; always before all others where it tells none.
Instant latest_event(const Model& model, const Fact& fact, const Value& value) {
  const auto* instant = std::get_if<Instant>(&value);
  if (instant != nullptr && fact.type.kind == Kind::event) return *instant;
  const auto* list = std::get_if<RecordList>(&value);
  Instant latest = Instant::always();
  for (std::size_t i = 0; list != nullptr && i < list->records->values.size(); ++i) {
    const auto& members = model.record_types[fact.type.choices].members;
    latest = std::max(latest, latest_event(model, members[i % members.size()], list->records->values[i]));
  }
  return latest;
}

/// The currency that the policy itself names, for all amounts.
void settle_currencies(const Model& model, OrderState& order) {
  for (const Value& constant : model.expressions.constants) {
    const auto* named = std::get_if<Money>(&constant);
    if (named == nullptr) continue;
    for (Value& value : order.facts) settle_currency(value, named->currency);
    return;
  }
}

}  // namespace

std::optional<RandomOrders::Asked> RandomOrders::next() {
  const Model& model = *program_.model;
  for (int tries = 0; tries < 200; ++tries) {
    OrderState order;
    order.status = static_cast<StatusId>(between(0, static_cast<std::int64_t>(model.statuses.size()) - 1));
    order.facts.resize(model.facts.size());
    const auto& required = program_.statuses[order.status].required;
    const int share = static_cast<int>(between(20, 90));
    Instant at = random_instant();
    for (FactId fact = 0; fact < model.fact_count(); ++fact) {
      const bool needed = std::find(required.begin(), required.end(), fact) != required.end();
      if (needed || model.facts[fact].required() || chance(share)) order.facts[fact] = random_value(model.facts[fact]);
      at = std::max(at, latest_event(model, model.facts[fact], order.facts[fact]));
    }
    settle_currencies(model, order);
    if (!validate(program_, order).empty() || !validate_instant(model, order, at).empty()) continue;
    if (std::holds_alternative<Decision>(decide(program_, order, at))) return Asked{std::move(order), at};
  }
  return std::nullopt;
}

}  // namespace bywhen::test
