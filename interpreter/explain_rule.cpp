#include "interpreter/explain_rule.hpp"

#include <algorithm>

#include "interpreter/evaluate/evaluation.hpp"
#include "interpreter/order/value_text.hpp"

namespace bywhen {
namespace {

bool is_told(const Value& value) {
  const auto* instant = std::get_if<Instant>(&value);
  return !is_unknown(value) && (instant == nullptr || instant->is_real());
}

void add_records(const Model& model, Evaluation& evaluation, const Rule& rule, FactId list, NamedScalars& values) {
  std::set<FactPart> parts;
  for (const auto& expr : {rule.open, rule.close, rule.condition}) {
    if (expr) evaluation.collect_deciding(*expr, parts);
  }
  for (const FactPart& part : parts) {
    if (part.fact != list) continue;
    const Value value = evaluation.part_value(part);
    if (is_told(value)) values.emplace_back(part_name(model, part), to_scalar(model, value));
  }
}

}  // namespace

NamedScalars rule_values(const Program& program, const OrderState& order, Instant at, RuleId rule) {
  const Model& model = *program.model;
  NamedScalars values;
  for (const FactId fact : program.facts_read[rule]) {
    if (model.facts[fact].type.kind == Kind::list) {
      Evaluation evaluation(model, order, at);
      add_records(model, evaluation, model.rules[rule], fact, values);
      continue;
    }
    const Value value = fact_value(model, order, fact);
    if (is_told(value)) values.emplace_back(model.facts[fact].name, to_scalar(model, value));
  }
  return values;
}

std::optional<ExprId> opening_for(const Rule& rule, ActionId action) {
  if (rule.kind == RuleKind::may_not) return std::nullopt;
  const bool itself = std::find(rule.actions.begin(), rule.actions.end(), action) != rule.actions.end();
  return itself ? rule.open : rule.close;
}

std::vector<std::string> rule_awaits(const Model& model, const OrderState& order, Instant at, RuleId rule,
                                     ActionId action) {
  const auto opening = opening_for(model.rules[rule], action);
  if (!opening) return {};
  Evaluation evaluation(model, order, at);
  if (!evaluation.reach(*opening).soonest.is_never()) return {};
  std::set<FactPart> awaited;
  evaluation.collect_awaited(*opening, awaited);
  return part_names(model, awaited);
}

std::vector<std::string> part_names(const Model& model, const std::set<FactPart>& parts) {
  std::vector<std::string> names;
  for (const FactPart& part : parts) names.push_back(part_name(model, part));
  return names;
}

}  // namespace bywhen
