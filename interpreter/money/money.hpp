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

/// How a share of an amount becomes whole minor units. Up is away from zero and down is towards it, so that an amount
/// and its reversal round alike.
enum class MoneyRounding {
  /// To the nearest, and from the middle to the even one: 0.5 and 1.5 and 2.5 become 0, 2 and 2.
  half_even,
  /// To the nearest, and from the middle away from zero.
  half_up,
  /// To the nearest, and from the middle towards zero.
  half_down,
  /// Away from zero, however little is over.
  up,
  /// Towards zero, however little is missing.
  down,
};

/// Reads `59.90 USD`, one space between. Missing decimals are filled: `59.9 USD`, `59 USD`.
[[nodiscard]] std::variant<Money, MoneyError> read_money(std::string_view text);
[[nodiscard]] std::optional<Money> parse_money(std::string_view text);
/// The same with the amount and the currency apart.
[[nodiscard]] std::variant<Money, MoneyError> read_money(std::string_view amount, const Currency& currency);
/// With all decimals of the currency: `59.90 USD`, `5990 JPY`.
[[nodiscard]] std::string format_money(Money money);
/// The same into memory that is there, with room for `longest_money_text`; returns the place behind it.
[[nodiscard]] char* put_money(char* to, Money money);
inline constexpr std::size_t longest_money_text = 32;

/// What a percentage of an amount comes to.
struct Share {
  Money amount;
  /// Whether the exact result lies between two minor units, so that `amount` is one of these.
  bool rounded = false;

  friend constexpr bool operator==(const Share&, const Share&) = default;
};

/// `percent.millionths` × `whole.minor` / 10^8 minor units: the product is exact, in 128 bits, and the quotient is
/// rounded once. The amount is less than one minor unit away from the exact result, and at most half of one where
/// rounding is to the nearest. Nothing where the rounded amount is beyond ±`max_minor`.
[[nodiscard]] std::optional<Share> percent_of(Percent percent, Money whole,
                                              MoneyRounding rounding = MoneyRounding::half_even);

/// Exact. Nothing beyond ±`max_minor`. Both must be of one currency.
[[nodiscard]] std::optional<Money> add(Money left, Money right);
[[nodiscard]] std::optional<Money> subtract(Money left, Money right);
/// Exact. Nothing beyond ±`max_minor`.
[[nodiscard]] std::optional<Money> multiply(Money one, std::int64_t count);

}  // namespace bywhen
