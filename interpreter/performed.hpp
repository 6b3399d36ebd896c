#pragma once

#include "interpreter/model.hpp"

namespace bywhen {

/// Visits what `Rule::performed` lists, without a list: checks that look at every rule of a policy do this for each.
template <typename Visit>
void each_performed(const Rule& rule, const Visit& visit) {
  if (rule.kind == RuleKind::may_not) return;
  for (const ActionId action : rule.actions) visit(action);
  if (!rule.otherwise) return;
  for (const ActionId action : rule.otherwise->actions) visit(action);
}

}  // namespace bywhen
