#include "interpreter/time/put_time.hpp"

#include <array>
#include <cstring>

namespace bywhen {
namespace {

/// `00` to `99`, one behind the other.
constexpr std::array<char, 200> pairs = [] {
  std::array<char, 200> all{};
  for (std::size_t i = 0; i < 100; ++i) {
    all[2 * i] = static_cast<char>('0' + i / 10);
    all[2 * i + 1] = static_cast<char>('0' + i % 10);
  }
  return all;
}();

void put_pair(char* to, std::uint32_t number) { std::memcpy(to, &pairs[std::size_t{2} * number], 2); }

/// A point and what is left of a second, without the zeros at its end.
char* put_fraction(char* to, std::uint32_t micros) {
  *to = '.';
  put_pair(to + 1, micros / 10'000);
  put_pair(to + 3, micros / 100 % 100);
  put_pair(to + 5, micros % 100);
  char* end = to + 7;
  while (end[-1] == '0') --end;
  return end;
}

char* put_word(char* to, std::string_view word) {
  std::memcpy(to, word.data(), word.size());
  return to + word.size();
}

}  // namespace

char* put_date(char* to, Date date) {
  const auto [year, month, day] = date.ymd();
  put_pair(to, static_cast<std::uint32_t>(year) / 100);
  put_pair(to + 2, static_cast<std::uint32_t>(year) % 100);
  to[4] = '-';
  put_pair(to + 5, static_cast<std::uint32_t>(month));
  to[7] = '-';
  put_pair(to + 8, static_cast<std::uint32_t>(day));
  return to + 10;
}

char* put_rfc3339(char* to, Instant instant) {
  if (!instant.is_real()) return put_word(to, instant.is_never() ? "never" : "always");
  // Counted from the first instant on, nothing is negative, and every divisor is a constant: a fraction of the time.
  constexpr auto day = static_cast<std::uint64_t>(micros_per_day);
  constexpr auto second = static_cast<std::uint64_t>(micros_per_second);
  const auto since_first = static_cast<std::uint64_t>(instant.micros - Instant::first().micros);
  static_assert(Instant::first().micros == Date::first().days * micros_per_day);
  const std::uint64_t time_of_day = since_first % day;
  const auto seconds = static_cast<std::uint32_t>(time_of_day / second);
  to = put_date(to, Date{static_cast<std::int32_t>(since_first / day) + Date::first().days});
  to[0] = 'T';
  put_pair(to + 1, seconds / 3600);
  to[3] = ':';
  put_pair(to + 4, seconds / 60 % 60);
  to[6] = ':';
  put_pair(to + 7, seconds % 60);
  to += 9;
  if (const std::uint64_t fraction = time_of_day % second; fraction != 0)
    to = put_fraction(to, static_cast<std::uint32_t>(fraction));
  *to = 'Z';
  return to + 1;
}

}  // namespace bywhen
