#include "interpreter/time/calendar.hpp"

#include <algorithm>
#include <utility>

namespace bywhen {
namespace {

Date days_after(Date date, std::int64_t days) { return {static_cast<std::int32_t>(date.days + days)}; }

bool falls_on(Weekend weekend, Date date) { return weekend.test(static_cast<std::size_t>(date.weekday())); }

Date day_after_last() { return days_after(Date::last(), 1); }

std::vector<Holiday> without_names(const std::vector<Date>& dates) {
  std::vector<Holiday> holidays;
  holidays.reserve(dates.size());
  for (const Date date : dates) holidays.push_back({date, {}});
  return holidays;
}

/// Each day once, with the first of its names.
void sort_by_day(std::vector<Holiday>& holidays) {
  const auto order = [](const Holiday& holiday) { return std::pair(holiday.date, holiday.name.empty()); };
  std::stable_sort(holidays.begin(), holidays.end(),
                   [&](const Holiday& left, const Holiday& right) { return order(left) < order(right); });
  const auto same_day = [](const Holiday& left, const Holiday& right) { return left.date == right.date; };
  holidays.erase(std::unique(holidays.begin(), holidays.end(), same_day), holidays.end());
}

}  // namespace

std::vector<Holiday> expand(const RecurringHoliday& holiday, Date from, Date to) {
  const Date begin = std::max(from, Date::first());
  const Date end = std::min(to, day_after_last());
  std::vector<Holiday> holidays;
  if (end <= begin) return holidays;
  const std::int32_t last_year = days_after(end, -1).ymd().year;
  for (std::int32_t year = begin.ymd().year; year <= last_year; ++year) {
    const auto date = Date::from_ymd(year, holiday.month, holiday.day);
    if (date && *date >= begin && *date < end) holidays.push_back({*date, holiday.name});
  }
  return holidays;
}

BusinessCalendar::BusinessCalendar(std::string name, Weekend weekend, std::vector<Holiday> holidays, Date from, Date to)
    : name_(std::move(name)),
      weekend_(weekend),
      // Real dates only, so that the day before and the day after are numbers too.
      from_(std::clamp(from, Date::first(), day_after_last())),
      to_(std::clamp(to, from_, day_after_last())),
      holidays_(std::move(holidays)) {
  std::erase_if(holidays_, [this](const Holiday& holiday) { return !covers(holiday.date); });
  sort_by_day(holidays_);
  for (const Holiday& holiday : holidays_) {
    if (!falls_on(weekend_, holiday.date)) days_off_.push_back(holiday.date);
  }
}

BusinessCalendar::BusinessCalendar(std::string name, Weekend weekend, const std::vector<Date>& holidays, Date from,
                                   Date to)
    : BusinessCalendar(std::move(name), weekend, without_names(holidays), from, to) {}

bool BusinessCalendar::is_business_day(Date date) const {
  return covers(date) && !falls_on(weekend_, date) && !std::binary_search(days_off_.begin(), days_off_.end(), date);
}

std::string_view BusinessCalendar::holiday_name(Date date) const {
  const auto holiday = std::lower_bound(holidays_.begin(), holidays_.end(), date,
                                        [](const Holiday& one, Date wanted) { return one.date < wanted; });
  return holiday != holidays_.end() && holiday->date == date ? std::string_view(holiday->name) : "";
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
  const auto first = std::lower_bound(days_off_.begin(), days_off_.end(), begin);
  return total - static_cast<std::int32_t>(std::lower_bound(first, days_off_.end(), end) - first);
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
