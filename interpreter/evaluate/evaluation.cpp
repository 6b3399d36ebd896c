#include "interpreter/evaluate/evaluation.hpp"

#include <algorithm>
#include <utility>

#include "interpreter/arithmetic.hpp"
#include "interpreter/evaluate/shift_context.hpp"

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
    case Op::all_of:
    case Op::any_of:
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
    case Op::member:
      return member_value(node);
    case Op::latest_of:
    case Op::earliest_of:
    case Op::sum_of:
    case Op::count_of:
      return gathered_value(expr);
    case Op::percent_of:
      return percent_value(expr, operands);
    case Op::to_decimal:
      return decimal_value(expr, operands);
    case Op::sum:
      return sum_value(expr, operands);
    case Op::times:
      return times_value(expr, operands);
    case Op::at_least:
      return bounded_value(true, operands);
    case Op::at_most:
      return bounded_value(false, operands);
    case Op::duration_of:
      return duration_value(node, operands);
    case Op::in_calendar:
      return calendar_value(operands);
    case Op::since:
      return since_value(operands[0]);
    case Op::shift:
      return shift_value(expr, operands);
    case Op::day_edge:
      return edge_value(node, operands);
    case Op::latest:
      return extreme_value(true, operands);
    case Op::earliest:
      return extreme_value(false, operands);
    case Op::table: {
      const auto row = row_of(operands);
      return row ? value(*row) : Value{};
    }
    default:
      return {};
  }
}

std::optional<Instant> Evaluation::moment(ExprId expr) {
  const Value result = value(expr);
  const auto* instant = std::get_if<Instant>(&result);
  return instant == nullptr ? std::nullopt : std::optional(*instant);
}

Truth Evaluation::passed(Reach moment) {
  if (moment.latest <= at_) return Truth::yes;
  until_ = std::min(until_, moment.soonest > at_ ? moment.soonest : moment.latest);
  return moment.soonest > at_ ? Truth::no : Truth::unknown;
}

Reach Evaluation::reach(ExprId expr) {
  const Op op = model_.expressions[expr].op;
  const auto operands = model_.expressions.operands(expr);
  if (op == Op::table) {
    const auto row = row_of(operands);
    return row ? reach(*row) : Reach{};
  }
  if (op == Op::earliest_of || op == Op::latest_of) return gathered_reach(expr);
  if (op != Op::earliest && op != Op::latest) {
    const auto known = moment(expr);
    return known ? Reach::of(*known) : Reach{};
  }
  const auto pick = [op](Instant a, Instant b) { return op == Op::latest ? std::max(a, b) : std::min(a, b); };
  Reach all = reach(operands.front());
  for (const ExprId item : operands.subspan(1)) {
    const Reach one = reach(item);
    all = {pick(all.soonest, one.soonest), pick(all.latest, one.latest)};
  }
  return all;
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
      return passed(operands[0]);
    case Op::status_in:
      return truth_of(model_.expressions.status_sets[node.payload][order_.status]);
    case Op::negation:
      return !truth(operands[0]);
    case Op::conjunction:
      return logic_value(true, operands);
    case Op::disjunction:
      return logic_value(false, operands);
    case Op::all_of:
    case Op::any_of:
      return gathered_truth(expr);
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

Truth Evaluation::compare_value(Op op, std::span<const ExprId> operands) {
  const Value left = value(operands[0]);
  const Value right = value(operands[1]);
  if (is_unknown(left) || is_unknown(right)) return Truth::unknown;
  return op == Op::equal ? is_equal(left, right) : is_less(left, right);
}

// ── Numbers
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

Value Evaluation::overflow(ExprId expr, std::vector<Value> operands) {
  Fault fault;
  fault.kind = Fault::overflow;
  fault.expr = expr;
  fault.operands = std::move(operands);
  keep_first(fault_, fault);
  return {};
}

Value Evaluation::percent_value(ExprId expr, std::span<const ExprId> operands) {
  const Value share = value(operands[0]);
  const Value whole = value(operands[1]);
  if (is_unknown(share) || is_unknown(whole)) return {};
  if (const auto* count = std::get_if<std::int64_t>(&whole)) {
    const auto part = share_of_count(std::get<Percent>(share), *count);
    return part ? Value{*part} : overflow(expr, {share, whole});
  }
  const auto result = percent_of(std::get<Percent>(share), std::get<Money>(whole), model_.money_rounding);
  if (!result) return overflow(expr, {share, whole});
  if (remarks_ != nullptr && result->rounded)
    remarks_->emplace_back(RoundingRemark{std::get<Percent>(share), std::get<Money>(whole), result->amount});
  return result->amount;
}

Value Evaluation::decimal_value(ExprId expr, std::span<const ExprId> operands) {
  const Value whole = value(operands[0]);
  if (is_unknown(whole)) return {};
  const auto decimal = Decimal::from_integer(std::get<std::int64_t>(whole));
  return decimal ? Value{*decimal} : overflow(expr, {whole, Decimal{}});
}

Value Evaluation::sum_value(ExprId expr, std::span<const ExprId> operands) {
  const auto& signs = model_.expressions.signs[model_.expressions[expr].payload];
  // All are computed first: which of them stands before an unknown one makes no difference to their faults.
  std::vector<Value> items;
  for (const ExprId operand : operands) items.push_back(value(operand));
  if (std::any_of(items.begin(), items.end(), is_unknown)) return {};
  Value sum = items.front();
  for (std::size_t i = 1; i < items.size(); ++i) {
    const Value& item = items[i];
    const auto next = signs[i] ? subtract(sum, item) : add(sum, item);
    if (!next) return overflow(expr, signs[i] ? std::vector<Value>{sum, item, true} : std::vector<Value>{sum, item});
    sum = *next;
  }
  return sum;
}

void Evaluation::require_tellable(ExprId expr, const Value& value) {
  const auto* duration = std::get_if<Duration>(&value);
  if (duration != nullptr && !has_iso_form(*duration)) (void)overflow(expr, {value});
}

std::optional<Money> Evaluation::take_off(ExprId part, Money from, Money less) {
  const auto left = subtract(from, less);
  if (!left) (void)overflow(part, {from, less, true});
  return left;
}

Value Evaluation::times_value(ExprId expr, std::span<const ExprId> operands) {
  const Value count = value(operands[0]);
  const Value one = value(operands[1]);
  if (is_unknown(count) || is_unknown(one)) return {};
  const auto product = multiply(one, std::get<std::int64_t>(count));
  return product ? *product : overflow(expr, {count, one});
}

Value Evaluation::bounded_value(bool at_least, std::span<const ExprId> operands) {
  const Value result = value(operands[0]);
  const Value bound = value(operands[1]);
  if (is_unknown(result) || is_unknown(bound)) return {};
  const Truth beyond = at_least ? is_less(result, bound) : is_less(bound, result);
  return beyond == Truth::yes ? bound : result;
}

// ── Durations and moments
// ───────────────────────────────────────────────────────────────────────────────────────────────────────

Value Evaluation::duration_value(const Node& node, std::span<const ExprId> operands) {
  const Value count = value(operands[0]);
  if (is_unknown(count)) return {};
  const auto& unit = std::get<Duration>(model_.expressions.constants[node.payload]);
  return times_at_most(unit, std::get<std::int64_t>(count));
}

Value Evaluation::calendar_value(std::span<const ExprId> operands) {
  const Value counted = value(operands[0]);
  const Value calendar = value(operands[1]);
  if (is_unknown(counted) || is_unknown(calendar)) return {};
  Duration duration = std::get<Duration>(counted);
  duration.calendar = static_cast<std::int16_t>(std::get<std::int64_t>(calendar));
  return duration;
}

void Evaluation::note_faults(ExprId expr, const Duration& duration, const Value& anchor, const Shifted& shifted) {
  Fault fault;
  if (shifted.status != Shifted::exact) {
    fault.calendar_index = shifted.calendar;
    if (shifted.status == Shifted::past_calendar) fault.end = shifted.instant;
    until_ = fault.end > at_ ? std::min(until_, fault.end) : until_;
  } else {
    fault.kind = Fault::overflow;
    fault.expr = expr;
    fault.operands = {duration, anchor};
  }
  keep_first(fault_, fault);
}

/// False where an order does not tell what chooses one of them.
bool Evaluation::choose_calendars(const ShiftDetails& details, std::span<const ExprId> operands,
                                  ShiftContext& context) {
  const auto choose = [&](const ShiftCalendar& calendar, int& index) {
    index = calendar.fixed;
    if (!calendar.operand) return true;
    const Value chosen = value(operands[*calendar.operand]);
    if (!is_unknown(chosen)) index = static_cast<int>(std::get<std::int64_t>(chosen));
    return !is_unknown(chosen);
  };
  return choose(details.ending_calendar, context.ending_calendar) &&
         choose(details.holding_calendar, context.holding_calendar) &&
         choose(details.law_calendar, context.eu_calendar);
}

Value Evaluation::shift_value(ExprId expr, std::span<const ExprId> operands) {
  const Value duration = value(operands[0]);
  const Value anchor = value(operands[1]);
  if (const auto* from = std::get_if<Instant>(&anchor); from != nullptr && from->is_never()) return *from;
  if (is_unknown(duration) || is_unknown(anchor)) return {};
  const ShiftDetails& details = model_.expressions.shifts[model_.expressions[expr].payload];
  ShiftContext context = shift_context(model_, details);
  if (!choose_calendars(details, operands, context)) return {};
  return shifted_value(expr, std::get<Duration>(duration), anchor, context);
}

void Evaluation::remark_on(const Shifted& shifted, const Duration& duration, bool before, const ShiftContext& context) {
  const int moved_by = context.eu_time_limit ? context.eu_calendar : context.ending_calendar;
  ShiftRemark remark;
  remark.shifted = shifted;
  remark.zone = context.zone;
  remark.rounding = context.rounding;
  remark.by_law = context.eu_time_limit || duration.full;
  remark.before = before != duration.is_negative();
  remark.calendar = moved_by < 0 ? context.default_calendar : moved_by;
  remarks_->emplace_back(std::move(remark));
}

Value Evaluation::shifted_value(ExprId expr, const Duration& duration, const Value& anchor,
                                const ShiftContext& context) {
  const bool before = model_.expressions.shifts[model_.expressions[expr].payload].before;
  const auto* date = std::get_if<Date>(&anchor);
  const Instant from = date != nullptr ? start_of_day(*date, context.zone) : std::get<Instant>(anchor);
  const Shifted shifted = shift(from, duration, before, context);
  const bool lost = shifted.status != Shifted::exact || (date != nullptr && !shifted.instant.is_real());
  if (lost) note_faults(expr, duration, anchor, shifted);
  if (remarks_ != nullptr && !lost) remark_on(shifted, duration, before, context);
  if (date == nullptr) return lost ? Instant::never() : shifted.instant;
  return lost ? Value{} : Value{context.zone.to_local(shifted.instant).date()};
}

/// In whole seconds, since orders tell durations so; a second that has begun counts.
Value Evaluation::since_value(ExprId event) {
  constexpr std::int64_t second = 1'000'000;
  const auto begin = moment(event);
  if (!begin) return {};
  Duration elapsed;
  if (*begin < at_) elapsed.micros = (at_.micros - begin->micros + second - 1) / second * second;
  return elapsed;
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

/// The value of the first row that holds; nothing where a row before it may hold.
std::optional<ExprId> Evaluation::row_of(std::span<const ExprId> operands) {
  std::size_t i = 0;
  for (; i + 1 < operands.size(); i += 2) {
    const Truth row = truth(operands[i]);
    if (row == Truth::unknown) return std::nullopt;
    if (row == Truth::yes) return operands[i + 1];
  }
  return i < operands.size() ? std::optional(operands[i]) : std::nullopt;
}

void Evaluation::collect_unknown(ExprId expr, std::set<FactPart>& facts) {
  const Node& node = model_.expressions[expr];
  if (node.op == Op::known || !is_unknown(value(expr))) return;
  if (node.op == Op::fact) {
    facts.insert({static_cast<FactId>(node.payload)});
    return;
  }
  if (node.op == Op::member) {
    const MemberRef member = MemberRef::of(node.payload);
    facts.insert({member.list, record_index_, member.member});
    return;
  }
  if (gathers(node.op)) return collect_gathered(expr, facts);
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
