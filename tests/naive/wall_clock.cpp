#include "tests/naive/wall_clock.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include <cstdlib>

namespace bywhen::naive {
namespace {

using std::chrono::microseconds;
using Local = date::local_time<microseconds>;

const date::time_zone& zone_of(const std::string& name) {
  static std::map<std::string, const date::time_zone*> known;
  const date::time_zone*& zone = known[name];
  if (!zone) zone = date::locate_zone(name);
  return *zone;
}

}  // namespace

Instant in_range(Instant instant) {
  if (instant < Instant::first()) return Instant::first();
  return instant > Instant::last() ? Instant::never() : instant;
}

namespace {

Day day_of(Local local) { return date::floor<date::days>(local); }

std::string text_of(Local local) {
  const bool whole_minutes = local == date::floor<std::chrono::minutes>(local);
  if (whole_minutes) return date::format("%F %R", local);
  return without_trailing_zeros(date::format("%F %T", local));
}

Length opposite(Length length) {
  length.months = -length.months;
  length.days = -length.days;
  length.business_days = -length.business_days;
  length.micros = -length.micros;
  return length;
}

/// A person with a calendar and a watch, who goes from the anchor to where the period ends.
class Walk {
public:
  Walk(Instant from, const Length& length, bool before, const Counting& counting)
      : length_(length),
        backwards_(before),
        full_(length.full || counting.by_law),
        counting_(counting),
        start_(wall_clock(from, counting.zone)),
        clock_(start_ - day_of(start_)),
        at_(from) {}

  Reached go() {
    walk_dates();
    walk_hours();
    if (!lack_ && (at_ < Instant::first() || at_ > Instant::last())) return {in_range(at_), {}, {}};
    keep_law();
    if (counting_.ending_on) move_to_open_day(*counting_.ending_on);
    if (counting_.holding_by) hold(counting_.holding, *counting_.holding_by);
    if (lack_) return {Instant::never(), lack_, {}};
    if (!clock_note_.empty()) notes_.push_back(clock_note_);
    return {in_range(at_), {}, notes_};
  }

private:
  [[nodiscard]] std::int64_t sign() const { return backwards_ ? -1 : 1; }
  [[nodiscard]] bool has_dates() const {
    return length_.months != 0 || length_.days != 0 || length_.business_days != 0;
  }

  void walk_dates() {
    // A period of full hours alone begins with the next hour, not with the next day.
    if (!has_dates() && (!full_ || length_.micros != 0)) return;
    Day day = months_from(day_of(start_)) + date::days(sign() * length_.days);
    if (length_.business_days != 0)
      day = nth_open_day(day + date::days(sign()), length_.business_days, *counting_.business_days);
    put_on(day);
  }

  Day months_from(Day day) {
    if (length_.months == 0) return day;
    const date::year_month_day start(day);
    const date::year_month month = start.year() / start.month() + date::months(sign() * length_.months);
    if ((month / start.day()).ok()) return Day(month / start.day());
    // As law counts, a full period ends with the last day of a month that is too short, however else months round.
    const bool up = counting_.months_round_up && !full_;
    const std::string what = date::format("%B %Y", Day(month / 1));
    notes_.push_back(fmt::format("{} has no day {}: {}", what, static_cast<unsigned>(start.day()),
                                 up ? "the first day of the next month is taken" : "its last day is taken"));
    return Day(month / date::last) + date::days(up ? 1 : 0);
  }

  void walk_hours() {
    if (lack_) return;
    if (full_ && !has_dates() && length_.micros != 0) {
      const microseconds into = start_ - date::floor<std::chrono::hours>(start_);
      const microseconds left_out = backwards_ ? -into : std::chrono::hours(1) - into;
      at_.micros += left_out.count();
    }
    at_.micros += sign() * length_.micros;
    if (length_.micros != 0) clock_ = wall_clock(at_, counting_.zone) - day_of(wall_clock(at_, counting_.zone));
  }

  /// Regulation 1182/71, article 3: (4) periods that are not in hours end with a working day; (5) periods of two days
  /// or more hold two of them.
  void keep_law() {
    if (!counting_.by_law) return;
    const bool in_hours = length_.micros != 0;
    if (!in_hours && !backwards_) move_to_open_day(*counting_.law);
    const bool two_days = length_.months != 0 || std::abs(length_.days + length_.business_days) > 1;
    if (two_days) hold(2, *counting_.law);
  }

  void move_to_open_day(const BusinessDays& calendar) {
    if (lack_) return;
    const Day last = last_day();
    const Day open = nth_open_day(last, 1, calendar);
    if (lack_ || open == last) return;
    notes_.push_back(fmt::format("the last day, {}, is no business day: the {} one is taken", calendar.call(last),
                                 backwards_ ? "previous" : "next"));
    put_on(open);
  }

  void hold(std::int64_t count, const BusinessDays& calendar) {
    if (lack_) return;
    const Day last = last_day();
    const date::days step(sign());
    std::int64_t held = 0;
    for (Day day = day_of(start_) + step; backwards_ ? day >= last : day <= last; day += step)
      held += calendar.covers(day) && calendar.is_open(day) ? 1 : 0;
    if (held >= count) return;
    const Day enough = nth_open_day(day_of(start_) + step, count, calendar);
    if (lack_) return;
    notes_.push_back(fmt::format("the period is lengthened beyond {} to hold enough business days", to_text(last)));
    put_on(enough);
  }

  /// The nth open day, the given one perhaps the first, in the direction of the walk.
  Day nth_open_day(Day day, std::int64_t n, const BusinessDays& calendar) {
    for (std::int64_t found = 0;; day += date::days(sign())) {
      if (!calendar.covers(day)) {
        lacks(day, calendar);
        return day;
      }
      found += calendar.is_open(day) ? 1 : 0;
      if (found == n) return day;
    }
  }

  /// On the way into the future the moment certainly lies after the calendar's end, unless the walk has begun before
  /// its beginning.
  void lacks(Day day, const BusinessDays& calendar) {
    const bool later = !backwards_ && day > calendar.last_covered();
    const Local end = calendar.last_covered() + date::days(1) + microseconds(0);
    lack_ = Lack{&calendar, later ? naive::instant_of(end, counting_.zone) : Instant::always()};
  }

  /// The day that holds the period's last moment; counting back, its first.
  [[nodiscard]] Day last_day() const {
    const std::int64_t inside = full_ && !backwards_ ? 1 : 0;
    return day_of(wall_clock({at_.micros - inside}, counting_.zone));
  }

  void put_on(Day day) {
    if (lack_) return;
    if (full_) {
      at_ = naive::instant_of(day + date::days(backwards_ ? 0 : 1) + microseconds(0), counting_.zone);
      return;
    }
    const Local wanted = day + clock_;
    at_ = naive::instant_of(wanted, counting_.zone);
    note_clock(wanted);
  }

  void note_clock(Local wanted) {
    const auto info = zone_of(counting_.zone).get_info(wanted);
    clock_note_.clear();
    if (info.result == date::local_info::nonexistent) {
      clock_note_ = fmt::format("{} does not exist in {}: the clocks go forward, and {} is taken", text_of(wanted),
                                counting_.zone, text_of(wall_clock(at_, counting_.zone)));
    } else if (info.result == date::local_info::ambiguous) {
      clock_note_ = fmt::format("{} occurs twice in {}: the clocks go back, and the earlier is taken", text_of(wanted),
                                counting_.zone);
    }
  }

  const Length length_;
  const bool backwards_;
  const bool full_;
  const Counting& counting_;
  const Local start_;
  /// The time of day that the period keeps when its end is put on another day.
  microseconds clock_;
  Instant at_;
  std::optional<Lack> lack_;
  std::string clock_note_;
  std::vector<std::string> notes_;
};

}  // namespace

Local wall_clock(Instant instant, const std::string& zone) {
  return zone_of(zone).to_local(date::sys_time<microseconds>(microseconds(instant.micros)));
}

Instant instant_of(Local local, const std::string& zone) {
  const auto info = zone_of(zone).get_info(local);
  return {(local.time_since_epoch() - info.first.offset).count()};
}

Instant next_change(Instant instant, const std::string& zone) {
  const auto end = zone_of(zone).get_info(date::sys_time<microseconds>(microseconds(instant.micros))).end;
  const Instant change{date::floor<microseconds>(end.time_since_epoch()).count()};
  return change > Instant::last() ? Instant::never() : change;
}

Reached shift(Instant from, const Length& length, bool before, const Counting& counting) {
  if (!is_negative(length)) return Walk(from, length, before, counting).go();
  return Walk(from, opposite(length), !before, counting).go();
}

ReachedDay shift(Day from, const Length& length, bool before, const Counting& counting) {
  Counting without_clock = counting;
  without_clock.zone = "UTC";
  const Instant midnight = instant_of(from + microseconds(0), "UTC");
  const Reached reached = shift(midnight, length, before, without_clock);
  if (!reached.instant.is_real()) return {std::nullopt, reached.lack, {}};
  return {day_of(wall_clock(reached.instant, "UTC")), {}, reached.notes};
}

}  // namespace bywhen::naive
