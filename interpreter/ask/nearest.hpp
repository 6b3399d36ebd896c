#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "interpreter/ask/search.hpp"

namespace bywhen::ask {

/// Another value of a fact.
struct Change {
  /// Unknown: the fact is missing.
  Value value;
  /// Whether all greater values and later times do as well, as far as the search looked, or all lesser ones.
  bool or_more = false;
  bool or_less = false;
  /// Steps of its scale from what the order tells; 0 for what has no scale.
  std::uint64_t distance = 0;
};

/// The value of a fact that is nearest to what the order tells and for which something holds; nothing where none was
/// found, or where it holds already. What the order does not tell counts as the present, for numbers as zero. At most
/// `most` orders are asked about.
///
/// Only what could have been is told: a counter, to which the policy only ever adds, is never less than it begins with,
/// and an event that has happened stays between those before and after it.
[[nodiscard]] std::optional<Change> nearest_change(const Program& program, const OrderState& order, FactId fact,
                                                   Instant at, const std::function<bool(const OrderState&)>& holds,
                                                   std::size_t most = most_variations);

}  // namespace bywhen::ask
