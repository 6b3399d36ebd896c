#include "interpreter/check/analysis.hpp"

namespace bywhen::check_stage {

void collect_implied(const Expressions& expressions, ExprId condition, bool holds, std::set<FactId>& known) {
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

std::optional<ExprId> unknown_in_all(const Model& model, std::span<const ExprId> operands,
                                     const std::set<FactId>& known) {
  for (const ExprId operand : operands) {
    if (const auto reader = unknown_reader(model, operand, known)) return reader;
  }
  return std::nullopt;
}

/// Rows are tried in turn: a row's value is read where its condition holds, the next row where it does not.
std::optional<ExprId> unknown_in_table(const Model& model, std::span<const ExprId> operands, std::set<FactId> known) {
  const Expressions& expressions = model.expressions;
  std::size_t i = 0;
  for (; i + 1 < operands.size(); i += 2) {
    if (const auto reader = unknown_reader(model, operands[i], known)) return reader;
    std::set<FactId> inside = known;
    collect_implied(expressions, operands[i], true, inside);
    if (const auto reader = unknown_reader(model, operands[i + 1], inside)) return reader;
    collect_implied(expressions, operands[i], false, known);
  }
  return i < operands.size() ? unknown_reader(model, operands[i], known) : std::nullopt;
}

}  // namespace

std::optional<ExprId> unknown_reader(const Model& model, ExprId expr, const std::set<FactId>& known) {
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
    case Op::conjunction:
    case Op::disjunction: {
      std::set<FactId> guarded = known;
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

}  // namespace bywhen::check_stage
