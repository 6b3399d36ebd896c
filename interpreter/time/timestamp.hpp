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

/// Reads `YYYY-MM-DD[Tt ]HH:MM[:SS[.f…]][Z|z|±HH:MM]`; whether seconds must stand there is the caller's choice.
[[nodiscard]] std::variant<Timestamp, TimeError> read_timestamp(std::string_view text, bool seconds_needed);

}  // namespace bywhen
