#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "bywhen/instant.hpp"
#include "interpreter/time/civil.hpp"

/// What the readers of dates, local times and instants share.
namespace bywhen {

/// A timestamp as it was written.
struct Timestamp {
  LocalTime local;
  /// East of UTC, where it was given.
  std::optional<std::int32_t> offset_seconds;
};

/// What a text may say that is finer than a microsecond.
enum class Precision {
  /// Only zeros.
  exact,
  /// Anything: the time is cut to the microsecond.
  cut,
};

/// Reads `YYYY-MM-DD[Tt ]HH:MM[:SS[.f…]][Z|z|±HH:MM]`; whether seconds must stand there is the caller's choice. The
/// second may be 60 where RFC 3339 knows leap seconds: 23:59:60 in UTC on the last day of June or December. Such a time
/// is told as the start of the next second.
[[nodiscard]] std::variant<Timestamp, TimeError> read_timestamp(std::string_view text, bool seconds_needed,
                                                                Precision precision = Precision::exact);

}  // namespace bywhen
