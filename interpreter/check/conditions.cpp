#include "interpreter/check/expressions.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace bywhen::check_stage {

namespace {

bool ordered(Kind kind) {
  return is_numeric(kind) || kind == Kind::percent || kind == Kind::money || kind == Kind::duration;
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

std::string_view word_of(syntax::Comparison comparison) {
  using syntax::Comparison;
  switch (comparison) {
    case Comparison::is:
      return "is";
    case Comparison::is_not:
      return "is not";
    case Comparison::less:
      return "<";
    case Comparison::less_equal:
      return "<=";
    case Comparison::greater:
      return ">";
    case Comparison::greater_equal:
      return ">=";
    case Comparison::is_before:
      return "is before";
    case Comparison::is_after:
      return "is after";
  }
  return {};
}

/// How to make the two sides alike, where that is plain.
std::string help_to_compare(const Context& context, const syntax::Compare& compare, Type left, Type right) {
  if (left.kind == Kind::choice && right.kind == Kind::choice)
    return "only facts with the same list of choices are compared";
  const bool number_left = is_numeric(left.kind);
  if (!number_left && !is_numeric(right.kind)) return "compare values of one type";
  const std::string_view number = context.sources.text(number_left ? compare.left->span : compare.right->span);
  if (!is_literal_number(number)) return "compare values of one type";
  switch (number_left ? right.kind : left.kind) {
    case Kind::money:
      return fmt::format("give the number a currency, such as `{} EUR`", number);
    case Kind::percent:
      return fmt::format("say it as a percentage, such as `{}%`", number);
    case Kind::duration:
      return fmt::format("give the number a unit, such as `{} days`", number);
    default:
      return "compare values of one type";
  }
}

Lowered cannot_compare(Context& context, const syntax::Compare& compare, Type left, Type right, Span span) {
  context
      .error(codes::cannot_compare, span,
             fmt::format("{} cannot be compared with {}", describe_type(context, left), describe_type(context, right)))
      .help = help_to_compare(context, compare, left, right);
  return std::nullopt;
}

/// Two values of one type, or at least one side of a type that is never compared with this word.
Lowered word_does_not_fit(Context& context, const syntax::Compare& compare, Type type, std::string_view compared,
                          Span span) {
  Diagnostic& diagnostic = context.error(
      codes::cannot_compare, span,
      fmt::format("`{}` compares {}; this is {}", word_of(compare.comparison), compared, describe_type(context, type)));
  diagnostic.help = ordered(type.kind) ? "compare with `<`, `<=`, `>` or `>=`" : "compare with `is` or `is not`";
  return std::nullopt;
}

bool datelike(Kind kind) { return is_moment(kind) || kind == Kind::date; }

Lowered moment_meets_date(Context& context, const syntax::Compare& compare, Type left) {
  const Span date = left.kind == Kind::date ? compare.left->span : compare.right->span;
  context.error(codes::bare_date, date, "a moment cannot be compared with a bare date").help =
      fmt::format("say `start of day {0}` or `end of day {0}`", context.sources.text(date));
  return std::nullopt;
}

Lowered lower_equality(Context& context, const syntax::Compare& compare, ExprId left, ExprId right, Span span) {
  const Type a = context.model.expressions[left].type;
  const Type b = context.model.expressions[right].type;
  if (a.kind != b.kind && datelike(a.kind) && datelike(b.kind) && !same_type(a, b))
    return moment_meets_date(context, compare, a);
  if (!same_type(a, b) && !(is_numeric(a.kind) && is_numeric(b.kind)))
    return cannot_compare(context, compare, a, b, span);
  const ExprId equal = make(context, Op::equal, Kind::yes_no, span, {left, right});
  return negate_if(context, compare.comparison == syntax::Comparison::is_not, equal, span);
}

Lowered lower_order(Context& context, const syntax::Compare& compare, ExprId left, ExprId right, Span span) {
  const Type a = context.model.expressions[left].type;
  const Type b = context.model.expressions[right].type;
  if (datelike(a.kind) && datelike(b.kind)) {
    context
        .error(codes::order_of_moments, span,
               fmt::format("moments are not compared with `{}`", word_of(compare.comparison)))
        .help = "say `is before` or `is after`";
    return std::nullopt;
  }
  if (!same_type(a, b) && !(is_numeric(a.kind) && is_numeric(b.kind)))
    return cannot_compare(context, compare, a, b, span);
  if (!ordered(a.kind)) return word_does_not_fit(context, compare, a, "numbers, shares, amounts and durations", span);
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
    if (datelike(a.kind) && datelike(b.kind)) return moment_meets_date(context, compare, a);
    return word_does_not_fit(context, compare, datelike(a.kind) ? b : a, "moments or dates", span);
  }
  const ExprId before = make(context, Op::before, Kind::yes_no, span, {left, right});
  return negate_if(context, compare.comparison == syntax::Comparison::is_after, before, span);
}

}  // namespace

Lowered lower_compare(Context& context, const syntax::Compare& compare, Span span) {
  ExprId left = 0;
  ExprId right = 0;
  if (!lower_sides(context, compare, left, right)) return std::nullopt;
  switch (compare.comparison) {
    case syntax::Comparison::is:
    case syntax::Comparison::is_not:
      return lower_equality(context, compare, left, right, span);
    case syntax::Comparison::is_before:
    case syntax::Comparison::is_after:
      return lower_before(context, compare, left, right, span);
    default:
      return lower_order(context, compare, left, right, span);
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

namespace {

/// Reports a question that has only one answer: its author means something else.
bool always_known(Context& context, const Fact& fact, const syntax::Presence& presence, Span span) {
  if (!fact.always_known()) return false;
  const bool event = fact.type.kind == Kind::event;
  Diagnostic& diagnostic = context.error(codes::always_known, span,
                                         fmt::format("`{}` is never {}", fact.name, event ? "unknown" : "missing"));
  diagnostic.further.push_back({fact.span, event                ? "an event: missing means that it has not happened"
                                           : fact.default_value ? "has a default"
                                                                : "without `?`, so that every order has it"});
  diagnostic.help = event ? fmt::format("ask `{} has {}happened`", fact.name, presence.known ? "" : "not ")
                          : "leave the question out, or let the fact be unknown: with `?` and without a default";
  return true;
}

std::optional<FactId> list_named(Context& context, const std::string& name) {
  const auto found = context.values.find(name);
  if (found == context.values.end() || found->second.role != ValueRole::fact) return std::nullopt;
  if (context.model.facts[found->second.index].type.kind != Kind::list) return std::nullopt;
  found->second.used = true;
  return static_cast<FactId>(found->second.index);
}

}  // namespace

Lowered lower_presence(Context& context, const syntax::Presence& presence, Span span) {
  const auto* name = std::get_if<syntax::NameRef>(&presence.subject->node);
  const bool path = std::holds_alternative<syntax::PathRef>(presence.subject->node);
  const auto list = name == nullptr ? std::nullopt : list_named(context, name->text);
  const auto subject = list ? lower_fact(context, *list, presence.subject->span) : lower(context, *presence.subject);
  if (!subject) return std::nullopt;
  const Node node = context.model.expressions[*subject];
  if ((name == nullptr || node.op != Op::fact) && !path) {
    context.error(codes::not_a_fact, presence.subject->span, "only a fact is known or missing").help =
        "ask about the facts that this is made of";
    return std::nullopt;
  }
  const Fact& fact = node.op == Op::member ? context.model.member(MemberRef::of(node.payload))
                                           : context.model.facts[static_cast<FactId>(node.payload)];
  if (always_known(context, fact, presence, span)) return std::nullopt;
  const ExprId known = make(context, Op::known, Kind::yes_no, span, {*subject});
  return negate_if(context, !presence.known, known, span);
}

Lowered lower_status_is(Context& context, const syntax::StatusIs& status_is, Span span) {
  StatusSet set(context.model.statuses.size());
  const auto found = look_up_all(context, context.statuses, status_is.statuses, "status", codes::unknown_status);
  if (found.size() != status_is.statuses.size()) return std::nullopt;
  for (const StatusId status : found) set.add(status);
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

Lowered lower_passed(Context& context, const syntax::Passed& passed, Span span) {
  const auto moment = lower_moment(context, *passed.moment);
  if (!moment) return std::nullopt;
  return negate_if(context, passed.negated, make(context, Op::passed, Kind::yes_no, span, {*moment}), span);
}

Lowered lower_happened(Context& context, const syntax::Happened& happened, Span span) {
  const auto event = lower(context, *happened.event);
  if (!event) return std::nullopt;
  const Node node = context.model.expressions[*event];
  if ((node.op != Op::fact && node.op != Op::member) || node.type.kind != Kind::event) {
    Diagnostic& diagnostic = context.error(codes::wrong_type, happened.event->span, "only an event happens");
    diagnostic.help = is_moment(node.type.kind) ? "for a moment say `has passed`" : "name a fact of type event";
    return std::nullopt;
  }
  return negate_if(context, happened.negated, make(context, Op::happened, Kind::yes_no, span, {*event}), span);
}

namespace {

std::string help_for_condition(Kind found, bool constant, std::string_view text) {
  if (constant) return fmt::format("compare something with it: `… is {}`", text);
  if (found == Kind::event) return fmt::format("ask `{} has happened`", text);
  if (found == Kind::time) return fmt::format("ask `{} has passed`", text);
  if (found == Kind::text || found == Kind::choice) return fmt::format("compare it: `{} is …`", text);
  return found == Kind::date ? fmt::format("compare it: `{} is before …`", text)
                             : fmt::format("compare it: `{} > …`", text);
}

}  // namespace

Lowered lower_condition(Context& context, const syntax::Expr& expr) {
  const auto lowered = lower(context, expr);
  if (!lowered) return std::nullopt;
  const Type type = context.model.expressions[*lowered].type;
  if (type.kind == Kind::yes_no) return lowered;
  context
      .error(codes::wrong_type, expr.span,
             fmt::format("a condition is wanted here, this is {}", describe_type(context, type)))
      .help = help_for_condition(type.kind, context.model.expressions.constant(*lowered) != nullptr,
                                 context.sources.text(expr.span));
  return std::nullopt;
}

std::optional<ExprId> lower_conditions(Context& context, const std::vector<syntax::Condition>& conditions,
                                       bool& failed) {
  std::vector<ExprId> lowered;
  for (const syntax::Condition& condition : conditions) {
    const auto expr = lower_condition(context, condition.expr);
    if (expr) lowered.push_back(negate_if(context, condition.unless, *expr, condition.span));
    failed = failed || !expr;
  }
  if (lowered.empty()) return std::nullopt;
  return make_all(context, std::move(lowered), join(conditions.front().span, conditions.back().span));
}

}  // namespace bywhen::check_stage
