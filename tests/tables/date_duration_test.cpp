#include <catch2/catch.hpp>

#include "interpreter/time/shift.hpp"
#include "tests/tables/fine_time.hpp"
#include "tests/tables/oracle.hpp"

// Every row of the table is asserted, in its rounding. Where others mean something that we say in other words:
// - A date with hours, minutes or seconds: a policy has to say from where in the day they count. The suite's meaning is
//   that of `D after start of day`, and backwards of `D before end of day`: the day in which that lies.
// - Times and durations finer than a microsecond are cut, and the nanoseconds counted beside.
// - Years before 1 are refused where they are read; the same sums are asserted four centuries later, where the calendar
//   is the same.
namespace {

using namespace bywhen;
using oracle::FineTime;

/// The roundings in which the row's result is told.
std::vector<MonthRounding> roundings_of(const std::string& name) {
  if (oracle::begins(name, "any")) return {MonthRounding::down, MonthRounding::up, MonthRounding::refuse};
  if (oracle::begins(name, "down")) return {MonthRounding::down};
  return {name == "up" ? MonthRounding::up : MonthRounding::refuse};
}

Shifted shifted_by(std::int64_t micros, const Duration& duration, const oracle::Row& row, MonthRounding rounding) {
  ShiftContext context;
  context.rounding = rounding;
  return shift({micros}, duration, row.at("op") == "subtract", context);
}

/// Milliseconds since 1970, as one suite writes some of its starts.
bool is_count(const std::string& text) { return text.find_first_not_of("0123456789") == std::string::npos; }

std::optional<FineTime> start_of(const std::string& text) {
  if (is_count(text)) return FineTime{std::stoll(text) * 1000, 0};
  return oracle::read_fine_time(text);
}

void check_refusal(const oracle::Row& row, std::int64_t start, const Duration& duration) {
  CHECK(shifted_by(start, duration, row, MonthRounding::refuse).month_rounded);
}

std::string run_time(const oracle::Row& row, const FineTime& start, const oracle::FineDuration& duration) {
  const std::int64_t sign = row.at("op") == "subtract" ? -1 : 1;
  for (const MonthRounding rounding : roundings_of(row.at("rounding"))) {
    const Shifted shifted = shifted_by(start.micros, duration.duration, row, rounding);
    const FineTime found = oracle::with_nanos(shifted.instant.micros, start.nanos, sign * duration.nanos);
    const FineTime expected = oracle::read_fine_time(row.at("expected")).value();
    CHECK(oracle::format_fine_time(found) == oracle::format_fine_time(expected));
    if (rounding == MonthRounding::refuse) CHECK_FALSE(shifted.month_rounded);
  }
  const bool cut = start.nanos != 0 || duration.nanos != 0;
  return cut ? "times finer than a microsecond" : "times";
}

std::string run_date(const oracle::Row& row, const FineTime& start, const oracle::FineDuration& duration) {
  for (const MonthRounding rounding : roundings_of(row.at("rounding"))) {
    const Shifted shifted = shifted_by(start.micros, duration.duration, row, rounding);
    CHECK(format_date(LocalTime{shifted.instant.micros}.date()) == row.at("expected"));
    if (rounding == MonthRounding::refuse) CHECK_FALSE(shifted.month_rounded);
  }
  return "dates";
}

/// The day in which the time lies that is so long after the day's start, or so long before its end.
std::string run_date_with_hours(const oracle::Row& row, const FineTime& start, const oracle::FineDuration& duration) {
  const bool backwards = (row.at("op") == "subtract") != duration.duration.is_negative();
  // The day's end belongs to the next day, its last microsecond does not.
  const std::int64_t from = backwards ? start.micros + micros_per_day - 1 : start.micros;
  const Shifted shifted = shifted_by(from, duration.duration, row, MonthRounding::down);
  CHECK(format_date(LocalTime{shifted.instant.micros}.date()) == row.at("expected"));
  return "dates with hours, minutes or seconds, counted from the day's edge";
}

/// The same text four centuries later.
std::string later(const std::string& text) {
  const bool before_year_0 = oracle::begins(text, "-000001");
  const int year = before_year_0 ? -1 : std::stoi(text.substr(0, 4));
  return "0" + std::to_string(year + 400) + text.substr(before_year_0 ? 7 : 4);
}

std::string run_before_year_1(oracle::Row row, const oracle::FineDuration& duration) {
  const auto refused = read_local_time(row.at("start"));
  REQUIRE(std::holds_alternative<TimeError>(refused));
  CHECK((std::get<TimeError>(refused) == TimeError::out_of_range || row.at("start").front() == '-'));
  row["expected"] = later(row.at("expected"));
  run_time(row, oracle::read_fine_time(later(row.at("start"))).value(), duration);
  return "before the year 1: refused, and asserted 400 years later";
}

std::string run_row(const oracle::Row& row) {
  const auto duration = oracle::read_fine_duration(row.at("iso_duration")).value();
  REQUIRE_FALSE(duration.out_of_range);
  const auto start = start_of(row.at("start"));
  if (!start) return run_before_year_1(row, duration);
  if (oracle::begins(row.at("expected"), "ERROR")) {
    check_refusal(row, start->micros, duration.duration);
    return "days that a month lacks, refused";
  }
  if (row.at("kind") != "date") return run_time(row, *start, duration);
  const bool has_time_part = oracle::has(row.at("iso_duration"), "T");
  return has_time_part ? run_date_with_hours(row, *start, duration) : run_date(row, *start, duration);
}

}  // namespace

TEST_CASE("adding durations to dates agrees with others", "[table]") {
  oracle::check_groups("dates/a_add_date_duration.csv",
                       {{"dates", 440},
                        {"dates with hours, minutes or seconds, counted from the day's edge", 34},
                        {"times", 167},
                        {"times finer than a microsecond", 37},
                        {"days that a month lacks, refused", 38},
                        {"before the year 1: refused, and asserted 400 years later", 3}},
                       run_row);
}
