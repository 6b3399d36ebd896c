#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>

#include "interpreter/time/holiday_file.hpp"

// The calendars in policies/calendars, computed anew from the rules that their heads state.
using namespace bywhen;

namespace {

constexpr std::int32_t first_year = 2024;
constexpr std::int32_t last_year = 2030;

std::filesystem::path folder() { return std::filesystem::path(BYWHEN_SOURCE_DIR) / "policies" / "calendars"; }

std::string text_of(const std::string& name) {
  std::ifstream stream(folder() / name, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// A line for each entry, and for each mistake.
std::string told(const std::string& name) {
  const HolidayFile file = read_holiday_file(text_of(name));
  std::string text;
  for (const HolidayEntry& entry : file.entries) {
    const auto& holiday = std::get<Holiday>(entry.holiday);
    text += format_date(holiday.date) + ' ' + holiday.name + '\n';
  }
  for (const HolidayMistake& mistake : file.mistakes) text += "mistake: " + mistake.message + '\n';
  return text;
}

Date date(std::int32_t year, std::int32_t month, std::int32_t day) { return Date::from_ymd(year, month, day).value(); }
Date plus(Date date, std::int32_t days) { return {date.days + days}; }

/// The Sunday after the first full moon of the church on or after 21 March: the Gregorian computus, told by epacts.
Date easter(std::int32_t year) {
  const std::int32_t century = year / 100;
  const std::int32_t sun_correction = century - century / 4;
  const std::int32_t moon_correction = (8 * century + 13) / 25;
  // Days from 21 March to the full moon; the two last months of the cycle are shortened.
  std::int32_t moon = (19 * (year % 19) + sun_correction - moon_correction + 15) % 30;
  if (moon == 29 || (moon == 28 && year % 19 > 10)) --moon;
  const Date full_moon = plus(date(year, 3, 21), moon);
  return plus(full_moon, 7 - (static_cast<std::int32_t>(full_moon.weekday()) + 1) % 7);
}

/// The nth weekday of a month; 5 is the last.
Date nth(std::int32_t year, std::int32_t month, Weekday weekday, std::int32_t n) {
  std::vector<Date> found;
  for (std::int32_t day = 1; day <= days_in_month(year, month); ++day) {
    if (date(year, month, day).weekday() == weekday) found.push_back(date(year, month, day));
  }
  return n == 5 ? found.back() : found.at(static_cast<std::size_t>(n - 1));
}

using Holidays = std::vector<Holiday>;

Holidays germany(std::int32_t year) {
  const Date sunday = easter(year);
  return {{date(year, 1, 1), "New Year's Day"},
          {plus(sunday, -2), "Good Friday"},
          {plus(sunday, 1), "Easter Monday"},
          {date(year, 5, 1), "Labour Day"},
          {plus(sunday, 39), "Ascension Day"},
          {plus(sunday, 50), "Whit Monday"},
          {date(year, 10, 3), "Day of German Unity"},
          {date(year, 12, 25), "Christmas Day"},
          {date(year, 12, 26), "Second Day of Christmas"}};
}

Holidays target(std::int32_t year) {
  const Date sunday = easter(year);
  return {{date(year, 1, 1), "New Year's Day"},  {plus(sunday, -2), "Good Friday"},
          {plus(sunday, 1), "Easter Monday"},    {date(year, 5, 1), "Labour Day"},
          {date(year, 12, 25), "Christmas Day"}, {date(year, 12, 26), "Christmas Holiday"}};
}

Holiday observed(Holiday holiday) {
  const Weekday weekday = holiday.date.weekday();
  if (weekday != Weekday::saturday && weekday != Weekday::sunday) return holiday;
  return {plus(holiday.date, weekday == Weekday::saturday ? -1 : 1), holiday.name + " (observed)"};
}

Holidays united_states(std::int32_t year) {
  return {observed({date(year, 1, 1), "New Year's Day"}),
          {nth(year, 1, Weekday::monday, 3), "Birthday of Martin Luther King, Jr."},
          {nth(year, 2, Weekday::monday, 3), "Washington's Birthday"},
          {nth(year, 5, Weekday::monday, 5), "Memorial Day"},
          observed({date(year, 6, 19), "Juneteenth National Independence Day"}),
          observed({date(year, 7, 4), "Independence Day"}),
          {nth(year, 9, Weekday::monday, 1), "Labor Day"},
          {nth(year, 10, Weekday::monday, 2), "Columbus Day"},
          observed({date(year, 11, 11), "Veterans Day"}),
          {nth(year, 11, Weekday::thursday, 4), "Thanksgiving Day"},
          observed({date(year, 12, 25), "Christmas Day"})};
}

/// What the file must hold: also the New Year's Day of the year after the last, if it is observed before it.
std::string expected(const std::function<Holidays(std::int32_t)>& holidays_of) {
  std::string text;
  for (std::int32_t year = first_year; year <= last_year + 1; ++year) {
    for (const Holiday& holiday : holidays_of(year)) {
      const std::int32_t of_year = holiday.date.ymd().year;
      if (of_year >= first_year && of_year <= last_year) text += format_date(holiday.date) + ' ' + holiday.name + '\n';
    }
  }
  return text;
}

}  // namespace

TEST_CASE("Easter is where it was", "[time]") {
  // The earliest and the latest, and years in which the cycle's end is shortened.
  CHECK(format_date(easter(1818)) == "1818-03-22");
  CHECK(format_date(easter(1943)) == "1943-04-25");
  CHECK(format_date(easter(1954)) == "1954-04-18");
  CHECK(format_date(easter(1981)) == "1981-04-19");
  CHECK(format_date(easter(2000)) == "2000-04-23");
  CHECK(format_date(easter(2019)) == "2019-04-21");
  CHECK(format_date(easter(2026)) == "2026-04-05");
  CHECK(format_date(easter(2038)) == "2038-04-25");
  CHECK(format_date(easter(2285)) == "2285-03-22");
}

TEST_CASE("the shipped calendars hold what their sources say, and nothing else", "[time]") {
  CHECK(told("germany.dates") == expected(germany));
  CHECK(told("target.dates") == expected(target));
  CHECK(told("united-states.dates") == expected(united_states));
}

TEST_CASE("every shipped calendar is tested, and its head says which years it has", "[time]") {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder())) {
    if (entry.path().extension() == ".dates") names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  CHECK(names == std::vector<std::string>{"germany.dates", "target.dates", "united-states.dates"});
  for (const std::string& name : names) {
    const std::string text = text_of(name);
    CHECK_THAT(text.substr(0, text.find('\n')), Catch::Contains("2024 to 2030"));
  }
}
