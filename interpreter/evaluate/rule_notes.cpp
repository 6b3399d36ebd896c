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

std::vector<std::vector<std::string>> view_notes(const Model& model, const OrderState& order, Instant at,
                                                 const View& view) {
  std::vector<std::vector<std::string>> notes;
  for (const auto& action : view.actions) {
    if (action && action->rule) notes.push_back(rule_notes(model, order, at, *action->rule));
  }
  for (const DutyView& duty : view.duties) notes.push_back(rule_notes(model, order, at, duty.rule));
  return notes;
}

}  // namespace bywhen
