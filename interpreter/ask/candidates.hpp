#pragma once

#include <vector>

#include "interpreter/ask/scale.hpp"
#include "interpreter/program.hpp"

namespace bywhen::ask {

/// The expressions of a policy that read a fact, and what they put beside it.
struct Uses {
  /// Constants of the fact's kind in comparisons, sums and bounds that read it, whole numbers and decimals being one
  /// kind.
  std::vector<Value> constants;
  /// Shifts that are counted from it, by whatever way, and edges of its day.
  std::vector<ExprId> shifts;
  std::vector<ExprId> edges;
  /// Moments and dates that it is compared with.
  std::vector<ExprId> moments;
};
[[nodiscard]] Uses uses_of(const Model& model, FactId fact);

/// Values of a fact at which an answer may change, and their neighbours; sorted for kinds with a scale, and within it.
///
/// - choices and yes/no: all of them;
/// - numbers, amounts and percentages: the constants that the policy puts beside the fact, the values of other facts of
///   the kind, zero, and the bounds of the scale;
/// - events, times and dates: the present, the order's other instants, the policy's own times, each of these counted
///   forwards and backwards by each duration that the policy counts from the fact, the edges of their days where the
///   policy asks for them, midnights, and a few instants between;
/// - durations and texts: constants and values of other facts, and one more.
///
/// What the order tells now is among them. *Missing* is none of them.
[[nodiscard]] std::vector<Value> candidates(const Program& program, const OrderState& order, FactId fact, Instant at);

}  // namespace bywhen::ask
