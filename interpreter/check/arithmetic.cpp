#include "interpreter/arithmetic.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "interpreter/check/expressions.hpp"

namespace bywhen::check_stage {

namespace {

bool can_be_added(Kind kind) {
  return is_numeric(kind) || kind == Kind::percent || kind == Kind::money || kind == Kind::duration;
}

Lowered cannot_compute(Context& context, Span span, Type type, std::string_view word) {
  Diagnostic& diagnostic = context.error(
      codes::cannot_compute, span,
      fmt::format("{} {}: numbers, percentages, amounts and durations are", describe_type(context, type), word));
  if (is_moment(type.kind) || type.kind == Kind::date) {
    diagnostic.help = fmt::format("to count from it, say `2 days after {}`", context.sources.text(span));
  } else {
    diagnostic.help = "name a value of one of these";
  }
  return std::nullopt;
}

Lowered too_large(Context& context, Type type, Span span) {
  if (type.kind == Kind::duration) {
    context
        .error(codes::beyond_all_bounds, span,
               "this duration goes forwards in one unit and backwards in another, or is longer than any policy needs")
        .help = "count in two steps with a `define`, first on and then back; durations are at most 10000 years";
    return std::nullopt;
  }
  context.error(codes::beyond_all_bounds, span, "this cannot be computed: it is beyond what values may be").help =
      "amounts have at most 15 digits in the currency's smallest unit, whole numbers 18";
  return std::nullopt;
}

/// The expression, or its value where every part is a fixed one.
Lowered folded(Context& context, ExprId expr, const std::optional<Value>& value, bool fixed) {
  if (!fixed) return expr;
  const Node node = context.model.expressions[expr];
  if (!value) return too_large(context, node.type, node.span);
  return context.model.expressions.add_constant(*value, node.type, node.span);
}

std::vector<const Value*> constants_of(const Context& context, const std::vector<ExprId>& exprs) {
  std::vector<const Value*> values;
  for (const ExprId expr : exprs) {
    if (const Value* value = context.model.expressions.constant(expr)) values.push_back(value);
  }
  return values;
}

// ── Durations that can be added
// ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/// How parts of a duration are counted: two of different kinds cannot be one duration.
struct Counting {
  bool plain = false;
  bool full = false;
  /// The calendars of business days: fixed ones, and those that the order chooses.
  std::set<int> calendars;
  std::set<ExprId> chosen;
};

void collect_counting(const Expressions& expressions, ExprId id, Counting& counting) {
  const Node& node = expressions[id];
  if (node.type.kind != Kind::duration) return;
  if (node.op == Op::fact) counting.plain = true;
  if (node.op == Op::constant || node.op == Op::duration_of) {
    const Duration& duration = std::get<Duration>(expressions.constants[node.payload]);
    (duration.full ? counting.full : counting.plain) = true;
    if (duration.business_days != 0) counting.calendars.insert(duration.calendar);
    return;
  }
  if (node.op == Op::in_calendar) {
    counting.plain = true;
    counting.chosen.insert(expressions.operands(id)[1]);
    return;
  }
  for (const ExprId operand : expressions.operands(id)) collect_counting(expressions, operand, counting);
}

bool durations_fit(Context& context, const std::vector<ExprId>& parts, Span span) {
  Counting counting;
  for (const ExprId part : parts) collect_counting(context.model.expressions, part, counting);
  const bool mixed = counting.plain && counting.full;
  if (!mixed && counting.calendars.size() + counting.chosen.size() <= 1) return true;
  context.error(codes::bad_unit_words, span, "these durations cannot be added").help =
      "`full` days and business days of different calendars stand alone; say the parts in two steps with a `define`";
  return false;
}

}  // namespace

Lowered add_up(Context& context, std::vector<ExprId> items, std::vector<bool> negative, Span span) {
  const Type type = context.model.expressions[items.front()].type;
  if (type.kind == Kind::duration && !durations_fit(context, items, span)) return std::nullopt;
  const auto constants = constants_of(context, items);
  const bool fixed = constants.size() == items.size();
  std::optional<Value> sum;
  for (std::size_t i = 0; fixed && i < constants.size() && (i == 0 || sum); ++i) {
    if (i == 0) {
      sum = *constants[i];
    } else {
      sum = negative[i] ? subtract(*sum, *constants[i]) : add(*sum, *constants[i]);
    }
  }
  context.model.expressions.signs.push_back(std::move(negative));
  const auto payload = static_cast<std::uint32_t>(context.model.expressions.signs.size() - 1);
  return folded(context, make(context, Op::sum, type.kind, span, std::move(items), payload), sum, fixed);
}

namespace {

/// Fixed amounts are added where they stand, so that their currencies are compared here.
bool share_currency(Context& context, const std::vector<ExprId>& items) {
  const Money* first = nullptr;
  for (const ExprId item : items) {
    const Value* value = context.model.expressions.constant(item);
    const auto* money = value == nullptr ? nullptr : std::get_if<Money>(value);
    if (money == nullptr) continue;
    if (first != nullptr && first->currency != money->currency) return false;
    first = money;
  }
  return true;
}

Lowered differing_currencies(Context& context, Span span) {
  context.error(codes::currencies_differ, span, "amounts of two currencies meet here").help =
      "amounts that are compared or added share one currency: there are no rates of exchange in a policy";
  return std::nullopt;
}

/// The type that all have in common: that of the first, or a decimal where some are decimals and some whole numbers.
Type common_type(const Context& context, const std::vector<ExprId>& items) {
  Type type = context.model.expressions[items.front()].type;
  for (const ExprId item : items) {
    const Type other = context.model.expressions[item].type;
    if (is_numeric(type.kind) && other.kind == Kind::decimal) type = other;
  }
  return type;
}

std::optional<std::vector<ExprId>> lower_items(Context& context, const std::vector<syntax::Expr>& exprs,
                                               std::optional<Type> wanted) {
  std::vector<ExprId> items;
  for (const syntax::Expr& expr : exprs) {
    if (const auto item = lower(context, expr, wanted)) items.push_back(*item);
  }
  if (items.size() != exprs.size()) return std::nullopt;
  const Type first = context.model.expressions[items.front()].type;
  if (!can_be_added(first.kind)) {
    (void)cannot_compute(context, exprs.front().span, first, "cannot be added or taken away");
    return std::nullopt;
  }
  const Type type = common_type(context, items);
  bool failed = false;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto item = require_type(context, items[i], type, exprs[i].span);
    failed = failed || !item;
    items[i] = item.value_or(items[i]);
  }
  return failed ? std::nullopt : std::optional(std::move(items));
}

}  // namespace

Lowered lower_sum(Context& context, const syntax::Sum& sum, Span span, std::optional<Type> wanted) {
  auto items = lower_items(context, sum.items, wanted);
  if (!items) return std::nullopt;
  if (!share_currency(context, *items)) return differing_currencies(context, span);
  return add_up(context, std::move(*items), sum.negative, span);
}

Lowered lower_times(Context& context, const syntax::Times& times, Span span) {
  const auto count = lower_as(context, *times.count, {Kind::integer});
  const auto one = lower(context, *times.value);
  if (!count || !one) return std::nullopt;
  const Type type = context.model.expressions[*one].type;
  if (!can_be_added(type.kind)) return cannot_compute(context, times.value->span, type, "cannot be multiplied");
  const Value* number = context.model.expressions.constant(*count);
  const Value* value = context.model.expressions.constant(*one);
  const bool fixed = number != nullptr && value != nullptr;
  const auto product = fixed ? multiply(*value, std::get<std::int64_t>(*number)) : std::nullopt;
  return folded(context, make(context, Op::times, type.kind, span, {*count, *one}), product, fixed);
}

Lowered lower_bounded(Context& context, const syntax::Bounded& bounded, Span span, std::optional<Type> wanted) {
  const auto value = lower(context, *bounded.value, wanted);
  if (!value) return std::nullopt;
  const Type type = context.model.expressions[*value].type;
  if (!can_be_added(type.kind) || type.kind == Kind::duration) {
    context
        .error(codes::cannot_compute, bounded.value->span,
               fmt::format("`at {}` bounds numbers, percentages and amounts; this is {}",
                           bounded.at_least ? "least" : "most", describe_type(context, type)))
        .help = is_moment(type.kind) ? "say `latest of …` or `earliest of …`" : "name a value of one of these";
    return std::nullopt;
  }
  const auto bound = lower_as(context, *bounded.bound, type);
  if (!bound) return std::nullopt;
  if (!share_currency(context, {*value, *bound})) return differing_currencies(context, span);
  return make(context, bounded.at_least ? Op::at_least : Op::at_most, type.kind, span, {*value, *bound});
}

}  // namespace bywhen::check_stage
