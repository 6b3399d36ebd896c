#pragma once

#include <functional>
#include <optional>
#include <set>
#include <vector>

#include "interpreter/model.hpp"

/// What can be known of a policy's parts without any order.
namespace bywhen::check_stage {

/// The facts that are known wherever the condition has the given truth: `x is known` tells of x where it holds.
void collect_implied(const Expressions& expressions, ExprId condition, bool holds, std::set<FactId>& known);

/// Where the expression reads a fact that may be unknown and that makes it unknown then; `known` are the facts that are
/// sure to be there.
[[nodiscard]] std::optional<ExprId> unknown_reader(const Model& model, ExprId expr, const std::set<FactId>& known);

}  // namespace bywhen::check_stage
