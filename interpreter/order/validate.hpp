#pragma once

#include <optional>
#include <set>

#include "bywhen/order.hpp"
#include "interpreter/order_state.hpp"
#include "interpreter/program.hpp"

namespace bywhen {

/// What an order as a whole may lack: required facts, events that its status implies, one currency where the policy
/// needs one. Facts in `excused` have a problem of their own already.
[[nodiscard]] Problems validate(const Program& program, const OrderState& order, const std::set<FactId>& excused = {});

/// Why an order cannot be asked about an instant: events after it, or a later `as_of`.
[[nodiscard]] Problems validate_instant(const Model& model, const OrderState& order, Instant at);

}  // namespace bywhen
