#include "interpreter/check/expressions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace bywhen::check_stage {

namespace {

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

/// A choice stands for itself wherever only one list of choices has it; where a list is wanted, it is read in the light
/// of that.
Lowered lone_choice(Context& context, const std::string& name, Span span) {
  std::optional<Type> type;
  const auto lists = static_cast<std::uint16_t>(context.model.choice_lists.size());
  for (std::uint16_t list = 0; list < lists; ++list) {
    if (!choice_in(context, list, name)) continue;
    if (type) return std::nullopt;
    type = Type{Kind::choice, list};
  }
  if (!type) return std::nullopt;
  return context.model.expressions.add_constant(*choice_in(context, type->choices, name), *type, span);
}

/// Words that other languages have for values.
std::string help_with_value(const Context& context, std::string_view name, std::optional<Type> wanted) {
  constexpr std::array<std::string_view, 6> truths = {"true", "false", "True", "False", "on", "off"};
  constexpr std::array<std::string_view, 5> days = {"now", "today", "tomorrow", "yesterday", "tonight"};
  constexpr std::array<std::string_view, 13> numbers = {"zero",  "one",   "two",  "three", "four",   "five",  "six",
                                                        "seven", "eight", "nine", "ten",   "eleven", "twelve"};
  const auto* const number = std::find(numbers.begin(), numbers.end(), name);
  if (number != numbers.end()) return fmt::format("numbers are written in digits: `{}`", number - numbers.begin());
  const bool truth = std::find(truths.begin(), truths.end(), name) != truths.end();
  const bool day = std::find(days.begin(), days.end(), name) != days.end();
  if (wanted && wanted->kind == Kind::yes_no && (truth || context.in_session)) return "write `yes` or `no`";
  if (wanted && wanted->kind == Kind::text && context.in_session)
    return fmt::format("put it in double quotes: `\"{}\"`", name);
  if (day && context.in_session) return "times are written `2026-03-02 10:00`; `+1 day` counts from now";
  return "";
}

Lowered unknown_value(Context& context, const std::string& name, Span span, std::optional<Type> wanted) {
  if (context.maybe_declared(name)) return std::nullopt;
  if (wanted && wanted->kind == Kind::choice) return unknown_choice(context, name, span, *wanted);
  if (const auto choice = lone_choice(context, name, span)) return choice;
  if (const std::string role = other_role(context, name); !role.empty()) {
    Diagnostic& diagnostic =
        context.error(codes::wrong_kind_of_name, span, fmt::format("`{}` is {}, not a value", name, role));
    diagnostic.help =
        role == "a status" ? fmt::format("ask for it with `status is {}`, or count from the event that it marks", name)
        : role == "a choice"
            ? "several lists have this choice: compare a fact with it, or say it where only one list can be meant"
            : suggestion(name, names_of(context.values));
    return std::nullopt;
  }
  Diagnostic& diagnostic = context.error(codes::unknown_value, span, fmt::format("unknown name `{}`", name));
  diagnostic.label = "not declared";
  diagnostic.help = help_with_value(context, name, wanted);
  if (diagnostic.help.empty()) diagnostic.help = suggestion(name, names_of(context.values));
  if (diagnostic.help.empty() && !context.in_session)
    diagnostic.help = fmt::format("declare it, for example with `fact {} : …` or `term {} = …`", name, name);
  return std::nullopt;
}

}  // namespace

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
    case ValueRole::fact:
      if (context.model.facts[found->second.index].type.kind == Kind::list) return refuse_list(context, name, span);
      return lower_fact(context, static_cast<FactId>(found->second.index), span);
    case ValueRole::term:
      return lower_named_value(context, context.terms[found->second.index]);
    case ValueRole::define:
      break;
  }
  return lower_named_value(context, context.defines[found->second.index]);
}

namespace {

/// All names from this one on are defined by each other.
void report_circle(Context& context, NamedValue& named) {
  const auto first = std::find(context.in_progress.begin(), context.in_progress.end(), &named);
  std::string path;
  for (auto part = first; part != context.in_progress.end(); ++part)
    path += fmt::format("`{}` → ", (*part)->name->text);
  const bool alone = context.in_progress.end() - first == 1;
  Diagnostic& diagnostic = context.error(codes::defined_by_itself, named.name->span,
                                         fmt::format("`{}` is defined by itself", named.name->text));
  if (!alone) diagnostic.message += fmt::format(": {}`{}`", path, named.name->text);
  for (auto part = first; part != context.in_progress.end(); ++part) {
    if (part != first) diagnostic.further.push_back({(*part)->name->span, "a part of the circle"});
    (*part)->state = NamedValue::State::done;
  }
  diagnostic.help = "a value cannot hang on itself, not even by way of others: break the circle";
}

/// Whether the value is the same for every order and at every instant.
bool is_fixed(const Expressions& expressions, ExprId id) {
  const Op op = expressions[id].op;
  if (op == Op::fact || op == Op::passed || op == Op::status_in || gathers(op)) return false;
  const auto operands = expressions.operands(id);
  return std::all_of(operands.begin(), operands.end(), [&](ExprId operand) { return is_fixed(expressions, operand); });
}

/// Operators tune a term; only its table may look at an order.
bool is_fixed_if_term(Context& context, const NamedValue& named, const Lowered& expr) {
  const auto* value = std::get_if<syntax::Expr>(named.value);
  if (!named.term || !expr || value == nullptr || is_fixed(context.model.expressions, *expr)) return true;
  context.error(codes::not_constant, value->span, fmt::format("the term `{}` is no fixed value", named.name->text))
      .help = fmt::format("what hangs on an order is a definition: `define {} = …`", named.name->text);
  return false;
}

/// Tells the definition that is being read how deep this one, which it uses, goes.
void count_levels(Context& context, const NamedValue& named) {
  if (context.in_progress.empty()) return;
  std::size_t& levels = context.in_progress.back()->levels;
  levels = std::max(levels, named.levels + 1);
}

bool is_too_deep(Context& context, const NamedValue& named, std::size_t levels) {
  if (levels <= max_definition_levels) return false;
  Diagnostic& diagnostic =
      context.error(codes::too_deep, named.name->span,
                    fmt::format("definitions hang on one another {} deep here", max_definition_levels + 1));
  diagnostic.help = fmt::format("say it in at most {} steps", max_definition_levels);
  return true;
}

bool is_too_large(Context& context, const NamedValue& named, const Lowered& expr) {
  if (!expr || context.model.expressions[*expr].weight <= max_weight) return false;
  Diagnostic& diagnostic =
      context.error(codes::too_deep, named.name->span,
                    fmt::format("`{}` takes more than {} steps to compute", named.name->text, max_weight));
  diagnostic.help = "definitions count at each use: let it use others less often";
  return true;
}

}  // namespace

Lowered lower_named_value(Context& context, NamedValue& named) {
  if (named.state == NamedValue::State::done) {
    count_levels(context, named);
    return named.expr;
  }
  if (named.state == NamedValue::State::in_progress) {
    report_circle(context, named);
    return std::nullopt;
  }
  if (is_too_deep(context, named, context.in_progress.size() + 1)) {
    named.state = NamedValue::State::done;
    return std::nullopt;
  }
  named.state = NamedValue::State::in_progress;
  context.in_progress.push_back(&named);
  // It is one value wherever it is used, and reads no record that is looked at there.
  Gathering* const around = std::exchange(context.gathering, nullptr);
  Lowered expr;
  if (const auto* table = std::get_if<syntax::Table>(named.value)) {
    expr = lower_table(context, *table, std::nullopt);
  } else if (named.condition) {
    expr = lower_condition(context, std::get<syntax::Expr>(*named.value));
  } else {
    expr = lower(context, std::get<syntax::Expr>(*named.value));
  }
  context.gathering = around;
  context.in_progress.pop_back();
  const bool refused = is_too_large(context, named, expr) || (expr && is_too_deep(context, named, named.levels));
  const bool good = named.state == NamedValue::State::in_progress && !refused;
  if (good && is_fixed_if_term(context, named, expr)) named.expr = expr;
  count_levels(context, named);
  named.state = NamedValue::State::done;
  return named.expr;
}

}  // namespace bywhen::check_stage
