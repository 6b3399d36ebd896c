#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "bywhen/source.hpp"
#include "grammar/parse.hpp"

/// Which overlays can hold for one order together, found by trying every value of the choices that their conditions
/// read.
namespace bywhen::set {

/// Combinations of values that are tried; beyond that a set says too much at once to be looked through.
inline constexpr std::size_t max_situations = 100'000;

/// One way in which overlays hold together.
struct Situation {
  /// For each overlay.
  std::vector<bool> holds;
  /// Values that lead there: `country = DE, total > 50.00 EUR`; empty where none matter.
  std::string example;
};

/// All ways, each once, the first found first. `overlays` are the conditions of each. Facts are those that the policy
/// declares; what else a condition compares counts as free to hold or not. Absent beyond `max_situations`.
[[nodiscard]] std::optional<std::vector<Situation>> situations(const Sources& sources, const syntax::File& policy,
                                                               const std::vector<const syntax::Expr*>& conditions);

/// `when` and `unless` as one condition; absent if there are none.
[[nodiscard]] std::optional<syntax::Expr> joined(const std::vector<syntax::Condition>& conditions);

}  // namespace bywhen::set
