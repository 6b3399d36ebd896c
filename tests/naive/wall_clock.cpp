#include "tests/naive/wall_clock.hpp"

#include <date/tz.h>

#include <map>

namespace bywhen::naive {
namespace {

using std::chrono::microseconds;

const date::time_zone& zone_of(const std::string& name) {
  static std::map<std::string, const date::time_zone*> known;
  const date::time_zone*& zone = known[name];
  if (!zone) zone = date::locate_zone(name);
  return *zone;
}

Day plus_months(Day day, std::int64_t months, bool round_up) {
  if (months == 0) return day;
  const date::year_month_day start(day);
  const date::year_month month = start.year() / start.month() + date::months(months);
  const date::year_month_day there = month / start.day();
  if (there.ok()) return Day(there);
  const Day last(month / date::last);
  return round_up ? last + date::days(1) : last;
}

/// Day by day, as a person would count.
Day lengthen(Day start, Day end, const Counting& counting) {
  while (counting.ending_on && !counting.ending_on->is_open(end)) end += date::days(1);
  while (counting.holding_by && counting.holding_by->count(start, end) < counting.holding) end += date::days(1);
  return end;
}

bool counts_days(const Length& length) {
  return length.full || length.months != 0 || length.days != 0 || length.business_days != 0;
}

/// Where a calendar does not reach, nothing is known about the day.
bool known_to_all(Day day, const Length& length, const Counting& counting) {
  const bool counted = length.business_days == 0 || counting.business_days->covers(day);
  return counted && (!counting.ending_on || counting.ending_on->covers(day)) &&
         (!counting.holding_by || counting.holding_by->covers(day));
}

Instant in_range(Instant instant) { return instant > Instant::last() ? Instant::never() : instant; }

}  // namespace

bool BusinessDays::is_open(Day day) const {
  return !weekend.contains(date::weekday(day).c_encoding()) && !holidays.contains(day);
}

bool BusinessDays::covers(Day day) const {
  const int year = static_cast<int>(date::year_month_day(day).year());
  return first_year <= year && year <= last_year;
}

Day BusinessDays::nth_after(Day day, std::int64_t n) const {
  const date::days step(n < 0 ? -1 : 1);
  for (std::int64_t left = n < 0 ? -n : n; left > 0;) {
    day += step;
    if (is_open(day)) --left;
  }
  return day;
}

std::int64_t BusinessDays::count(Day after, Day last) const {
  std::int64_t found = 0;
  for (Day day = after + date::days(1); day <= last; day += date::days(1)) found += is_open(day) ? 1 : 0;
  return found;
}

date::local_time<microseconds> wall_clock(Instant instant, const std::string& zone) {
  return zone_of(zone).to_local(date::sys_time<microseconds>(microseconds(instant.micros)));
}

Instant instant_of(date::local_time<microseconds> local, const std::string& zone) {
  const auto info = zone_of(zone).get_info(local);
  return {(local.time_since_epoch() - info.first.offset).count()};
}

Instant next_change(Instant instant, const std::string& zone) {
  const auto end = zone_of(zone).get_info(date::sys_time<microseconds>(microseconds(instant.micros))).end;
  const Instant change{date::floor<microseconds>(end.time_since_epoch()).count()};
  return change > Instant::last() ? Instant::never() : change;
}

Day shift(Day day, const Length& length, bool before, const Counting& counting) {
  const std::int64_t sign = before ? -1 : 1;
  // A full period ends with the last day of its month where the month is too short, as law counts, however else months
  // round.
  const bool round_up = counting.months_round_up && !length.full;
  Day end = plus_months(day, sign * length.months, round_up) + date::days(sign * length.days);
  if (length.business_days != 0) end = counting.business_days->nth_after(end, sign * length.business_days);
  return lengthen(day, end, counting);
}

Instant shift(Instant instant, const Length& length, bool before, const Counting& counting) {
  const std::int64_t sign = before ? -1 : 1;
  if (!counts_days(length)) return in_range({instant.micros + sign * length.micros});
  const auto local = wall_clock(instant, counting.zone);
  const Day start = date::floor<date::days>(local);
  const Day end = shift(start, length, before, counting);
  if (!known_to_all(start, length, counting) || !known_to_all(end, length, counting)) return Instant::never();
  const auto there = length.full ? end + date::days(before ? 0 : 1) + microseconds(0) : end + (local - start);
  return in_range({instant_of(there, counting.zone).micros + sign * length.micros});
}

}  // namespace bywhen::naive
