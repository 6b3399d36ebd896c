#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace bywhen {

/// A length of time, as a policy says it. Months, days and business days are counted on a calendar; micros are exact.
/// Weeks are seven days, years twelve months. All parts have one sign.
struct Duration {
  /// Each bound is what separates the years 1 and 9999, or for business days what a calendar of four centuries could
  /// hold: no policy needs more, and within them no sum of parts can overflow.
  static constexpr std::int32_t max_months = 120'000;
  static constexpr std::int32_t max_days = 3'660'000;
  static constexpr std::int32_t max_business_days = 100'000;
  static constexpr std::int64_t max_micros = 316'224'000'000'000'000;

  std::int32_t months = 0;
  std::int32_t days = 0;
  std::int32_t business_days = 0;
  std::int64_t micros = 0;
  /// `14 full days`: whole days, the one on which counting starts left out.
  bool full = false;
  /// Index of the calendar that counts the business days; -1 is the default one.
  std::int16_t calendar = -1;

  [[nodiscard]] constexpr bool is_zero() const { return months == 0 && days == 0 && business_days == 0 && micros == 0; }
  [[nodiscard]] constexpr bool is_negative() const { return months < 0 || days < 0 || business_days < 0 || micros < 0; }
  /// Only hours, minutes and seconds: the same length everywhere.
  [[nodiscard]] constexpr bool is_exact() const { return months == 0 && days == 0 && business_days == 0 && !full; }
  [[nodiscard]] Duration operator-() const;

  friend bool operator==(const Duration&, const Duration&) = default;
};

enum class DurationUnit { microseconds, seconds, minutes, hours, days, weeks, months, years, business_days };

/// `count` units, or nothing where that is beyond the bounds.
[[nodiscard]] std::optional<Duration> make_duration(std::int64_t count, DurationUnit unit);

/// The parts added, or nothing where that is beyond the bounds, mixes signs, or the two count by different calendars or
/// fullness. `add(a, -b)` is the difference.
[[nodiscard]] std::optional<Duration> add(const Duration& left, const Duration& right);

/// Every part so many times, or nothing where that is beyond the bounds.
[[nodiscard]] std::optional<Duration> multiply(const Duration& duration, std::int64_t count);

/// Every part so many times, but no part beyond its bound.
[[nodiscard]] Duration times_at_most(Duration one, std::int64_t count);

/// Which is longer, where that does not hang on the date: both exact, both of days only, both of months only, or both
/// of business days of one calendar only. A zero compares with each of these.
[[nodiscard]] std::optional<std::strong_ordering> compare(const Duration& left, const Duration& right);

enum class DurationError {
  syntax,
  /// `P` or `P1DT`: something must follow.
  empty,
  /// `PT1.5H`
  fraction,
  /// `-P1D`
  sign,
  /// `P1Y2D`: the months between are left out.
  gap,
  /// `P1W2D`: weeks stand alone.
  mixed_weeks,
  /// Longer than a `Duration` can be.
  out_of_range,
};

/// Reads a duration as RFC 3339, appendix A, writes it: `P1M3DT2H`, `P2W`. The units are whole numbers, in order and
/// without gaps; weeks stand alone.
[[nodiscard]] std::variant<Duration, DurationError> read_duration(std::string_view text);
[[nodiscard]] std::optional<Duration> parse_duration(std::string_view text);

/// The same as a regular expression of ECMA 262, bounds apart, for those who describe orders to others.
inline constexpr std::string_view duration_pattern =
    "^P(?:[0-9]+W"
    "|(?:[0-9]+Y(?:[0-9]+M(?:[0-9]+D)?)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D)"
    "(?:T(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S))?"
    "|T(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S))$";

/// What `read_duration` reads, in one way: `P20D`, `PT48H`, `P1M3DT2H30M`, `P1Y0M3D`, zero `PT0S`. What has no such
/// form gets one for messages: `-P1M`, `PT0.5S`; business days and fullness are left out.
[[nodiscard]] std::string format_duration(const Duration& duration);
/// Can an order tell it? Not negative, no fractions of seconds, no business days, not full.
[[nodiscard]] constexpr bool has_iso_form(const Duration& duration) {
  return duration.business_days == 0 && !duration.full && !duration.is_negative() && duration.micros % 1'000'000 == 0;
}

/// How a duration was to be written that has gaps or weeks beside other units: `P1Y0M2D` for `P1Y2D`. Nothing for other
/// texts.
[[nodiscard]] std::optional<std::string> corrected_duration(std::string_view text);

/// For people: `20 days`, `1 month 3 days`, `48 hours`, `3 business days`, `14 full days`; zero is `0 seconds`.
[[nodiscard]] std::string describe(const Duration& duration);

}  // namespace bywhen
