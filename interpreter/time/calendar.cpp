#include "interpreter/time/calendar.hpp"

#include <algorithm>
#include <utility>

namespace bywhen {
namespace {

Date days_after(Date date, std::int64_t days) { return {static_cast<std::int32_t>(date.days + days)}; }

bool falls_on(Weekend weekend, Date date) { return weekend.test(static_cast<std::size_t>(date.weekday())); }

}  // namespace

BusinessCalendar::BusinessCalendar(std::string name, Weekend weekend, std::vector<Date> holidays, Date from, Date to)
    : name_(std::move(name)),
      weekend_(weekend),
      holidays_(std::move(holidays)),
      // Real dates only, so that the day before and the day after are numbers too.
      from_(std::clamp(from, Date::first(), days_after(Date::last(), 1))),
      to_(std::clamp(to, from_, days_after(Date::last(), 1))) {
  std::sort(holidays_.begin(), holidays_.end());
  holidays_.erase(std::unique(holidays_.begin(), holidays_.end()), holidays_.end());
  std::erase_if(holidays_, [this](Date date) { return falls_on(weekend_, date); });
}

bool BusinessCalendar::is_business_day(Date date) const {
  return covers(date) && !falls_on(weekend_, date) && !std::binary_search(holidays_.begin(), holidays_.end(), date);
}

std::int32_t BusinessCalendar::count(Date begin, Date end) const {
  return count_covered(std::max(begin, from_), std::min(end, to_));
}

// Whole weeks are a product, what is left of one is at most six days, and the holidays are sorted: no walk, however
// long the time.
std::int32_t BusinessCalendar::count_covered(Date begin, Date end) const {
  if (end <= begin) return 0;
  const std::int32_t days = end.days - begin.days;
  const std::int32_t weeks = days / 7;
  std::int32_t total = weeks * static_cast<std::int32_t>(7 - weekend_.count());
  for (Date day = days_after(begin, std::int64_t{weeks} * 7); day < end; ++day.days)
    total += falls_on(weekend_, day) ? 0 : 1;
  const auto first = std::lower_bound(holidays_.begin(), holidays_.end(), begin);
  return total - static_cast<std::int32_t>(std::lower_bound(first, holidays_.end(), end) - first);
}

/// The nth business day of `[begin, …)`: the first day up to which, itself included, there are n.
BusinessDay BusinessCalendar::nth_from(Date begin, std::int32_t n) const {
  if (begin >= to_) return {BusinessDay::past_end, {}};
  if (begin < from_) return {BusinessDay::uncovered, {}};
  if (count_covered(begin, to_) < n) return {BusinessDay::past_end, {}};
  Date low = begin;
  Date high = days_after(to_, -1);
  while (low < high) {
    const Date middle = days_after(low, (high.days - low.days) / 2);
    if (count_covered(begin, days_after(middle, 1)) >= n) {
      high = middle;
    } else {
      low = days_after(middle, 1);
    }
  }
  return {BusinessDay::found, low};
}

/// The nth business day of `(…, end)`, counted backwards.
BusinessDay BusinessCalendar::nth_back_from(Date end, std::int32_t n) const {
  if (end <= from_) return {BusinessDay::before_start, {}};
  if (end > to_) return {BusinessDay::uncovered, {}};
  if (count_covered(from_, end) < n) return {BusinessDay::before_start, {}};
  Date low = from_;
  Date high = days_after(end, -1);
  while (low < high) {
    const Date middle = days_after(high, -((high.days - low.days) / 2));
    if (count_covered(middle, end) >= n) {
      low = middle;
    } else {
      high = days_after(middle, -1);
    }
  }
  return {BusinessDay::found, low};
}

BusinessDay BusinessCalendar::nth_business_day_after(Date date, std::int32_t n) const {
  if (n == 0) return nth_from(date, 1);
  if (n > 0) return nth_from(days_after(date, 1), n);
  return nth_back_from(date, n == INT32_MIN ? INT32_MAX : -n);
}

BusinessDay BusinessCalendar::next_business_day_on_or_after(Date date) const { return nth_from(date, 1); }

BusinessDay BusinessCalendar::previous_business_day_on_or_before(Date date) const {
  return nth_back_from(days_after(date, 1), 1);
}

}  // namespace bywhen
