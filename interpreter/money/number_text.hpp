#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bywhen {

/// A decimal number as it was written, not yet looked at: `-12.50`.
struct NumberText {
  bool negative = false;
  std::string_view whole;
  std::string_view fraction;

  /// The number in units of 10^-decimals; the fraction must not be longer than that. Nothing beyond ±limit.
  [[nodiscard]] std::optional<std::int64_t> scaled(std::size_t decimals, std::int64_t limit) const;
};

/// An optional minus, one digit or more, and perhaps a point with one digit or more; nothing else.
[[nodiscard]] std::optional<NumberText> scan_decimal_number(std::string_view text);

/// `scaled` / 10^decimals, with all decimals: `59.90`.
[[nodiscard]] std::string format_scaled(std::int64_t scaled, std::size_t decimals);

}  // namespace bywhen
