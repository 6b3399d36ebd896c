#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "bywhen/source.hpp"
#include "grammar/parse.hpp"

/// Which overlays can hold for one order together, found by trying every value of the choices that their conditions
/// read, and every stretch of numbers and the like that they tell apart.
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

/// All ways, each once, the first found first, by the conditions of the overlays; null for one that always holds.
/// Facts are those that the policy declares; of what is compared with literals, values at and between these are tried;
/// what else a condition asks counts as free to hold or not. `untold` are facts that no order tells yet: they have
/// their default, or are missing. Absent beyond `max_situations`.
[[nodiscard]] std::optional<std::vector<Situation>> situations(const Sources& sources, const syntax::File& policy,
                                                               const std::vector<const syntax::Expr*>& conditions,
                                                               const std::set<std::string>& untold = {});

/// `when` and `unless` as one condition; absent if there are none.
[[nodiscard]] std::optional<syntax::Expr> joined(const std::vector<syntax::Condition>& conditions);

}  // namespace bywhen::set
