#include "interpreter/time/calendar.hpp"

#include <catch2/catch.hpp>
#include <limits>
#include <random>

using namespace bywhen;

namespace {

Date date(const char* text) { return parse_date(text).value(); }

Weekend saturday_and_sunday() { return Weekend(0b1100000); }

std::vector<Date> no_holidays() { return {}; }

BusinessCalendar small_calendar() {
  const std::vector<Date> holidays = {date("2026-12-25"), date("2026-01-01"), date("2026-12-25"), date("2026-12-26"),
                                      date("2031-01-01")};
  return {"small", saturday_and_sunday(), holidays, date("2026-01-01"), date("2028-01-01")};
}

std::string told(const std::vector<Holiday>& holidays) {
  std::string text;
  for (const Holiday& holiday : holidays) text += format_date(holiday.date) + ' ' + holiday.name + '\n';
  return text;
}

std::string told(const BusinessDay& day) {
  const char* kinds[] = {"", "past the end", "before the start", "uncovered"};
  return day.kind == BusinessDay::found ? format_date(day.date) : kinds[day.kind];
}

/// Day by day: what the calendar computes, walked.
BusinessDay walk(const BusinessCalendar& calendar, Date from, std::int32_t n) {
  const std::int32_t step = n < 0 ? -1 : 1;
  for (Date day = from; n != 0;) {
    day.days += step;
    if (!calendar.covers(day))
      return {(step > 0 ? day >= calendar.to() : day >= calendar.from())
                  ? (step > 0 ? BusinessDay::past_end : BusinessDay::uncovered)
                  : (step > 0 ? BusinessDay::uncovered : BusinessDay::before_start),
              {}};
    if (calendar.is_business_day(day)) n -= step;
    if (n == 0) return {BusinessDay::found, day};
  }
  return {BusinessDay::found, from};
}

}  // namespace

TEST_CASE("a calendar knows its business days", "[time]") {
  const BusinessCalendar calendar = small_calendar();
  CHECK(calendar.is_business_day(date("2026-12-24")));
  CHECK_FALSE(calendar.is_business_day(date("2026-12-25")));
  CHECK_FALSE(calendar.is_business_day(date("2026-12-27")));
  CHECK_FALSE(calendar.is_business_day(date("2025-12-31")));
  CHECK_FALSE(calendar.is_business_day(date("2028-01-03")));
  CHECK(calendar.count(date("2026-12-21"), date("2027-01-01")) == 8);
  CHECK(calendar.count(date("2026-12-21"), date("2026-12-21")) == 0);
  CHECK(calendar.count(date("2026-12-22"), date("2026-12-21")) == 0);
}

TEST_CASE("business days are counted from the day after", "[time]") {
  const BusinessCalendar calendar = small_calendar();
  CHECK(told(calendar.nth_business_day_after(date("2026-12-24"), 1)) == "2026-12-28");
  CHECK(told(calendar.nth_business_day_after(date("2026-12-25"), 1)) == "2026-12-28");
  CHECK(told(calendar.nth_business_day_after(date("2026-12-28"), -1)) == "2026-12-24");
  CHECK(told(calendar.nth_business_day_after(date("2026-12-27"), -1)) == "2026-12-24");
  CHECK(told(calendar.nth_business_day_after(date("2026-12-25"), 0)) == "2026-12-28");
  CHECK(told(calendar.nth_business_day_after(date("2026-12-24"), 0)) == "2026-12-24");
  CHECK(told(calendar.next_business_day_on_or_after(date("2026-12-25"))) == "2026-12-28");
  CHECK(told(calendar.previous_business_day_on_or_before(date("2026-12-27"))) == "2026-12-24");
}

TEST_CASE("outside the covered years a calendar does not guess", "[time]") {
  const BusinessCalendar calendar = small_calendar();
  CHECK(told(calendar.nth_business_day_after(date("2027-12-30"), 1)) == "2027-12-31");
  CHECK(told(calendar.nth_business_day_after(date("2027-12-30"), 2)) == "past the end");
  CHECK(told(calendar.nth_business_day_after(date("2029-01-01"), 1)) == "past the end");
  CHECK(told(calendar.nth_business_day_after(date("2025-12-31"), 1)) == "2026-01-02");
  CHECK(told(calendar.nth_business_day_after(date("2025-12-30"), 1)) == "uncovered");
  CHECK(told(calendar.nth_business_day_after(date("2026-01-02"), -1)) == "before the start");
  CHECK(told(calendar.nth_business_day_after(date("2025-12-30"), -1)) == "before the start");
  CHECK(told(calendar.nth_business_day_after(date("2028-01-01"), -1)) == "2027-12-31");
  CHECK(told(calendar.nth_business_day_after(date("2028-01-02"), -1)) == "uncovered");
  CHECK(told(calendar.next_business_day_on_or_after(date("2028-01-01"))) == "past the end");
  CHECK(told(calendar.next_business_day_on_or_after(date("2025-12-31"))) == "uncovered");
}

TEST_CASE("a calendar without any business day, or any day, ends", "[time]") {
  const BusinessCalendar idle("idle", Weekend(0b1111111), no_holidays(), date("2026-01-01"), date("2028-01-01"));
  CHECK(told(idle.nth_business_day_after(date("2026-06-01"), 1)) == "past the end");
  CHECK(told(idle.nth_business_day_after(date("2026-06-01"), -1)) == "before the start");
  const BusinessCalendar empty("empty", saturday_and_sunday(), no_holidays(), date("2026-01-01"), date("2025-01-01"));
  CHECK(told(empty.nth_business_day_after(date("2026-06-01"), 1)) == "past the end");
  const BusinessCalendar endless("endless", Weekend(), no_holidays(), {std::numeric_limits<std::int32_t>::min()},
                                 {std::numeric_limits<std::int32_t>::max()});
  CHECK(told(endless.nth_business_day_after(Date::first(), 100'000)) == "0274-10-17");
  CHECK(told(endless.nth_business_day_after(Date::last(), 1)) == "past the end");
  CHECK(told(endless.nth_business_day_after(Date::first(), std::numeric_limits<std::int32_t>::min())) ==
        "before the start");
}

TEST_CASE("computed business days are those that one walks to", "[time]") {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    std::vector<Date> holidays;
    for (int i = 0; i < 40; ++i) holidays.push_back({static_cast<std::int32_t>(20'000 + random() % 800)});
    const BusinessCalendar calendar("random", Weekend(random() % 127), holidays, {20'050},
                                    {static_cast<std::int32_t>(20'050 + random() % 700)});
    for (int i = 0; i < 20; ++i) {
      const Date from{static_cast<std::int32_t>(20'000 + random() % 800)};
      const std::int32_t n = static_cast<std::int32_t>(random() % 81) - 40;
      if (n == 0) continue;
      INFO(format_date(from) << ' ' << n << ' ' << format_date(calendar.to()));
      CHECK(told(calendar.nth_business_day_after(from, n)) == told(walk(calendar, from, n)));
    }
  }
}

TEST_CASE("a calendar remembers its holidays and their names", "[time]") {
  const std::vector<Holiday> holidays = {{date("2026-12-26"), "Boxing Day"}, {date("2026-04-03"), ""},
                                         {date("2031-01-01"), "too late"},   {date("2026-04-03"), "Good Friday"},
                                         {date("2026-01-01"), ""},           {date("2026-04-03"), "Again"}};
  const BusinessCalendar calendar("named", saturday_and_sunday(), holidays, date("2026-01-01"), date("2028-01-01"));
  // The 26th is a Saturday: no business day anyway, but told.
  CHECK(told(calendar.holidays()) == "2026-01-01 \n2026-04-03 Good Friday\n2026-12-26 Boxing Day\n");
  CHECK(calendar.holiday_name(date("2026-04-03")) == "Good Friday");
  CHECK(calendar.holiday_name(date("2026-12-26")) == "Boxing Day");
  CHECK(calendar.holiday_name(date("2026-01-01")).empty());
  CHECK(calendar.holiday_name(date("2026-04-02")).empty());
  CHECK(calendar.holiday_name(date("2031-01-01")).empty());
  CHECK(calendar.holiday_name(Date::last()).empty());
  CHECK_FALSE(calendar.is_business_day(date("2026-04-03")));
  CHECK(calendar.count(date("2026-12-21"), date("2026-12-28")) == 5);
  CHECK(told(small_calendar().holidays()) == "2026-01-01 \n2026-12-25 \n2026-12-26 \n");
}

TEST_CASE("a holiday of each year is laid out", "[time]") {
  const RecurringHoliday christmas{12, 25, "Christmas Day"};
  CHECK(told(expand(christmas, date("2026-01-01"), date("2028-01-01"))) ==
        "2026-12-25 Christmas Day\n2027-12-25 Christmas Day\n");
  // The end is not within, the beginning is.
  CHECK(told(expand(christmas, date("2026-12-25"), date("2027-12-25"))) == "2026-12-25 Christmas Day\n");
  CHECK(told(expand(christmas, date("2026-12-26"), date("2027-12-25"))).empty());
  CHECK(told(expand({2, 29, "Leap day"}, date("2023-01-01"), date("2029-01-01"))) ==
        "2024-02-29 Leap day\n2028-02-29 Leap day\n");
  CHECK(expand({2, 29, ""}, date("2025-01-01"), date("2028-01-01")).empty());
}

TEST_CASE("a holiday of each year is never laid out where there is no such day", "[time]") {
  const Date least{std::numeric_limits<std::int32_t>::min()};
  const Date most{std::numeric_limits<std::int32_t>::max()};
  CHECK(expand({4, 31, ""}, date("2020-01-01"), date("2030-01-01")).empty());
  CHECK(expand({0, 1, ""}, date("2020-01-01"), date("2030-01-01")).empty());
  CHECK(expand({13, 1, ""}, date("2020-01-01"), date("2030-01-01")).empty());
  CHECK(expand({1, 0, ""}, date("2020-01-01"), date("2030-01-01")).empty());
  CHECK(expand({1, 1, ""}, date("2030-01-01"), date("2020-01-01")).empty());
  CHECK(expand({1, 1, ""}, least, most).size() == 9999);
  CHECK(expand({12, 31, ""}, least, most).back().date == Date::last());
  CHECK(expand({1, 1, ""}, least, date("0001-01-01")).empty());
}
