#pragma once

#include <optional>
#include <random>
#include <string>
#include <vector>

#include "interpreter/time/shift.hpp"

/// Seeded random instants and durations for tests of what always holds.
namespace random_time {

using Random = std::mt19937_64;

/// `[low, high]`; the same on every platform.
[[nodiscard]] std::int64_t between(Random& random, std::int64_t low, std::int64_t high);

/// Zones whose clocks change in different ways: by an hour, by half an hour, over a whole day, at midnight, never. None
/// where there is no database.
[[nodiscard]] std::vector<bywhen::Zone> zones();

/// In the years 1990 to 2040; every other one within three days of a change of the zone's clock, where it has some.
[[nodiscard]] bywhen::Instant instant(Random& random, const bywhen::Zone& zone);

/// A duration that is not negative, of one or several units, in bounds that keep an instant above within a calendar of
/// centuries.
[[nodiscard]] bywhen::Duration duration(Random& random);
[[nodiscard]] bywhen::Duration exact_duration(Random& random);

/// A calendar of the years 1900 to 2200 with a random weekend and about twenty random holidays a year.
[[nodiscard]] bywhen::BusinessCalendar calendar(Random& random);

}  // namespace random_time
