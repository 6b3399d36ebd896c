#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace bywhen {

/// One day of each year and a time on it, at which a zone's clock changes: `M3.2.0/2`.
struct YearlyChange {
  enum Kind {
    /// The `week`th `weekday` of `month`; week 5 is the last.
    weekday_of_month,
    /// Day 1 to 365, 29 February never counted.
    day_without_leap,
    /// Day 0 to 365.
    day_with_leap,
  };
  Kind kind = weekday_of_month;
  std::int32_t month = 1;
  std::int32_t week = 1;
  /// 0 is Sunday.
  std::int32_t weekday = 0;
  std::int32_t day = 0;
  /// Seconds after midnight on the wall clock; below zero or above a day are possible.
  std::int32_t time = 7200;

  /// The wall-clock time of the change in a year, in seconds since 1970-01-01 on that clock.
  [[nodiscard]] std::int64_t local_seconds(std::int32_t year) const;
};

/// How a zone goes on for ever, as POSIX says it in TZ and time zone files in their last line:
/// `EST5EDT,M3.2.0,M11.1.0`.
struct PosixRule {
  /// Seconds east of UTC.
  std::int32_t standard_offset = 0;
  struct Summer {
    std::int32_t offset = 0;
    YearlyChange begin;
    YearlyChange end;
  };
  std::optional<Summer> summer;

  /// The changes of one year in UTC, in order: the second since 1970-01-01T00:00:00Z, and the offset from then on.
  [[nodiscard]] std::vector<std::pair<std::int64_t, std::int32_t>> changes(std::int32_t year) const;
};

/// Nothing where the text is no such rule.
[[nodiscard]] std::optional<PosixRule> read_posix_rule(std::string_view text);

}  // namespace bywhen
