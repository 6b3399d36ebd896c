#include "interpreter/arithmetic.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "interpreter/check/expressions.hpp"
#include "interpreter/money/currency.hpp"

namespace bywhen::check_stage {

bool can_be_added(Kind kind) {
  return is_numeric(kind) || kind == Kind::percent || kind == Kind::money || kind == Kind::duration;
}

namespace {

Lowered cannot_compute(Context& context, Span span, Type type, std::string_view word, std::string help) {
  context.error(codes::cannot_compute, span, fmt::format("{} cannot be {}", describe_type(context, type), word)).help =
      std::move(help);
  return std::nullopt;
}

constexpr std::string_view what_can_be_added = "numbers, percentages, amounts and durations can be";

/// The expression, or its value where every part is a fixed one.
Lowered folded(Context& context, ExprId expr, const std::optional<Value>& value, bool fixed, std::string help = {}) {
  if (!fixed) return expr;
  const Node node = context.model.expressions[expr];
  if (value) return context.model.expressions.add_constant(*value, node.type, node.span);
  context
      .error(codes::beyond_all_bounds, node.span,
             fmt::format("`{}` cannot be computed", context.sources.text(node.span)))
      .help = help.empty() ? std::string(bounds_of(node.type.kind)) : std::move(help);
  return std::nullopt;
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
  const Expressions& expressions = context.model.expressions;
  Diagnostic& diagnostic = context.error(codes::bad_unit_words, span, "these durations cannot be added");
  diagnostic.label = mixed ? "full days and others end differently" : "business days of two calendars";
  diagnostic.help = fmt::format("count in two steps: `define first = {} after …`, then `{} after first`",
                                context.sources.text(expressions[parts.front()].span),
                                context.sources.text(expressions[parts.back()].span));
  return false;
}

/// For a duration that something is taken away from: what to write where the parts would count both ways. Empty where
/// that is not so.
std::string help_for_parts(const Context& context, const std::vector<ExprId>& items,
                           const std::vector<bool>& negative) {
  if (std::find(negative.begin(), negative.end(), true) == negative.end()) return "";
  if (items.size() > 2) return "its parts count both ways: count in several steps, each with a `define`";
  const auto text = [&](ExprId item) { return context.sources.text(context.model.expressions[item].span); };
  return fmt::format("its parts count both ways: `define first = {} after …`, then `{} before first`",
                     text(items.front()), text(items.back()));
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
  std::string help = type.kind == Kind::duration ? help_for_parts(context, items, negative) : "";
  context.model.expressions.signs.push_back(std::move(negative));
  const auto payload = static_cast<std::uint32_t>(context.model.expressions.signs.size() - 1);
  return folded(context, make(context, Op::sum, type.kind, span, std::move(items), payload), sum, fixed,
                std::move(help));
}

namespace {

/// Fixed amounts are added where they stand, so that their currencies are compared here.
bool share_currency(Context& context, const std::vector<ExprId>& items) {
  const Expressions& expressions = context.model.expressions;
  std::optional<ExprId> first;
  for (const ExprId item : items) {
    const Value* value = expressions.constant(item);
    if (value == nullptr || !std::holds_alternative<Money>(*value)) continue;
    const auto code = [&](ExprId id) { return currency_at(std::get<Money>(*expressions.constant(id)).currency).code; };
    if (!first) first = item;
    if (code(item) == code(*first)) continue;
    Diagnostic& diagnostic = context.error(codes::currencies_differ, expressions[item].span,
                                           fmt::format("{} meets {} here", code(item), code(*first)));
    diagnostic.further.push_back({expressions[*first].span, "the other currency"});
    diagnostic.help =
        "amounts that are compared or added share one currency: there are no rates of exchange in a policy";
    return false;
  }
  return true;
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

/// How to count from a moment, or a date, to which something was to be added.
std::string help_to_count(const Context& context, const syntax::Sum& sum, const std::vector<ExprId>& items,
                          std::size_t moment) {
  const Expressions& expressions = context.model.expressions;
  const auto name = context.sources.text(sum.items[moment].span);
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (expressions[items[i]].type.kind != Kind::duration) continue;
    return fmt::format("count from it: `{} {} {}`", context.sources.text(sum.items[i].span),
                       sum.negative[i] ? "before" : "after", name);
  }
  return fmt::format("count from it, as in `2 days after {}`; moments are compared with `is before` and `is after`",
                     name);
}

/// Reports the first item that nothing can be added to.
bool all_can_be_added(Context& context, const syntax::Sum& sum, const std::vector<ExprId>& items) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Type type = context.model.expressions[items[i]].type;
    const bool counted = is_moment(type.kind) || type.kind == Kind::date;
    if (can_be_added(type.kind) || (i > 0 && !counted)) continue;
    (void)cannot_compute(context, sum.items[i].span, type, "added or taken away",
                         counted ? help_to_count(context, sum, items, i) : std::string(what_can_be_added));
    return false;
  }
  return true;
}

std::optional<std::vector<ExprId>> lower_items(Context& context, const syntax::Sum& sum, std::optional<Type> wanted) {
  std::vector<ExprId> items;
  for (const syntax::Expr& expr : sum.items) {
    const auto item = sum.total ? lower_item(context, expr, {Op::sum_of, wanted}) : lower(context, expr, wanted);
    if (item) items.push_back(*item);
  }
  if (items.size() != sum.items.size() || !all_can_be_added(context, sum, items)) return std::nullopt;
  const Type type = common_type(context, items);
  bool failed = false;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto item = require_type(context, items[i], type, sum.items[i].span);
    failed = failed || !item;
    items[i] = item.value_or(items[i]);
  }
  return failed ? std::nullopt : std::optional(std::move(items));
}

}  // namespace

Lowered lower_sum(Context& context, const syntax::Sum& sum, Span span, std::optional<Type> wanted) {
  auto items = lower_items(context, sum, wanted);
  if (!items) return std::nullopt;
  if (!share_currency(context, *items)) return std::nullopt;
  if (items->size() == 1) return items->front();
  return add_up(context, std::move(*items), sum.negative, span);
}

namespace {

/// How often something is taken: a whole number. What is none has another way to be said.
Lowered lower_count(Context& context, const syntax::Times& times) {
  if (const auto* part = std::get_if<syntax::PercentOf>(&times.count->node)) {
    // `5% of 2 times total`
    context.error(codes::wrong_type, times.count->span, "a whole number is wanted before `times`, this is a share")
        .help = fmt::format("write `{} of ({} times {})`", context.sources.text(part->share->span),
                            context.sources.text(part->whole->span), context.sources.text(times.value->span));
    return std::nullopt;
  }
  const auto count = lower(context, *times.count);
  if (!count) return std::nullopt;
  const Type type = context.model.expressions[*count].type;
  if (type.kind == Kind::integer) return count;
  const auto text = context.sources.text(times.count->span);
  const auto value = context.sources.text(times.value->span);
  const bool literal = std::holds_alternative<syntax::NumberLiteral>(times.value->node);
  std::string help = "parts of an amount are percentages: `150% of total`";
  if (type.kind == Kind::percent) help = fmt::format("say `{} of {}`", text, value);
  if (type.kind != Kind::decimal && literal) help = fmt::format("the number stands first: `{} times {}`", value, text);
  context
      .error(codes::wrong_type, times.count->span,
             fmt::format("a whole number is wanted before `times`, this is {}", describe_type(context, type)))
      .help = std::move(help);
  return std::nullopt;
}

}  // namespace

Lowered lower_times(Context& context, const syntax::Times& times, Span span) {
  const auto count = lower_count(context, times);
  const auto one = lower(context, *times.value);
  if (!count || !one) return std::nullopt;
  const Type type = context.model.expressions[*one].type;
  if (!can_be_added(type.kind))
    return cannot_compute(context, times.value->span, type, "multiplied", std::string(what_can_be_added));
  const Value* number = context.model.expressions.constant(*count);
  const Value* value = context.model.expressions.constant(*one);
  const bool fixed = number != nullptr && value != nullptr;
  const auto product = fixed ? multiply(*value, std::get<std::int64_t>(*number)) : std::nullopt;
  return folded(context, make(context, Op::times, type.kind, span, {*count, *one}), product, fixed);
}

namespace {

/// What has no `at least` and `at most` but something else.
std::string help_for_unbounded(const Context& context, const syntax::Bounded& bounded, Kind kind) {
  const std::string_view word = bounded.at_least ? "latest" : "earliest";
  const auto value = context.sources.text(bounded.value->span);
  const auto bound = context.sources.text(bounded.bound->span);
  if (is_moment(kind)) return fmt::format("say `{} of {}, {}`", word, value, bound);
  if (kind == Kind::duration)
    return fmt::format("bound the moments that they lead to: `{} of {} after …, {} after …`", word, value, bound);
  if (kind == Kind::date) return fmt::format("say `start of day …` of both with a `define`, and take `{} of …`", word);
  return "numbers, percentages and amounts have bounds";
}

std::optional<ExprId> lowered_bound(const Context& context, Span span) {
  const auto found = std::find_if(context.bounds.begin(), context.bounds.end(),
                                  [span](const auto& bound) { return bound.first == span; });
  return found == context.bounds.end() ? std::nullopt : std::optional(found->second);
}

/// Once for two bounds, however many values they limit.
void report_crossed(Context& context, const syntax::Bounded& floor, const syntax::Bounded& ceiling, bool floor_last) {
  const Span span = (floor_last ? floor : ceiling).bound->span;
  const Span other = (floor_last ? ceiling : floor).bound->span;
  if (context.has_mistake_in(span)) return;
  Diagnostic& diagnostic =
      context.error(codes::floor_above_ceiling, span,
                    fmt::format("`at least {}` and `at most {}` leave no value",
                                context.sources.text(floor.bound->span), context.sources.text(ceiling.bound->span)));
  diagnostic.further.push_back({other, "the other limit"});
  diagnostic.help = "the lower limit lies above the upper one: change one of them, or leave it out";
}

/// The limits of a term, the last first, must leave something between them.
void compare_bounds(Context& context, const syntax::Bounded& last) {
  const auto own = lowered_bound(context, last.bound->span);
  const Value* limit = own ? context.model.expressions.constant(*own) : nullptr;
  if (limit == nullptr) return;
  const auto* earlier = std::get_if<syntax::Bounded>(&last.value->node);
  for (; earlier != nullptr; earlier = std::get_if<syntax::Bounded>(&earlier->value->node)) {
    const auto other = lowered_bound(context, earlier->bound->span);
    const Value* value = other ? context.model.expressions.constant(*other) : nullptr;
    if (value == nullptr || earlier->at_least == last.at_least) continue;
    const bool crossed = last.at_least ? is_less(*value, *limit) == Truth::yes : is_less(*limit, *value) == Truth::yes;
    if (crossed)
      report_crossed(context, last.at_least ? last : *earlier, last.at_least ? *earlier : last, last.at_least);
  }
}

void note_bound(Context& context, const syntax::Bounded& bounded, ExprId bound) {
  if (context.in_progress.empty() || !context.in_progress.back()->term) return;
  context.bounds.emplace_back(bounded.bound->span, bound);
  compare_bounds(context, bounded);
}

/// The longer or the shorter of two fixed durations. Of others nobody can say which that is before the order tells
/// them, and of some not even then.
Lowered bound_duration(Context& context, const syntax::Bounded& bounded, ExprId value, Span span) {
  const auto bound = lower_as(context, *bounded.bound, {Kind::duration});
  if (!bound) return std::nullopt;
  note_bound(context, bounded, *bound);
  const Value* left = context.model.expressions.constant(value);
  const Value* right = context.model.expressions.constant(*bound);
  if (left == nullptr || right == nullptr) {
    const Span open = left == nullptr ? bounded.value->span : bounded.bound->span;
    context
        .error(codes::cannot_compute, open,
               fmt::format("only a fixed duration has `at {}`", bounded.at_least ? "least" : "most"))
        .help = help_for_unbounded(context, bounded, Kind::duration);
    return std::nullopt;
  }
  const auto order = compare(std::get<Duration>(*left), std::get<Duration>(*right));
  if (!order) {
    Diagnostic& diagnostic = context.error(codes::cannot_compute, span, "nobody can say which of these is longer");
    diagnostic.label = fmt::format("{} or {}: that hangs on the date", describe(std::get<Duration>(*left)),
                                   describe(std::get<Duration>(*right)));
    diagnostic.help = fmt::format("say both in one unit, or {}", help_for_unbounded(context, bounded, Kind::duration));
    return std::nullopt;
  }
  const bool keep = bounded.at_least ? *order >= 0 : *order <= 0;
  return context.model.expressions.add_constant(keep ? *left : *right, {Kind::duration}, span);
}

}  // namespace

Lowered lower_bounded(Context& context, const syntax::Bounded& bounded, Span span, std::optional<Type> wanted) {
  const auto value = lower(context, *bounded.value, wanted);
  if (!value) return std::nullopt;
  const Type type = context.model.expressions[*value].type;
  if (type.kind == Kind::duration) return bound_duration(context, bounded, *value, span);
  if (!can_be_added(type.kind)) {
    context
        .error(codes::cannot_compute, bounded.value->span,
               fmt::format("{} has no `at {}`", describe_type(context, type), bounded.at_least ? "least" : "most"))
        .help = help_for_unbounded(context, bounded, type.kind);
    return std::nullopt;
  }
  const auto bound = lower_as(context, *bounded.bound, type);
  if (!bound) return std::nullopt;
  if (!share_currency(context, {*value, *bound})) return std::nullopt;
  note_bound(context, bounded, *bound);
  return make(context, bounded.at_least ? Op::at_least : Op::at_most, type.kind, span, {*value, *bound});
}

}  // namespace bywhen::check_stage
