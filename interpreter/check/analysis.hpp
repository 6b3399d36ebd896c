#pragma once

#include <functional>
#include <optional>
#include <set>
#include <vector>

#include "interpreter/model.hpp"

/// What can be known of a policy's parts without any order.
namespace bywhen::check_stage {

/// The actions that a rule lets somebody or the clock do; none for a prohibition.
[[nodiscard]] std::vector<ActionId> performed_actions(const Rule& rule);

/// Every fact that an expression reads, by whatever way.
void collect_facts(const Expressions& expressions, ExprId expr, std::set<FactId>& facts);

/// The facts that are known wherever the condition has the given truth: `x is known` tells of x where it holds.
void collect_implied(const Expressions& expressions, ExprId condition, bool holds, std::set<FactId>& known);

/// A fact that may be unknown and that makes the expression unknown then; `known` are the facts that are sure to be there.
[[nodiscard]] std::optional<FactId> unknown_reader(const Model& model, ExprId expr, const std::set<FactId>& known);

/// The events whose mark shows that an automatic action has happened, for each status that it can lead to: the first that it marks
/// itself, else that of the status entered. Absent where there is none. `from` is the status it happens in.
[[nodiscard]] std::optional<FactId> guard_event(const Model& model, const Action& action, StatusId from, StatusId to);

}  // namespace bywhen::check_stage
