#pragma once

#include <span>

#include "bywhen/answer.hpp"
#include "interpreter/evaluate/decide.hpp"
#include "interpreter/program.hpp"

namespace bywhen {

/// Expands a decision into an answer: indices become names, rules become reasons. The policy's digest and the zone
/// data's version are the caller's to add. `names` are those of all rules, where the caller has them: making them takes
/// as long as deciding.
[[nodiscard]] Answer explain(const Program& program, const Sources& sources, const Decision& decision,
                             std::span<const RuleName> names = {});

[[nodiscard]] OrderData order_data(const Model& model, const OrderState& order);

}  // namespace bywhen
