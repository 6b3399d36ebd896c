#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include "bywhen/instant.hpp"
#include "interpreter/eight_bytes.hpp"

/// Times as nearly all programs write them, read eight bytes at a time.
namespace bywhen {

namespace usual {

/// Eight bytes, some of them digits.
struct Form {
  std::uint64_t bytes = 0;
  /// A one for each digit.
  std::uint64_t digits = 0;

  /// `0` stands for a digit, all else for itself.
  consteval explicit Form(std::string_view text) {
    for (unsigned i = 0; i < 8; ++i) {
      bytes |= std::uint64_t{static_cast<unsigned char>(text[i])} << (8 * i);
      digits |= std::uint64_t{text[i] == '0'} << (8 * i);
    }
  }
};

/// The digits as numbers, each in its byte. Nothing where the text is not of that form.
[[nodiscard]] inline std::optional<std::uint64_t> digits_of(const char* text, const Form& form) {
  constexpr std::uint64_t low_bits = 0x7F7F'7F7F'7F7F'7F7F;
  const std::uint64_t found = eight_bytes(text) ^ form.bytes;
  // What a digit may be more than zero fits below the highest bit, and nothing more; elsewhere nothing does.
  const std::uint64_t sums = (found & low_bits) + (low_bits - 9 * form.digits);
  return ((sums | found) & ~low_bits) == 0 ? std::optional(found) : std::nullopt;
}

/// Each byte and the one behind it as one number, in the place of the first.
[[nodiscard]] constexpr std::uint64_t pairs_of(std::uint64_t digits) { return digits * 10 + (digits >> 8U); }
[[nodiscard]] constexpr std::uint32_t byte_at(std::uint64_t bytes, unsigned place) {
  return static_cast<std::uint32_t>(bytes >> (8 * place) & 0xFF);
}

/// Days before each month of a year without a leap day, and behind December.
inline constexpr std::array<std::uint32_t, 13> days_before{0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};

/// Days since 1970-01-01, of the years 1 to 9999; nothing where there is no such day.
[[nodiscard]] inline std::optional<std::int64_t> days_of(std::uint32_t year, std::uint32_t month, std::uint32_t day) {
  if (year - 1 > 9998 || month - 1 > 11) return std::nullopt;
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  const std::uint32_t before = days_before[month - 1];
  const std::uint32_t length = days_before[month] - before + (leap && month == 2 ? 1 : 0);
  if (day - 1 >= length) return std::nullopt;
  const std::uint32_t past = year - 1;
  const std::uint32_t days =
      past * 365 + past / 4 - past / 100 + past / 400 + before + (leap && month > 2 ? 1 : 0) + day;
  constexpr std::int64_t up_to_1970 = 719'163;
  return std::int64_t{days} - up_to_1970;
}

}  // namespace usual

/// Of the nineteen bytes `2026-03-01T10:00:00`, the microseconds since 1970-01-01T00:00:00 on that clock. Nothing where
/// they look otherwise, or there is no such time, or it is the 60th second: then others have to look at it.
[[nodiscard]] inline std::optional<std::int64_t> read_usual_time(const char* text) {
  const auto date = usual::digits_of(text, usual::Form("0000-00-"));
  const auto hours = usual::digits_of(text + 8, usual::Form("00T00:00"));
  const auto seconds = usual::digits_of(text + 11, usual::Form("00:00:00"));
  if (!date || !hours || !seconds) return std::nullopt;
  const std::uint64_t dates = usual::pairs_of(*date);
  const std::uint64_t clocks = usual::pairs_of(*hours);
  const std::uint32_t hour = usual::byte_at(clocks, 3);
  const std::uint32_t minute = usual::byte_at(clocks, 6);
  const std::uint32_t second = usual::byte_at(usual::pairs_of(*seconds), 6);
  const auto days = usual::days_of(usual::byte_at(dates, 0) * 100 + usual::byte_at(dates, 2), usual::byte_at(dates, 5),
                                   usual::byte_at(clocks, 0));
  if (!days || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  const std::int64_t time_of_day = (std::int64_t{hour} * 60 + minute) * 60 + second;
  return (*days * 86'400 + time_of_day) * 1'000'000;
}

struct UsualFraction {
  std::int64_t micros = 0;
  /// Of the digits.
  std::size_t size = 0;
};

/// One to six digits. Nothing where there are others; eight bytes are read.
[[nodiscard]] inline std::optional<UsualFraction> read_usual_fraction(const char* text) {
  constexpr std::uint64_t each = 0x0101'0101'0101'0101;
  const std::uint64_t digits = eight_bytes(text) ^ '0' * each;
  const std::uint64_t others = (((digits & 0x7F * each) + 0x76 * each) | digits) & 0x80 * each;
  if (others == 0) return std::nullopt;
  const auto size = static_cast<unsigned>(std::countr_zero(others)) / 8;
  if (size == 0 || size > 6) return std::nullopt;
  // What follows counts as zeros, which are the digits that are missing.
  const std::uint64_t pairs = usual::pairs_of(digits & ((std::uint64_t{1} << (8 * size)) - 1));
  const std::uint32_t high = usual::byte_at(pairs, 0) * 100 + usual::byte_at(pairs, 2);
  return UsualFraction{std::int64_t{high} * 100 + usual::byte_at(pairs, 4), size};
}

}  // namespace bywhen
