#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

/// Reading short texts of a fixed form from the left: dates, times, durations, numbers.
namespace bywhen {

/// Rounds towards minus infinity, as calendars need it; the divisor must be positive.
[[nodiscard]] constexpr std::int64_t floor_div(std::int64_t value, std::int64_t divisor) {
  return value / divisor - (value % divisor < 0 ? 1 : 0);
}
[[nodiscard]] constexpr std::int64_t floor_mod(std::int64_t value, std::int64_t divisor) {
  return value - floor_div(value, divisor) * divisor;
}

[[nodiscard]] constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Consumes a text from its start; a step that does not fit consumes nothing.
class Scanner {
public:
  explicit constexpr Scanner(std::string_view text) : rest_(text) {}

  [[nodiscard]] constexpr bool at_end() const { return rest_.empty(); }
  [[nodiscard]] constexpr std::string_view rest() const { return rest_; }

  /// One character out of several.
  [[nodiscard]] constexpr std::optional<char> take_any(std::string_view wanted) {
    if (rest_.empty() || wanted.find(rest_.front()) == std::string_view::npos) return std::nullopt;
    const char taken = rest_.front();
    rest_.remove_prefix(1);
    return taken;
  }
  [[nodiscard]] constexpr bool take(char wanted) { return take_any({&wanted, 1}).has_value(); }

  /// All digits from here on, perhaps none.
  [[nodiscard]] constexpr std::string_view take_digits() {
    std::size_t length = 0;
    while (length < rest_.size() && is_digit(rest_[length])) ++length;
    const std::string_view digits = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return digits;
  }

  /// A number of exactly `width` digits, at most nine; a further digit may follow.
  [[nodiscard]] constexpr std::optional<std::int32_t> take_number(std::size_t width) {
    if (rest_.size() < width) return std::nullopt;
    std::int32_t number = 0;
    for (const char c : rest_.substr(0, width)) {
      if (!is_digit(c)) return std::nullopt;
      number = number * 10 + (c - '0');
    }
    rest_.remove_prefix(width);
    return number;
  }

private:
  std::string_view rest_;
};

/// The number that digits say behind those of `number`; nothing beyond `limit`. No digits are 0.
[[nodiscard]] constexpr std::optional<std::int64_t> number_of(std::string_view digits, std::int64_t limit,
                                                              std::int64_t number = 0) {
  for (const char c : digits) {
    if (__builtin_mul_overflow(number, 10, &number) || __builtin_add_overflow(number, c - '0', &number))
      return std::nullopt;
    if (number > limit) return std::nullopt;
  }
  return number;
}

/// The digits after a point, in millionths; nothing where they say more than that.
[[nodiscard]] constexpr std::optional<std::int64_t> millionths_of(std::string_view digits) {
  std::int64_t millionths = 0;
  for (std::size_t place = 0; place < 6; ++place) {
    millionths = millionths * 10 + (place < digits.size() ? digits[place] - '0' : 0);
  }
  if (digits.size() > 6 && digits.find_first_not_of('0', 6) != std::string_view::npos) return std::nullopt;
  return millionths;
}

}  // namespace bywhen
