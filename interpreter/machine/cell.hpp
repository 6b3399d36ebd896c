#pragma once

#include <cstdint>

#include "interpreter/value.hpp"

namespace bywhen::machine {

/// A computed value in two words: what the machine works on in place of `Value`, which may own memory.
///
/// | kind | words |
/// | --- | --- |
/// | event, time | `low` and `high`: between which instants it lies; known where both are one |
/// | yes_no, and every condition | `low`: a `Truth` |
/// | date, integer, decimal, percent, choice | `low`: its number |
/// | money | `low`: minor units; `high`: the currency |
/// | text | `low`: the address of a string that outlives the cell |
/// | duration | `low`: the address of a `Duration` that outlives the cell |
/// | list | `low`: the address of `Records` that outlive the cell |
struct Cell {
  enum State : std::uint8_t {
    unknown,
    known,
    /// It has no ground: a sum beyond all bounds, a calendar that ends. Whoever needs it asks the evaluator, which can
    /// say why.
    lost,
  };
  std::int64_t low = 0;
  std::int64_t high = 0;
  State state = unknown;

  [[nodiscard]] static Cell number(std::int64_t number) { return {number, 0, known}; }
  [[nodiscard]] static Cell truth(Truth truth) {
    return {static_cast<std::int64_t>(truth), 0, truth == Truth::unknown ? unknown : known};
  }
  [[nodiscard]] static Cell moment(Instant soonest, Instant latest) {
    return {soonest.micros, latest.micros, soonest == latest ? known : unknown};
  }
  [[nodiscard]] static Cell moment(Instant instant) { return moment(instant, instant); }
  [[nodiscard]] static Cell any_moment() { return moment(Instant::always(), Instant::never()); }
  [[nodiscard]] static Cell no_ground() { return {0, 0, lost}; }

  [[nodiscard]] bool is_known() const { return state == known; }
  [[nodiscard]] Truth as_truth() const { return state == unknown ? Truth::unknown : static_cast<Truth>(low); }
  [[nodiscard]] Instant soonest() const { return {low}; }
  [[nodiscard]] Instant latest() const { return {high}; }
  /// What a known text, duration or list points to.
  template <typename Object>
  [[nodiscard]] const Object& object() const {
    // NOLINTNEXTLINE(performance-no-int-to-ptr): a cell has only words
    return *reinterpret_cast<const Object*>(static_cast<std::intptr_t>(low));
  }

  /// Of one kind; texts and durations by address.
  friend bool operator==(const Cell&, const Cell&) = default;
};

/// A moment that is not known may lie anywhere; any other unknown value is nothing.
[[nodiscard]] inline Cell unknown_of(Kind kind) {
  return kind == Kind::event || kind == Kind::time ? Cell::any_moment() : Cell{};
}

}  // namespace bywhen::machine
