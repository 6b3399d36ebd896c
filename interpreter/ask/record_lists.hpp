#pragma once

#include <vector>

#include "interpreter/model.hpp"
#include "interpreter/order_state.hpp"

namespace bywhen::ask {

/// Plausible lists, the shortest first: of none, of one and of two records. A record tells as little as it may, or
/// everything, with each event at `at`; or as that one, with a member at a value that the policy compares it with, or a
/// step beside.
[[nodiscard]] std::vector<Value> record_lists(const Model& model, const OrderState& order, FactId list, Instant at);

}  // namespace bywhen::ask
