#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "interpreter/time/civil.hpp"

namespace bywhen {

/// Which weekdays are no business days; the bit of a `Weekday` is its number.
using Weekend = std::bitset<7>;

/// A day off, and what it is called; the name may be empty.
struct Holiday {
  Date date;
  std::string name;

  friend bool operator==(const Holiday&, const Holiday&) = default;
};

/// A day off on the same day of each year.
struct RecurringHoliday {
  /// 1 to 12.
  std::int32_t month = 1;
  /// 1 to 31.
  std::int32_t day = 1;
  std::string name;

  friend bool operator==(const RecurringHoliday&, const RecurringHoliday&) = default;
};

/// The days that it is in `[from, to)`, as far as they are real dates: one a year, and none in a year whose month lacks
/// the day.
[[nodiscard]] std::vector<Holiday> expand(const RecurringHoliday& holiday, Date from, Date to);

/// A day that a business calendar was asked for, or how far it could tell.
struct BusinessDay {
  enum Kind {
    found,
    /// The day lies at or after the end of the covered years.
    past_end,
    /// The day lies before the covered years.
    before_start,
    /// Counting starts outside the covered years and heads towards them: the day may lie anywhere.
    uncovered,
  };
  Kind kind = found;
  /// Only where found.
  Date date;

  friend bool operator==(const BusinessDay&, const BusinessDay&) = default;
};

/// Which days are business days, for the days `[from, to)` that it covers. About other days it never guesses.
class BusinessCalendar {
public:
  /// Holidays in any order; those outside the covered days, on a weekend or told twice do no harm. Of a day that is
  /// told twice the first name counts.
  BusinessCalendar(std::string name, Weekend weekend, std::vector<Holiday> holidays, Date from, Date to);
  /// Holidays without names.
  BusinessCalendar(std::string name, Weekend weekend, const std::vector<Date>& holidays, Date from, Date to);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] Weekend weekend() const { return weekend_; }
  /// The first day covered.
  [[nodiscard]] Date from() const { return from_; }
  /// The first day no longer covered.
  [[nodiscard]] Date to() const { return to_; }
  [[nodiscard]] bool covers(Date date) const { return date >= from_ && date < to_; }
  /// The holidays within the covered days by date, each day once; also those on a weekend, which another calendar may
  /// have elsewhere.
  [[nodiscard]] const std::vector<Holiday>& holidays() const { return holidays_; }
  /// Empty where the date is no holiday, has no name or is not covered.
  [[nodiscard]] std::string_view holiday_name(Date date) const;

  /// False for days that are not covered.
  [[nodiscard]] bool is_business_day(Date date) const;
  /// The business days in `[begin, end)`, as far as they are covered; 0 where end is not after begin.
  [[nodiscard]] std::int32_t count(Date begin, Date end) const;

  /// n >= 1: the nth business day after the date. n <= -1: the -nth before it. 0: the date itself if it is one, else
  /// the next.
  [[nodiscard]] BusinessDay nth_business_day_after(Date date, std::int32_t n) const;
  [[nodiscard]] BusinessDay next_business_day_on_or_after(Date date) const;
  [[nodiscard]] BusinessDay previous_business_day_on_or_before(Date date) const;

private:
  [[nodiscard]] std::int32_t count_covered(Date begin, Date end) const;
  [[nodiscard]] BusinessDay nth_from(Date begin, std::int32_t n) const;
  [[nodiscard]] BusinessDay nth_back_from(Date end, std::int32_t n) const;

  std::string name_;
  Weekend weekend_;
  Date from_;
  Date to_;
  /// Sorted, each day once.
  std::vector<Holiday> holidays_;
  /// The days of those that are not on a weekend: what counting needs.
  std::vector<Date> days_off_;
};

}  // namespace bywhen
