#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

#include "interpreter/time/shift.hpp"
#include "tests/tables/oracle.hpp"

// With us the nth business day after a date is counted from the day after it, whatever that date is, and a count is
// that of a half-open range. What others say in their words is asserted in ours: rolls, both ends counted, months that
// end on a business day. The reasons in the list of groups say what is left out.
namespace {

using namespace bywhen;
using oracle::has;
using oracle::Row;

std::vector<Date> holidays_in(const std::string& text) {
  std::vector<Date> dates;
  std::istringstream words(text);
  for (std::string word; words >> word;) dates.push_back(parse_date(word).value());
  return dates;
}

std::vector<Date> bank_holidays() {
  std::vector<Date> dates;
  const auto rows = oracle::read_rows("dates/holidays_ANBIMA.csv");
  for (const auto& row : rows.value_or(std::vector<Row>())) dates.push_back(parse_date(row.at("date")).value());
  return dates;
}

BusinessCalendar calendar_of(const Row& row) {
  const std::string& mask = row.at("weekmask_mon_to_sun");
  Weekend weekend;
  for (std::size_t day = 0; day < 7; ++day) weekend[day] = mask.at(day) == '0';
  const std::string& holidays = row.at("holidays");
  const bool elsewhere = oracle::begins(holidays, "@");
  return {"table", weekend, elsewhere ? bank_holidays() : holidays_in(holidays), Date::first(), Date::last()};
}

std::string left_out(const std::string& reason) { return oracle::left_out + reason; }

std::string working_holiday() {
  return left_out("a holiday of the row was made a working day by an option that it does not show");
}

Date start_of(const Row& row) { return parse_date(row.at("start")).value(); }
std::string told(const BusinessDay& day) { return day.kind == BusinessDay::found ? format_date(day.date) : "none"; }

// ── Business days away ───────────────────────────────────────────────────────────────────────────

std::string run_roll(const Row& row, const BusinessCalendar& calendar, bool forward) {
  const Date start = start_of(row);
  CHECK(told(forward ? calendar.next_business_day_on_or_after(start)
                     : calendar.previous_business_day_on_or_before(start)) == row.at("expected"));
  return "the next or the last business day";
}

/// Zero business days from a day that is none: others roll it as they are told, or not at all.
std::string run_zero(const Row& row, const BusinessCalendar& calendar) {
  const std::string& options = row.at("options");
  if (has(options, "modified")) return left_out("rolls that stay in their month");
  if (has(options, "n=0 rolls nothing") || row.at("source") == "workalendar")
    return left_out("zero business days from a day that is none are that day");
  return run_roll(row, calendar, has(options, "forward") || has(options, "following"));
}

std::string run_offset(const Row& row, const BusinessCalendar& calendar) {
  if (!parse_date(row.at("expected"))) return left_out("the source throws where the row does not show why");
  const bool subtracts = has(row.at("function"), "subtract");
  const int n = (subtracts ? -1 : 1) * std::stoi(row.at("n_or_end"));
  if (subtracts && n > 0 && row.at("source") == "workalendar")
    return left_out("a negative number is subtracted by its size");
  const Date start = start_of(row);
  if (n == 0 && !calendar.is_business_day(start)) return run_zero(row, calendar);
  if (has(row.at("holidays"), row.at("expected"))) return working_holiday();
  CHECK(told(calendar.nth_business_day_after(start, n)) == row.at("expected"));
  return "business days away";
}

// ── Counts ───────────────────────────────────────────────────────────────────────────────────────

/// How many business days, the first day and the last counted as the row says.
int count_of(const Row& row, const BusinessCalendar& calendar, Date start, Date end) {
  const std::string& function = row.at("function");
  const bool both = function == "count" || row.at("options") == "include_start";
  const std::int32_t begin_by = has(function, "(start") && !both ? 1 : 0;
  const std::int32_t end_by = both || has(function, "end]") ? 1 : 0;
  return calendar.count({start.days + begin_by}, {end.days + end_by});
}

std::string run_count(const Row& row, const BusinessCalendar& calendar) {
  const Date start = start_of(row);
  const Date end = parse_date(row.at("n_or_end")).value();
  if (end < start) {
    CHECK(calendar.count(start, end) == 0);
    return left_out("counts from a later day to an earlier one, which with us are zero");
  }
  const int count = count_of(row, calendar, start, end);
  if (row.at("options") == "financial=True") {
    CHECK(std::max(count - 1, 0) == std::stoi(row.at("expected")));
    return "counts as banks count: one less than both ends counted";
  }
  CHECK(count == std::stoi(row.at("expected")));
  return "counts";
}

// ── Months and weeks that end on a business day ──────────────────────────────────────────────────

std::string run_period(const Row& row, const BusinessCalendar& calendar) {
  const std::string& options = row.at("options");
  if (has(options, "endOfMonth=true")) return left_out("months that keep to the month's end");
  if (has(options, "Modified")) return left_out("rolls that stay in their month");
  if (has(options, "Nearest")) return left_out("rolls to the nearest business day");
  ShiftContext context;
  context.rounding = MonthRounding::down;
  context.calendars = {&calendar, 1};
  context.default_calendar = 0;
  context.ending_on_business_day = has(options, "Following");
  const auto duration = make_duration(std::stoi(row.at("n_or_end")), DurationUnit::months).value();
  const Shifted shifted = shift({LocalTime::of(start_of(row)).micros}, duration, false, context);
  const Date end = LocalTime{shifted.instant.micros}.date();
  const bool back = has(options, "Preceding");
  CHECK(format_date(back ? calendar.previous_business_day_on_or_before(end).date : end) == row.at("expected"));
  return "months that end on a business day";
}

std::string run_row(const Row& row) {
  const std::string& function = row.at("function");
  const BusinessCalendar calendar = calendar_of(row);
  if (function == "is_business_day") {
    if (has(row.at("holidays"), row.at("start")) && row.at("expected") == "true") return working_holiday();
    CHECK(calendar.is_business_day(start_of(row)) == (row.at("expected") == "true"));
    return "is it a business day";
  }
  if (has(function, "offset") || function == "advance(Days)") return run_offset(row, calendar);
  if (function == "following" || function == "preceding") return run_roll(row, calendar, function == "following");
  if (has(function, "modified")) return left_out("rolls that stay in their month");
  if (has(function, "difference")) return left_out("differences that count a week's end in their own way");
  return has(function, "count") ? run_count(row, calendar) : run_period(row, calendar);
}

}  // namespace

TEST_CASE("business days agree with others", "[table]") {
  oracle::check_groups("dates/b_business_days.csv",
                       {{"business days away", 85},
                        {"the next or the last business day", 20},
                        {"is it a business day", 35},
                        {"counts", 139},
                        {"counts as banks count: one less than both ends counted", 81},
                        {"months that end on a business day", 6},
                        {"left out: a holiday of the row was made a working day by an option that it does not show", 2},
                        {"left out: a negative number is subtracted by its size", 1},
                        {"left out: counts from a later day to an earlier one, which with us are zero", 22},
                        {"left out: differences that count a week's end in their own way", 9},
                        {"left out: months that keep to the month's end", 8},
                        {"left out: rolls that stay in their month", 31},
                        {"left out: rolls to the nearest business day", 5},
                        {"left out: the source throws where the row does not show why", 2},
                        {"left out: zero business days from a day that is none are that day", 3}},
                       run_row);
}
