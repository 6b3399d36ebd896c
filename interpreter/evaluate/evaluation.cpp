#include "interpreter/evaluate/evaluation.hpp"

#include <algorithm>

namespace bywhen {

bool Evaluation::is_condition(Op op) const {
  switch (op) {
    case Op::equal:
    case Op::less:
    case Op::before:
    case Op::known:
    case Op::happened:
    case Op::passed:
    case Op::status_in:
    case Op::negation:
    case Op::conjunction:
    case Op::disjunction:
      return true;
    default:
      return false;
  }
}

Value Evaluation::value(ExprId expr) {
  const Node& node = model_.expressions[expr];
  const auto operands = model_.expressions.operands(expr);
  if (is_condition(node.op)) {
    const Truth result = truth(expr);
    return result == Truth::unknown ? Value{} : Value{result == Truth::yes};
  }
  switch (node.op) {
    case Op::constant:
      return model_.expressions.constants[node.payload];
    case Op::fact:
      return fact_value(model_, order_, static_cast<FactId>(node.payload));
    case Op::percent_of:
      return percent_value(operands);
    case Op::duration_of:
      return duration_value(node, operands);
    case Op::duration_sum:
      return duration_sum(operands);
    case Op::shift:
      return shift_value(node, operands);
    case Op::day_edge:
      return edge_value(node, operands);
    case Op::latest:
      return extreme_value(true, operands);
    case Op::earliest:
      return extreme_value(false, operands);
    case Op::table:
      return table_value(operands);
    default:
      return {};
  }
}

std::optional<Instant> Evaluation::moment(ExprId expr) {
  const Value result = value(expr);
  const auto* instant = std::get_if<Instant>(&result);
  return instant == nullptr ? std::nullopt : std::optional(*instant);
}

Truth Evaluation::passed(std::optional<Instant> moment) {
  if (!moment) return Truth::unknown;
  if (*moment <= at_) return Truth::yes;
  until_ = std::min(until_, *moment);
  return Truth::no;
}

Truth Evaluation::truth(ExprId expr) {
  const Node& node = model_.expressions[expr];
  const auto operands = model_.expressions.operands(expr);
  switch (node.op) {
    case Op::equal:
    case Op::less:
    case Op::before:
      return compare_value(node.op, operands);
    case Op::known:
      return truth_of(!is_unknown(value(operands[0])));
    case Op::happened: {
      const auto event = moment(operands[0]);
      return event ? truth_of(!event->is_never()) : Truth::unknown;
    }
    case Op::passed:
      return passed(moment(operands[0]));
    case Op::status_in:
      return truth_of(model_.expressions.status_sets[node.payload][order_.status]);
    case Op::negation:
      return !truth(operands[0]);
    case Op::conjunction:
      return logic_value(true, operands);
    case Op::disjunction:
      return logic_value(false, operands);
    default: {
      const Value result = value(expr);
      const auto* yes = std::get_if<bool>(&result);
      return yes == nullptr ? Truth::unknown : truth_of(*yes);
    }
  }
}

Truth Evaluation::logic_value(bool conjunction, std::span<const ExprId> operands) {
  Truth result = truth_of(conjunction);
  for (const ExprId operand : operands) {
    result = conjunction ? both(result, truth(operand)) : either(result, truth(operand));
  }
  return result;
}

namespace {

/// Whole numbers and decimals meet as decimals.
std::optional<std::int64_t> millionths(const Value& value) {
  if (const auto* decimal = std::get_if<Decimal>(&value)) return decimal->millionths;
  if (const auto* whole = std::get_if<std::int64_t>(&value)) {
    constexpr std::int64_t bound = std::int64_t{1} << 43;  // further out than any decimal, and its millionths still fit
    return std::clamp(*whole, -bound, bound) * Decimal::scale;
  }
  return std::nullopt;
}

bool mixed_numbers(const Value& left, const Value& right) {
  return left.index() != right.index() && millionths(left) && millionths(right);
}

Truth is_equal(const Value& left, const Value& right) {
  if (mixed_numbers(left, right)) return truth_of(*millionths(left) == *millionths(right));
  const auto* a = std::get_if<Duration>(&left);
  const auto* b = std::get_if<Duration>(&right);
  if (a == nullptr || b == nullptr) return truth_of(left == right);
  const auto order = compare(*a, *b);
  return truth_of(order ? *order == std::strong_ordering::equal : *a == *b);
}

Truth is_less(const Value& left, const Value& right) {
  if (mixed_numbers(left, right)) return truth_of(*millionths(left) < *millionths(right));
  if (const auto* a = std::get_if<Money>(&left)) return truth_of(a->minor < std::get<Money>(right).minor);
  if (const auto* a = std::get_if<Percent>(&left)) return truth_of(*a < std::get<Percent>(right));
  if (const auto* a = std::get_if<Decimal>(&left)) return truth_of(*a < std::get<Decimal>(right));
  if (const auto* a = std::get_if<std::int64_t>(&left)) return truth_of(*a < std::get<std::int64_t>(right));
  if (const auto* a = std::get_if<Date>(&left)) return truth_of(*a < std::get<Date>(right));
  if (const auto* a = std::get_if<Instant>(&left)) return truth_of(*a < std::get<Instant>(right));
  if (const auto* a = std::get_if<Duration>(&left)) {
    const auto order = compare(*a, std::get<Duration>(right));
    return order ? truth_of(*order == std::strong_ordering::less) : Truth::unknown;
  }
  return Truth::unknown;
}

}  // namespace

Truth Evaluation::compare_value(Op op, std::span<const ExprId> operands) {
  const Value left = value(operands[0]);
  const Value right = value(operands[1]);
  if (is_unknown(left) || is_unknown(right)) return Truth::unknown;
  return op == Op::equal ? is_equal(left, right) : is_less(left, right);
}

Value Evaluation::percent_value(std::span<const ExprId> operands) {
  const Value share = value(operands[0]);
  const Value whole = value(operands[1]);
  if (is_unknown(share) || is_unknown(whole)) return {};
  const auto part = percent_of(std::get<Percent>(share), std::get<Money>(whole));
  return part ? Value{part->amount} : Value{};
}

namespace {

template <typename Number>
Number scaled(Number one, std::int64_t count, Number bound) {
  if (one == 0) return 0;
  const std::int64_t most = bound / one;
  return static_cast<Number>(std::clamp(count, -most, most) * one);
}

}  // namespace

Value Evaluation::duration_value(const Node& node, std::span<const ExprId> operands) {
  const Value count = value(operands[0]);
  if (is_unknown(count)) return {};
  const std::int64_t number = std::get<std::int64_t>(count);
  Duration duration = std::get<Duration>(model_.expressions.constants[node.payload]);
  duration.months = scaled(duration.months, number, Duration::max_months);
  duration.days = scaled(duration.days, number, Duration::max_days);
  duration.business_days = scaled(duration.business_days, number, Duration::max_business_days);
  duration.micros = scaled(duration.micros, number, Duration::max_micros);
  return duration;
}

Value Evaluation::duration_sum(std::span<const ExprId> operands) {
  Duration sum;
  for (const ExprId operand : operands) {
    const Value part = value(operand);
    if (is_unknown(part)) return {};
    const auto next = add(sum, std::get<Duration>(part));
    if (!next) return {};
    sum = *next;
  }
  return sum;
}

Instant Evaluation::note_gap(const Shifted& shifted) {
  if (shifted.status == Shifted::exact) return shifted.instant;
  const Instant end = shifted.status == Shifted::past_calendar ? shifted.instant : Instant::always();
  if (!gap_ || end < gap_->end) gap_ = CalendarGap{shifted.calendar, end};
  until_ = end > at_ ? std::min(until_, end) : until_;
  return Instant::never();
}

Value Evaluation::shift_value(const Node& node, std::span<const ExprId> operands) {
  const Value duration = value(operands[0]);
  const Value anchor = value(operands[1]);
  if (const auto* from = std::get_if<Instant>(&anchor); from != nullptr && from->is_never()) return *from;
  if (is_unknown(duration) || is_unknown(anchor)) return {};
  const ShiftDetails& details = model_.expressions.shifts[node.payload];
  ShiftContext context;
  context.zone = details.zone;
  context.rounding = model_.rounding;
  context.calendars = model_.calendars;
  context.default_calendar = model_.default_calendar;
  context.ending_on_business_day = details.ending_on_business_day;
  context.ending_calendar = details.ending_calendar;
  context.holding_business_days = details.holding_business_days;
  context.holding_calendar = details.holding_calendar;
  const auto* date = std::get_if<Date>(&anchor);
  const Instant from = date != nullptr ? start_of_day(*date, details.zone) : std::get<Instant>(anchor);
  const Instant moment = note_gap(shift(from, std::get<Duration>(duration), details.before, context));
  if (date == nullptr) return moment;
  if (moment.is_never()) return Date::last();
  return details.zone.to_local(moment).date();
}

Value Evaluation::edge_value(const Node& node, std::span<const ExprId> operands) {
  const Value anchor = value(operands[0]);
  if (is_unknown(anchor)) return {};
  const EdgeDetails& details = model_.expressions.edges[node.payload];
  if (const auto* date = std::get_if<Date>(&anchor)) {
    return details.end ? end_of_day(*date, details.zone) : start_of_day(*date, details.zone);
  }
  const Instant instant = std::get<Instant>(anchor);
  return details.end ? end_of_day(instant, details.zone) : start_of_day(instant, details.zone);
}

Value Evaluation::extreme_value(bool latest, std::span<const ExprId> operands) {
  std::optional<Instant> extreme;
  bool unknown = false;
  for (const ExprId operand : operands) {
    const auto item = moment(operand);
    unknown = unknown || !item;
    if (item && (!extreme || (latest ? *item > *extreme : *item < *extreme))) extreme = item;
  }
  // The latest of never and something unknown is never all the same.
  if (unknown && !(latest && extreme && extreme->is_never())) return {};
  return *extreme;
}

Value Evaluation::table_value(std::span<const ExprId> operands) {
  std::size_t i = 0;
  for (; i + 1 < operands.size(); i += 2) {
    const Truth row = truth(operands[i]);
    if (row == Truth::unknown) return {};
    if (row == Truth::yes) return value(operands[i + 1]);
  }
  return i < operands.size() ? value(operands[i]) : Value{};
}

void Evaluation::collect_unknown(ExprId expr, std::set<FactId>& facts) {
  const Node& node = model_.expressions[expr];
  if (node.op == Op::known || !is_unknown(value(expr))) return;
  if (node.op == Op::fact) {
    facts.insert(static_cast<FactId>(node.payload));
    return;
  }
  const auto operands = model_.expressions.operands(expr);
  if (node.op == Op::table) {
    // Rows after the first that is not false play no part.
    std::size_t row = 0;
    while (row + 1 < operands.size() && truth(operands[row]) == Truth::no) row += 2;
    const bool is_row = row + 1 < operands.size();
    return collect_unknown(is_row && truth(operands[row]) == Truth::yes ? operands[row + 1] : operands[row], facts);
  }
  for (const ExprId operand : operands) collect_unknown(operand, facts);
}

}  // namespace bywhen
