#include "bywhen/instant.hpp"

#include <catch2/catch.hpp>

using namespace bywhen;

namespace {

std::string read_and_format(const std::string& text) {
  const auto instant = parse_rfc3339(text);
  return instant ? format_rfc3339(*instant) : "refused";
}

TimeError error_of(const std::string& text) { return std::get<TimeError>(read_rfc3339(text)); }

}  // namespace

TEST_CASE("the sentinels lie outside the real instants", "[time]") {
  CHECK(Instant::always() < Instant::first());
  CHECK(Instant::first() < Instant::last());
  CHECK(Instant::last() < Instant::never());
  CHECK(Instant::never().is_never());
  CHECK_FALSE(Instant::last().is_never());
  CHECK(Instant::always().is_always());
  CHECK_FALSE(Instant::first().is_always());
  CHECK(Instant::last().is_real());
  CHECK_FALSE(Instant::never().is_real());
}

TEST_CASE("instants are written in UTC, as short as they are", "[time]") {
  CHECK(format_rfc3339({0}) == "1970-01-01T00:00:00Z");
  CHECK(format_rfc3339({500'000}) == "1970-01-01T00:00:00.5Z");
  CHECK(format_rfc3339({-1}) == "1969-12-31T23:59:59.999999Z");
  CHECK(format_rfc3339(Instant::first()) == "0001-01-01T00:00:00Z");
  CHECK(format_rfc3339(Instant::last()) == "9999-12-31T23:59:59.999999Z");
  CHECK(format_rfc3339(Instant::never()) == "never");
  CHECK(format_rfc3339(Instant::always()) == "always");
}

TEST_CASE("instants are read with their offset", "[time]") {
  CHECK(read_and_format("2026-03-01T10:00:00Z") == "2026-03-01T10:00:00Z");
  CHECK(read_and_format("2026-03-01T10:00:00+02:00") == "2026-03-01T08:00:00Z");
  CHECK(read_and_format("2026-03-01T00:30:00-08:00") == "2026-03-01T08:30:00Z");
  CHECK(read_and_format("2026-03-01t10:00:00.25z") == "2026-03-01T10:00:00.25Z");
  CHECK(read_and_format("2026-03-01 10:00:00-00:00") == "2026-03-01T10:00:00Z");
  CHECK(read_and_format("2026-03-01T10:00:00.123456000Z") == "2026-03-01T10:00:00.123456Z");
  CHECK(read_and_format("2024-02-29T23:59:59.999999+23:59") == "2024-02-29T00:00:59.999999Z");
}

TEST_CASE("what is no instant says why", "[time]") {
  for (const char* text : {"", "2026-03-01", "2026-03-01T10:00Z", "2026-3-1T10:00:00Z", "2026-03-01T10:00:00",
                           "x2026-03-01T10:00:00Z", "2026-03-01T10:00:00Z ", "2026-03-01T10:00:00.Z",
                           "2026-03-01T10:00:00+0200", "2026-03-01T10:00:00+02", "2026-03-01_10:00:00Z", "never"}) {
    INFO(text);
    CHECK_FALSE(parse_rfc3339(text).has_value());
  }
  CHECK(error_of("2026-03-01T10:00Z") == TimeError::syntax);
  CHECK(error_of("2026-03-01T10:00:00") == TimeError::no_offset);
  CHECK(error_of("2026-02-30T10:00:00Z") == TimeError::no_such_date);
  CHECK(error_of("2026-13-01T10:00:00Z") == TimeError::no_such_date);
  CHECK(error_of("2026-00-00T10:00:00Z") == TimeError::no_such_date);
  CHECK(error_of("2026-03-01T24:00:00Z") == TimeError::no_such_time);
  CHECK(error_of("2026-03-01T10:00:00+24:00") == TimeError::no_such_time);
  CHECK(error_of("0000-01-01T00:00:00Z") == TimeError::out_of_range);
  CHECK(error_of("0001-01-01T00:00:00+00:01") == TimeError::out_of_range);
  CHECK(error_of("9999-12-31T23:59:59-00:01") == TimeError::out_of_range);
}

TEST_CASE("what is finer than a microsecond is cut", "[time]") {
  CHECK(read_and_format("2026-03-01T10:00:00.1234567Z") == "2026-03-01T10:00:00.123456Z");
  CHECK(read_and_format("2026-03-01T10:00:00.999999999999999Z") == "2026-03-01T10:00:00.999999Z");
  CHECK(read_and_format("2026-03-01T10:00:00.0000009Z") == "2026-03-01T10:00:00Z");
  CHECK(read_and_format("1969-12-31T23:59:59.9999999Z") == "1969-12-31T23:59:59.999999Z");
  CHECK(error_of("2026-03-01T10:00:00.1234567") == TimeError::no_offset);
}

TEST_CASE("a leap second is the start of the second after it", "[time]") {
  CHECK(read_and_format("2016-12-31T23:59:60Z") == "2017-01-01T00:00:00Z");
  CHECK(read_and_format("2015-06-30T23:59:60Z") == "2015-07-01T00:00:00Z");
  CHECK(read_and_format("1990-12-31T15:59:60-08:00") == "1991-01-01T00:00:00Z");
  CHECK(read_and_format("2017-01-01T00:59:60+01:00") == "2017-01-01T00:00:00Z");
  CHECK(read_and_format("2017-01-01T23:29:60+23:30") == "2017-01-01T00:00:00Z");
  // None of its fractions is told as later than what follows.
  CHECK(read_and_format("2016-12-31T23:59:60.999Z") == "2017-01-01T00:00:00Z");
  // Leap seconds are not known ahead, so that a year to come may have them too.
  CHECK(read_and_format("2199-06-30T23:59:60Z") == "2199-07-01T00:00:00Z");
  CHECK(read_and_format("0001-06-30T23:59:60Z") == "0001-07-01T00:00:00Z");
}

TEST_CASE("other sixtieth seconds are refused", "[time]") {
  for (const char* text :
       {"2016-12-31T23:58:60Z", "2016-12-31T22:59:60Z", "2016-12-31T23:59:61Z", "2016-12-30T23:59:60Z",
        "2016-03-31T23:59:60Z", "2016-09-30T23:59:60Z", "2016-12-31T23:59:60+01:00", "2016-12-31T23:59:60-00:30",
        "2016-12-31T24:59:60+01:00", "2016-12-31T23:60:60Z", "2026-03-01T10:00:60Z"}) {
    INFO(text);
    CHECK(error_of(text) == TimeError::no_such_time);
  }
  CHECK(error_of("9999-12-31T23:59:60Z") == TimeError::out_of_range);
  CHECK(error_of("2016-12-31T23:59:60") == TimeError::no_such_time);
}
