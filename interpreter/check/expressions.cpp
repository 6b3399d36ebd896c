#include "interpreter/check/expressions.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace bywhen::check_stage {

bool is_moment(Kind kind) { return kind == Kind::event || kind == Kind::time; }

bool same_type(Type left, Type right) {
  if (is_moment(left.kind) && is_moment(right.kind)) return true;
  return left.kind == right.kind && (left.kind != Kind::choice || left.choices == right.choices);
}

std::string describe_type(const Context& context, Type type) {
  switch (type.kind) {
    case Kind::event:
      return "an event";
    case Kind::time:
      return "a moment";
    case Kind::date:
      return "a date";
    case Kind::yes_no:
      return "yes or no";
    case Kind::integer:
      return "a whole number";
    case Kind::decimal:
      return "a number with decimals";
    case Kind::percent:
      return "a percentage";
    case Kind::money:
      return "an amount of money";
    case Kind::text:
      return "a text";
    case Kind::duration:
      return "a duration";
    case Kind::list:
      return "a list";
    case Kind::choice:
      break;
  }
  std::string list = "one of {";
  bool first = true;
  for (const Choice choice : context.model.choice_lists[type.choices]) {
    list += fmt::format("{}{}", first ? "" : ", ", context.model.choice_names[choice.id]);
    first = false;
  }
  return list + "}";
}

ExprId make(Context& context, Op op, Kind kind, Span span, std::vector<ExprId> operands, std::uint32_t payload) {
  Node node;
  node.op = op;
  node.type = {kind};
  node.payload = payload;
  node.span = span;
  return context.model.expressions.add(node, operands);
}

ExprId make_not(Context& context, ExprId operand, Span span) {
  return make(context, Op::negation, Kind::yes_no, span, {operand});
}

ExprId make_all(Context& context, std::vector<ExprId> operands, Span span) {
  if (operands.size() == 1) return operands.front();
  return make(context, Op::conjunction, Kind::yes_no, span, std::move(operands));
}

bool is_literal_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("-0123456789.") == std::string_view::npos;
}

bool is_numeric(Kind kind) { return kind == Kind::integer || kind == Kind::decimal; }

ExprId negate_if(Context& context, bool negated, ExprId operand, Span span) {
  return negated ? make_not(context, operand, span) : operand;
}

namespace {

Lowered lower_percent_of(Context& context, const syntax::PercentOf& percent_of, Span span) {
  const auto share = lower_as(context, *percent_of.share, {Kind::percent});
  const auto whole = lower(context, *percent_of.whole, Type{Kind::money});
  if (!share || !whole) return std::nullopt;
  // A number that is written down is an amount that lacks its currency.
  const bool literal = std::holds_alternative<syntax::NumberLiteral>(percent_of.whole->node);
  if (!literal && context.model.expressions[*whole].type.kind == Kind::integer)
    return make(context, Op::percent_of, Kind::decimal, span, {*share, *whole});
  const auto amount = require_type(context, *whole, {Kind::money}, percent_of.whole->span);
  if (!amount) return std::nullopt;
  return make(context, Op::percent_of, Kind::money, span, {*share, *amount});
}

Lowered records_out_of_place(Context& context, Span span) {
  context.error(codes::wrong_type, span, "records are told of a list only").help =
      "a list is declared with `fact parcels : list of { … }`";
  return std::nullopt;
}

/// Dispatches on the form; each form has its function.
struct Lowerer {
  Context& context;
  Span span;
  std::optional<Type> wanted;

  Lowered operator()(const syntax::NumberLiteral& node) const { return lower_number(context, node, span, wanted); }
  Lowered operator()(const syntax::PercentLiteral& node) const { return lower_percent(context, node, span); }
  Lowered operator()(const syntax::TextLiteral& node) const {
    return context.model.expressions.add_constant(node.text, {Kind::text}, span);
  }
  Lowered operator()(const syntax::YesNoLiteral& node) const {
    return context.model.expressions.add_constant(node.yes, {Kind::yes_no}, span);
  }
  Lowered operator()(const syntax::DateLiteral& node) const { return lower_date(context, node, span); }
  Lowered operator()(const syntax::TimeLiteral& node) const { return lower_time(context, node, span); }
  Lowered operator()(const syntax::NameRef& node) const { return lower_name(context, node.text, span, wanted); }
  Lowered operator()(const syntax::PathRef& node) const { return lower_path(context, node, span); }
  Lowered operator()(const syntax::Filtered& node) const { return lower(context, *node.value, wanted); }
  Lowered operator()(const syntax::CountOf& node) const { return lower_count_of(context, node, span); }
  Lowered operator()(const syntax::Quantified& node) const { return lower_quantified(context, node, span); }
  Lowered operator()(const syntax::RecordsLiteral&) const { return records_out_of_place(context, span); }
  Lowered operator()(const syntax::Quantity& node) const { return lower_quantity(context, node, span); }
  Lowered operator()(const syntax::Compound& node) const { return lower_compound(context, node, span); }
  Lowered operator()(const syntax::PercentOf& node) const { return lower_percent_of(context, node, span); }
  Lowered operator()(const syntax::Times& node) const { return lower_times(context, node, span); }
  Lowered operator()(const syntax::Sum& node) const { return lower_sum(context, node, span, wanted); }
  Lowered operator()(const syntax::Bounded& node) const { return lower_bounded(context, node, span, wanted); }
  Lowered operator()(const syntax::Shift& node) const { return lower_shift(context, node, span); }
  Lowered operator()(const syntax::TimeSince& node) const { return lower_since(context, node, span); }
  Lowered operator()(const syntax::DayEdge& node) const { return lower_edge(context, node, span); }
  Lowered operator()(const syntax::Extremum& node) const { return lower_extremum(context, node, span); }
  Lowered operator()(const syntax::Compare& node) const { return lower_compare(context, node, span); }
  Lowered operator()(const syntax::Membership& node) const { return lower_membership(context, node, span); }
  Lowered operator()(const syntax::Presence& node) const { return lower_presence(context, node, span); }
  Lowered operator()(const syntax::Happened& node) const { return lower_happened(context, node, span); }
  Lowered operator()(const syntax::Passed& node) const { return lower_passed(context, node, span); }
  Lowered operator()(const syntax::StatusIs& node) const { return lower_status_is(context, node, span); }
  Lowered operator()(const syntax::Logic& node) const { return lower_logic(context, node, span); }
  Lowered operator()(const syntax::Not& node) const {
    const auto operand = lower_condition(context, *node.operand);
    return operand ? Lowered(make_not(context, *operand, span)) : std::nullopt;
  }
};

}  // namespace

Lowered lower(Context& context, const syntax::Expr& expr, std::optional<Type> wanted) {
  return std::visit(Lowerer{context, expr.span, wanted}, expr.node);
}

// ── Wanted types
// ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

namespace {

/// What to write where a value of another kind stands as `text`.
std::string help_for(Kind wanted, Kind found, std::string_view text) {
  const bool number = is_numeric(found) && is_literal_number(text);
  switch (wanted) {
    case Kind::event:
    case Kind::time:
      return found == Kind::duration ? fmt::format("say from when it counts: `{} after …`", text)
                                     : "name an event or a time, write `2026-03-01 10:00`, or count: `3 days after …`";
    case Kind::date:
      return "write a date such as `2026-03-01`";
    case Kind::yes_no:
      return "write `yes` or `no`";
    case Kind::integer:
      return "write a whole number such as `3`";
    case Kind::decimal:
      return found == Kind::integer
                 ? "whole numbers are counted exactly and do not mix with others: declare the fact as `decimal`"
                 : "write a number such as `2.5`";
    case Kind::percent:
      return number ? fmt::format("say it as a percentage: `{}%`", text)
                    : "write a percentage such as `20%`, or name one";
    case Kind::money:
      if (found == Kind::percent) return fmt::format("say of what it is a share: `{} of …`", text);
      return number ? fmt::format("give it a currency, such as `{} EUR`", text)
                    : "write an amount such as `59.90 EUR`, or name one";
    case Kind::text:
      return "a text stands in double quotes";
    case Kind::duration:
      return number ? fmt::format("give it a unit, such as `{} days`", text)
                    : "write a duration such as `3 days`, or name one";
    case Kind::list:
      return "name a list";
    case Kind::choice:
      break;
  }
  return "name one of the choices";
}

}  // namespace

Lowered require_type(Context& context, ExprId expr, Type wanted, Span span) {
  const Type found = context.model.expressions[expr].type;
  if (same_type(found, wanted)) return expr;
  const Value* value = context.model.expressions.constant(expr);
  if (wanted.kind == Kind::decimal && found.kind == Kind::integer && value != nullptr) {
    if (const auto decimal = Decimal::from_integer(std::get<std::int64_t>(*value))) {
      return context.model.expressions.add_constant(*decimal, {Kind::decimal}, span);
    }
  }
  if (wanted.kind == Kind::decimal && found.kind == Kind::integer && value == nullptr)
    return make(context, Op::to_decimal, Kind::decimal, span, {expr});
  const Type said = wanted.kind == Kind::event ? Type{Kind::time} : wanted;
  context
      .error(codes::wrong_type, span,
             fmt::format("{} is wanted here, this is {}", describe_type(context, said), describe_type(context, found)))
      .help = help_for(said.kind, found.kind, context.sources.text(span));
  return std::nullopt;
}

Lowered lower_as(Context& context, const syntax::Expr& expr, Type wanted) {
  const auto lowered = lower(context, expr, wanted);
  if (!lowered) return std::nullopt;
  return require_type(context, *lowered, wanted, expr.span);
}

namespace {

/// Business days and full days stand in no order: the duration, or a part or row of it, that has them.
std::optional<ExprId> untellable_part(const Expressions& expressions, ExprId id) {
  const Node& node = expressions[id];
  if (node.type.kind != Kind::duration) return std::nullopt;
  if (node.op == Op::constant || node.op == Op::duration_of) {
    return has_iso_form(std::get<Duration>(expressions.constants[node.payload])) ? std::nullopt : std::optional(id);
  }
  for (const ExprId operand : expressions.operands(id)) {
    if (const auto part = untellable_part(expressions, operand)) return part;
  }
  return std::nullopt;
}

}  // namespace

Lowered lower_for_fact(Context& context, const syntax::Expr& expr, Type type) {
  const auto lowered = lower_as(context, expr, type);
  if (!lowered) return std::nullopt;
  const auto part = untellable_part(context.model.expressions, *lowered);
  if (!part) return lowered;
  const Span said = context.model.expressions[*part].span;
  Diagnostic& diagnostic = context.error(codes::not_tellable, expr.span,
                                         fmt::format("`{}` cannot be the value of a fact", context.sources.text(said)));
  if (!(said == expr.span)) diagnostic.further.push_back({said, "it comes from here"});
  diagnostic.help =
      "orders tell no business days and no full days: let the fact be their number, as in `processing_days business "
      "days`";
  return std::nullopt;
}

}  // namespace bywhen::check_stage
