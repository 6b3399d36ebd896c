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

/// Eight bytes of text that ought to be of that form: the digits as numbers, each in its byte.
struct Found {
  std::uint64_t digits = 0;
  /// The highest bits of bytes that are otherwise.
  std::uint64_t odd = 0;

  Found(const char* text, const Form& form) : digits(eight_bytes(text) ^ form.bytes) {
    constexpr std::uint64_t low_bits = 0x7F7F'7F7F'7F7F'7F7F;
    // What a digit may be more than zero fits below the highest bit, and nothing more; elsewhere nothing does.
    odd = (((digits & low_bits) + (low_bits - 9 * form.digits)) | digits) & ~low_bits;
  }
  /// Each byte and the one behind it as one number, in the place of the first.
  [[nodiscard]] std::uint64_t pairs() const { return digits * 10 + (digits >> 8U); }
};

[[nodiscard]] constexpr std::uint32_t byte_at(std::uint64_t bytes, unsigned place) {
  return static_cast<std::uint32_t>(bytes >> (8 * place) & 0xFF);
}
/// Something where one of a few bytes, by their places, is more than it may be; all must be below 128.
struct Most {
  std::uint64_t bytes = 0;
  std::uint64_t room = 0;
  [[nodiscard]] constexpr Most of(unsigned place, unsigned most) const {
    return {bytes | std::uint64_t{0xFF} << (8 * place), room | std::uint64_t{127 - most} << (8 * place)};
  }
  [[nodiscard]] constexpr std::uint64_t beyond(std::uint64_t numbers) const {
    return ((numbers & bytes) + room) & 0x8080'8080'8080'8080;
  }
};

/// How long each month is, in a year without a leap day, and how many days lie between it and the March before. Of
/// numbers that are no month, up to 15, nothing is.
inline constexpr std::array<std::uint8_t, 16> month_days{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0, 0, 0};
inline constexpr std::array<std::uint16_t, 16> since_march{0,   306, 337, 0,   31,  61, 92, 122,
                                                           153, 184, 214, 245, 275, 0,  0,  0};

/// A date's numbers, of two digits each.
struct Digits {
  std::uint32_t century = 0;
  std::uint32_t of_century = 0;
  std::uint32_t month = 0;
  std::uint32_t day = 0;

  [[nodiscard]] bool is_date() const {
    const bool leap = ((of_century == 0 ? century : of_century) & 3U) == 0;
    const std::uint32_t length = month_days[month & 15U] + (leap && month == 2 ? 1U : 0U);
    return month < 16 && day - 1 < length && (century | of_century) != 0;
  }
  /// Since 1970-01-01.
  [[nodiscard]] std::int64_t days() const {
    constexpr std::int64_t up_to_1970 = 719'469;
    // Years that begin in March have their leap day at the end.
    const std::uint32_t year = century * 100 + of_century - (month <= 2 ? 1U : 0U);
    const std::uint32_t centuries = year / 100;
    return std::int64_t{year * 365 + year / 4 - centuries + centuries / 4 + since_march[month & 15U] + day} -
           up_to_1970;
  }
};

}  // namespace usual

/// Of the nineteen bytes `2026-03-01T10:00:00`, the microseconds since 1970-01-01T00:00:00 on that clock. Nothing where
/// they look otherwise, or there is no such time, or it is the 60th second: then others have to look at it.
[[nodiscard]] inline std::optional<std::int64_t> read_usual_time(const char* text) {
  const usual::Found date(text, usual::Form("0000-00-"));
  const usual::Found hours(text + 8, usual::Form("00T00:00"));
  const usual::Found seconds(text + 11, usual::Form("00:00:00"));
  const std::uint64_t dates = date.pairs();
  const std::uint64_t clocks = hours.pairs();
  const std::uint64_t ends = seconds.pairs();
  constexpr usual::Most of_clocks = usual::Most().of(3, 23).of(6, 59);
  constexpr usual::Most of_ends = usual::Most().of(6, 59);
  const std::uint64_t odd = date.odd | hours.odd | seconds.odd | of_clocks.beyond(clocks) | of_ends.beyond(ends);
  const usual::Digits day{usual::byte_at(dates, 0), usual::byte_at(dates, 2), usual::byte_at(dates, 5),
                          usual::byte_at(clocks, 0)};
  if (odd != 0 || !day.is_date()) return std::nullopt;
  const std::uint32_t minutes = usual::byte_at(clocks, 3) * 60 + usual::byte_at(clocks, 6);
  return (day.days() * 86'400 + minutes * 60 + usual::byte_at(ends, 6)) * 1'000'000;
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
  const std::uint64_t known = digits & ((std::uint64_t{1} << (8 * size)) - 1);
  const std::uint64_t pairs = known * 10 + (known >> 8U);
  const std::uint32_t high = usual::byte_at(pairs, 0) * 100 + usual::byte_at(pairs, 2);
  return UsualFraction{std::int64_t{high} * 100 + usual::byte_at(pairs, 4), size};
}

}  // namespace bywhen
