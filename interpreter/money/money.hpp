#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "interpreter/money/currency.hpp"
#include "interpreter/money/decimal.hpp"

namespace bywhen {

/// An amount of one currency, in its minor units.
struct Money {
  /// ±10^15: more than any order is worth in any currency, and some nine thousand such amounts still add without
  /// overflow.
  static constexpr std::int64_t max_minor = 1'000'000'000'000'000;

  std::int64_t minor = 0;
  /// A `Currency`'s index.
  std::uint16_t currency = 0;

  friend constexpr bool operator==(const Money&, const Money&) = default;
};

enum class MoneyError {
  syntax,
  unknown_currency,
  /// More decimals than the currency has.
  too_precise,
  out_of_range,
};

/// How a share of an amount becomes whole minor units. Half up is away from zero, half down is towards it.
enum class MoneyRounding { half_even, half_up, half_down };

/// Reads `59.90 USD`, one space between. Missing decimals are filled: `59.9 USD`, `59 USD`.
[[nodiscard]] std::variant<Money, MoneyError> read_money(std::string_view text);
[[nodiscard]] std::optional<Money> parse_money(std::string_view text);
/// The same with the amount and the currency apart.
[[nodiscard]] std::variant<Money, MoneyError> read_money(std::string_view amount, const Currency& currency);
/// With all decimals of the currency: `59.90 USD`, `5990 JPY`.
[[nodiscard]] std::string format_money(Money money);

/// Computed exactly and rounded once. A result beyond the bound becomes the bound.
[[nodiscard]] Money percent_of(Percent share, Money whole, MoneyRounding rounding = MoneyRounding::half_even);

/// Nothing beyond the bound. Both must be of one currency.
[[nodiscard]] std::optional<Money> add(Money left, Money right);
[[nodiscard]] std::optional<Money> subtract(Money left, Money right);

}  // namespace bywhen
