#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

#include "interpreter/time/civil.hpp"
#include "interpreter/time/duration.hpp"
#include "tests/tables/oracle.hpp"

// The verdict of a row is that of its grammar. What no grammar may take, ours must refuse, and what its own shape has,
// ours must take. Left out:
// - RFC 3339: year 0, and a space, which we take;
// - Temporal's wider texts: years of six digits, basic format, annotations in brackets, times of day alone, lower-case
// durations, a plus,
//   a comma, fractions of hours and minutes, nanoseconds, times beside a date;
// - TOML 1.0's refusal of times without seconds, which its successor and we take, and times of day alone;
// ZonedDateTime, which needs a zone in brackets; date-fns, which takes weeks, ordinal days and much else.
namespace {

using namespace bywhen;

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// Does the text look like the pattern? `0` is any digit, `*` at the end is anything.
bool looks_like(const std::string& text, const std::string& pattern) {
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '*') return true;
    if (i >= text.size()) return false;
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (pattern[i] == '0' ? !digit : text[i] != pattern[i]) return false;
  }
  return text.size() == pattern.size();
}

bool is_read_as_time(const std::string& text) {
  return parse_date(text) || parse_local_time(text) || std::holds_alternative<Instant>(read_time_with_offset(text));
}

bool run_instant(const std::string& text, bool valid) {
  const auto result = read_rfc3339(text);
  if (const auto* instant = std::get_if<Instant>(&result)) {
    // Temporal ends at nanoseconds; RFC 3339 takes any number of digits.
    if (!valid && has(text, ".1234567890")) return false;
    if (!valid && has(text, ".1234567891")) return false;
    CHECK(valid);
    CHECK(parse_rfc3339(format_rfc3339(*instant)) == *instant);
    return true;
  }
  const bool narrower = has(text, ":60") || has(text, "[") || !looks_like(text, "0000-00-00T00:00:00*") ||
                        text.substr(0, 4) == "0000" || std::get<TimeError>(result) == TimeError::too_precise;
  CHECK((!valid || narrower));
  return !valid;
}

bool run_date(const std::string& text, bool valid) {
  const bool shaped = looks_like(text, "0000-00-00");
  if (valid && (!shaped || text.substr(0, 4) == "0000")) return false;
  CHECK(parse_date(text).has_value() == valid);
  return true;
}

bool run_local_time(const std::string& text, bool valid) {
  const auto result = read_local_time(text);
  if (valid && std::holds_alternative<TimeError>(result)) return false;
  CHECK(std::holds_alternative<LocalTime>(result) == valid);
  return true;
}

bool run_toml(const std::string& text, bool valid, const std::string& note) {
  if (looks_like(text, "00:*") || (!valid && note == "no-secs")) return false;
  CHECK(is_read_as_time(text) == valid);
  return true;
}

bool run_appendix_a(const std::string& text, bool valid, const std::string& note) {
  if (valid && has(note, "many digits")) {
    CHECK(std::get<DurationError>(read_duration(text)) == DurationError::out_of_range);
    return true;
  }
  CHECK(parse_duration(text).has_value() == valid);
  return true;
}

std::int64_t micros_of(const std::vector<std::int64_t>& fields) {
  return ((fields[4] * 60 + fields[5]) * 60 + fields[6]) * 1'000'000 + fields[7] * 1000 + fields[8];
}

bool run_temporal_duration(const std::string& text, bool valid, const std::string& value) {
  const auto duration = parse_duration(text);
  if (!valid) {
    CHECK_FALSE(duration.has_value());
    return true;
  }
  std::vector<std::int64_t> fields;
  std::istringstream words(value);
  for (std::int64_t field = 0; words >> field;) fields.push_back(field);
  if (!duration || fields.size() != 10) return false;
  CHECK(duration->months == fields[0] * 12 + fields[1]);
  CHECK(duration->days == fields[2] * 7 + fields[3]);
  CHECK(duration->micros == micros_of(fields));
  CHECK(parse_duration(format_duration(*duration)) == *duration);
  return true;
}

bool run_row(const oracle::Row& row) {
  const std::string& grammar = row.at("grammar");
  const std::string& text = row.at("string");
  const bool valid = row.at("verdict") == "valid";
  if (grammar == "RFC3339 date-time" || grammar == "Temporal.Instant") return run_instant(text, valid);
  if (grammar == "RFC3339 date" || grammar == "Temporal.PlainDate") return run_date(text, valid);
  if (grammar == "Temporal.PlainDateTime") return run_local_time(text, valid);
  if (has(grammar, "TOML")) return run_toml(text, valid, row.at("note"));
  if (has(grammar, "App. A")) return run_appendix_a(text, valid, row.at("note"));
  if (grammar == "Temporal.Duration") return run_temporal_duration(text, valid, row.at("expected_value_if_given"));
  return false;
}

}  // namespace

TEST_CASE("texts of times and durations are read as others read them", "[table]") {
  oracle::for_each_row("dates/d_timestamp_duration_strings.csv", run_row);
}
