#pragma once

#include <optional>
#include <span>

#include "bywhen/instant.hpp"
#include "interpreter/time/calendar.hpp"
#include "interpreter/time/civil.hpp"
#include "interpreter/time/duration.hpp"
#include "interpreter/time/zone.hpp"

/// Moments counted from other moments: `D after P`, `D before P`, and the edges of days.
namespace bywhen {

/// What `1 month after 31 January` is.
enum class MonthRounding {
  /// The policy does not say; check refuses months then. Here it counts as `down`.
  refuse,
  /// The last day of the shorter month, at that wall-clock time.
  down,
  /// The first day of the month that follows it, at that wall-clock time.
  up,
};

/// What the sentence and its policy say about counting.
struct ShiftContext {
  Zone zone;
  MonthRounding rounding = MonthRounding::refuse;
  std::span<const BusinessCalendar> calendars;
  /// Index of the calendar meant where none is named; -1: there is none.
  int default_calendar = -1;
  /// If the last day is no business day, the next one is meant; counting backwards, the one before.
  bool ending_on_business_day = false;
  /// -1: the default calendar.
  int ending_calendar = -1;
  /// The period holds at least so many business days, or is lengthened until it does; 0: no such wish.
  int holding_business_days = 0;
  /// -1: the default calendar.
  int holding_calendar = -1;
  /// The period is a European time limit, whatever the duration says of fullness: see `shift`.
  bool eu_time_limit = false;
  /// Whose business days are its working days; -1: the default calendar.
  int eu_calendar = -1;
};

struct Shifted {
  enum Status {
    exact,
    /// The moment lies after the years that a calendar covers; `instant` is where they end, which it is not before.
    past_calendar,
    /// The moment lies before the years that a calendar covers; `instant` is where they begin.
    before_calendar,
    /// The years that a calendar covers leave open where the moment lies: counting starts outside them. `instant` is
    /// where counting stopped and says nothing about the moment.
    outside_calendar,
  };
  Instant instant;
  Status status = exact;
  /// Which calendar could not tell: an index into the context's, -1 where the status is exact (or where there is no
  /// calendar at all).
  int calendar = -1;
  /// A wall-clock time was meant that the zone's clock jumps over, or shows twice.
  bool skipped = false;
  bool repeated = false;
  /// That time on the wall clock, where one of both is true.
  std::optional<LocalTime> wanted_time;
  /// A day was meant that its month lacks: `wanted_day`, such as 31 February, which is no date.
  bool month_rounded = false;
  std::optional<YearMonthDay> wanted_day;
  /// The last day as it was counted, if it was no business day and the period therefore ends on another.
  std::optional<Date> moved_from;
  /// The last day as it was before the period was lengthened to hold enough business days.
  std::optional<Date> lengthened_from;
};

/// The moment `duration` after `from`, or before it. Never stays never, and always stays always. The largest unit goes
/// first: months, days, business days, then hours, minutes and seconds; the first three keep the zone's wall-clock
/// time, the last are exact. What lies after the year 9999 is never; what lies before the year 1 is `Instant::first()`.
///
/// A full duration ends with a whole day: after `from`, at the end of its last day, the day of `from` left out (of full
/// hours: at the end of its last hour, the hour of `from` left out); before `from`, at the start of its first day. A
/// day that the month lacks is the last of the month then, whatever the rounding (Regulation 1182/71, article 3).
///
/// A European time limit is counted as Regulation (EEC, Euratom) No 1182/71, article 3, says:
/// - as if it were full (paragraphs 1 and 2): the day of `from` left out, to the end of the last day; of hours, the
/// hour
///   of `from` left out, to the end of the last hour;
/// - if its last day is no business day, it ends with the next one (paragraph 4), unless hours are among its units, or
///   it is counted backwards;
/// - a period of two days or more, which weeks, months and years always are and hours never, holds two business days at
///   least, or is lengthened until it does (paragraph 5).
///
/// Order: the duration, then the two rules of European time limits, then `ending_on_business_day`, then
/// `holding_business_days`.
[[nodiscard]] Shifted shift(Instant from, const Duration& duration, bool before, const ShiftContext& context);

/// The first instant of a day in a zone: midnight, or where the clock skips midnight the first instant after the jump.
/// Before the year 1: `Instant::first()`; after 9999: never.
[[nodiscard]] Instant start_of_day(Date date, const Zone& zone);
/// The first instant of the next day.
[[nodiscard]] Instant end_of_day(Date date, const Zone& zone);
/// The edges of the day in which an instant lies. Sentinels stay sentinels.
[[nodiscard]] Instant start_of_day(Instant instant, const Zone& zone);
[[nodiscard]] Instant end_of_day(Instant instant, const Zone& zone);

}  // namespace bywhen
