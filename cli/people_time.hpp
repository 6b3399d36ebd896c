#pragma once

#include <string>

#include "bywhen/instant.hpp"

namespace bywhen::cli {

/// For people: `2026-03-10 09:00 UTC`; seconds only where there are some, fractions of a second never.
[[nodiscard]] std::string people_time(Instant instant);

/// How far an instant is from another, rounded down: `in 6 days`, `in 1 day 11 hours`, `3 hours ago`, `now`.
[[nodiscard]] std::string distance(Instant from, Instant to);

/// Both, for a page: `2026-03-10 09:00 UTC (in 6 days)`; a line is broken between the two at most.
[[nodiscard]] std::string time_and_distance(Instant instant, Instant now);

}  // namespace bywhen::cli
