#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "interpreter/model.hpp"

/// What can be known of a policy's parts without any order.
namespace bywhen::check_stage {

/// The facts that are known wherever the condition has the given truth: `x is known` tells of x where it holds.
void collect_implied(const Expressions& expressions, ExprId condition, bool holds, FactSet& known);

/// Where the expression reads a fact that may be unknown and that makes it unknown then; `known` are the facts that are
/// sure to be there.
[[nodiscard]] std::optional<ExprId> unknown_reader(const Model& model, ExprId expr, const FactSet& known);

/// What an expression reads that may be unknown.
struct MaybeUnknown {
  std::string name;
  const Fact* declared = nullptr;
  /// A condition can ask first whether it is known.
  bool guarded = true;
};

/// What a reader reads that `unknown_reader` found.
[[nodiscard]] MaybeUnknown read_by(const Model& model, ExprId reader);
/// What to do about one that no condition can ask for.
[[nodiscard]] std::string_view help_without_guard(const MaybeUnknown& unknown);

}  // namespace bywhen::check_stage
