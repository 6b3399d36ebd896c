#pragma once

#include "bywhen/answer.hpp"
#include "interpreter/evaluate/decide.hpp"
#include "interpreter/program.hpp"

namespace bywhen {

/// Expands a decision into an answer: indices become names, rules become reasons. The policy's digest and the zone
/// data's version are the caller's to add.
[[nodiscard]] Answer explain(const Program& program, const Sources& sources, const Decision& decision);

[[nodiscard]] OrderData order_data(const Model& model, const OrderState& order);

}  // namespace bywhen
