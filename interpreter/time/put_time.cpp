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

void put_pair(char* to, std::int64_t number) { std::memcpy(to, &pairs[2 * static_cast<std::size_t>(number)], 2); }

/// A point and what is left of a second, without the zeros at its end.
char* put_fraction(char* to, std::int64_t micros) {
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
  put_pair(to, year / 100);
  put_pair(to + 2, year % 100);
  to[4] = '-';
  put_pair(to + 5, month);
  to[7] = '-';
  put_pair(to + 8, day);
  return to + 10;
}

char* put_rfc3339(char* to, Instant instant) {
  if (!instant.is_real()) return put_word(to, instant.is_never() ? "never" : "always");
  const LocalTime utc{instant.micros};
  const std::int64_t time_of_day = utc.time_of_day();
  const std::int64_t seconds = time_of_day / micros_per_second;
  to = put_date(to, utc.date());
  to[0] = 'T';
  put_pair(to + 1, seconds / 3600);
  to[3] = ':';
  put_pair(to + 4, seconds / 60 % 60);
  to[6] = ':';
  put_pair(to + 7, seconds % 60);
  to += 9;
  if (const std::int64_t fraction = time_of_day % micros_per_second; fraction != 0) to = put_fraction(to, fraction);
  *to = 'Z';
  return to + 1;
}

}  // namespace bywhen
