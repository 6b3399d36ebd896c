#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <chrono>
#include <regex>
#include <sstream>

#include "interpreter/time/civil.hpp"
#include "interpreter/time/duration.hpp"
#include "tests/tables/oracle.hpp"

// The verdict of a row is that of its grammar. Those of RFC 3339 are ours: every row is asserted, the valid ones with
// their values. What other grammars refuse ours must refuse too, and what has our own shape ours must take; what they
// take beyond that is left out by the reasons in the lists of groups.
namespace {

using namespace bywhen;
using oracle::has;
using oracle::Row;

std::string left_out(const std::string& reason) { return oracle::left_out + reason; }
std::string group_of(const std::string& grammar, bool valid) { return grammar + (valid ? ", accepted" : ", refused"); }

// ── RFC 3339 ─────────────────────────────────────────────────────────────────────────────────────

int number(const std::ssub_match& digits) { return std::stoi(digits.str()); }

/// The value of a valid RFC 3339 text, computed apart from ours: a leap second is the one after it, without its
/// fraction.
Instant value_of(const std::string& text) {
  using namespace std::chrono;
  static const std::regex form(
      R"((\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d)))");
  std::smatch parts;
  REQUIRE(std::regex_match(text, parts, form));
  const sys_days date = year(number(parts[1])) / number(parts[2]) / number(parts[3]);
  const seconds clock = hours(number(parts[4])) + minutes(number(parts[5])) + seconds(number(parts[6]));
  seconds east{0};
  if (parts[8].matched) east = hours(number(parts[9])) + minutes(number(parts[10]));
  if (parts[8].str() == "-") east = -east;
  std::string fraction = parts[7].str();
  fraction.resize(6, '0');
  const microseconds rest(parts[6].str() == "60" ? 0 : std::stoi(fraction));
  return {(date.time_since_epoch() + clock - east + rest).count()};
}

std::string run_instant(const Row& row, const std::string& text, bool valid) {
  const auto result = parse_rfc3339(text);
  CHECK(result.has_value() == valid);
  if (result && valid) CHECK(format_rfc3339(*result) == format_rfc3339(value_of(text)));
  return group_of(row.at("grammar"), valid);
}

std::string run_date(const Row& row, const std::string& text, bool valid) {
  const auto date = parse_date(text);
  CHECK(date.has_value() == valid);
  if (date) CHECK(format_date(*date) == text);
  return group_of(row.at("grammar"), valid);
}

/// A time has no date; the three days around a year's end are put before it. A leap second fits one of them.
std::string run_time(const Row& row, const std::string& text, bool valid) {
  int accepted = 0;
  for (const char* day : {"1998-12-30T", "1998-12-31T", "1999-01-01T"}) {
    const auto result = parse_rfc3339(day + text);
    if (!result) continue;
    ++accepted;
    CHECK(format_rfc3339(*result) == format_rfc3339(value_of(day + text)));
  }
  const bool leap = text.substr(0, 8).ends_with(":60");
  CHECK(accepted == (!valid ? 0 : leap ? 1 : 3));
  return group_of(row.at("grammar"), valid);
}

/// The value of a valid duration, computed apart from ours.
Duration duration_value_of(const std::string& text) {
  static const std::regex part(R"((\d+)([A-Z]))");
  const std::size_t time = std::min(text.find('T'), text.size());
  Duration total;
  for (auto found = std::sregex_iterator(text.begin(), text.end(), part); found != std::sregex_iterator(); ++found) {
    const int count = std::stoi((*found)[1].str());
    const char unit = (*found)[2].str().front();
    const bool clock = static_cast<std::size_t>(found->position()) > time;
    if (unit == 'Y') total.months += 12 * count;
    if (unit == 'M' && !clock) total.months += count;
    if (unit == 'W') total.days += 7 * count;
    if (unit == 'D') total.days += count;
    if (unit == 'H') total.micros += count * 3'600'000'000L;
    if (unit == 'M' && clock) total.micros += count * 60'000'000L;
    if (unit == 'S') total.micros += count * 1'000'000L;
  }
  return total;
}

std::string run_appendix_a(const Row& row, const std::string& text, bool valid) {
  const auto result = read_duration(text);
  const auto* duration = std::get_if<Duration>(&result);
  if (valid && has(row.at("note"), "many digits")) {
    CHECK(std::get<DurationError>(result) == DurationError::out_of_range);
    return "durations of more than our bounds, refused as out of range";
  }
  CHECK((duration != nullptr) == valid);
  if (duration != nullptr) {
    CHECK(*duration == duration_value_of(text));
    CHECK(parse_duration(format_duration(*duration)) == *duration);
  }
  return group_of(row.at("grammar"), valid);
}

// ── Other grammars ───────────────────────────────────────────────────────────────────────────────

/// What their readers take beside the texts that ours takes.
std::string run_wider(const Row& row, const std::string& text, bool is_read, bool valid) {
  const std::string& grammar = row.at("grammar");
  if (valid && !is_read) return left_out("texts that " + grammar + " takes beyond RFC 3339");
  // Temporal ends at nanoseconds; RFC 3339 takes any number of digits.
  if (!valid && is_read && has(text, ".123456789")) return left_out("texts that RFC 3339 takes beyond " + grammar);
  CHECK(is_read == valid);
  return group_of(grammar, valid);
}

bool is_read_as_time(const std::string& text) {
  return parse_date(text) || parse_local_time(text) || std::holds_alternative<Instant>(read_time_with_offset(text));
}

std::string run_toml(const Row& row, const std::string& text, bool valid) {
  const bool is_read = is_read_as_time(text);
  if (valid && text[2] == ':') return left_out("times of day alone");
  if (is_read && row.at("note") == "no-secs") return left_out("times without seconds, which newer TOML and we take");
  CHECK(is_read == valid);
  return group_of(row.at("grammar"), valid);
}

std::int64_t micros_of(const std::vector<std::int64_t>& fields) {
  return ((fields[4] * 60 + fields[5]) * 60 + fields[6]) * 1'000'000 + fields[7] * 1000 + fields[8];
}

std::string run_temporal_duration(const Row& row, const std::string& text, bool valid) {
  const auto duration = parse_duration(text);
  if (duration && valid) {
    std::vector<std::int64_t> fields;
    std::istringstream words(row.at("expected_value_if_given"));
    for (std::int64_t field = 0; words >> field;) fields.push_back(field);
    REQUIRE(fields.size() == 10);
    CHECK(duration->months == fields[0] * 12 + fields[1]);
    CHECK(duration->days == fields[2] * 7 + fields[3]);
    CHECK(duration->micros == micros_of(fields));
  }
  return run_wider(row, text, duration.has_value(), valid);
}

std::string run_row(const Row& row) {
  const std::string& grammar = row.at("grammar");
  const std::string& text = row.at("string");
  const bool valid = row.at("verdict") == "valid";
  if (grammar == "RFC3339 date-time") return run_instant(row, text, valid);
  if (grammar == "RFC3339 date") return run_date(row, text, valid);
  if (grammar == "RFC3339 time") return run_time(row, text, valid);
  if (has(grammar, "App. A")) return run_appendix_a(row, text, valid);
  if (has(grammar, "TOML")) return run_toml(row, text, valid);
  if (grammar == "Temporal.Duration") return run_temporal_duration(row, text, valid);
  if (grammar == "Temporal.Instant") return run_wider(row, text, parse_rfc3339(text).has_value(), valid);
  if (grammar == "Temporal.PlainDate") return run_wider(row, text, parse_date(text).has_value(), valid);
  if (grammar == "Temporal.PlainDateTime") return run_wider(row, text, parse_local_time(text).has_value(), valid);
  return left_out("all of " + grammar);
}

}  // namespace

TEST_CASE("texts of times and durations are read as others read them", "[table]") {
  oracle::check_groups("dates/d_timestamp_duration_strings.csv",
                       {{"RFC3339 date-time, accepted", 8},
                        {"RFC3339 date-time, refused", 19},
                        {"RFC3339 date, accepted", 17},
                        {"RFC3339 date, refused", 58},
                        {"RFC3339 time, accepted", 13},
                        {"RFC3339 time, refused", 28},
                        {"ISO8601 duration (RFC3339 App. A), accepted", 20},
                        {"ISO8601 duration (RFC3339 App. A), refused", 25},
                        {"durations of more than our bounds, refused as out of range", 1},
                        {"TOML datetime (RFC3339 profile; space separator and local forms allowed), accepted", 29},
                        {"TOML datetime (RFC3339 profile; space separator and local forms allowed), refused", 65},
                        {"Temporal.Duration, accepted", 10},
                        {"Temporal.Duration, refused", 66},
                        {"Temporal.Instant, accepted", 2},
                        {"Temporal.Instant, refused", 114},
                        {"Temporal.PlainDate, accepted", 5},
                        {"Temporal.PlainDate, refused", 73},
                        {"Temporal.PlainDateTime, accepted", 13},
                        {"Temporal.PlainDateTime, refused", 70},
                        {"left out: all of Temporal.PlainTime", 83},
                        {"left out: all of Temporal.ZonedDateTime", 73},
                        {"left out: all of date-fns parseISO (TZ=UTC; lax ISO 8601)", 35},
                        {"left out: texts that RFC 3339 takes beyond Temporal.Instant", 2},
                        {"left out: texts that Temporal.Duration takes beyond RFC 3339", 36},
                        {"left out: texts that Temporal.PlainDate takes beyond RFC 3339", 58},
                        {"left out: texts that Temporal.PlainDateTime takes beyond RFC 3339", 58},
                        {"left out: times of day alone", 3},
                        {"left out: times without seconds, which newer TOML and we take", 2}},
                       run_row);
}
