#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "interpreter/time/civil.hpp"
#include "interpreter/time/duration.hpp"

/// Times and durations of others, which are finer than ours and written more freely. They are cut to the microsecond,
/// and the nanoseconds that this leaves are counted beside it, so that nothing of a result goes unchecked.
namespace oracle {

struct FineTime {
  /// On the wall clock, or in UTC.
  std::int64_t micros = 0;
  /// 0 to 999.
  std::int64_t nanos = 0;

  friend bool operator==(const FineTime&, const FineTime&) = default;
};

/// `2020-05-31T23:12:38.271986102`, seconds and fraction left out or not, an offset behind it not looked at. Nothing
/// outside the years 1 to 9999.
[[nodiscard]] std::optional<FineTime> read_fine_time(const std::string& text);
/// Nanoseconds since 1970-01-01T00:00:00Z, of any number of digits that ours can hold.
[[nodiscard]] FineTime fine_time_of_nanos(const std::string& count);
[[nodiscard]] std::string format_fine_time(const FineTime& time);

struct FineDuration {
  bywhen::Duration duration;
  /// -999 to 999, of the duration's sign.
  std::int64_t nanos = 0;
  bool out_of_range = false;
};

/// `-P1Y2M3W4DT5H6M7.123456789S`, with any units left out; nothing for other texts. Only seconds have fractions.
[[nodiscard]] std::optional<FineDuration> read_fine_duration(const std::string& text);

/// A time that our own arithmetic found from those of `start` and `duration` that were cut, and the nanoseconds that
/// they had beside.
[[nodiscard]] FineTime with_nanos(std::int64_t micros, std::int64_t start_nanos, std::int64_t duration_nanos);

}  // namespace oracle
