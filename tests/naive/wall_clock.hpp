#pragma once

#include <set>
#include <string>

#include "tests/naive/value.hpp"

namespace bywhen::naive {

/// What a policy says about business days.
struct BusinessDays {
  std::set<unsigned> weekend;
  std::set<Day> holidays;
  int first_year = 0;
  int last_year = 0;

  [[nodiscard]] bool is_open(Day day) const;
  /// Does the calendar say anything about the day's year?
  [[nodiscard]] bool covers(Day day) const;
  /// The nth one after the day; before it where n is negative.
  [[nodiscard]] Day nth_after(Day day, std::int64_t n) const;
  /// How many lie after the first day, up to and with the last.
  [[nodiscard]] std::int64_t count(Day after, Day last) const;
};

/// How a length is counted: where, and by which business days.
struct Counting {
  std::string zone;
  bool months_round_up = false;
  const BusinessDays* business_days = nullptr;
  const BusinessDays* ending_on = nullptr;
  const BusinessDays* holding_by = nullptr;
  std::int64_t holding = 0;
};

/// The wall clock's time there at the instant.
[[nodiscard]] date::local_time<std::chrono::microseconds> wall_clock(Instant instant, const std::string& zone);
/// The instant at which the wall clock there shows the time: the earlier of two, and where the time is skipped, by the
/// offset before.
[[nodiscard]] Instant instant_of(date::local_time<std::chrono::microseconds> local, const std::string& zone);

/// When the clock is changed there next; never where it is not.
[[nodiscard]] Instant next_change(Instant instant, const std::string& zone);

[[nodiscard]] Day shift(Day day, const Length& length, bool before, const Counting& counting);
[[nodiscard]] Instant shift(Instant instant, const Length& length, bool before, const Counting& counting);

}  // namespace bywhen::naive
