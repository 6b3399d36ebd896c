#pragma once

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
  /// Else: the expression, and the values that it was computed of; of a sum, a third where the second was taken away.
  ExprId expr = 0;
  std::vector<Value> operands;
};

/// The fault that strikes first stays.
inline void keep_first(std::optional<Fault>& kept, const std::optional<Fault>& found) {
  if (found && (!kept || found->end < kept->end)) kept = found;
}

}  // namespace bywhen
