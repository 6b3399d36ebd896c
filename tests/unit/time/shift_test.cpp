#include "interpreter/time/shift.hpp"

#include <catch2/catch.hpp>
#include <limits>

using namespace bywhen;

namespace {

Instant at(const char* utc) { return parse_rfc3339(std::string(utc) + "Z").value(); }

/// A duration of days, weeks, months and so on; the sign and the business days are said apart.
Duration of(const char* iso) { return parse_duration(iso).value(); }
Duration business_days(std::int32_t count) { return make_duration(count, DurationUnit::business_days).value(); }
Duration full(Duration duration) {
  duration.full = true;
  return duration;
}

std::vector<Date> dates(std::initializer_list<const char*> texts) {
  std::vector<Date> days;
  for (const char* text : texts) days.push_back(parse_date(text).value());
  return days;
}

/// The holidays of all of Germany.
const BusinessCalendar& germany() {
  static const BusinessCalendar calendar(
      "germany", Weekend(0b1100000),
      dates({"2024-01-01", "2024-03-29", "2024-04-01", "2024-05-01", "2024-05-09", "2024-05-20", "2024-10-03",
             "2024-12-25", "2024-12-26", "2025-01-01", "2025-04-18", "2025-04-21", "2025-05-01", "2025-05-29",
             "2025-06-09", "2025-10-03", "2025-12-25", "2025-12-26", "2026-01-01", "2026-04-03", "2026-04-06",
             "2026-05-01", "2026-05-14", "2026-05-25", "2026-10-03", "2026-12-25", "2026-12-26"}),
      parse_date("2024-01-01").value(), parse_date("2027-01-01").value());
  return calendar;
}

ShiftContext german() {
  ShiftContext context;
  context.calendars = {&germany(), 1};
  context.default_calendar = 0;
  context.rounding = MonthRounding::down;
  return context;
}

ShiftContext in_zone(const char* name, MonthRounding rounding = MonthRounding::down) {
  ShiftContext context;
  context.zone = Zone::find(name).value_or(Zone());
  context.rounding = rounding;
  return context;
}

std::string after(const char* utc, const Duration& duration, const ShiftContext& context = {}) {
  return format_rfc3339(shift(at(utc), duration, false, context).instant);
}
std::string before(const char* utc, const Duration& duration, const ShiftContext& context = {}) {
  return format_rfc3339(shift(at(utc), duration, true, context).instant);
}

bool lacks_database() {
  if (Zone::find("Europe/Berlin")) return false;
  WARN("SKIPPED: there is no time zone database");
  return true;
}

}  // namespace

TEST_CASE("never stays never", "[time]") {
  for (const auto& duration : {of("P1D"), -of("P1M"), business_days(3), full(of("P14D"))}) {
    CHECK(shift(Instant::never(), duration, false, german()).instant == Instant::never());
    CHECK(shift(Instant::never(), duration, true, german()).instant == Instant::never());
    CHECK(shift(Instant::always(), duration, false, german()).instant == Instant::always());
  }
  CHECK(start_of_day(Instant::never(), Zone::utc()) == Instant::never());
  CHECK(end_of_day(Instant::always(), Zone::utc()) == Instant::always());
}

TEST_CASE("days keep the wall-clock time, hours are exact", "[time]") {
  if (lacks_database()) return;
  const ShiftContext berlin = in_zone("Europe/Berlin");
  CHECK(after("2026-03-28T11:00:00", of("P1D"), berlin) == "2026-03-29T10:00:00Z");
  CHECK(after("2026-03-28T11:00:00", of("PT24H"), berlin) == "2026-03-29T11:00:00Z");
  CHECK(after("2026-10-24T10:00:00", of("P1D"), berlin) == "2026-10-25T11:00:00Z");
  CHECK(after("2026-03-28T11:00:00", of("P1DT2H"), berlin) == "2026-03-29T12:00:00Z");
  CHECK(before("2026-03-30T10:00:00", of("P2D"), berlin) == "2026-03-28T11:00:00Z");
}

TEST_CASE("skipped times move on, repeated times are the earlier", "[time]") {
  if (lacks_database()) return;
  const ShiftContext berlin = in_zone("Europe/Berlin");
  const Shifted skipped = shift(at("2026-03-28T01:30:00"), of("P1D"), false, berlin);
  CHECK(format_rfc3339(skipped.instant) == "2026-03-29T01:30:00Z");
  CHECK(skipped.skipped);
  const Shifted repeated = shift(at("2026-10-24T00:30:00"), of("P1D"), false, berlin);
  CHECK(format_rfc3339(repeated.instant) == "2026-10-25T00:30:00Z");
  CHECK(repeated.repeated);
  // The second 02:30 of the day plus nothing is itself, not the first.
  CHECK(after("2026-10-25T01:30:00", Duration{}, berlin) == "2026-10-25T01:30:00Z");
  CHECK(after("2026-10-25T01:30:00", of("PT1S"), berlin) == "2026-10-25T01:30:01Z");
}

TEST_CASE("months round as the policy says", "[time]") {
  ShiftContext down;
  down.rounding = MonthRounding::down;
  ShiftContext up;
  up.rounding = MonthRounding::up;
  CHECK(after("2026-01-31T10:00:00", of("P1M"), down) == "2026-02-28T10:00:00Z");
  CHECK(after("2026-01-31T10:00:00", of("P1M"), up) == "2026-03-01T10:00:00Z");
  CHECK(after("2024-02-29T10:00:00", of("P1Y"), down) == "2025-02-28T10:00:00Z");
  CHECK(after("2024-02-29T10:00:00", of("P1Y"), up) == "2025-03-01T10:00:00Z");
  CHECK(before("2026-03-31T10:00:00", of("P1M"), down) == "2026-02-28T10:00:00Z");
  CHECK(before("2026-03-31T10:00:00", of("P1M"), up) == "2026-03-01T10:00:00Z");
  CHECK(after("2026-12-31T10:00:00", of("P2M"), up) == "2027-03-01T10:00:00Z");
  CHECK(shift(at("2026-01-31T10:00:00"), of("P1M"), false, {}).month_rounded);
  CHECK_FALSE(shift(at("2026-01-28T10:00:00"), of("P1M"), false, {}).month_rounded);
}

TEST_CASE("the largest unit goes first", "[time]") {
  CHECK(after("2026-01-31T10:00:00", of("P1M1DT1H"), german()) == "2026-03-01T11:00:00Z");
  CHECK(before("2026-03-31T10:00:00", of("P1M1D"), german()) == "2026-02-27T10:00:00Z");
  Duration mixed = business_days(2);
  mixed.days = 1;
  mixed.micros = 30 * micros_per_minute;
  // Thursday and a day is Friday; two business days later is Tuesday.
  CHECK(after("2026-02-05T23:45:00", mixed, german()) == "2026-02-11T00:15:00Z");
}

TEST_CASE("business days keep the wall-clock time", "[time]") {
  CHECK(after("2025-12-24T10:00:00", business_days(1), german()) == "2025-12-29T10:00:00Z");
  CHECK(after("2025-12-25T10:00:00", business_days(1), german()) == "2025-12-29T10:00:00Z");
  CHECK(before("2025-12-29T10:00:00", business_days(1), german()) == "2025-12-24T10:00:00Z");
  CHECK(after("2025-12-29T10:00:00", business_days(-1), german()) == "2025-12-24T10:00:00Z");
}

TEST_CASE("past a calendar's years nothing is guessed", "[time]") {
  const Shifted past = shift(at("2026-12-30T10:00:00"), business_days(5), false, german());
  CHECK(past.status == Shifted::past_calendar);
  CHECK(past.calendar == 0);
  CHECK(format_rfc3339(past.instant) == "2027-01-01T00:00:00Z");
  const Shifted early = shift(at("2024-01-03T10:00:00"), business_days(5), true, german());
  CHECK(early.status == Shifted::before_calendar);
  CHECK(format_rfc3339(early.instant) == "2024-01-01T00:00:00Z");
  CHECK(shift(at("2020-01-03T10:00:00"), business_days(5), false, german()).status == Shifted::outside_calendar);
  CHECK(shift(at("2030-01-03T10:00:00"), business_days(5), true, german()).status == Shifted::outside_calendar);
  CHECK(shift(at("2030-01-03T10:00:00"), business_days(5), false, german()).status == Shifted::past_calendar);
  const Shifted none = shift(at("2026-01-03T10:00:00"), business_days(5), false, {});
  CHECK(none.status == Shifted::outside_calendar);
  CHECK(none.calendar == -1);
  ShiftContext ending = german();
  ending.ending_on_business_day = true;
  CHECK(shift(at("2026-12-30T10:00:00"), of("P14D"), false, ending).status == Shifted::past_calendar);
  ShiftContext holding = german();
  holding.holding_business_days = 3;
  CHECK(shift(at("2026-12-30T10:00:00"), of("P1D"), false, holding).status == Shifted::past_calendar);
}

TEST_CASE("calendars can be named", "[time]") {
  const std::vector<BusinessCalendar> two = {germany(),
                                             {"daily", Weekend(), dates({}), germany().from(), germany().to()}};
  ShiftContext context = german();
  context.calendars = two;
  Duration daily = business_days(1);
  daily.calendar = 1;
  CHECK(after("2025-12-24T10:00:00", daily, context) == "2025-12-25T10:00:00Z");
  context.ending_on_business_day = true;
  CHECK(after("2025-12-24T10:00:00", of("P1D"), context) == "2025-12-29T10:00:00Z");
  context.ending_calendar = 1;
  CHECK(after("2025-12-24T10:00:00", of("P1D"), context) == "2025-12-25T10:00:00Z");
  context.holding_business_days = 1;
  context.holding_calendar = 1;
  CHECK(after("2025-12-24T10:00:00", of("PT1H"), context) == "2025-12-25T11:00:00Z");
  daily.calendar = 9;
  CHECK(shift(at("2025-12-24T10:00:00"), daily, false, context).status == Shifted::outside_calendar);
}

TEST_CASE("full days end with the last of them", "[time]") {
  CHECK(after("2026-03-01T10:00:00", full(of("P14D"))) == "2026-03-16T00:00:00Z");
  CHECK(after("2026-03-01T00:00:00", full(of("P14D"))) == "2026-03-16T00:00:00Z");
  CHECK(before("2026-03-16T10:00:00", full(of("P14D"))) == "2026-03-02T00:00:00Z");
  CHECK(after("2026-03-01T10:20:00", full(of("PT48H"))) == "2026-03-03T11:00:00Z");
  CHECK(before("2026-03-03T10:20:00", full(of("PT48H"))) == "2026-03-01T10:00:00Z");
  CHECK(after("2025-12-23T10:00:00", full(business_days(2)), german()) == "2025-12-30T00:00:00Z");
  CHECK(after("2026-01-31T10:00:00", full(of("P1M"))) == "2026-03-01T00:00:00Z");
  ShiftContext up;
  up.rounding = MonthRounding::up;
  CHECK(after("2026-01-31T10:00:00", full(of("P1M")), up) == "2026-03-01T00:00:00Z");
  if (lacks_database()) return;
  CHECK(after("2026-03-27T23:30:00", full(of("P1D")), in_zone("Europe/Berlin")) == "2026-03-29T22:00:00Z");
}

TEST_CASE("a day starts at its first instant", "[time]") {
  CHECK(format_rfc3339(start_of_day(at("2026-03-01T10:00:00"), Zone::utc())) == "2026-03-01T00:00:00Z");
  CHECK(format_rfc3339(end_of_day(at("2026-03-01T10:00:00"), Zone::utc())) == "2026-03-02T00:00:00Z");
  CHECK(start_of_day(Date::first(), Zone::utc()) == Instant::first());
  CHECK(end_of_day(Date::last(), Zone::utc()) == Instant::never());
  CHECK(end_of_day(Date{std::numeric_limits<std::int32_t>::max()}, Zone::utc()) == Instant::never());
  CHECK(start_of_day(Date{std::numeric_limits<std::int32_t>::min()}, Zone::utc()) == Instant::first());
  if (lacks_database()) return;
  const Zone sao_paulo = *Zone::find("America/Sao_Paulo");
  CHECK(format_rfc3339(start_of_day(parse_date("2018-11-04").value(), sao_paulo)) == "2018-11-04T03:00:00Z");
  CHECK(format_rfc3339(end_of_day(parse_date("2018-11-03").value(), sao_paulo)) == "2018-11-04T03:00:00Z");
  // The clock jumped from 23:30 to 00:30 of the next day.
  const Zone toronto = *Zone::find("America/Toronto");
  CHECK(format_rfc3339(start_of_day(parse_date("1919-03-31").value(), toronto)) == "1919-03-31T04:30:00Z");
  // There was no such day.
  const Zone apia = *Zone::find("Pacific/Apia");
  CHECK(start_of_day(parse_date("2011-12-30").value(), apia) == end_of_day(parse_date("2011-12-30").value(), apia));
}

TEST_CASE("nothing overflows, and beyond the ends of time lies never or the first instant", "[time]") {
  const std::int32_t most = std::numeric_limits<std::int32_t>::max();
  const std::int64_t longest = std::numeric_limits<std::int64_t>::max();
  ShiftContext context = in_zone("America/New_York");
  const BusinessCalendar always_open("open", Weekend(), dates({}), Date::first(), Date::last());
  context.calendars = {&always_open, 1};
  context.default_calendar = 0;
  for (const bool is_full : {false, true}) {
    for (const Duration& duration :
         {Duration{most, 0, 0, 0, is_full}, Duration{0, most, 0, 0, is_full}, Duration{0, 0, 0, longest, is_full},
          Duration{most, most, most, longest, is_full}}) {
      for (const Instant from : {Instant::first(), Instant{0}, Instant::last()}) {
        CHECK(shift(from, duration, false, context).instant == Instant::never());
        CHECK(shift(from, duration, true, context).instant == Instant::first());
        CHECK(shift(from, -duration, false, context).instant == Instant::first());
        CHECK(shift(from, -duration, true, context).instant == Instant::never());
      }
    }
  }
  Duration least;
  least.months = std::numeric_limits<std::int32_t>::min();
  least.micros = std::numeric_limits<std::int64_t>::min();
  CHECK(shift({0}, least, true, context).instant == Instant::never());
  CHECK(shift(Instant::last(), business_days(1), false, context).status == Shifted::past_calendar);
}

TEST_CASE("backwards, ending and holding go on backwards", "[time]") {
  ShiftContext context = german();
  context.ending_on_business_day = true;
  CHECK(before("2025-12-30T10:00:00", of("P3D"), context) == "2025-12-24T10:00:00Z");
  context.holding_business_days = 2;
  CHECK(before("2025-12-30T10:00:00", of("P3D"), context) == "2025-12-24T10:00:00Z");
  context.holding_business_days = 3;
  CHECK(before("2025-12-30T10:00:00", of("P3D"), context) == "2025-12-23T10:00:00Z");
  CHECK(before("2025-12-30T10:00:00", full(of("P3D")), context) == "2025-12-23T00:00:00Z");
}

TEST_CASE("a period that is not full keeps its wall-clock time on the day to which it moves", "[time]") {
  if (lacks_database()) return;
  ShiftContext berlin = german();
  berlin.zone = *Zone::find("Europe/Berlin");
  berlin.ending_on_business_day = true;
  // Over the change of 29 March to Monday, 02:30 again: the time that was meant, not that to which the clock jumped.
  CHECK(after("2026-03-28T01:30:00", of("P1D"), berlin) == "2026-03-30T00:30:00Z");
  CHECK(after("2026-03-27T11:00:00", of("PT24H"), berlin) == "2026-03-30T10:00:00Z");
}

TEST_CASE("what happened on the way is told", "[time]") {
  ShiftContext context = german();
  const Shifted plain = shift(at("2026-03-02T10:00:00"), of("P1D"), false, context);
  CHECK_FALSE(plain.wanted_time.has_value());
  CHECK_FALSE(plain.wanted_day.has_value());
  CHECK_FALSE(plain.moved_from.has_value());
  CHECK_FALSE(plain.lengthened_from.has_value());
  const Shifted rounded = shift(at("2026-01-31T10:00:00"), of("P1M"), false, context);
  CHECK(rounded.wanted_day == YearMonthDay{2026, 2, 31});
  CHECK_FALSE(shift(at("2026-01-28T10:00:00"), of("P1M"), false, context).wanted_day.has_value());
  context.ending_on_business_day = true;
  context.holding_business_days = 3;
  const Shifted moved = shift(at("2025-12-24T10:00:00"), of("P1D"), false, context);
  CHECK(moved.moved_from == parse_date("2025-12-25"));
  CHECK(moved.lengthened_from == parse_date("2025-12-29"));
  CHECK(format_rfc3339(moved.instant) == "2025-12-31T10:00:00Z");
  context.holding_business_days = 1;
  CHECK_FALSE(shift(at("2025-12-24T10:00:00"), of("P1D"), false, context).lengthened_from.has_value());
  // Past the calendar's years nothing has been moved.
  CHECK_FALSE(shift(at("2026-12-30T10:00:00"), of("P14D"), false, context).moved_from.has_value());
}

TEST_CASE("the time that the clock skips or shows twice is told", "[time]") {
  if (lacks_database()) return;
  ShiftContext berlin = in_zone("Europe/Berlin");
  const Shifted skipped = shift(at("2026-03-28T01:30:00"), of("P1D"), false, berlin);
  CHECK(skipped.wanted_time == parse_local_time("2026-03-29 02:30"));
  const Shifted repeated = shift(at("2026-10-24T00:30:00"), of("P1D"), false, berlin);
  CHECK(repeated.wanted_time == parse_local_time("2026-10-25 02:30"));
  CHECK_FALSE(shift(at("2026-10-24T00:30:00"), of("P2D"), false, berlin).wanted_time.has_value());
  CHECK_FALSE(shift(at("2026-03-28T01:30:00"), of("PT24H"), false, berlin).wanted_time.has_value());
  // The period goes on to Monday, where there is such a time.
  berlin.calendars = {&germany(), 1};
  berlin.default_calendar = 0;
  berlin.ending_on_business_day = true;
  const Shifted moved = shift(at("2026-03-28T01:30:00"), of("P1D"), false, berlin);
  CHECK_FALSE(moved.skipped);
  CHECK_FALSE(moved.wanted_time.has_value());
  CHECK(moved.moved_from == parse_date("2026-03-29"));
}

TEST_CASE("business days that a calendar does cover are enough to hold", "[time]") {
  ShiftContext context = german();
  context.holding_business_days = 2;
  // The period begins before the covered years, but its covered part holds them already.
  CHECK(after("2023-12-01T10:00:00", of("P2M"), context) == "2024-02-01T10:00:00Z");
  CHECK(shift(at("2023-12-01T10:00:00"), of("P1M"), false, context).status == Shifted::outside_calendar);
  CHECK(before("2027-02-01T10:00:00", of("P2M"), context) == "2026-12-01T10:00:00Z");
}
