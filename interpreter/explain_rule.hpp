#pragma once

#include <set>
#include <string>
#include <vector>

#include "bywhen/answer.hpp"
#include "interpreter/order_state.hpp"
#include "interpreter/program.hpp"

/// What is told of one rule that decides, for a settled order at an instant.
namespace bywhen {

/// What the rule read, as far as it is there: the values that decided. Of a list only the records that decide:
/// `parcels[2].received_at`.
[[nodiscard]] NamedScalars rule_values(const Program& program, const OrderState& order, Instant at, RuleId rule);

/// Where the window of the rule's opening for an action is asked for: a rule's own action waits for its start, what
/// follows its deadline for its end. Absent: it is open always, or forbids.
[[nodiscard]] std::optional<ExprId> opening_for(const Rule& rule, ActionId action);

/// The events without which the rule's window does not open.
[[nodiscard]] std::vector<std::string> rule_awaits(const Model& model, const OrderState& order, Instant at, RuleId rule,
                                                   ActionId action);

[[nodiscard]] std::vector<std::string> part_names(const Model& model, const std::set<FactPart>& parts);

}  // namespace bywhen
