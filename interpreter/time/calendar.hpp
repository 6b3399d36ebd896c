#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <vector>

#include "interpreter/time/civil.hpp"

namespace bywhen {

/// Which weekdays are no business days; the bit of a `Weekday` is its number.
using Weekend = std::bitset<7>;

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
  /// Holidays in any order; those outside the covered days, on a weekend or named twice do no harm.
  BusinessCalendar(std::string name, Weekend weekend, std::vector<Date> holidays, Date from, Date to);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] Weekend weekend() const { return weekend_; }
  /// The first day covered.
  [[nodiscard]] Date from() const { return from_; }
  /// The first day no longer covered.
  [[nodiscard]] Date to() const { return to_; }
  [[nodiscard]] bool covers(Date date) const { return date >= from_ && date < to_; }

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
  /// Sorted, each once, none on a weekend.
  std::vector<Date> holidays_;
  Date from_;
  Date to_;
};

}  // namespace bywhen
