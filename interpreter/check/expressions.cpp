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
    case Kind::event: return "an event";
    case Kind::time: return "a moment";
    case Kind::date: return "a date";
    case Kind::yes_no: return "yes or no";
    case Kind::integer: return "a whole number";
    case Kind::decimal: return "a number";
    case Kind::percent: return "a percentage";
    case Kind::money: return "an amount of money";
    case Kind::text: return "a text";
    case Kind::duration: return "a duration";
    case Kind::choice: break;
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

ExprId make_not(Context& context, ExprId operand, Span span) { return make(context, Op::negation, Kind::yes_no, span, {operand}); }

ExprId make_all(Context& context, std::vector<ExprId> operands, Span span) {
  if (operands.size() == 1) return operands.front();
  return make(context, Op::conjunction, Kind::yes_no, span, std::move(operands));
}

namespace {

ExprId negate_if(Context& context, bool negated, ExprId operand, Span span) {
  return negated ? make_not(context, operand, span) : operand;
}

// ── Names ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

std::optional<Choice> choice_in(const Context& context, std::uint16_t list, const std::string& name) {
  for (const Choice choice : context.model.choice_lists[list]) {
    if (context.model.choice_names[choice.id] == name) return choice;
  }
  return std::nullopt;
}

std::vector<std::string_view> choices_of(const Context& context, std::uint16_t list) {
  std::vector<std::string_view> names;
  for (const Choice choice : context.model.choice_lists[list]) names.push_back(context.model.choice_names[choice.id]);
  return names;
}

Lowered unknown_choice(Context& context, const std::string& name, Span span, Type wanted) {
  Diagnostic& diagnostic =
      context.error(codes::unknown_choice, span, fmt::format("`{}` is not {}", name, describe_type(context, wanted)));
  diagnostic.help = suggestion(name, choices_of(context, wanted.choices));
  return std::nullopt;
}

Lowered unknown_value(Context& context, const std::string& name, Span span, std::optional<Type> wanted) {
  if (context.maybe_declared(name)) return std::nullopt;
  if (wanted && wanted->kind == Kind::choice) return unknown_choice(context, name, span, *wanted);
  if (const std::string role = other_role(context, name); !role.empty()) {
    Diagnostic& diagnostic = context.error(codes::wrong_kind_of_name, span, fmt::format("`{}` is {}, not a value", name, role));
    diagnostic.help = role == "a status"   ? fmt::format("ask for the order's status with `status is {}`", name)
                      : role == "a choice" ? fmt::format("compare the fact that has it: `FACT is {}`", name)
                                           : suggestion(name, names_of(context.values));
    return std::nullopt;
  }
  Diagnostic& diagnostic = context.error(codes::unknown_value, span, fmt::format("unknown name `{}`", name));
  diagnostic.label = "not declared";
  diagnostic.help = suggestion(name, names_of(context.values));
  if (diagnostic.help.empty()) diagnostic.help = fmt::format("declare it, for example with `fact {} : …` or `term {} = …`", name, name);
  return std::nullopt;
}

ExprId lower_fact(Context& context, FactId fact, Span span) {
  Node node;
  node.op = Op::fact;
  node.type = context.model.facts[fact].type;
  node.payload = fact;
  node.span = span;
  return context.model.expressions.add(node, {});
}

Lowered lower_name(Context& context, const std::string& name, Span span, std::optional<Type> wanted) {
  if (wanted && wanted->kind == Kind::choice) {
    if (const auto choice = choice_in(context, wanted->choices, name)) {
      return context.model.expressions.add_constant(*choice, *wanted, span);
    }
  }
  const auto found = context.values.find(name);
  if (found == context.values.end()) return unknown_value(context, name, span, wanted);
  found->second.used = true;
  switch (found->second.role) {
    case ValueRole::fact: return lower_fact(context, static_cast<FactId>(found->second.index), span);
    case ValueRole::term: return lower_named_value(context, context.terms[found->second.index]);
    case ValueRole::define: break;
  }
  return lower_named_value(context, context.defines[found->second.index]);
}

// ── Moments ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

std::optional<int> named_calendar(Context& context, const std::optional<syntax::Name>& calendar, Span span) {
  if (!calendar) {
    if (context.model.default_calendar < 0) context.business_places.push_back(span);
    return -1;
  }
  const auto index = look_up(context, context.calendars, *calendar, "calendar", codes::unknown_calendar);
  return index ? std::optional<int>(*index) : std::nullopt;
}

bool add_holding(Context& context, const syntax::Shift& shift, ShiftDetails& details) {
  if (!shift.holding) return true;
  const auto holding = lower_as(context, **shift.holding, {Kind::duration});
  if (!holding) return false;
  const Value* value = context.model.expressions.constant(*holding);
  if (value == nullptr || std::get<Duration>(*value).business_days == 0) {
    context.error(codes::wrong_type, (*shift.holding)->span, "a fixed number of business days is wanted after `holding`").help =
        "say for example `holding 2 business days`";
    return false;
  }
  details.holding_business_days = std::get<Duration>(*value).business_days;
  details.holding_calendar = std::get<Duration>(*value).calendar;
  return true;
}

std::optional<Zone> zone_or_policy(Context& context, const std::optional<syntax::Text>& zone) {
  return zone ? look_up_zone(context, *zone) : context.model.zone;
}

std::optional<ShiftDetails> shift_details(Context& context, const syntax::Shift& shift, Span span) {
  ShiftDetails details;
  details.before = shift.before;
  details.ending_on_business_day = shift.ending_on_business_day;
  bool good = add_holding(context, shift, details);
  if (shift.ending_on_business_day) {
    const auto calendar = named_calendar(context, shift.ending_calendar, span);
    good = good && calendar;
    details.ending_calendar = calendar.value_or(-1);
  }
  const auto zone = zone_or_policy(context, shift.zone);
  if (!good || !zone) return std::nullopt;
  details.zone = *zone;
  return details;
}

Lowered lower_anchor(Context& context, const syntax::Expr& expr) {
  const auto anchor = lower(context, expr);
  if (!anchor) return std::nullopt;
  const Type type = context.model.expressions[*anchor].type;
  if (is_moment(type.kind) || type.kind == Kind::date) return anchor;
  context.error(codes::wrong_type, expr.span, fmt::format("a moment is wanted here, this is {}", describe_type(context, type))).help =
      "name an event, a time or a date to count from";
  return std::nullopt;
}

Lowered lower_shift(Context& context, const syntax::Shift& shift, Span span) {
  const auto duration = lower_as(context, *shift.duration, {Kind::duration});
  const auto anchor = lower_anchor(context, *shift.anchor);
  auto details = shift_details(context, shift, span);
  if (!duration || !anchor || !details) return std::nullopt;
  const bool on_date = context.model.expressions[*anchor].type.kind == Kind::date;
  if (on_date) {
    const Value* value = context.model.expressions.constant(*duration);
    if (value == nullptr || std::get<Duration>(*value).micros != 0 || std::get<Duration>(*value).full) {
      context.error(codes::bare_date, shift.anchor->span, "from a bare date only days, weeks, months, years and business days can be counted").help =
          "say where in the day to start: `start of day …` or `end of day …`";
      return std::nullopt;
    }
    details->zone = Zone::utc();  // a date's arithmetic knows no clock
  }
  context.model.expressions.shifts.push_back(std::move(*details));
  const auto payload = static_cast<std::uint32_t>(context.model.expressions.shifts.size() - 1);
  return make(context, Op::shift, on_date ? Kind::date : Kind::time, span, {*duration, *anchor}, payload);
}

Lowered lower_edge(Context& context, const syntax::DayEdge& edge, Span span) {
  const auto anchor = lower_anchor(context, *edge.anchor);
  const auto zone = zone_or_policy(context, edge.zone);
  if (!anchor || !zone) return std::nullopt;
  context.model.expressions.edges.push_back({edge.end, *zone});
  const auto payload = static_cast<std::uint32_t>(context.model.expressions.edges.size() - 1);
  return make(context, Op::day_edge, Kind::time, span, {*anchor}, payload);
}

Lowered lower_extremum(Context& context, const syntax::Extremum& extremum, Span span) {
  std::vector<ExprId> items;
  for (const syntax::Expr& item : extremum.items) {
    if (const auto lowered = lower_moment(context, item)) items.push_back(*lowered);
  }
  if (items.size() != extremum.items.size()) return std::nullopt;
  return make(context, extremum.latest ? Op::latest : Op::earliest, Kind::time, span, std::move(items));
}

// ── Conditions ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────

bool numeric(Kind kind) { return kind == Kind::integer || kind == Kind::decimal; }

bool ordered(Kind kind) {
  return numeric(kind) || kind == Kind::percent || kind == Kind::money || kind == Kind::duration;
}

/// The right side is read in the light of the left, so that choices have their meaning.
bool lower_sides(Context& context, const syntax::Compare& compare, ExprId& left, ExprId& right) {
  const auto first = lower(context, *compare.left);
  if (!first) {
    // Still look at the right side for mistakes of its own, unless it may be a choice of what could not be read.
    if (!std::holds_alternative<syntax::NameRef>(compare.right->node)) (void)lower(context, *compare.right);
    return false;
  }
  const auto second = lower(context, *compare.right, context.model.expressions[*first].type);
  if (!second) return false;
  left = *first;
  right = *second;
  return true;
}

Lowered cannot_compare(Context& context, const syntax::Compare& compare, Type left, Type right, Span span) {
  Diagnostic& diagnostic = context.error(
      codes::cannot_compare, span,
      fmt::format("{} cannot be compared with {} this way", describe_type(context, left), describe_type(context, right)));
  diagnostic.further.push_back({compare.left->span, fmt::format("this is {}", describe_type(context, left))});
  diagnostic.further.push_back({compare.right->span, fmt::format("this is {}", describe_type(context, right))});
  diagnostic.help = same_type(left, right) ? "such values are compared with `is` and `is not`" : "compare values of one type";
  return std::nullopt;
}

Lowered lower_equality(Context& context, const syntax::Compare& compare, ExprId left, ExprId right, Span span) {
  const Type a = context.model.expressions[left].type;
  const Type b = context.model.expressions[right].type;
  if (!same_type(a, b) && !(numeric(a.kind) && numeric(b.kind))) return cannot_compare(context, compare, a, b, span);
  const ExprId equal = make(context, Op::equal, Kind::yes_no, span, {left, right});
  return negate_if(context, compare.comparison == syntax::Comparison::is_not, equal, span);
}

Lowered lower_order(Context& context, const syntax::Compare& compare, ExprId left, ExprId right, Span span) {
  const Type a = context.model.expressions[left].type;
  const Type b = context.model.expressions[right].type;
  if ((is_moment(a.kind) || a.kind == Kind::date) && (is_moment(b.kind) || b.kind == Kind::date)) {
    context.error(codes::order_of_moments, span, "moments are not compared with `<` or `>`").help = "say `is before` or `is after`";
    return std::nullopt;
  }
  const bool fits = ordered(a.kind) && (same_type(a, b) || (numeric(a.kind) && numeric(b.kind)));
  if (!fits) return cannot_compare(context, compare, a, b, span);
  using syntax::Comparison;
  const bool swapped = compare.comparison == Comparison::greater || compare.comparison == Comparison::less_equal;
  const bool negated = compare.comparison == Comparison::less_equal || compare.comparison == Comparison::greater_equal;
  const ExprId less = swapped ? make(context, Op::less, Kind::yes_no, span, {right, left})
                              : make(context, Op::less, Kind::yes_no, span, {left, right});
  return negate_if(context, negated, less, span);
}

Lowered lower_before(Context& context, const syntax::Compare& compare, ExprId left, ExprId right, Span span) {
  const Type a = context.model.expressions[left].type;
  const Type b = context.model.expressions[right].type;
  const bool fits = (is_moment(a.kind) && is_moment(b.kind)) || (a.kind == Kind::date && b.kind == Kind::date);
  if (!fits) {
    if ((is_moment(a.kind) || a.kind == Kind::date) && (is_moment(b.kind) || b.kind == Kind::date)) {
      const Span date = a.kind == Kind::date ? compare.left->span : compare.right->span;
      context.error(codes::bare_date, date, "a moment cannot be compared with a bare date").help =
          "say `start of day …` or `end of day …` of the date";
      return std::nullopt;
    }
    return cannot_compare(context, compare, a, b, span);
  }
  const ExprId before = make(context, Op::before, Kind::yes_no, span, {left, right});
  return negate_if(context, compare.comparison == syntax::Comparison::is_after, before, span);
}

Lowered lower_compare(Context& context, const syntax::Compare& compare, Span span) {
  ExprId left = 0;
  ExprId right = 0;
  if (!lower_sides(context, compare, left, right)) return std::nullopt;
  switch (compare.comparison) {
    case syntax::Comparison::is:
    case syntax::Comparison::is_not: return lower_equality(context, compare, left, right, span);
    case syntax::Comparison::is_before:
    case syntax::Comparison::is_after: return lower_before(context, compare, left, right, span);
    default: return lower_order(context, compare, left, right, span);
  }
}

Lowered lower_membership(Context& context, const syntax::Membership& membership, Span span) {
  const auto left = lower(context, *membership.left);
  if (!left) return std::nullopt;
  const Type type = context.model.expressions[*left].type;
  std::vector<ExprId> options;
  bool failed = false;
  for (const syntax::Expr& choice : membership.choices) {
    const auto right = lower_as(context, choice, type);
    failed = failed || !right;
    if (right) options.push_back(make(context, Op::equal, Kind::yes_no, choice.span, {*left, *right}));
  }
  if (failed) return std::nullopt;
  const ExprId any = make(context, Op::disjunction, Kind::yes_no, span, std::move(options));
  return negate_if(context, membership.negated, any, span);
}

Lowered lower_presence(Context& context, const syntax::Presence& presence, Span span) {
  const auto* name = std::get_if<syntax::NameRef>(&presence.subject->node);
  const auto subject = lower(context, *presence.subject);
  if (!subject) return std::nullopt;
  const Node node = context.model.expressions[*subject];
  if (name == nullptr || node.op != Op::fact) {
    context.error(codes::not_a_fact, presence.subject->span, "only a fact is known or missing").help = "name one of the facts";
    return std::nullopt;
  }
  const ExprId known = make(context, Op::known, Kind::yes_no, span, {*subject});
  return negate_if(context, !presence.known, known, span);
}

Lowered lower_status_is(Context& context, const syntax::StatusIs& status_is, Span span) {
  StatusSet set(context.model.statuses.size(), false);
  const auto found = look_up_all(context, context.statuses, status_is.statuses, "status", codes::unknown_status);
  if (found.size() != status_is.statuses.size()) return std::nullopt;
  for (const StatusId status : found) set[status] = true;
  context.model.expressions.status_sets.push_back(std::move(set));
  const auto payload = static_cast<std::uint32_t>(context.model.expressions.status_sets.size() - 1);
  return negate_if(context, status_is.negated, make(context, Op::status_in, Kind::yes_no, span, {}, payload), span);
}

Lowered lower_logic(Context& context, const syntax::Logic& logic, Span span) {
  std::vector<ExprId> operands;
  for (const syntax::Expr& operand : logic.operands) {
    if (const auto lowered = lower_condition(context, operand)) operands.push_back(*lowered);
  }
  if (operands.size() != logic.operands.size()) return std::nullopt;
  return make(context, logic.conjunction ? Op::conjunction : Op::disjunction, Kind::yes_no, span, std::move(operands));
}

Lowered lower_percent_of(Context& context, const syntax::PercentOf& percent_of, Span span) {
  const auto share = lower_as(context, *percent_of.share, {Kind::percent});
  const auto whole = lower_as(context, *percent_of.whole, {Kind::money});
  if (!share || !whole) return std::nullopt;
  return make(context, Op::percent_of, Kind::money, span, {*share, *whole});
}

Lowered lower_passed(Context& context, const syntax::Passed& passed, Span span) {
  const auto moment = lower_moment(context, *passed.moment);
  if (!moment) return std::nullopt;
  return negate_if(context, passed.negated, make(context, Op::passed, Kind::yes_no, span, {*moment}), span);
}

Lowered lower_happened(Context& context, const syntax::Happened& happened, Span span) {
  const auto event = lower(context, *happened.event);
  if (!event) return std::nullopt;
  const Node node = context.model.expressions[*event];
  if (node.op != Op::fact || node.type.kind != Kind::event) {
    Diagnostic& diagnostic = context.error(codes::wrong_type, happened.event->span, "only an event happens");
    diagnostic.help = is_moment(node.type.kind) ? "for a moment say `has passed`" : "name a fact of type event";
    return std::nullopt;
  }
  return negate_if(context, happened.negated, make(context, Op::happened, Kind::yes_no, span, {*event}), span);
}

/// Dispatches on the form; each form has its function.
struct Lowerer {
  Context& context;
  Span span;
  std::optional<Type> wanted;

  Lowered operator()(const syntax::NumberLiteral& node) const { return lower_number(context, node, span, wanted); }
  Lowered operator()(const syntax::PercentLiteral& node) const { return lower_percent(context, node, span); }
  Lowered operator()(const syntax::TextLiteral& node) const { return context.model.expressions.add_constant(node.text, {Kind::text}, span); }
  Lowered operator()(const syntax::YesNoLiteral& node) const { return context.model.expressions.add_constant(node.yes, {Kind::yes_no}, span); }
  Lowered operator()(const syntax::DateLiteral& node) const { return lower_date(context, node, span); }
  Lowered operator()(const syntax::TimeLiteral& node) const { return lower_time(context, node, span); }
  Lowered operator()(const syntax::NameRef& node) const { return lower_name(context, node.text, span, wanted); }
  Lowered operator()(const syntax::Quantity& node) const { return lower_quantity(context, node, span); }
  Lowered operator()(const syntax::Compound& node) const { return lower_compound(context, node, span); }
  Lowered operator()(const syntax::PercentOf& node) const { return lower_percent_of(context, node, span); }
  Lowered operator()(const syntax::Shift& node) const { return lower_shift(context, node, span); }
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

Lowered require_type(Context& context, ExprId expr, Type wanted, Span span) {
  const Type found = context.model.expressions[expr].type;
  if (same_type(found, wanted)) return expr;
  const Value* value = context.model.expressions.constant(expr);
  if (wanted.kind == Kind::decimal && found.kind == Kind::integer && value != nullptr) {
    if (const auto decimal = Decimal::from_integer(std::get<std::int64_t>(*value))) {
      return context.model.expressions.add_constant(*decimal, {Kind::decimal}, span);
    }
  }
  Diagnostic& diagnostic = context.error(codes::wrong_type, span, fmt::format("{} is wanted here, this is {}", describe_type(context, wanted),
                                                                              describe_type(context, found)));
  if (wanted.kind == Kind::duration && found.kind == Kind::integer) diagnostic.help = "give it a unit, such as `days` or `hours`";
  if (wanted.kind == Kind::money && numeric(found.kind)) diagnostic.help = "give it a currency, such as `59.90 USD`";
  if (wanted.kind == Kind::percent && numeric(found.kind)) diagnostic.help = "say it as a percentage, such as `20%`";
  if (wanted.kind == Kind::yes_no) diagnostic.help = "a condition compares or asks: `is`, `in {…}`, `has passed`, `is known`";
  return std::nullopt;
}

Lowered lower_as(Context& context, const syntax::Expr& expr, Type wanted) {
  const auto lowered = lower(context, expr, wanted);
  if (!lowered) return std::nullopt;
  return require_type(context, *lowered, wanted, expr.span);
}

Lowered lower_condition(Context& context, const syntax::Expr& expr) { return lower_as(context, expr, {Kind::yes_no}); }

std::optional<ExprId> lower_conditions(Context& context, const std::vector<syntax::Condition>& conditions, bool& failed) {
  std::vector<ExprId> lowered;
  for (const syntax::Condition& condition : conditions) {
    const auto expr = lower_condition(context, condition.expr);
    if (expr) lowered.push_back(negate_if(context, condition.unless, *expr, condition.span));
    failed = failed || !expr;
  }
  if (lowered.empty()) return std::nullopt;
  return make_all(context, std::move(lowered), join(conditions.front().span, conditions.back().span));
}

Lowered lower_moment(Context& context, const syntax::Expr& expr) {
  const auto lowered = lower(context, expr);
  if (!lowered) return std::nullopt;
  const Type type = context.model.expressions[*lowered].type;
  if (is_moment(type.kind)) return lowered;
  if (type.kind == Kind::date) {
    context.error(codes::bare_date, expr.span, "a bare date says no moment").help =
        "say `start of day …`, or `end of day …` if the whole day is meant";
    return std::nullopt;
  }
  return require_type(context, *lowered, {Kind::time}, expr.span);
}

Lowered lower_named_value(Context& context, NamedValue& named) {
  if (named.state == NamedValue::State::done) return named.expr;
  if (named.state == NamedValue::State::in_progress) {
    context.error(codes::defined_by_itself, named.name->span, fmt::format("`{}` is defined by itself", named.name->text)).help =
        "a value cannot hang on itself, not even by way of others: break the circle";
    named.state = NamedValue::State::done;
    return std::nullopt;
  }
  named.state = NamedValue::State::in_progress;
  Lowered expr;
  if (const auto* table = std::get_if<syntax::Table>(named.value)) {
    expr = lower_table(context, *table, std::nullopt);
  } else if (named.condition) {
    expr = lower_condition(context, std::get<syntax::Expr>(*named.value));
  } else {
    expr = lower(context, std::get<syntax::Expr>(*named.value));
  }
  if (named.state == NamedValue::State::in_progress) named.expr = expr;
  named.state = NamedValue::State::done;
  return named.expr;
}

}  // namespace bywhen::check_stage
