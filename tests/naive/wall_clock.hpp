#pragma once

#include <string>
#include <vector>

#include "tests/naive/business_days.hpp"

namespace bywhen::naive {

/// How a length is counted: where, and by which business days.
struct Counting {
  std::string zone;
  bool months_round_up = false;
  /// Counted as European law counts its time limits.
  bool by_law = false;
  const BusinessDays* business_days = nullptr;
  const BusinessDays* law = nullptr;
  const BusinessDays* ending_on = nullptr;
  const BusinessDays* holding_by = nullptr;
  std::int64_t holding = 0;
};

/// The wall clock's time there at the instant.
[[nodiscard]] date::local_time<std::chrono::microseconds> wall_clock(Instant instant, const std::string& zone);
/// The instant at which the wall clock there shows the time: the earlier of two, and where the time is skipped, by the
/// offset before.
[[nodiscard]] Instant instant_of(date::local_time<std::chrono::microseconds> local, const std::string& zone);

/// Past the last year lies never, and the first instant stands for all before it.
[[nodiscard]] Instant in_range(Instant instant);

/// When the clock is changed there next; never where it is not.
[[nodiscard]] Instant next_change(Instant instant, const std::string& zone);

/// A calendar that does not reach as far as was counted.
struct Lack {
  const BusinessDays* calendar = nullptr;
  /// Before this instant it does no harm: the moment lies later, wherever it is.
  Instant from;
};

/// What was counted to, and what there is to tell of the way.
struct Reached {
  /// Never where the years end; where a calendar does not reach, too.
  Instant instant;
  std::optional<Lack> lack;
  std::vector<std::string> notes;
};
[[nodiscard]] Reached shift(Instant from, const Length& length, bool before, const Counting& counting);

struct ReachedDay {
  /// None beyond the last year, or where a calendar does not reach.
  std::optional<Day> day;
  std::optional<Lack> lack;
  std::vector<std::string> notes;
};
[[nodiscard]] ReachedDay shift(Day from, const Length& length, bool before, const Counting& counting);

}  // namespace bywhen::naive
