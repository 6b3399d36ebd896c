#include "interpreter/time/civil.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "interpreter/time/scan.hpp"
#include "interpreter/time/usual_time.hpp"

namespace bywhen {
namespace {

std::chrono::year_month_day chrono_date(std::int32_t year, std::int32_t month, std::int32_t day) {
  return {std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
          std::chrono::day(static_cast<unsigned>(day))};
}

/// `10:00`, `10:00:30`, `10:00:30.5`
std::string format_clock(std::int64_t time_of_day) {
  std::string text = fmt::format("{:02}:{:02}", time_of_day / micros_per_hour, time_of_day / micros_per_minute % 60);
  const std::int64_t rest = time_of_day % micros_per_minute;
  if (rest != 0) text += fmt::format(":{:02}", rest / micros_per_second);
  if (rest % micros_per_second == 0) return text;
  text += fmt::format(".{:06}", rest % micros_per_second);
  text.erase(text.find_last_not_of('0') + 1);
  return text;
}

std::string_view sentinel_name(Instant instant) { return instant.is_never() ? "never" : "always"; }

}  // namespace

std::optional<Date> Date::from_ymd(std::int32_t year, std::int32_t month, std::int32_t day) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month))
    return std::nullopt;
  const std::chrono::sys_days date{chrono_date(year, month, day)};
  return Date{static_cast<std::int32_t>(date.time_since_epoch().count())};
}

YearMonthDay Date::ymd() const {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{days}}};
  return {int{date.year()}, static_cast<std::int32_t>(unsigned{date.month()}),
          static_cast<std::int32_t>(unsigned{date.day()})};
}

Weekday Date::weekday() const {
  // 1970-01-01 was a Thursday.
  return static_cast<Weekday>(floor_mod(std::int64_t{days} + 3, 7));
}

std::int32_t days_in_month(std::int32_t year, std::int32_t month) {
  const std::chrono::year_month_day_last last{
      std::chrono::year(year), std::chrono::month_day_last(std::chrono::month(static_cast<unsigned>(month)))};
  return static_cast<std::int32_t>(unsigned{last.day()});
}

Date LocalTime::date() const {
  const std::int64_t day = floor_div(micros, micros_per_day);
  return {static_cast<std::int32_t>(std::clamp<std::int64_t>(day, Date::first().days - 366, Date::last().days + 366))};
}

std::int64_t LocalTime::time_of_day() const { return floor_mod(micros, micros_per_day); }

std::string format_date(Date date) {
  const auto [year, month, day] = date.ymd();
  return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

std::string format_local_time(LocalTime time) {
  // A day beyond the range is still a real wall-clock time: that of an instant at the edge, in a zone away from UTC.
  const Instant same_number{time.micros};
  if (same_number == Instant::never() || same_number == Instant::always())
    return std::string(sentinel_name(same_number));
  return format_date(time.date()) + ' ' + format_clock(time.time_of_day());
}

std::string format_rfc3339(Instant instant) {
  if (!instant.is_real()) return std::string(sentinel_name(instant));
  std::array<char, longest_time> text{};
  return {text.data(), write_usual_time(instant, text.data())};
}

}  // namespace bywhen
