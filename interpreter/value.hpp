#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "bywhen/instant.hpp"
#include "interpreter/money/decimal.hpp"
#include "interpreter/money/money.hpp"
#include "interpreter/time/civil.hpp"
#include "interpreter/time/duration.hpp"

namespace bywhen {

/// The kinds of value that a fact, a term or an expression can have.
enum class Kind : std::uint8_t { event, time, date, yes_no, integer, decimal, percent, money, text, duration, choice };

/// A choice's name, interned for the whole policy: equal names are equal choices.
struct Choice {
  std::uint16_t id = 0;
  friend bool operator==(const Choice&, const Choice&) = default;
};

/// The value of a fact or an expression; `std::monostate` is the unknown one. Events and times are both `Instant`s.
using Value = std::variant<std::monostate, Instant, Date, bool, std::int64_t, Decimal, Percent, Money, std::string,
                           Duration, Choice>;

[[nodiscard]] inline bool is_unknown(const Value& value) { return std::holds_alternative<std::monostate>(value); }

/// Kleene's three truth values, ordered so that `and` is the least and `or` the greatest.
enum class Truth : std::uint8_t { no, unknown, yes };

[[nodiscard]] constexpr Truth operator!(Truth truth) { return static_cast<Truth>(2 - static_cast<int>(truth)); }
[[nodiscard]] constexpr Truth both(Truth a, Truth b) { return a < b ? a : b; }
[[nodiscard]] constexpr Truth either(Truth a, Truth b) { return a < b ? b : a; }
[[nodiscard]] constexpr Truth truth_of(bool value) { return value ? Truth::yes : Truth::no; }

}  // namespace bywhen
