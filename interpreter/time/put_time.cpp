#include "interpreter/time/put_time.hpp"

#include <array>
#include <bit>
#include <cstring>

#include "interpreter/eight_bytes.hpp"

namespace bywhen {
namespace {

/// `00` to `99`, as bytes of a word, the first in the lowest place.
constexpr std::array<std::uint16_t, 100> pairs = [] {
  std::array<std::uint16_t, 100> all{};
  for (unsigned i = 0; i < 100; ++i) all[i] = static_cast<std::uint16_t>(('0' + i / 10) | ('0' + i % 10) << 8U);
  return all;
}();

/// Two digits from that byte of a word on.
std::uint64_t pair_at(unsigned byte, std::uint32_t number) { return std::uint64_t{pairs[number]} << (8 * byte); }
constexpr std::uint64_t char_at(unsigned byte, char one) {
  return std::uint64_t{static_cast<unsigned char>(one)} << (8 * byte);
}

struct Day {
  /// `2026-03-`
  std::uint64_t year_and_month = 0;
  std::uint32_t day = 0;
};

/// Of the days since 0001-01-01. Years that begin in March have their leap day at the end, so that centuries, years and
/// months are each a division; what is left of one counts in quarters of days for the next.
Day day_of(std::uint32_t since_first) {
  constexpr std::uint32_t first_from_march = 306;
  constexpr std::uint32_t century_quarters = 146'097;
  constexpr std::uint32_t year_quarters = 1'461;
  const std::uint32_t quarters = 4 * (since_first + first_from_march) + 3;
  const std::uint32_t of_century = quarters % century_quarters | 3U;
  const std::uint32_t of_year = of_century % year_quarters / 4;
  // Months from March on have 30.6 days each, to the day: 2141 of 65,536 is a day of theirs.
  const std::uint32_t months = 2'141 * of_year + 197'913;
  const std::uint32_t month = months >> 16U;
  const std::uint32_t late = of_year >= first_from_march ? 1 : 0;
  const std::uint32_t year = quarters / century_quarters * 100 + of_century / year_quarters + late;
  return {pair_at(0, year / 100) | pair_at(2, year % 100) | char_at(4, '-') | pair_at(5, month - 12 * late) |
              char_at(7, '-'),
          (months & 0xFFFFU) / 2'141 + 1};
}

/// A point and six digits, without the zeros at their end, or nothing; and what ends a time. Writes some bytes more.
char* put_fraction(char* to, std::uint32_t micros) {
  constexpr std::uint64_t zeros = 0x3030'3030'3030;
  const std::uint64_t digits = pair_at(0, micros / 10'000) | pair_at(2, micros / 100 % 100) | pair_at(4, micros % 100);
  put_eight(to, char_at(0, '.') | digits << 8U);
  const auto size = static_cast<std::size_t>(std::bit_width(digits ^ zeros) + 7) / 8;
  to += size == 0 ? 0 : size + 1;
  *to = 'Z';
  return to + 1;
}

char* put_word(char* to, std::string_view word) {
  std::memcpy(to, word.data(), word.size());
  return to + word.size();
}

}  // namespace

char* put_date(char* to, Date date) {
  const Day day = day_of(static_cast<std::uint32_t>(date.days - Date::first().days));
  put_eight(to, day.year_and_month);
  put_eight(to + 8, pair_at(0, day.day));
  return to + 10;
}

char* put_rfc3339(char* to, Instant instant) {
  if (!instant.is_real()) return put_word(to, instant.is_never() ? "never" : "always");
  // Counted from the first instant on, nothing is negative, and every divisor is a constant: a fraction of the time.
  constexpr auto micros_of_day = static_cast<std::uint64_t>(micros_per_day);
  constexpr auto micros_of_second = static_cast<std::uint64_t>(micros_per_second);
  const auto since_first = static_cast<std::uint64_t>(instant.micros - Instant::first().micros);
  static_assert(Instant::first().micros == Date::first().days * micros_per_day);
  const Day day = day_of(static_cast<std::uint32_t>(since_first / micros_of_day));
  const std::uint64_t time_of_day = since_first % micros_of_day;
  const auto seconds = static_cast<std::uint32_t>(time_of_day / micros_of_second);
  put_eight(to, day.year_and_month);
  put_eight(to + 8, pair_at(0, day.day) | char_at(2, 'T') | pair_at(3, seconds / 3600) | char_at(5, ':') |
                        pair_at(6, seconds / 60 % 60));
  put_eight(to + 16, char_at(0, ':') | pair_at(1, seconds % 60));
  return put_fraction(to + 19, static_cast<std::uint32_t>(time_of_day % micros_of_second));
}

}  // namespace bywhen
