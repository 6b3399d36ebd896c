#pragma once

#include <cstdint>
#include <optional>

/// Arithmetic that says where a result does not fit, instead of wrapping or stopping at the end.
namespace bywhen {

/// Nothing beyond ±bound.
[[nodiscard]] constexpr std::optional<std::int64_t> within(std::optional<std::int64_t> number, std::int64_t bound) {
  return number && *number >= -bound && *number <= bound ? number : std::nullopt;
}

/// Nothing outside -2^63 … 2^63 - 1.
[[nodiscard]] constexpr std::optional<std::int64_t> add(std::int64_t left, std::int64_t right) {
  std::int64_t sum = 0;
  return __builtin_add_overflow(left, right, &sum) ? std::nullopt : std::optional(sum);
}
/// Nothing outside -2^63 … 2^63 - 1.
[[nodiscard]] constexpr std::optional<std::int64_t> subtract(std::int64_t left, std::int64_t right) {
  std::int64_t difference = 0;
  return __builtin_sub_overflow(left, right, &difference) ? std::nullopt : std::optional(difference);
}
/// Nothing outside -2^63 … 2^63 - 1.
[[nodiscard]] constexpr std::optional<std::int64_t> multiply(std::int64_t left, std::int64_t right) {
  std::int64_t product = 0;
  return __builtin_mul_overflow(left, right, &product) ? std::nullopt : std::optional(product);
}

}  // namespace bywhen
