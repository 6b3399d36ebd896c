#pragma once

#include <utility>
#include <variant>
#include <vector>

#include "bywhen/order.hpp"
#include "interpreter/evaluate/decide.hpp"
#include "interpreter/order_state.hpp"
#include "interpreter/program.hpp"

namespace bywhen {

using Inputs = std::vector<std::pair<FactId, Value>>;

/// A problem for each input that the action does not ask for.
[[nodiscard]] Problems not_asked(const Model& model, ActionId action, const Inputs& inputs);

/// Does an action if and only if it is allowed at the instant and its inputs are right. The order must be valid, its
/// inputs of the right types.
[[nodiscard]] std::variant<OrderState, Problems> apply_action(const Program& program, const OrderState& order,
                                                              ActorId actor, ActionId action, const Inputs& inputs,
                                                              Instant at);

/// The same at a decision's instant; the order is not settled after it.
[[nodiscard]] std::variant<OrderState, Problems> apply_action(const Program& program, const Decision& decision,
                                                              ActorId actor, ActionId action, const Inputs& inputs);

/// Takes in facts at an instant, an unknown value taking a fact away.
[[nodiscard]] std::variant<OrderState, Problems> record_facts(const Program& program, const OrderState& order,
                                                              const Inputs& facts, Instant at);

}  // namespace bywhen
