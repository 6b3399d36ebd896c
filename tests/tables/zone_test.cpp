#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <map>

#include "interpreter/time/shift.hpp"
#include "tests/tables/fine_time.hpp"
#include "tests/tables/oracle.hpp"

// All rows of zones that have a name are asserted, but one. Where a clock shows a time twice or skips it, we have one
// way, that of "compatible"; for rows that ask for the other side, the other instant is found from the offsets that our
// zone tells, so that these rows test the zone too. What lies outside the years 1 to 9999 is asserted to end there.
namespace {

using namespace bywhen;
using oracle::begins;
using oracle::FineTime;
using oracle::Row;

/// Fixed offsets of whole hours have zones of their own, whose signs are those of POSIX.
std::optional<Zone> zone_of(const std::string& name) {
  if (name.front() != '+' && name.front() != '-') return Zone::find(name);
  if (name.substr(3) != ":00") return std::nullopt;
  const int hours = std::atoi(name.c_str());
  return Zone::find(hours == 0 ? "Etc/GMT" : fmt::format("Etc/GMT{}{}", hours > 0 ? '-' : '+', std::abs(hours)));
}

std::int64_t offset_at(const Zone& zone, Instant instant) {
  return (zone.to_local(instant).micros - instant.micros) / micros_per_second;
}

std::string offset_text(std::int64_t seconds) {
  const std::int64_t size = std::abs(seconds);
  std::string text = fmt::format("{}{:02}:{:02}", seconds < 0 ? '-' : '+', size / 3600, size / 60 % 60);
  if (size % 60 != 0) text += fmt::format(":{:02}", size % 60);
  return text;
}

/// What a row says of the result: its wall-clock time with the offset, nanoseconds since 1970, or a part of these.
void check_result(const std::string& expected, const Zone& zone, const FineTime& found) {
  const Instant instant{found.micros};
  const LocalTime local = zone.to_local(instant);
  const auto [year, month, day] = local.date().ymd();
  const std::string value = expected.substr(expected.find('=') + 1);
  if (begins(expected, "epochNanoseconds")) {
    CHECK(oracle::format_fine_time(found) == oracle::format_fine_time(oracle::fine_time_of_nanos(value)));
  } else if (begins(expected, "offset")) {
    CHECK(offset_text(offset_at(zone, instant)) == value);
  } else if (expected.find('=') != std::string::npos) {
    const std::map<std::string, std::int64_t> parts = {{"year", year},
                                                       {"month", month},
                                                       {"day", day},
                                                       {"hour", local.time_of_day() / micros_per_hour},
                                                       {"minute", local.time_of_day() / micros_per_minute % 60}};
    CHECK(parts.at(expected.substr(0, expected.find('='))) == std::stoll(value));
  } else {
    const FineTime wall_clock = oracle::read_fine_time(expected).value();
    CHECK(oracle::format_fine_time({local.micros, found.nanos}) == oracle::format_fine_time(wall_clock));
    CHECK(expected.ends_with(offset_text(offset_at(zone, instant))));
  }
}

void check_utc(const Row& row, const FineTime& found) {
  if (row.at("expected_utc").empty()) return;
  // This column leaves out some fractions.
  const FineTime expected = oracle::read_fine_time(row.at("expected_utc")).value();
  const bool in_whole_seconds = expected.micros % micros_per_second == 0;
  CHECK((in_whole_seconds ? found.micros / micros_per_second * micros_per_second : found.micros) == expected.micros);
}

FineTime start_of(const Row& row, const Zone& zone) {
  const FineTime local = oracle::read_fine_time(row.at("local_start")).value();
  const std::string& offset = row.at("offset_at_start_if_given");
  if (offset.empty()) return {zone.to_instant({local.micros}).instant.micros, local.nanos};
  const auto at_midnight = std::get<Instant>(read_time_with_offset("2000-01-01 00:00" + offset));
  const auto east = parse_rfc3339("2000-01-01T00:00:00Z").value().micros - at_midnight.micros;
  return {local.micros - east, local.nanos};
}

std::string run_beyond_time(const Row& row, const oracle::FineDuration& duration) {
  if (!duration.out_of_range) return "";
  std::string text = row.at("iso_duration");
  if (text.front() == '-') text.erase(0, 1);
  CHECK(std::get<DurationError>(read_duration(text)) == DurationError::out_of_range);
  return "durations beyond ten thousand years, refused";
}

std::string run_add(const Row& row, const Zone& zone) {
  if (begins(row.at("disambiguation"), "closest (NB"))
    return std::string(oracle::left_out) + "an ambiguous time that is the instant closest to the start";
  const auto duration = oracle::read_fine_duration(row.at("iso_duration")).value();
  if (const std::string group = run_beyond_time(row, duration); !group.empty()) return group;
  const FineTime start = start_of(row, zone);
  const bool before = row.at("op") == "subtract";
  ShiftContext context;
  context.zone = zone;
  context.rounding = MonthRounding::down;
  const Shifted shifted = shift({start.micros}, duration.duration, before, context);
  const FineTime found =
      oracle::with_nanos(shifted.instant.micros, start.nanos, before ? -duration.nanos : duration.nanos);
  check_result(row.at("expected"), zone, found);
  check_utc(row, found);
  if (shifted.instant == Instant::first()) return "before the year 1: the first instant";
  return start.nanos != 0 || duration.nanos != 0 ? "times later, finer than a microsecond" : "times later";
}

/// The instant at which the clock shows the time again; where it skips it, what it would be by the offset from after
/// the jump.
Instant other_side(const Zone& zone, LocalTime local, const Resolved& ours) {
  if (ours.kind == Resolved::skipped) return {local.micros - offset_at(zone, ours.instant) * micros_per_second};
  Instant again = ours.instant;
  do again.micros += micros_per_minute;
  while (zone.to_local(again) != local && again.micros < ours.instant.micros + micros_per_day);
  return again;
}

std::string run_wall_clock(const Row& row, const Zone& zone) {
  const std::string& how = row.at("disambiguation");
  const FineTime start = oracle::read_fine_time(row.at("local_start")).value();
  const LocalTime local{start.micros};
  const Resolved ours = zone.to_instant(local);
  if (how == "reject" && ours.kind != Resolved::unique) {
    CHECK(begins(row.at("expected"), "ERROR"));
    return "wall-clock times that are skipped or shown twice, refused";
  }
  const bool is_other =
      (how == "earlier" && ours.kind == Resolved::skipped) || (how == "later" && ours.kind == Resolved::repeated);
  const FineTime found{(is_other ? other_side(zone, local, ours) : ours.instant).micros, start.nanos};
  check_result(row.at("expected"), zone, found);
  check_utc(row, found);
  return is_other ? "wall-clock times, the other side of ours" : "wall-clock times";
}

std::string run_hours(const Row& row, const Zone& zone) {
  const Instant start{start_of(row, zone).micros};
  const std::int64_t length = end_of_day(start, zone).micros - start_of_day(start, zone).micros;
  CHECK(fmt::format("hours={}{}", length / micros_per_hour, length % micros_per_hour != 0 ? ".5" : "") ==
        row.at("expected"));
  return "how long a day is";
}

std::string run_start_of_day(const Row& row, const Zone& zone) {
  const Date day = parse_local_time(row.at("local_start")).value().date();
  const FineTime found{start_of_day(day, zone).micros, 0};
  check_result(row.at("expected"), zone, found);
  check_utc(row, found);
  return "where a day starts";
}

std::string run_row(const Row& row) {
  const auto zone = zone_of(row.at("zone"));
  if (!zone) return std::string(oracle::left_out) + "fixed offsets that no zone of the database has";
  const std::string& op = row.at("op");
  if (op == "wall_clock_to_instant") return run_wall_clock(row, *zone);
  if (op == "hours_in_that_calendar_day") return run_hours(row, *zone);
  return op == "start_of_day" ? run_start_of_day(row, *zone) : run_add(row, *zone);
}

}  // namespace

TEST_CASE("zones agree with others where clocks change", "[table]") {
  if (!Zone::find("America/New_York")) {
    WARN("SKIPPED: there is no time zone database");
    return;
  }
  oracle::check_groups("dates/c_zone_dst.csv",
                       {{"times later", 69},
                        {"times later, finer than a microsecond", 50},
                        {"wall-clock times", 55},
                        {"wall-clock times, the other side of ours", 10},
                        {"wall-clock times that are skipped or shown twice, refused", 6},
                        {"how long a day is", 30},
                        {"where a day starts", 1},
                        {"before the year 1: the first instant", 6},
                        {"durations beyond ten thousand years, refused", 28},
                        {"left out: an ambiguous time that is the instant closest to the start", 1},
                        {"left out: fixed offsets that no zone of the database has", 8}},
                       run_row);
}
