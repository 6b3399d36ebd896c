#include <catch2/catch.hpp>
#include <cstdlib>

#include "interpreter/time/shift.hpp"
#include "tests/tables/oracle.hpp"

// Left out:
// - fixed offsets that no zone of the database has (+03:30);
// - the later of two instants, and the earlier side of a gap: we have one way, that of "compatible";
// - luxon's row in which an ambiguous time is the instant closest to the start: with us it is the earlier;
// - starts finer than a microsecond, and durations of less; years before 1 and after 9999, and durations longer than
// that;
// - errors for their wider or narrower limits.
namespace {

using namespace bywhen;

/// Fixed offsets of whole hours have zones of their own, whose signs are those of POSIX.
std::optional<Zone> zone_of(const std::string& name) {
  if (name.front() != '+' && name.front() != '-') return Zone::find(name);
  if (name.substr(3) != ":00") return std::nullopt;
  const int hours = std::atoi(name.c_str());
  return Zone::find(hours == 0 ? "Etc/GMT"
                               : "Etc/GMT" + std::string(hours > 0 ? "-" : "+") + std::to_string(std::abs(hours)));
}

std::optional<Instant> start_of(const oracle::Row& row, const Zone& zone) {
  const std::string& offset = row.at("offset_at_start_if_given");
  const auto local = parse_local_time(row.at("local_start"));
  if (!local) return std::nullopt;
  if (offset.empty()) return zone.to_instant(*local).instant;
  const auto told = read_time_with_offset(row.at("local_start") + offset);
  return std::get<Instant>(told);
}

/// What a row says of the result beside its instant: a part of the wall-clock time, the offset, or the nanoseconds
/// since 1970.
void check_part(const std::string& expected, const Zone& zone, Instant instant) {
  const LocalTime local = zone.to_local(instant);
  const auto says = [&](const std::string& name) { return expected.rfind(name + '=', 0) == 0; };
  const std::string value = expected.substr(expected.find('=') + 1);
  if (says("year")) CHECK(local.date().ymd().year == std::stoi(value));
  if (says("month")) CHECK(local.date().ymd().month == std::stoi(value));
  if (says("day")) CHECK(local.date().ymd().day == std::stoi(value));
  if (says("hour")) CHECK(local.time_of_day() / micros_per_hour == std::stoi(value));
  if (says("minute")) CHECK(local.time_of_day() / micros_per_minute % 60 == std::stoi(value));
  if (says("epochNanoseconds")) CHECK(std::to_string(instant.micros) + (instant.micros == 0 ? "" : "000") == value);
  if (says("offset"))
    CHECK(format_rfc3339(std::get<Instant>(read_time_with_offset(format_local_time(local) + value))) ==
          format_rfc3339(instant));
}

bool run_add(const oracle::Row& row, const Zone& zone) {
  const std::string& expected = row.at("expected");
  const auto start = start_of(row, zone);
  const auto duration = parse_duration(row.at("iso_duration"));
  if (!start || !duration || row.at("disambiguation").rfind("closest (NB", 0) == 0 || expected.rfind("ERROR", 0) == 0)
    return false;
  ShiftContext context;
  context.zone = zone;
  context.rounding = MonthRounding::down;
  const Shifted shifted = shift(*start, *duration, row.at("op") == "subtract", context);
  if (!shifted.instant.is_real() || shifted.instant == Instant::first()) return false;
  if (const auto instant = parse_rfc3339(row.at("expected_utc")))
    CHECK(format_rfc3339(shifted.instant) == format_rfc3339(*instant));
  check_part(expected, zone, shifted.instant);
  return true;
}

bool run_wall_clock(const oracle::Row& row, const Zone& zone) {
  const std::string& how = row.at("disambiguation");
  const auto local = parse_local_time(row.at("local_start"));
  if (!local) return false;
  const Resolved resolved = zone.to_instant(*local);
  if (row.at("expected").rfind("ERROR", 0) == 0) {
    CHECK((how != "reject" || resolved.kind != Resolved::unique));
    return how == "reject";
  }
  const bool ours = how.empty() || how == "compatible" || how == "hole bumped forward" ||
                    resolved.kind == Resolved::unique || (how == "earlier" && resolved.kind == Resolved::repeated) ||
                    (how == "later" && resolved.kind == Resolved::skipped);
  if (!ours) return false;
  if (const auto expected = parse_rfc3339(row.at("expected_utc")))
    CHECK(format_rfc3339(resolved.instant) == format_rfc3339(*expected));
  check_part(row.at("expected"), zone, resolved.instant);
  return true;
}

bool run_hours(const oracle::Row& row, const Zone& zone) {
  const auto start = start_of(row, zone);
  const std::int64_t length = end_of_day(start.value(), zone).micros - start_of_day(start.value(), zone).micros;
  CHECK("hours=" + std::to_string(length / micros_per_hour) + (length % micros_per_hour != 0 ? ".5" : "") ==
        row.at("disambiguation") + row.at("expected"));
  return true;
}

bool run_row(const oracle::Row& row) {
  const auto zone = zone_of(row.at("zone"));
  if (!zone) return false;
  const std::string& op = row.at("op");
  if (op == "wall_clock_to_instant") return run_wall_clock(row, *zone);
  if (op == "hours_in_that_calendar_day") return run_hours(row, *zone);
  if (op != "start_of_day") return run_add(row, *zone);
  const Date day = parse_local_time(row.at("local_start")).value().date();
  CHECK(format_rfc3339(start_of_day(day, *zone)) == row.at("expected_utc"));
  return true;
}

}  // namespace

TEST_CASE("zones agree with others where clocks change", "[table]") {
  if (!Zone::find("America/New_York")) {
    WARN("SKIPPED: there is no time zone database");
    return;
  }
  oracle::for_each_row("dates/c_zone_dst.csv", run_row);
}
