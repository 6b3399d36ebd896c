#include <catch2/catch.hpp>

#include "interpreter/time/shift.hpp"
#include "tests/tables/oracle.hpp"

// Left out, because they say what we do not have:
// - starts, durations and results finer than a microsecond, and durations with fractions of hours or minutes;
// - dates with hours, minutes or seconds added: with us a date has no time of day, and is not moved by them;
// - years before 1 and after 9999, where our time ends, and durations longer than that.
namespace {

using namespace bywhen;

MonthRounding rounding_of(const std::string& name) {
  if (name.rfind("down", 0) == 0) return MonthRounding::down;
  return name.rfind("up", 0) == 0 ? MonthRounding::up : MonthRounding::refuse;
}

std::optional<LocalTime> start_of(const oracle::Row& row) {
  const std::string& start = row.at("start");
  if (row.at("kind") == "local datetime") return parse_local_time(start);
  const auto date = parse_date(start);
  return date ? std::optional(LocalTime::of(*date)) : std::nullopt;
}

bool has_time_part(const Duration& duration) { return duration.micros != 0; }

std::string format_like(const std::string& kind, Instant instant) {
  const LocalTime local{instant.micros};
  return kind == "date" ? format_date(local.date()) : format_local_time(local);
}

bool run_row(const oracle::Row& row) {
  const std::string& kind = row.at("kind");
  const std::string& expected = row.at("expected");
  const auto start = start_of(row);
  const auto duration = parse_duration(row.at("iso_duration"));
  if (!start || !duration || (kind == "date" && has_time_part(*duration))) return false;
  ShiftContext context;
  context.rounding = rounding_of(row.at("rounding"));
  const Shifted shifted = shift({start->micros}, *duration, row.at("op") == "subtract", context);
  if (expected.rfind("ERROR", 0) == 0) {
    CHECK((shifted.month_rounded || !shifted.instant.is_real()));
    return true;
  }
  const auto wanted = kind == "date" ? start_of({{"kind", kind}, {"start", expected}}) : parse_local_time(expected);
  if (!wanted) return false;
  CHECK(format_like(kind, shifted.instant) == format_like(kind, {wanted->micros}));
  if (context.rounding == MonthRounding::refuse) CHECK_FALSE(shifted.month_rounded);
  return true;
}

}  // namespace

TEST_CASE("adding durations to dates agrees with others", "[table]") {
  oracle::for_each_row("dates/a_add_date_duration.csv", run_row);
}
