#pragma once

#include <optional>
#include <vector>

#include "bywhen/diagnostic.hpp"
#include "grammar/syntax.hpp"
#include "interpreter/set/inside.hpp"

/// A version `for all orders` takes over orders that were told in the words of the versions before it.
namespace bywhen::set {

/// A stretch with the texts that it is made of.
struct Ground {
  /// Its place among the set's stretches.
  std::size_t stretch = 0;
  /// The version with what it amends.
  syntax::File version;
  /// Of its overlays; absent for one that always holds.
  std::vector<std::optional<syntax::Expr>> conditions;
  /// Where the version says `for all orders`, if it does and begins with this stretch.
  std::optional<Span> takes_over;
};

/// What running orders may have, or lack, so that the version which takes them over could not read them: members are
/// compared that can govern one order, before and after. Grounds are by time; spans are those of the set.
[[nodiscard]] Diagnostics compare_takeovers(const PolicySet::Inside& set, const std::vector<Ground>& grounds);

}  // namespace bywhen::set
