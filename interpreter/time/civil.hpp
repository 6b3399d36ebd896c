#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "bywhen/instant.hpp"

/// Dates and wall-clock times of the Gregorian calendar, in no particular zone.
namespace bywhen {

enum class Weekday : std::uint8_t { monday, tuesday, wednesday, thursday, friday, saturday, sunday };

struct YearMonthDay {
  std::int32_t year = 1970;
  std::int32_t month = 1;
  std::int32_t day = 1;

  friend constexpr auto operator<=>(const YearMonthDay&, const YearMonthDay&) = default;
};

/// A day: days since 1970-01-01. Real dates lie in `[first(), last()]`, the years 1 to 9999.
struct Date {
  std::int32_t days = 0;

  [[nodiscard]] static constexpr Date first() { return {-719'162}; }
  [[nodiscard]] static constexpr Date last() { return {2'932'896}; }
  /// Nothing for 30 February and for years outside 1 to 9999.
  [[nodiscard]] static std::optional<Date> from_ymd(std::int32_t year, std::int32_t month, std::int32_t day);

  [[nodiscard]] YearMonthDay ymd() const;
  [[nodiscard]] Weekday weekday() const;
  [[nodiscard]] constexpr bool is_real() const { return days >= first().days && days <= last().days; }

  friend constexpr auto operator<=>(const Date&, const Date&) = default;
};

/// The number of days of a month; `month` is 1 to 12.
[[nodiscard]] std::int32_t days_in_month(std::int32_t year, std::int32_t month);

inline constexpr std::int64_t micros_per_second = 1'000'000;
inline constexpr std::int64_t micros_per_minute = 60 * micros_per_second;
inline constexpr std::int64_t micros_per_hour = 60 * micros_per_minute;
inline constexpr std::int64_t micros_per_day = 24 * micros_per_hour;

/// What a clock on the wall shows: microseconds since 1970-01-01 00:00 on that clock. The sentinels of `Instant` have
/// the same numbers here.
struct LocalTime {
  std::int64_t micros = 0;

  /// `time_of_day` in microseconds since midnight, `[0, micros_per_day)`; the date must be real, or within a year of
  /// it.
  [[nodiscard]] static constexpr LocalTime of(Date date, std::int64_t time_of_day = 0) {
    return {date.days * micros_per_day + time_of_day};
  }
  /// Of a sentinel: a date that is not real.
  [[nodiscard]] Date date() const;
  [[nodiscard]] std::int64_t time_of_day() const;

  friend constexpr auto operator<=>(const LocalTime&, const LocalTime&) = default;
};

/// Reads `2026-03-01`.
[[nodiscard]] std::variant<Date, TimeError> read_date(std::string_view text);
[[nodiscard]] std::optional<Date> parse_date(std::string_view text);
/// `2026-03-01`
[[nodiscard]] std::string format_date(Date date);

/// Reads `2026-03-01 10:00`, with `T` or `t` for the space, with seconds, and with a fraction of up to six digits (more
/// if they are zeros). Without an offset: `TimeError::syntax` where one follows.
[[nodiscard]] std::variant<LocalTime, TimeError> read_local_time(std::string_view text);
[[nodiscard]] std::optional<LocalTime> parse_local_time(std::string_view text);
/// `2026-03-01 10:00`, with seconds and fraction only where they are not zero.
[[nodiscard]] std::string format_local_time(LocalTime time);

/// `read_rfc3339`, but the seconds may be left out, and what is finer than a microsecond is refused: what a policy's
/// text may say. `TimeError::no_offset` where none follows.
[[nodiscard]] std::variant<Instant, TimeError> read_time_with_offset(std::string_view text);

}  // namespace bywhen
