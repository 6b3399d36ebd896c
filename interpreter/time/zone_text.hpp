#pragma once

#include <string>

#include "bywhen/instant.hpp"
#include "interpreter/time/zone.hpp"

/// Instants in words, on a zone's wall clock.
namespace bywhen {

/// For people: `2026-07-01 10:00 UTC+2`, `2026-03-10 09:00 UTC`. Seconds and fraction only where they are not zero. The
/// offset follows as `UTC-2`, `UTC+5:30`, `UTC+0:53:28`, so that an hour that comes twice can be told apart. At the
/// ends of time the wall clock may show the year 0 or 10000. Sentinels are `never` and `always`.
[[nodiscard]] std::string zone_time_words(const Zone& zone, Instant instant);

/// As a policy or a session can say it: `2026-07-01 10:00`, and with the offset where that alone does not tell the
/// instant: `2026-10-25 02:30+01:00`.
[[nodiscard]] std::string zone_time_literal(const Zone& zone, Instant instant);

}  // namespace bywhen
