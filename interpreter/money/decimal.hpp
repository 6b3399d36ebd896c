#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace bywhen {

enum class NumberError { syntax, too_precise, out_of_range };

/// An exact decimal number with up to six decimals.
struct Decimal {
  static constexpr std::int64_t scale = 1'000'000;
  /// ±10^12 whole units: two of them still add without overflow, and so do nine.
  static constexpr std::int64_t max_millionths = 1'000'000 * (std::int64_t{1'000'000'000'000});

  std::int64_t millionths = 0;

  /// Nothing beyond the bound.
  [[nodiscard]] static std::optional<Decimal> from_integer(std::int64_t whole);

  friend constexpr auto operator<=>(const Decimal&, const Decimal&) = default;
};

/// A share, in millionths of a percent: 20 % is 20'000'000.
struct Percent {
  static constexpr std::int64_t scale = 1'000'000;
  /// ±1,000,000 %: ten thousand times a whole, more than any fee.
  static constexpr std::int64_t max_millionths = 1'000'000 * scale;

  std::int64_t millionths = 0;

  friend constexpr auto operator<=>(const Percent&, const Percent&) = default;
};

/// Reads `12.5`, `-3`: an optional minus, digits, and after a point one digit or more; more than six decimals only if
/// the rest are zeros.
[[nodiscard]] std::variant<Decimal, NumberError> read_decimal(std::string_view text);
[[nodiscard]] std::optional<Decimal> parse_decimal(std::string_view text);
/// Without trailing zeros: `12.5`, `12`.
[[nodiscard]] std::string format_decimal(Decimal decimal);

/// Reads `20%`, `2.5%`; the sign may be left out, as in a syntax tree's `PercentLiteral`.
[[nodiscard]] std::variant<Percent, NumberError> read_percent(std::string_view text);
[[nodiscard]] std::optional<Percent> parse_percent(std::string_view text);
/// `20%`, `2.5%`
[[nodiscard]] std::string format_percent(Percent percent);

/// Exact. Nothing beyond `max_millionths`.
[[nodiscard]] std::optional<Decimal> add(Decimal left, Decimal right);
[[nodiscard]] std::optional<Decimal> subtract(Decimal left, Decimal right);
[[nodiscard]] std::optional<Decimal> multiply(Decimal one, std::int64_t count);

/// Exact, in percentage points: 20 % and 2.5 % are 22.5 %. Nothing beyond `max_millionths`.
[[nodiscard]] std::optional<Percent> add(Percent left, Percent right);
[[nodiscard]] std::optional<Percent> subtract(Percent left, Percent right);
[[nodiscard]] std::optional<Percent> multiply(Percent one, std::int64_t count);

}  // namespace bywhen
