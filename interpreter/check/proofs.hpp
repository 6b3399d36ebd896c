#pragma once

#include <vector>

#include "interpreter/model.hpp"

/// What can be proved of expressions without any order. Every function errs on one side: where it says yes it is so for
/// all orders, where it says no nothing is known.
namespace bywhen::check_stage {

/// Both compute the same, whatever the order and the instant.
[[nodiscard]] bool same(const Expressions& expressions, ExprId left, ExprId right);

/// Two shifts count and end in the same way; the operands, and so the length and the beginning, are not compared.
[[nodiscard]] bool same(const ShiftDetails& left, const ShiftDetails& right);

/// Counted from one moment on one calendar and clock, the first ends no later than the second: `48 hours` and `4 days`,
/// `30 days` and `2 months`. Neither may go backwards. A change of the clocks or of a zone's side of the date line
/// makes wall-clock days and hours differ by 26 hours at most.
[[nodiscard]] bool no_longer(const Duration& left, const Duration& right);
[[nodiscard]] bool shorter(const Duration& left, const Duration& right);

/// Of two moments, or two dates: the first lies at or before the second, wherever both are known.
[[nodiscard]] bool not_after(const Expressions& expressions, ExprId left, ExprId right);
/// The first lies before the second, wherever both are known and have happened.
[[nodiscard]] bool before(const Expressions& expressions, ExprId left, ExprId right);

/// A condition that holds, or does not; a window's bounds are moments that have passed and that have not.
struct Literal {
  enum Kind : std::uint8_t { condition, passed, happened } kind = condition;
  /// A condition, a moment, or of what has happened the event's slot.
  ExprId what = 0;
  bool holds = true;
};
using Literals = std::vector<Literal>;

/// What is true where the condition holds, or does not: its parts, each by itself.
void add_literals(const Expressions& expressions, ExprId condition, bool holds, Literals& literals);

/// Where all of the first hold, the second does too, or is unknown.
[[nodiscard]] bool implies(const Expressions& expressions, const Literals& given, const Literal& wanted);
[[nodiscard]] bool implies(const Expressions& expressions, const Literals& given, const Literals& wanted);

/// Not all of both hold at one instant of one order.
[[nodiscard]] bool exclusive(const Expressions& expressions, const Literals& left, const Literals& right);

}  // namespace bywhen::check_stage
