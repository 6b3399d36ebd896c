#include "interpreter/ask/scale.hpp"

#include <algorithm>

#include "interpreter/time/shift.hpp"

namespace bywhen::ask {

bool has_scale(Kind kind) {
  switch (kind) {
    case Kind::event:
    case Kind::time:
    case Kind::date:
    case Kind::integer:
    case Kind::decimal:
    case Kind::percent:
    case Kind::money:
      return true;
    default:
      return false;
  }
}

Value Scale::value(std::int64_t step) const {
  switch (kind) {
    case Kind::integer:
      return step;
    case Kind::decimal:
      return Decimal{step};
    case Kind::percent:
      return Percent{step};
    case Kind::money:
      return Money{step, currency};
    case Kind::date:
      return Date{static_cast<std::int32_t>(step)};
    default:
      return Instant{step};
  }
}

std::int64_t step_of(const Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return *whole;
  if (const auto* decimal = std::get_if<Decimal>(&value)) return decimal->millionths;
  if (const auto* percent = std::get_if<Percent>(&value)) return percent->millionths;
  if (const auto* money = std::get_if<Money>(&value)) return money->minor;
  if (const auto* date = std::get_if<Date>(&value)) return date->days;
  return std::get<Instant>(value).micros;
}

namespace {

void add_instants(const Records& records, const Zone& zone, std::vector<Instant>& instants) {
  for (const Value& value : records.values) {
    if (const auto* instant = std::get_if<Instant>(&value); instant != nullptr && instant->is_real())
      instants.push_back(*instant);
    if (const auto* date = std::get_if<Date>(&value)) instants.push_back(start_of_day(*date, zone));
  }
}

}  // namespace

std::vector<Instant> instants_of(const Model& model, const OrderState& order, Instant at) {
  std::vector<Instant> instants{at};
  if (order.as_of) instants.push_back(*order.as_of);
  for (const Value& value : order.facts) {
    if (const auto* instant = std::get_if<Instant>(&value); instant != nullptr && instant->is_real())
      instants.push_back(*instant);
    if (const auto* date = std::get_if<Date>(&value)) instants.push_back(start_of_day(*date, model.zone));
    if (const auto* list = std::get_if<RecordList>(&value)) add_instants(*list->records, model.zone, instants);
  }
  std::sort(instants.begin(), instants.end());
  instants.erase(std::unique(instants.begin(), instants.end()), instants.end());
  return instants;
}

std::uint16_t currency_for(const Model& model, const OrderState& order, FactId fact) {
  if (const auto* money = std::get_if<Money>(&order.facts[fact])) return money->currency;
  for (const CurrencyGroup& group : model.currency_groups) {
    const bool mine = std::find(group.facts.begin(), group.facts.end(), fact) != group.facts.end();
    if (mine && group.currency) return *group.currency;
  }
  for (const Value& value : order.facts) {
    if (const auto* money = std::get_if<Money>(&value)) return money->currency;
  }
  for (const Value& value : model.expressions.constants) {
    if (const auto* money = std::get_if<Money>(&value)) return money->currency;
  }
  return find_currency("EUR").value_or(currency_at(0)).index;
}

namespace {

constexpr std::int64_t most_whole = 1'000'000'000'000'000;
constexpr std::int64_t days_before = 366;
constexpr std::int64_t days_after = 732;

void bound_by_time(const Model& model, const OrderState& order, Instant at, Scale& scale) {
  const std::vector<Instant> instants = instants_of(model, order, at);
  const std::int64_t first = std::max(Instant::first().micros, instants.front().micros - days_before * micros_per_day);
  const std::int64_t last = std::min(Instant::last().micros, instants.back().micros + days_after * micros_per_day);
  if (scale.kind == Kind::date) {
    scale.first = model.zone.to_local({first}).date().days;
    scale.last = model.zone.to_local({last}).date().days;
  } else {
    scale.first = first;
    scale.last = scale.kind == Kind::event ? at.micros : last;
  }
}

}  // namespace

Scale scale_of(const Model& model, const OrderState& order, FactId fact, Instant at) {
  Scale scale;
  scale.kind = model.facts[fact].type.kind;
  std::int64_t most = most_whole;
  if (scale.kind == Kind::decimal) most = Decimal::max_millionths;
  if (scale.kind == Kind::percent) most = Percent::max_millionths;
  if (scale.kind == Kind::money) {
    most = Money::max_minor;
    scale.currency = currency_for(model, order, fact);
  }
  scale.first = -most;
  scale.last = most;
  const bool of_time = scale.kind == Kind::event || scale.kind == Kind::time || scale.kind == Kind::date;
  if (of_time) bound_by_time(model, order, at, scale);
  return scale;
}

}  // namespace bywhen::ask
