#pragma once

#include "bywhen/order.hpp"
#include "interpreter/evaluate/act.hpp"
#include "interpreter/model.hpp"

namespace bywhen {

/// Reads what people or hosts give for facts; what is wrong with them is added to the problems.
[[nodiscard]] Inputs read_inputs(const Model& model, const FactTexts& texts, Problems& problems);

}  // namespace bywhen
