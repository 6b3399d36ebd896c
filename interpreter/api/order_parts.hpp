#pragma once

#include <variant>

#include "interpreter/api/access.hpp"

namespace bywhen {

/// The order's parts in the policy's slots: its own, or read anew where it was read for another policy.
[[nodiscard]] std::variant<OrderParts, Problems> parts_for(const Policy& policy, const Order& order);

/// What is wrong with facts as people type them: names, forms, one that is given twice.
[[nodiscard]] Problems problems_of_inputs(const Policy& policy, const FactTexts& facts);

}  // namespace bywhen
