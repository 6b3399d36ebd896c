#include "interpreter/time/shift.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "interpreter/time/scan.hpp"

namespace bywhen {
namespace {

Duration within_bounds(const Duration& duration) {
  const auto bounded = [](auto value, auto bound) { return std::clamp(value, -bound, bound); };
  return {bounded(duration.months, Duration::max_months),
          bounded(duration.days, Duration::max_days),
          bounded(duration.business_days, Duration::max_business_days),
          bounded(duration.micros, Duration::max_micros),
          duration.full,
          duration.calendar};
}

Instant add_saturating(Instant instant, std::int64_t micros) {
  const Instant sum{instant.micros + micros};
  if (!instant.is_real() || sum.is_real()) return instant.is_real() ? sum : instant;
  return sum.is_never() ? Instant::never() : Instant::first();
}

/// The date so many months away. Outside the years 1 to 9999: a date that is not
/// real.
struct MonthStep {
  Date date;
  /// The day that the month lacks, if so.
  std::optional<YearMonthDay> lacking;
};

MonthStep add_months(Date date, std::int32_t months, MonthRounding rounding) {
  const YearMonthDay from = date.ymd();
  const std::int64_t month_number = std::int64_t{from.year} * 12 + from.month - 1 + months;
  const auto year = static_cast<std::int32_t>(floor_div(month_number, 12));
  const auto month = static_cast<std::int32_t>(floor_mod(month_number, 12)) + 1;
  if (year < 1) return {{Date::first().days - 1}, {}};
  if (year > 9999) return {{Date::last().days + 1}, {}};
  const std::int32_t length = days_in_month(year, month);
  const Date last = *Date::from_ymd(year, month, length);
  if (from.day <= length) return {{last.days - length + from.day}, {}};
  return {{last.days + (rounding == MonthRounding::up ? 1 : 0)}, YearMonthDay{year, month, from.day}};
}

/// One moment on its way from its anchor. Each step says whether the moment is still open to further ones: it is not,
/// once a calendar could not tell or time ran out.
class Shift {
public:
  /// `result` begins with the moment to count from.
  Shift(const Duration& duration, bool backwards, const ShiftContext& context, Shifted& result)
      : context_(context),
        duration_(duration),
        backwards_(backwards),
        anchor_(context.zone.to_local(result.instant)),
        result_(result) {}

  void run() {
    if (count_units() && keep_eu_rules() && end_as_said()) hold_as_said();
  }

private:
  bool count_units() {
    const bool has_dates = duration_.months != 0 || duration_.days != 0 || duration_.business_days != 0;
    if (duration_.full && !has_dates && duration_.micros != 0) {
      move_to_hour_edge();
    } else if (has_dates || duration_.full) {
      const auto day = landing_day();
      if (!day || !put_on(*day)) return false;
    }
    return add_exact();
  }

  /// The day on which the months end.
  Date month_day() {
    if (duration_.months == 0) return anchor_.date();
    const MonthRounding rounding = duration_.full ? MonthRounding::down : context_.rounding;
    const MonthStep step = add_months(anchor_.date(), duration_.months, rounding);
    result_.month_rounded = step.lacking.has_value();
    result_.wanted_day = step.lacking;
    return step.date;
  }

  /// The day on which months, days and business days end.
  std::optional<Date> landing_day() {
    const Date day{month_day().days + duration_.days};
    if (!day.is_real()) return saturate(day);
    return duration_.business_days == 0 ? std::optional(day) : count_business_days(day);
  }

  std::optional<Date> count_business_days(Date day) {
    const BusinessCalendar* calendar = calendar_at(duration_.calendar);
    if (!calendar) return std::nullopt;
    return found_day(calendar->nth_business_day_after(day, duration_.business_days), duration_.calendar);
  }

  std::optional<Date> saturate(Date day) {
    result_.instant = day < Date::first() ? Instant::first() : Instant::never();
    return std::nullopt;
  }

  /// The hour in which the anchor lies does not count.
  void move_to_hour_edge() {
    const std::int64_t into_hour = floor_mod(anchor_.micros, micros_per_hour);
    result_.instant = add_saturating(result_.instant, backwards_ ? -into_hour : micros_per_hour - into_hour);
  }

  bool add_exact() {
    if (duration_.micros != 0) {
      result_.instant = add_saturating(result_.instant, duration_.micros);
      time_of_day_ = context_.zone.to_local(result_.instant).time_of_day();
    }
    return result_.instant.is_real();
  }

  /// Regulation 1182/71, article 3, paragraphs 4 and 5.
  bool keep_eu_rules() {
    if (!context_.eu_time_limit) return true;
    const bool ends_with_day = duration_.micros == 0 && !backwards_;
    if (ends_with_day && !end_on_business_day(context_.eu_calendar)) return false;
    return !is_of_two_days() || hold_business_days(2, context_.eu_calendar);
  }

  [[nodiscard]] bool is_of_two_days() const {
    return duration_.months != 0 || std::abs(duration_.days + duration_.business_days) >= 2;
  }

  bool end_as_said() { return !context_.ending_on_business_day || end_on_business_day(context_.ending_calendar); }

  bool hold_as_said() {
    return context_.holding_business_days <= 0 ||
           hold_business_days(context_.holding_business_days, context_.holding_calendar);
  }

  bool end_on_business_day(int wanted_calendar) {
    const BusinessCalendar* calendar = calendar_at(wanted_calendar);
    if (!calendar) return false;
    const Date last = last_day();
    const auto day = found_day(
        backwards_ ? calendar->previous_business_day_on_or_before(last) : calendar->next_business_day_on_or_after(last),
        wanted_calendar);
    if (!day) return false;
    if (*day == last) return true;
    if (!result_.moved_from) result_.moved_from = last;
    return put_on(*day);
  }

  bool hold_business_days(int count, int wanted_calendar) {
    const BusinessCalendar* calendar = calendar_at(wanted_calendar);
    if (!calendar) return false;
    const Date start = anchor_.date();
    const Date last = last_day();
    const int held = backwards_ ? calendar->count(last, start) : calendar->count({start.days + 1}, {last.days + 1});
    if (held >= count) return true;
    const auto day = found_day(calendar->nth_business_day_after(start, backwards_ ? -count : count), wanted_calendar);
    if (!day) return false;
    if (!result_.lengthened_from) result_.lengthened_from = last;
    return put_on(*day);
  }

  /// The local day that holds the last moment of the period (counting backwards: its first).
  [[nodiscard]] Date last_day() const {
    const bool ends_with_day = duration_.full && !backwards_;
    return context_.zone.to_local({result_.instant.micros - (ends_with_day ? 1 : 0)}).date();
  }

  /// Lets the period end on this day: with it if it is full, else at the wall-clock time that it has.
  bool put_on(Date day) {
    if (duration_.full) {
      result_.instant = backwards_ ? start_of_day(day, context_.zone) : end_of_day(day, context_.zone);
    } else {
      const LocalTime wanted = LocalTime::of(day, time_of_day_);
      const Resolved resolved = context_.zone.to_instant(wanted);
      result_.instant = resolved.instant;
      result_.skipped = resolved.kind == Resolved::skipped;
      result_.repeated = resolved.kind == Resolved::repeated;
      result_.wanted_time = resolved.kind == Resolved::unique ? std::nullopt : std::optional(wanted);
    }
    return result_.instant.is_real();
  }

  [[nodiscard]] int index_of(int wanted) const { return wanted < 0 ? context_.default_calendar : wanted; }

  const BusinessCalendar* calendar_at(int wanted) {
    const int index = index_of(wanted);
    if (index >= 0 && static_cast<std::size_t>(index) < context_.calendars.size()) {
      return &context_.calendars[static_cast<std::size_t>(index)];
    }
    result_.status = Shifted::outside_calendar;
    return nullptr;
  }

  std::optional<Date> found_day(const BusinessDay& day, int wanted) {
    if (day.kind == BusinessDay::found) return day.date;
    const BusinessCalendar& calendar = *calendar_at(wanted);
    result_.calendar = index_of(wanted);
    if (day.kind == BusinessDay::past_end) {
      result_.status = Shifted::past_calendar;
      result_.instant = start_of_day(calendar.to(), context_.zone);
    } else if (day.kind == BusinessDay::before_start) {
      result_.status = Shifted::before_calendar;
      result_.instant = start_of_day(calendar.from(), context_.zone);
    } else {
      result_.status = Shifted::outside_calendar;
    }
    return std::nullopt;
  }

  const ShiftContext& context_;
  const Duration& duration_;
  const bool backwards_;
  const LocalTime anchor_;
  /// What the moment keeps when it is put on another day.
  std::int64_t time_of_day_ = anchor_.time_of_day();
  Shifted& result_;
};

}  // namespace

Shifted shift(Instant from, const Duration& duration, bool before, const ShiftContext& context) {
  Shifted result;
  result.instant = from;
  if (!from.is_real()) return result;
  Duration bounded = within_bounds(duration);
  bounded.full = bounded.full || context.eu_time_limit;
  const bool backwards = before != bounded.is_negative();
  if (before) bounded = -bounded;
  Shift(bounded, backwards, context, result).run();
  return result;
}

Instant start_of_day(Date date, const Zone& zone) {
  if (date < Date::first()) return Instant::first();
  // The day after the last is one too: its start is the last day's end, and in zones east of UTC a real instant.
  if (date.days > Date::last().days + 1) return Instant::never();
  return zone.first_instant_from(LocalTime::of(date));
}

Instant end_of_day(Date date, const Zone& zone) {
  if (date > Date::last()) return Instant::never();
  return start_of_day(Date{std::max(date, Date{Date::first().days - 1}).days + 1}, zone);
}

Instant start_of_day(Instant instant, const Zone& zone) {
  return instant.is_real() ? start_of_day(zone.to_local(instant).date(), zone) : instant;
}

Instant end_of_day(Instant instant, const Zone& zone) {
  return instant.is_real() ? end_of_day(zone.to_local(instant).date(), zone) : instant;
}

}  // namespace bywhen
