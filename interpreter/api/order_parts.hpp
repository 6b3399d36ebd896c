#pragma once

#include <variant>

#include "interpreter/api/access.hpp"

namespace bywhen {

/// The order's parts in the policy's slots: its own, or read anew where it was read for another policy.
[[nodiscard]] std::variant<PolicyAccess::OrderParts, Problems> parts_for(const Policy& policy, const Order& order);

}  // namespace bywhen
