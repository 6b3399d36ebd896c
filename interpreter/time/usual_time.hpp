#pragma once

#include <array>
#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include "bywhen/instant.hpp"
#include "interpreter/eight_bytes.hpp"

/// Times as nearly all programs write them, read eight bytes at a time and written two.
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

/// `00` to `99`.
inline constexpr std::array<char, 200> pairs = [] {
  std::array<char, 200> digits{};
  for (std::size_t i = 0; i < 100; ++i) {
    digits[2 * i] = static_cast<char>('0' + i / 10);
    digits[2 * i + 1] = static_cast<char>('0' + i % 10);
  }
  return digits;
}();

inline char* write_pair(std::uint32_t number, char* out) {
  std::memcpy(out, pairs.data() + std::size_t{2} * number, 2);
  return out + 2;
}
inline char* write_pair(std::uint32_t number, char before, char* out) {
  *out = before;
  return write_pair(number, out + 1);
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
  return (*days * 86'400 + (hour * 60 + minute) * 60 + second) * 1'000'000;
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

/// The most bytes that a time takes: `2026-03-01T10:00:00.000001Z`.
inline constexpr std::size_t longest_time = 27;

/// Writes RFC 3339 in UTC as `format_rfc3339` does it, and returns where it ends; the instant is real.
[[nodiscard]] inline char* write_usual_time(Instant instant, char* out) {
  const std::chrono::sys_time<std::chrono::microseconds> time{std::chrono::microseconds{instant.micros}};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const auto micros = static_cast<std::uint64_t>((time - day).count());
  const auto second = static_cast<std::uint32_t>(micros / 1'000'000);
  auto fraction = static_cast<std::uint32_t>(micros % 1'000'000);
  const auto year = static_cast<std::uint32_t>(int{date.year()});
  out = usual::write_pair(year / 100, out);
  out = usual::write_pair(year % 100, out);
  out = usual::write_pair(unsigned{date.month()}, '-', out);
  out = usual::write_pair(unsigned{date.day()}, '-', out);
  out = usual::write_pair(second / 3600, 'T', out);
  out = usual::write_pair(second / 60 % 60, ':', out);
  out = usual::write_pair(second % 60, ':', out);
  if (fraction != 0) {
    out = usual::write_pair(fraction / 10'000, '.', out);
    out = usual::write_pair(fraction / 100 % 100, out);
    out = usual::write_pair(fraction % 100, out);
    while (out[-1] == '0') --out;
  }
  *out++ = 'Z';
  return out;
}

}  // namespace bywhen
