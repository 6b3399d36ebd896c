#include "interpreter/check/analysis.hpp"

#include <algorithm>

namespace bywhen::check_stage {

void collect_implied(const Expressions& expressions, ExprId condition, bool holds, FactSet& known) {
  switch (expressions[condition].op) {
    case Op::known:
    case Op::happened:
      if (holds) expressions.collect_facts(condition, known);
      return;
    case Op::negation:
      collect_implied(expressions, expressions.operands(condition)[0], !holds, known);
      return;
    case Op::conjunction:
    case Op::disjunction:
      if (holds != (expressions[condition].op == Op::conjunction)) return;
      for (const ExprId operand : expressions.operands(condition)) collect_implied(expressions, operand, holds, known);
      return;
    default:
      return;
  }
}

namespace {

std::optional<ExprId> unknown_in_all(const Model& model, std::span<const ExprId> operands, const FactSet& known) {
  for (const ExprId operand : operands) {
    if (const auto reader = unknown_reader(model, operand, known)) return reader;
  }
  return std::nullopt;
}

/// Rows are tried in turn: a row's value is read where its condition holds, the next row where it does not.
std::optional<ExprId> unknown_in_table(const Model& model, std::span<const ExprId> operands, FactSet known) {
  const Expressions& expressions = model.expressions;
  std::size_t i = 0;
  for (; i + 1 < operands.size(); i += 2) {
    if (const auto reader = unknown_reader(model, operands[i], known)) return reader;
    FactSet inside = known;
    collect_implied(expressions, operands[i], true, inside);
    if (const auto reader = unknown_reader(model, operands[i + 1], inside)) return reader;
    collect_implied(expressions, operands[i], false, known);
  }
  return i < operands.size() ? unknown_reader(model, operands[i], known) : std::nullopt;
}

/// The list itself may be missing, or nothing may tell the currency of a sum without records.
bool may_be_unknown(const Model& model, ExprId expr, const FactSet& known) {
  const Node& node = model.expressions[expr];
  const GatherDetails& details = model.expressions.gathers[node.payload];
  if (!model.facts[details.list].always_known() && !known.contains(details.list)) return true;
  if (node.op != Op::sum_of || node.type.kind != Kind::money) return false;
  if (!details.currency_group) return true;
  const CurrencyGroup& group = model.currency_groups[*details.currency_group];
  return !group.currency && std::none_of(group.facts.begin(), group.facts.end(), [&](FactId fact) {
    return model.facts[fact].type.kind == Kind::money && (model.facts[fact].required() || known.contains(fact));
  });
}

}  // namespace

std::optional<ExprId> unknown_reader(const Model& model, ExprId expr, const FactSet& known) {
  const Expressions& expressions = model.expressions;
  const auto operands = expressions.operands(expr);
  switch (expressions[expr].op) {
    case Op::known:
      return std::nullopt;
    case Op::fact: {
      const auto fact = static_cast<FactId>(expressions[expr].payload);
      const bool sure = model.facts[fact].always_known() || known.contains(fact);
      return sure ? std::nullopt : std::optional(expr);
    }
    case Op::member:
      return model.member(MemberRef::of(expressions[expr].payload)).always_known() ? std::nullopt : std::optional(expr);
    case Op::latest_of:
    case Op::earliest_of:
    case Op::sum_of:
    case Op::all_of:
    case Op::any_of:
    case Op::count_of:
      if (may_be_unknown(model, expr, known)) return expr;
      return unknown_in_all(model, operands, known);
    case Op::conjunction:
    case Op::disjunction: {
      FactSet guarded = known;
      for (const ExprId operand : operands)
        collect_implied(expressions, operand, expressions[expr].op == Op::conjunction, guarded);
      return unknown_in_all(model, operands, guarded);
    }
    case Op::table:
      return unknown_in_table(model, operands, known);
    default:
      return unknown_in_all(model, operands, known);
  }
}

MaybeUnknown read_by(const Model& model, ExprId reader) {
  const Node& node = model.expressions[reader];
  if (node.op == Op::member) {
    const MemberRef ref = MemberRef::of(node.payload);
    return {model.facts[ref.list].name + "." + model.member(ref).name, &model.member(ref), false};
  }
  const FactId fact =
      gathers(node.op) ? model.expressions.gathers[node.payload].list : static_cast<FactId>(node.payload);
  return {model.facts[fact].name, &model.facts[fact], model.facts[fact].optional};
}

std::string_view help_without_guard(const MaybeUnknown& unknown) {
  return unknown.declared->optional ? "leave out the `?`, or give the member a default"
                                    : "compare it with an amount, or add one: then its currency is known";
}

}  // namespace bywhen::check_stage
