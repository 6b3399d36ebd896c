#include <catch2/catch.hpp>
#include <sstream>

#include "interpreter/time/calendar.hpp"
#include "tests/tables/oracle.hpp"

// With us the nth business day after a date is counted from the day after it, whatever that date is. Left out:
// - numpy, python-bizdays and QuantLib roll a start that is no business day first, and count then: the same where they
// roll against the
//   direction of counting, another day where they roll with it;
// - "modified" rolls, which stay in their month, and roll=raise of a start that is no business day;
// - QuantLib's months and weeks with a roll, and date-fns' differences, which count a week's end in their own way;
// - workalendar's offset 0, which does not roll, and its counts from a later to an earlier day;
//   and its rows in which a holiday was made a working day, or the first day counted, by an option that the row's
//   calendar does not show;
// - python-bizdays' "financial" counts, which leave out the first day or the last as a bank does, and all that run
// backwards.
namespace {

using namespace bywhen;

std::vector<Date> holidays_in(const std::string& text) {
  std::vector<Date> dates;
  std::istringstream words(text);
  for (std::string word; words >> word;) dates.push_back(parse_date(word).value());
  return dates;
}

std::vector<Date> bank_holidays() {
  std::vector<Date> dates;
  const auto rows = oracle::read_rows("dates/holidays_ANBIMA.csv");
  for (const auto& row : rows.value_or(std::vector<oracle::Row>())) dates.push_back(parse_date(row.at("date")).value());
  return dates;
}

BusinessCalendar calendar_of(const oracle::Row& row) {
  const std::string& mask = row.at("weekmask_mon_to_sun");
  Weekend weekend;
  for (std::size_t day = 0; day < 7; ++day) weekend[day] = mask.at(day) == '0';
  const std::string& holidays = row.at("holidays");
  return {"table", weekend, holidays.rfind("@", 0) == 0 ? bank_holidays() : holidays_in(holidays), Date::first(),
          Date::last()};
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// Where the source rolls the start first: does that change nothing?
bool rolls_as_we_do(const oracle::Row& row, const BusinessCalendar& calendar, Date start, int n) {
  const std::string& source = row.at("source");
  const std::string& options = row.at("options");
  if (has(options, "modified")) return false;
  if (calendar.is_business_day(start) || source == "workalendar" || source == "date-fns")
    return n != 0 || calendar.is_business_day(start);
  const bool rolls_forward = has(options, "roll=forward") || has(options, "following");
  if (source == "python-bizdays") return false;
  if (source == "QuantLib") return n != 0;
  if (has(options, "raise")) return false;
  return rolls_forward ? n <= 0 : n > 0;
}

bool run_offset(const oracle::Row& row, const BusinessCalendar& calendar) {
  const Date start = parse_date(row.at("start")).value();
  const int sign = has(row.at("function"), "subtract") ? -1 : 1;
  const int n = sign * std::stoi(row.at("n_or_end"));
  if (!parse_date(row.at("expected")) || !rolls_as_we_do(row, calendar, start, n)) return false;
  const BusinessDay day = calendar.nth_business_day_after(start, n);
  REQUIRE(day.kind == BusinessDay::found);
  CHECK(format_date(day.date) == row.at("expected"));
  return true;
}

bool run_roll(const oracle::Row& row, const BusinessCalendar& calendar) {
  const Date start = parse_date(row.at("start")).value();
  const BusinessDay day = row.at("function") == "following" ? calendar.next_business_day_on_or_after(start)
                                                            : calendar.previous_business_day_on_or_before(start);
  CHECK(format_date(day.date) == row.at("expected"));
  return true;
}

bool run_count(const oracle::Row& row, const BusinessCalendar& calendar) {
  const Date start = parse_date(row.at("start")).value();
  const Date end = parse_date(row.at("n_or_end")).value();
  if (end < start) return false;
  const bool both_ends = row.at("function") == "count";
  const std::int32_t begin_by = has(row.at("function"), "(start") ? 1 : 0;
  const std::int32_t end_by = both_ends || has(row.at("function"), "end]") ? 1 : 0;
  if (both_ends && !has(row.at("options"), "both ends counted")) return false;
  CHECK(calendar.count({start.days + begin_by}, {end.days + end_by}) == std::stoi(row.at("expected")));
  return true;
}

/// The row's own calendar does not tell what its source was asked.
bool says_too_little(const oracle::Row& row) {
  const bool subtracts_below_zero =
      has(row.at("function"), "subtract") && has(row.at("n_or_end"), "-") && row.at("source") == "workalendar";
  return subtracts_below_zero || has(row.at("options"), "include_start") ||
         has(row.at("provenance(suite expectation)"), "PandasTimestampTest");
}

bool run_row(const oracle::Row& row) {
  if (says_too_little(row)) return false;
  const std::string& function = row.at("function");
  const BusinessCalendar calendar = calendar_of(row);
  if (function == "is_business_day") {
    CHECK(calendar.is_business_day(parse_date(row.at("start")).value()) == (row.at("expected") == "true"));
    return true;
  }
  if (has(function, "offset") || function == "advance(Days)") return run_offset(row, calendar);
  if (function == "following" || function == "preceding") return run_roll(row, calendar);
  if (has(function, "count")) return run_count(row, calendar);
  return false;
}

}  // namespace

TEST_CASE("business days agree with others", "[table]") { oracle::for_each_row("dates/b_business_days.csv", run_row); }
