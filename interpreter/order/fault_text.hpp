#pragma once

#include "bywhen/order.hpp"
#include "interpreter/evaluate/fault.hpp"
#include "interpreter/model.hpp"

namespace bywhen {

/// Why an order cannot be decided, with the values that led there and what to do.
[[nodiscard]] Problem fault_problem(const Model& model, const Fault& fault);

}  // namespace bywhen
