#include "interpreter/time/civil.hpp"

#include <catch2/catch.hpp>

using namespace bywhen;

TEST_CASE("dates are read and written", "[time]") {
  CHECK(parse_date("1970-01-01")->days == 0);
  CHECK(parse_date("2024-02-29")->days == 19'782);
  CHECK(*parse_date("0001-01-01") == Date::first());
  CHECK(*parse_date("9999-12-31") == Date::last());
  CHECK(format_date(Date::last()) == "9999-12-31");
  CHECK(format_date(*parse_date("0099-03-04")) == "0099-03-04");
  for (const char* text :
       {"2026-02-29", "2026-1-01", "20260101", "2026-01-01T", "", "2026-01-00", "2026-04-31", " 2026-01-01"}) {
    INFO(text);
    CHECK_FALSE(parse_date(text).has_value());
  }
  CHECK(std::get<TimeError>(read_date("2026-02-29")) == TimeError::no_such_date);
  CHECK(std::get<TimeError>(read_date("0000-02-01")) == TimeError::out_of_range);
  CHECK(std::get<TimeError>(read_date("2026-2-1")) == TimeError::syntax);
}

TEST_CASE("a date knows its year, month, day and weekday, whatever the day", "[time]") {
  YearMonthDay expected{1, 1, 1};
  int weekday = 0;  // the first of January of the year 1 was a Monday
  for (Date date = Date::first(); date <= Date::last(); ++date.days) {
    const bool right = date.ymd() == expected && static_cast<int>(date.weekday()) == weekday &&
                       Date::from_ymd(expected.year, expected.month, expected.day) == date;
    if (!right) {
      FAIL(format_date(date));
    }
    weekday = (weekday + 1) % 7;
    if (++expected.day > days_in_month(expected.year, expected.month))
      expected = {expected.year, expected.month + 1, 1};
    if (expected.month > 12) expected = {expected.year + 1, 1, 1};
  }
  CHECK(parse_date("2026-03-01")->weekday() == Weekday::sunday);
}

TEST_CASE("wall-clock times are read and written", "[time]") {
  CHECK(format_local_time(*parse_local_time("2026-03-01 10:00")) == "2026-03-01 10:00");
  CHECK(format_local_time(*parse_local_time("2026-03-01T10:00:00")) == "2026-03-01 10:00");
  CHECK(format_local_time(*parse_local_time("2026-03-01 10:00:30.50")) == "2026-03-01 10:00:30.5");
  CHECK(format_local_time(*parse_local_time("1969-12-31 23:59:59.999999")) == "1969-12-31 23:59:59.999999");
  CHECK(parse_local_time("1969-12-31 23:00")->date() == *parse_date("1969-12-31"));
  CHECK(parse_local_time("1969-12-31 23:00")->time_of_day() == 23 * micros_per_hour);
  CHECK(format_local_time({Instant::never().micros}) == "never");
  for (const char* text : {"2026-03-01", "2026-03-01 10", "2026-03-01 10:00Z", "2026-03-01 10:00+02:00",
                           "2026-03-01 24:00", "2026-03-01  10:00"}) {
    INFO(text);
    CHECK_FALSE(parse_local_time(text).has_value());
  }
}

TEST_CASE("a policy's times may leave out their seconds, not their offset", "[time]") {
  CHECK(format_rfc3339(std::get<Instant>(read_time_with_offset("2026-03-01 10:00+02:00"))) == "2026-03-01T08:00:00Z");
  CHECK(std::get<TimeError>(read_time_with_offset("2026-03-01 10:00")) == TimeError::no_offset);
}
