#pragma once

#include <span>
#include <vector>

#include "interpreter/order_state.hpp"
#include "interpreter/program.hpp"

namespace bywhen {

/// Of the automatic sentences that are ready together with `first`, those that came to be so at the same instant and
/// whose outcome is another: a different next status, another value of the same fact, or a value that is never set
/// since the first leads away. What is merely late together (the order was not looked after before) is no conflict, nor
/// is an event that is not marked. `order` is as it was before.
[[nodiscard]] std::vector<RuleId> rivals_of(const Program& program, const OrderState& order, RuleId first, Instant at,
                                            std::span<const RuleId> together);

}  // namespace bywhen
