#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <variant>

#include "bywhen/instant.hpp"

namespace bywhen {

/// An amount as a host has it: in minor units (cents of USD, whole JPY), with the three letters of ISO 4217.
struct Amount {
  std::int64_t minor = 0;
  std::array<char, 3> currency{};

  Amount() = default;
  /// A code of another length than three fits no currency.
  constexpr Amount(std::int64_t minor_units, std::string_view code) : minor(minor_units) {
    if (code.size() == currency.size()) currency = {code[0], code[1], code[2]};
  }
  [[nodiscard]] constexpr std::string_view code() const { return {currency.data(), currency.size()}; }

  friend bool operator==(const Amount&, const Amount&) = default;
};

/// A day of the Gregorian calendar; the year from 1 to 9999, month and day from 1.
struct CalendarDay {
  int year = 0;
  int month = 0;
  int day = 0;
  friend bool operator==(const CalendarDay&, const CalendarDay&) = default;
};

/// What a host tells of a fact. Each alternative is for the types that it can be; a text is for all of them, as an
/// order's JSON writes it: `59.90 USD`, `2026-03-01T10:00:00Z`, `P14D`, `20%`, the name of a choice, the text itself.
/// A list is told as its JSON array.
/// | alternative | types |
/// | --- | --- |
/// | nothing | every: what was told is taken back; an event has not happened |
/// | `Instant` | event, time; between `first()` and `last()` |
/// | `CalendarDay` | date |
/// | `bool` | yes/no |
/// | `std::int64_t` | integer |
/// | `Amount` | money; at most 10^15 minor units |
using FactValue = std::variant<std::monostate, Instant, CalendarDay, bool, std::int64_t, Amount, std::string_view>;

}  // namespace bywhen
