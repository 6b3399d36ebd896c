#pragma once

#include <vector>

#include "interpreter/evaluate/act.hpp"

namespace bywhen::ask {

/// What an actor might supply for an action: for each fact that is asked its default or a plain value, then one of them
/// with each of its other choices. A few dozen at most.
[[nodiscard]] std::vector<Inputs> plausible_inputs(const Program& program, const OrderState& order, ActionId action,
                                                   Instant at);

}  // namespace bywhen::ask
