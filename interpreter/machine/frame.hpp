#pragma once

#include <string>
#include <vector>

#include "interpreter/machine/cell.hpp"
#include "interpreter/machine/code.hpp"
#include "interpreter/order_state.hpp"

namespace bywhen::kernel {
class Layout;
class OrderWords;
}  // namespace bywhen::kernel

namespace bywhen::machine {

/// An order in one status with all that was computed of it. Its memory stays its own, so that the next order needs
/// none.
struct Frame {
  StatusId status = 0;
  /// Since when the order is so.
  Instant from = Instant::always();
  /// One a fact, with defaults and *never* put in.
  std::vector<Cell> facts;
  /// What each fact is where an order does not tell it, and of what kind.
  struct Untold {
    Cell cell;
    Kind kind = Kind::event;
    /// An order's words tell it.
    bool in_words = true;
  };
  std::vector<Untold> untold;
  /// One an expression.
  std::vector<Cell> cells;
  /// What cells point to: of expressions, and of facts.
  std::vector<Duration> durations;
  /// One an expression: when it was computed last, there was something to tell of how (`Remark`).
  std::vector<bool> noted;
  std::vector<Duration> fact_durations;
  std::vector<std::string> fact_texts;
  /// The lists of the order that was loaded, so that they stay while they are looked at.
  std::vector<RecordList> fact_lists;

  /// Room for an order; constants are in their cells from then on.
  void prepare(const Code& code);
  void load(const Code& code, const OrderState& order);
  /// The same of an order that is told in words.
  void load(const Code& code, const kernel::Layout& layout, const kernel::OrderWords& order, StatusId in);
  /// What the other order is; what is computed of it is not taken over.
  void copy_order(const Frame& other, const Code& code);
  /// A fact has this value from now on.
  void put(const Code& code, FactId fact, const Cell& cell);
};

/// The cell of a value that outlives it.
[[nodiscard]] Cell cell_of(const Value& value, Kind kind);

/// Computes what does not hang on the present.
void compute_still(const Code& code, Frame& frame);
/// Computes what does, for one instant. `until` becomes the first later instant at which any of it may differ, if that
/// is sooner.
void compute_moving(const Code& code, Frame& frame, Instant at, Instant& until);

}  // namespace bywhen::machine
