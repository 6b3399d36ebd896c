#include "interpreter/evaluate/rule_notes.hpp"

#include "interpreter/evaluate/settle.hpp"
#include "interpreter/remark_text.hpp"

namespace bywhen {

std::vector<std::string> rule_notes(const Model& model, const OrderState& order, Instant at, RuleId id) {
  const Rule& rule = model.rules[id];
  Remarks remarks;
  Evaluation evaluation(model, order, at, &remarks);
  for (const auto& bound : {rule.open, rule.close}) {
    if (bound) (void)evaluation.moment(*bound);
  }
  if (rule.condition) (void)evaluation.truth(*rule.condition);
  if (rule.amount) (void)amount_due(evaluation, *rule.amount);
  return remark_texts(model, remarks);
}

namespace {

Told told_of(const Model& model, const OrderState& order, Instant at, RuleId id) {
  const Rule& rule = model.rules[id];
  Told told;
  told.notes = rule_notes(model, order, at, id);
  Evaluation evaluation(model, order, at);
  for (const auto& expr : {rule.open, rule.close, rule.condition}) {
    if (expr) evaluation.collect_deciding(*expr, told.deciding);
  }
  for (const auto& bound : {rule.open, rule.close}) {
    if (bound) evaluation.collect_awaited(*bound, told.awaited);
  }
  return told;
}

}  // namespace

std::vector<Told> view_told(const Model& model, const OrderState& order, Instant at, const View& view) {
  std::vector<Told> told;
  for (const auto& action : view.actions) {
    if (action && action->rule) told.push_back(told_of(model, order, at, *action->rule));
  }
  for (const DutyView& duty : view.duties) told.push_back(told_of(model, order, at, duty.rule));
  return told;
}

}  // namespace bywhen
