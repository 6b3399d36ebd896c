#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "bywhen/instant.hpp"
#include "interpreter/expression.hpp"

namespace bywhen {

/// What took the ground from under a result: the order has to be refused, with a reason that names the values.
struct Fault {
  enum Kind : std::uint8_t {
    /// A business calendar does not reach as far.
    calendar,
    /// A number, an amount, a duration or a date lies beyond the bounds of its kind.
    overflow,
  };
  Kind kind = calendar;
  /// What was computed is right before this instant; `always()` where it never is.
  Instant end = Instant::always();
  /// Of a calendar: its index; -1 where there is none.
  int calendar_index = -1;
  /// Else: the expression, and the values that it was computed of; a third one says that the second was to be taken off
  /// the first.
  ExprId expr = 0;
  std::vector<Value> operands;
};

/// The fault that strikes first stays.
inline void keep_first(std::optional<Fault>& kept, const std::optional<Fault>& found) {
  if (found && (!kept || found->end < kept->end)) kept = found;
}

/// What cannot be computed of what the clock does at an instant takes the ground from under what holds from then on:
/// until then the order can be asked about.
[[nodiscard]] inline std::optional<Fault> not_before(std::optional<Fault> fault, Instant at) {
  if (fault) fault->end = std::max(fault->end, at);
  return fault;
}

}  // namespace bywhen
