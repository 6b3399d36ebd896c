#include "interpreter/ask/nearest.hpp"

#include <algorithm>
#include <limits>

namespace bywhen::ask {

namespace {

constexpr const char* good = "good";

bool is_real(const Value& value) {
  const auto* instant = std::get_if<Instant>(&value);
  return !is_unknown(value) && (instant == nullptr || instant->is_real());
}

std::int64_t present_step(const Model& model, const OrderState& order, FactId fact, Instant at) {
  const Value now = fact_value(model, order, fact);
  if (is_real(now)) return step_of(now);
  switch (model.facts[fact].type.kind) {
    case Kind::event:
    case Kind::time:
      return at.micros;
    case Kind::date:
      return model.zone.to_local(at).date().days;
    default:
      return 0;
  }
}

/// The steps within which a value could have been.
struct Plausible {
  std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
  std::int64_t highest = std::numeric_limits<std::int64_t>::max();
};

bool is_fact(const Node& node, FactId fact) { return node.op == Op::fact && node.payload == fact; }

/// `n + 1`, or a fixed value; the least that it may be set to is noted.
bool only_adds(const Expressions& expressions, ExprId value, FactId fact, std::int64_t& least) {
  if (const Value* fixed = expressions.constant(value)) {
    if (!is_unknown(*fixed)) least = std::min(least, step_of(*fixed));
    return !is_unknown(*fixed);
  }
  if (expressions[value].op != Op::sum) return false;
  const auto operands = expressions.operands(value);
  const auto& taken_away = expressions.signs[expressions[value].payload];
  bool itself = false;
  for (std::size_t i = 0; i < operands.size(); ++i) {
    const Value* fixed = expressions.constant(operands[i]);
    itself = itself || is_fact(expressions[operands[i]], fact);
    if (taken_away[i] || (fixed != nullptr && step_of(*fixed) < 0)) return false;
  }
  return itself;
}

bool is_asked(const Action& action, FactId fact) {
  return std::find(action.asks.begin(), action.asks.end(), fact) != action.asks.end();
}

/// The least value of a counter.
std::optional<std::int64_t> least_count(const Model& model, FactId fact) {
  const auto& begins = model.facts[fact].default_value;
  if (!begins || model.facts[fact].type.kind != Kind::integer) return std::nullopt;
  std::int64_t least = step_of(*begins);
  bool counts = false;
  for (const Action& action : model.actions) {
    if (is_asked(action, fact)) return std::nullopt;
    for (const Setting& setting : action.sets) {
      if (setting.fact != fact) continue;
      if (!only_adds(model.expressions, setting.value, fact, least)) return std::nullopt;
      counts = true;
    }
  }
  return counts ? std::optional(least) : std::nullopt;
}

std::vector<std::int64_t> other_events(const Model& model, const OrderState& order, FactId fact) {
  std::vector<std::int64_t> others;
  for (FactId other = 0; other < model.fact_count(); ++other) {
    const auto* instant = std::get_if<Instant>(&order.facts[other]);
    const bool event = other != fact && model.facts[other].type.kind == Kind::event;
    if (event && instant != nullptr && instant->is_real()) others.push_back(instant->micros);
  }
  return others;
}

/// Between the events before and after it; one that has not happened, not before all others.
Plausible range_of_event(const Model& model, const OrderState& order, FactId fact) {
  const std::vector<std::int64_t> others = other_events(model, order, fact);
  Plausible range;
  const auto* own = std::get_if<Instant>(&order.facts[fact]);
  if (own == nullptr || !own->is_real()) {
    if (!others.empty()) range.lowest = *std::min_element(others.begin(), others.end());
    return range;
  }
  for (const std::int64_t other : others) {
    if (other <= own->micros) range.lowest = std::max(range.lowest, other);
    if (other >= own->micros) range.highest = std::min(range.highest, other);
  }
  return range;
}

Plausible plausible_range(const Model& model, const OrderState& order, FactId fact) {
  if (model.facts[fact].type.kind == Kind::event) return range_of_event(model, order, fact);
  Plausible range;
  range.lowest = least_count(model, fact).value_or(range.lowest);
  return range;
}

std::optional<Change> nearest_in(const Piece& piece, const Scale& scale, Plausible range, std::int64_t present) {
  const std::int64_t first = std::max(scale.first, range.lowest);
  const std::int64_t last = std::min(scale.last, range.highest);
  const std::int64_t low = std::max(step_of(piece.first), first);
  const std::int64_t high = std::min(step_of(piece.last), last);
  if (low > high) return std::nullopt;
  const std::int64_t nearest = std::clamp(present, low, high);
  const std::uint64_t distance = nearest > present
                                     ? static_cast<std::uint64_t>(nearest) - static_cast<std::uint64_t>(present)
                                     : static_cast<std::uint64_t>(present) - static_cast<std::uint64_t>(nearest);
  const bool several = low < high;
  return Change{scale.value(nearest), several && nearest == low && high == last,
                several && nearest == high && low == first, distance};
}

}  // namespace

std::optional<Change> nearest_change(const Program& program, const OrderState& order, FactId fact, Instant at,
                                     const std::function<bool(const OrderState&)>& holds, std::size_t most) {
  if (holds(order)) return std::nullopt;
  const Model& model = *program.model;
  const auto ask = [&](const OrderState& varied) { return std::optional<std::string>(holds(varied) ? good : ""); };
  const Variation variation = vary(program, order, fact, at, ask, {.most = most});
  const Plausible range = plausible_range(model, order, fact);
  const std::int64_t present = variation.scale ? present_step(model, order, fact, at) : 0;
  std::optional<Change> best;
  for (const Piece& piece : variation.pieces) {
    if (!piece.found || piece.outcome != good || piece.first == order.facts[fact]) continue;
    const bool missing = is_unknown(piece.first);
    std::optional<Change> change =
        Change{piece.first, false, false, missing ? std::numeric_limits<std::uint64_t>::max() : 0};
    if (!missing && variation.scale) change = nearest_in(piece, *variation.scale, range, present);
    if (change && (!best || change->distance < best->distance)) best = std::move(change);
  }
  return best;
}

}  // namespace bywhen::ask
