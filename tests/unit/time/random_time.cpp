#include "tests/unit/time/random_time.hpp"

#include <algorithm>

namespace random_time {
namespace {

using namespace bywhen;

std::int64_t offset_at(const Zone& zone, Instant instant) { return zone.to_local(instant).micros - instant.micros; }

/// The first change of the clock within two years after the instant.
std::optional<Instant> next_change(const Zone& zone, Instant from) {
  Instant low = from;
  for (int week = 0; week < 104; ++week) {
    const Instant high{low.micros + 7 * micros_per_day};
    if (offset_at(zone, low) == offset_at(zone, high)) {
      low = high;
      continue;
    }
    Instant before = low;
    Instant after = high;
    while (after.micros - before.micros > 1) {
      const Instant middle{before.micros + (after.micros - before.micros) / 2};
      (offset_at(zone, middle) == offset_at(zone, low) ? before : after) = middle;
    }
    return after;
  }
  return std::nullopt;
}

}  // namespace

std::int64_t between(Random& random, std::int64_t low, std::int64_t high) {
  return low + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(high - low + 1));
}

std::vector<Zone> zones() {
  std::vector<Zone> found;
  for (const char* name :
       {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "UTC", "America/Sao_Paulo"}) {
    if (auto zone = Zone::find(name)) found.push_back(std::move(*zone));
  }
  return found.size() == 1 ? std::vector<Zone>() : found;
}

Instant instant(Random& random, const Zone& zone) {
  static const std::int64_t first = parse_rfc3339("1990-01-01T00:00:00Z").value().micros;
  static const std::int64_t last = parse_rfc3339("2040-01-01T00:00:00Z").value().micros;
  // Full hours and minutes are where mistakes sit.
  const std::int64_t unit = std::vector<std::int64_t>{1, micros_per_minute, micros_per_hour}[random() % 3];
  Instant instant{between(random, first / unit, last / unit) * unit};
  if (random() % 2 == 0) return instant;
  const auto change = next_change(zone, instant);
  if (!change) return instant;
  const std::int64_t span = 3 * micros_per_day / unit;
  return {change->micros + between(random, -span, span) * unit};
}

Duration duration(Random& random) {
  Duration duration;
  while (duration.is_zero()) {
    const unsigned parts = static_cast<unsigned>(random() % 16);
    if ((parts & 1U) != 0) duration.months = static_cast<std::int32_t>(between(random, 0, 30));
    if ((parts & 2U) != 0) duration.days = static_cast<std::int32_t>(between(random, 0, 40));
    if ((parts & 4U) != 0) duration.business_days = static_cast<std::int32_t>(between(random, 0, 12));
    if ((parts & 8U) != 0) duration.micros = exact_duration(random).micros;
  }
  return duration;
}

Duration exact_duration(Random& random) {
  const std::int64_t unit = std::vector<std::int64_t>{1, micros_per_minute, micros_per_hour}[random() % 3];
  Duration duration;
  duration.micros = between(random, 0, 100 * micros_per_hour / unit) * unit;
  return duration;
}

BusinessCalendar calendar(Random& random) {
  const Date from = parse_date("1900-01-01").value();
  const Date to = parse_date("2200-01-01").value();
  std::vector<Date> holidays;
  for (int i = 0; i < 300 * 20; ++i)
    holidays.push_back({static_cast<std::int32_t>(between(random, from.days, to.days - 1))});
  // Any of the seven days but one may be free.
  return {"random", Weekend(random() % 127), holidays, from, to};
}

}  // namespace random_time
