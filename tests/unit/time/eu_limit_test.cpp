#include <catch2/catch.hpp>

#include "interpreter/time/shift.hpp"

// European time limits: Regulation (EEC, Euratom) No 1182/71, article 3, with the holidays of Germany. Ends are told as
// the start of the next day.
using namespace bywhen;

namespace {

Instant at(const char* utc) { return parse_rfc3339(std::string(utc) + "Z").value(); }

Duration of(const char* text) { return parse_duration(text).value(); }
Duration business_days(std::int32_t count) { return make_duration(count, DurationUnit::business_days).value(); }
Duration sum(const Duration& left, const Duration& right) { return add(left, right).value(); }

std::vector<Date> dates(std::initializer_list<const char*> texts) {
  std::vector<Date> days;
  for (const char* text : texts) days.push_back(parse_date(text).value());
  return days;
}

const std::vector<BusinessCalendar>& calendars() {
  static const std::vector<BusinessCalendar> both = {
      {"germany", Weekend(0b1100000),
       dates({"2024-01-01", "2024-03-29", "2024-04-01", "2024-05-01", "2024-05-09", "2024-05-20", "2024-10-03",
              "2024-12-25", "2024-12-26", "2025-01-01", "2025-04-18", "2025-04-21", "2025-05-01", "2025-05-29",
              "2025-06-09", "2025-10-03", "2025-12-25", "2025-12-26", "2026-01-01", "2026-04-03", "2026-04-06",
              "2026-05-01", "2026-05-14", "2026-05-25", "2026-10-03", "2026-12-25", "2026-12-26"}),
       parse_date("2024-01-01").value(), parse_date("2027-01-01").value()},
      {"daily", Weekend(), dates({}), Date::first(), Date::last()}};
  return both;
}

ShiftContext law() {
  ShiftContext context;
  context.calendars = calendars();
  context.default_calendar = 0;
  context.eu_time_limit = true;
  return context;
}

std::string after(const char* utc, const Duration& duration, const ShiftContext& context = law()) {
  return format_rfc3339(shift(at(utc), duration, false, context).instant);
}
std::string before(const char* utc, const Duration& duration, const ShiftContext& context = law()) {
  return format_rfc3339(shift(at(utc), duration, true, context).instant);
}

std::string day_of(const std::optional<Date>& date) { return date ? format_date(*date) : "none"; }

/// The end, and what it was before the fourth paragraph moved and the fifth lengthened it.
std::string story(const char* utc, const Duration& duration, bool backwards = false) {
  const Shifted shifted = shift(at(utc), duration, backwards, law());
  return format_rfc3339(shifted.instant) + " moved from " + day_of(shifted.moved_from) + ", lengthened from " +
         day_of(shifted.lengthened_from);
}

}  // namespace

TEST_CASE("European time limits end as the law's examples do", "[time]") {
  CHECK(story("2025-12-12T10:00:00", of("P14D")) == "2025-12-30T00:00:00Z moved from 2025-12-26, lengthened from none");
  CHECK(story("2025-03-04T10:00:00", of("P14D")) == "2025-03-19T00:00:00Z moved from none, lengthened from none");
  CHECK(story("2025-06-06T10:20:00", of("PT48H")) == "2025-06-08T11:00:00Z moved from none, lengthened from none");
  CHECK(story("2025-06-04T10:00:00", of("P2W")) == "2025-06-19T00:00:00Z moved from none, lengthened from none");
  CHECK(story("2025-01-31T10:00:00", of("P1M")) == "2025-03-01T00:00:00Z moved from none, lengthened from none");
  CHECK(story("2026-01-31T10:00:00", of("P1M")) == "2026-03-03T00:00:00Z moved from 2026-02-28, lengthened from none");
  CHECK(story("2024-02-29T10:00:00", of("P1Y")) == "2025-03-01T00:00:00Z moved from none, lengthened from none");
  CHECK(story("2025-06-06T10:00:00", of("P2D")) ==
        "2025-06-12T00:00:00Z moved from 2025-06-08, lengthened from 2025-06-10");
  CHECK(story("2025-04-01T10:00:00", of("P30D")) == "2025-05-03T00:00:00Z moved from 2025-05-01, lengthened from none");
}

TEST_CASE("the day, or the hour, of the event is left out", "[time]") {
  CHECK(after("2026-03-03T00:00:00", of("P1D")) == "2026-03-05T00:00:00Z");
  CHECK(after("2026-03-03T23:59:59", of("P1D")) == "2026-03-05T00:00:00Z");
  CHECK(after("2026-03-03T10:00:00", of("PT1H")) == "2026-03-03T12:00:00Z");
  CHECK(after("2026-03-03T10:59:59", of("PT1H")) == "2026-03-03T12:00:00Z");
  // What a duration says of fullness changes nothing.
  Duration full = of("P1D");
  full.full = true;
  CHECK(after("2026-03-03T10:00:00", full) == after("2026-03-03T10:00:00", of("P1D")));
}

TEST_CASE("a day that the month lacks is its last, however the policy rounds", "[time]") {
  ShiftContext up = law();
  up.rounding = MonthRounding::up;
  CHECK(after("2025-01-31T10:00:00", of("P1M"), up) == "2025-03-01T00:00:00Z");
  const Shifted shifted = shift(at("2025-01-31T10:00:00"), of("P1M"), false, up);
  CHECK(shifted.wanted_day == YearMonthDay{2025, 2, 31});
}

TEST_CASE("one day may hold no more than one business day, two days hold two", "[time]") {
  // Friday: the one day after it is a Saturday.
  CHECK(story("2025-11-07T10:00:00", of("P1D")) == "2025-11-11T00:00:00Z moved from 2025-11-08, lengthened from none");
  CHECK(story("2025-11-07T10:00:00", of("P2D")) ==
        "2025-11-12T00:00:00Z moved from 2025-11-09, lengthened from 2025-11-10");
  CHECK(story("2025-11-06T10:00:00", of("P2D")) == "2025-11-11T00:00:00Z moved from 2025-11-08, lengthened from none");
  CHECK(story("2025-11-07T10:00:00", business_days(1)) == "2025-11-11T00:00:00Z moved from none, lengthened from none");
  CHECK(story("2025-11-07T10:00:00", business_days(2)) == "2025-11-12T00:00:00Z moved from none, lengthened from none");
}

TEST_CASE("business days of one calendar may have to hold those of another", "[time]") {
  Duration daily = business_days(2);
  daily.calendar = 1;
  CHECK(story("2025-11-07T10:00:00", daily) ==
        "2025-11-12T00:00:00Z moved from 2025-11-09, lengthened from 2025-11-10");
  daily.business_days = 1;
  CHECK(story("2025-11-07T10:00:00", daily) == "2025-11-11T00:00:00Z moved from 2025-11-08, lengthened from none");
}

TEST_CASE("a week holds two business days even where a calendar has hardly any", "[time]") {
  // From Tuesday to Friday nobody works.
  const std::vector<BusinessCalendar> closed = {{"closed", Weekend(0b1100000),
                                                 dates({"2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06"}),
                                                 parse_date("2026-01-01").value(), parse_date("2027-01-01").value()}};
  ShiftContext context = law();
  context.calendars = closed;
  CHECK(after("2026-03-02T10:00:00", of("P1W"), context) == "2026-03-11T00:00:00Z");
  CHECK(after("2026-03-02T10:00:00", of("P6D"), context) == "2026-03-11T00:00:00Z");
  CHECK(after("2026-03-02T10:00:00", of("PT144H"), context) == "2026-03-08T11:00:00Z");
}

TEST_CASE("periods in hours neither move nor grow", "[time]") {
  CHECK(after("2025-12-24T10:20:00", of("PT24H")) == "2025-12-25T11:00:00Z");
  CHECK(after("2025-06-06T10:20:00", of("PT72H")) == "2025-06-09T11:00:00Z");
  CHECK(after("2025-06-06T10:20:00", of("PT90M")) == "2025-06-06T12:30:00Z");
  // Hours need no calendar, days do.
  ShiftContext none = law();
  none.calendars = {};
  CHECK(shift(at("2025-06-06T10:20:00"), of("PT48H"), false, none).status == Shifted::exact);
  CHECK(shift(at("2025-06-06T10:20:00"), of("P1D"), false, none).status == Shifted::outside_calendar);
}

TEST_CASE("units are counted one after the other, and hours among them decide how the period ends", "[time]") {
  // Saturday 28 February and three days: Tuesday.
  CHECK(story("2026-01-31T10:00:00", of("P1M3D")) == "2026-03-04T00:00:00Z moved from none, lengthened from none");
  CHECK(story("2026-01-28T10:00:00", of("P1M3D")) == "2026-03-04T00:00:00Z moved from none, lengthened from none");
  // To the end of Saturday and twelve hours on; neither moved nor lengthened.
  CHECK(story("2025-11-07T10:00:00", of("P1DT12H")) == "2025-11-09T12:00:00Z moved from none, lengthened from none");
  // Two days and more hold two business days all the same.
  CHECK(story("2025-11-07T10:00:00", of("P2DT12H")) ==
        "2025-11-12T00:00:00Z moved from none, lengthened from 2025-11-10");
  CHECK(story("2025-11-07T10:00:00", sum(of("P1D"), business_days(1))) ==
        "2025-11-12T00:00:00Z moved from none, lengthened from 2025-11-10");
}

TEST_CASE("backwards, a bad last day stays, and the period grows to earlier", "[time]") {
  // Two days before Tuesday: from the start of Sunday on, which stays; Monday is one working day, Friday the other.
  CHECK(story("2025-11-11T10:00:00", of("P2D"), true) ==
        "2025-11-07T00:00:00Z moved from none, lengthened from 2025-11-09");
  CHECK(story("2025-11-12T10:00:00", of("P3D"), true) == "2025-11-09T00:00:00Z moved from none, lengthened from none");
  CHECK(story("2025-11-10T10:00:00", of("P1D"), true) == "2025-11-09T00:00:00Z moved from none, lengthened from none");
  CHECK(story("2025-12-29T10:00:00", of("P1W"), true) == "2025-12-22T00:00:00Z moved from none, lengthened from none");
  CHECK(before("2025-06-08T11:20:00", of("PT48H")) == "2025-06-06T11:00:00Z");
  // A negative duration turns the direction around.
  CHECK(before("2025-11-07T10:00:00", -of("P2D")) == after("2025-11-07T10:00:00", of("P2D")));
  CHECK(after("2025-11-11T10:00:00", -of("P2D")) == before("2025-11-11T10:00:00", of("P2D")));
}

TEST_CASE("working days are those of the calendar meant", "[time]") {
  ShiftContext context = law();
  context.eu_calendar = 1;
  CHECK(after("2025-11-07T10:00:00", of("P2D"), context) == "2025-11-10T00:00:00Z");
  context.default_calendar = 1;
  context.eu_calendar = 0;
  CHECK(after("2025-11-07T10:00:00", of("P2D"), context) == "2025-11-12T00:00:00Z");
  context.eu_calendar = 7;
  CHECK(shift(at("2025-11-07T10:00:00"), of("P2D"), false, context).status == Shifted::outside_calendar);
}

TEST_CASE("past the calendar's years a European time limit is not guessed", "[time]") {
  const Shifted past = shift(at("2026-12-20T10:00:00"), of("P14D"), false, law());
  CHECK(past.status == Shifted::past_calendar);
  CHECK(format_rfc3339(past.instant) == "2027-01-01T00:00:00Z");
  CHECK(shift(at("2023-12-20T10:00:00"), of("P2D"), false, law()).status == Shifted::outside_calendar);
  CHECK(shift(at("2024-01-02T10:00:00"), of("P2D"), true, law()).status == Shifted::before_calendar);
  CHECK(shift(Instant::never(), of("P2D"), false, law()).instant == Instant::never());
  CHECK(shift(Instant::last(), of("P2D"), false, law()).instant == Instant::never());
}

TEST_CASE("further wishes of a sentence come after the law's", "[time]") {
  ShiftContext context = law();
  context.holding_business_days = 4;
  CHECK(after("2025-11-07T10:00:00", of("P2D"), context) == "2025-11-14T00:00:00Z");
  const Shifted shifted = shift(at("2025-11-07T10:00:00"), of("P2D"), false, context);
  CHECK(day_of(shifted.lengthened_from) == "2025-11-10");
}

TEST_CASE("European time limits end with the day of the place", "[time]") {
  const auto zone = Zone::find("Europe/Berlin");
  if (!zone) {
    WARN("SKIPPED: there is no time zone database");
    return;
  }
  ShiftContext berlin = law();
  berlin.zone = *zone;
  // 23:30 UTC is the next day in Berlin already.
  CHECK(after("2025-03-03T23:30:00", of("P14D"), berlin) == "2025-03-18T23:00:00Z");
  CHECK(after("2025-12-12T10:00:00", of("P14D"), berlin) == "2025-12-29T23:00:00Z");
  // Over the change of 30 March the hours are real ones.
  CHECK(after("2025-03-29T22:20:00", of("PT3H"), berlin) == "2025-03-30T02:00:00Z");
}
