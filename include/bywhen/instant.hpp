#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "bywhen/export.hpp"

namespace bywhen {

/// A point on the time line: microseconds since 1970-01-01T00:00:00Z, without leap seconds.
///
/// Real instants lie in `[first(), last()]`. Two sentinels lie far outside: what has not happened is at `never()`,
/// after every instant; time lines begin at `always()`, before every instant. They compare as plain numbers do.
struct Instant {
  std::int64_t micros = 0;

  /// 2^62: far enough from the end of the type that a real duration added to it cannot overflow.
  [[nodiscard]] static constexpr Instant never() { return {std::int64_t{1} << 62}; }
  [[nodiscard]] static constexpr Instant always() { return {-(std::int64_t{1} << 62)}; }
  /// 0001-01-01T00:00:00Z
  [[nodiscard]] static constexpr Instant first() { return {-62'135'596'800'000'000}; }
  /// 9999-12-31T23:59:59.999999Z
  [[nodiscard]] static constexpr Instant last() { return {253'402'300'799'999'999}; }

  [[nodiscard]] constexpr bool is_never() const { return micros > last().micros; }
  [[nodiscard]] constexpr bool is_always() const { return micros < first().micros; }
  /// Neither `never()` nor `always()`.
  [[nodiscard]] constexpr bool is_real() const { return !is_never() && !is_always(); }

  friend constexpr auto operator<=>(const Instant&, const Instant&) = default;
};

/// Why a text is no instant, date or local time.
enum class TimeError {
  /// Not of the form asked for.
  syntax,
  /// A time without `Z` or an offset, where one is needed; all else about it is right.
  no_offset,
  /// 2026-02-30
  no_such_date,
  /// 24:00, 10:00:60 (only where a leap second may lie), an offset of 24 hours or more
  no_such_time,
  /// Before `Instant::first()` or after `Instant::last()`.
  out_of_range,
  /// Finer than a microsecond, where that is not cut.
  too_precise,
};

/// RFC 3339 in UTC with `Z`; a fraction only where it is not zero, without trailing zeros: `2026-03-01T10:00:00.5Z`.
/// The sentinels, which RFC 3339 cannot say, are `never` and `always`.
[[nodiscard]] BYWHEN_API std::string format_rfc3339(Instant instant);

/// Reads RFC 3339 with an offset: `2026-03-01T10:00:00.5+02:00`. `t`, `z`, a space for the `T` and the offset `-00:00`
/// are accepted; what is finer than a microsecond is cut. 23:59:60 in UTC, on the last day of June or December, is a
/// leap second, and the same instant as the second after it. The sentinels' names are not accepted.
[[nodiscard]] BYWHEN_API std::variant<Instant, TimeError> read_rfc3339(std::string_view text);

/// `read_rfc3339` for those who need no reason.
[[nodiscard]] BYWHEN_API std::optional<Instant> parse_rfc3339(std::string_view text);

}  // namespace bywhen
