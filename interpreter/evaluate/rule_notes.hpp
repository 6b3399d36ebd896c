#pragma once

#include <string>
#include <vector>

#include "interpreter/evaluate/decide.hpp"

namespace bywhen {

/// How a rule's window, conditions and amount were computed at an instant, as far as that has to be told: clock
/// changes, short months, moved days, rounding.
[[nodiscard]] std::vector<std::string> rule_notes(const Model& model, const OrderState& order, Instant at, RuleId rule);

/// The notes on all rules that a view names, in its order.
[[nodiscard]] std::vector<std::vector<std::string>> view_notes(const Model& model, const OrderState& order, Instant at,
                                                               const View& view);

}  // namespace bywhen
