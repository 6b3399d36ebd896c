#include "interpreter/time/zone_text.hpp"

#include <catch2/catch.hpp>
#include <random>

using namespace bywhen;

namespace {

Instant at(const char* rfc3339) { return parse_rfc3339(rfc3339).value(); }

std::string words(const char* zone, const char* rfc3339) {
  return zone_time_words(Zone::find(zone).value(), at(rfc3339));
}
std::string literal(const char* zone, const char* rfc3339) {
  return zone_time_literal(Zone::find(zone).value(), at(rfc3339));
}

}  // namespace

TEST_CASE("times for people are on the wall clock, with the distance from UTC", "[time]") {
  CHECK(words("UTC", "2026-03-10T09:00:00Z") == "2026-03-10 09:00 UTC");
  CHECK(words("Europe/Berlin", "2026-07-01T08:00:00Z") == "2026-07-01 10:00 UTC+2");
  CHECK(words("Europe/Berlin", "2026-01-01T08:00:00Z") == "2026-01-01 09:00 UTC+1");
  CHECK(words("America/Sao_Paulo", "2018-01-05T12:00:00Z") == "2018-01-05 10:00 UTC-2");
  CHECK(words("Asia/Kolkata", "2026-03-10T09:00:00Z") == "2026-03-10 14:30 UTC+5:30");
  CHECK(words("America/St_Johns", "2026-01-10T09:00:00Z") == "2026-01-10 05:30 UTC-3:30");
  CHECK(words("Pacific/Kiritimati", "2026-03-10T12:00:00Z") == "2026-03-11 02:00 UTC+14");
}

TEST_CASE("where the clock is that of Greenwich, it is UTC", "[time]") {
  CHECK(words("Europe/London", "2026-01-10T09:00:00Z") == "2026-01-10 09:00 UTC");
  CHECK(words("Europe/London", "2026-07-10T09:00:00Z") == "2026-07-10 10:00 UTC+1");
  CHECK(words("Etc/UTC", "2026-07-10T09:00:00Z") == "2026-07-10 09:00 UTC");
}

TEST_CASE("seconds and fractions are told where there are some", "[time]") {
  CHECK(words("Europe/Berlin", "2026-07-01T08:00:30Z") == "2026-07-01 10:00:30 UTC+2");
  CHECK(words("Europe/Berlin", "2026-07-01T08:00:00.5Z") == "2026-07-01 10:00:00.5 UTC+2");
  CHECK(words("UTC", "1969-12-31T23:59:59.999999Z") == "1969-12-31 23:59:59.999999 UTC");
}

TEST_CASE("an hour that comes twice can be told apart", "[time]") {
  CHECK(words("Europe/Berlin", "2026-10-25T00:30:00Z") == "2026-10-25 02:30 UTC+2");
  CHECK(words("Europe/Berlin", "2026-10-25T01:30:00Z") == "2026-10-25 02:30 UTC+1");
  CHECK(words("America/Sao_Paulo", "2018-02-18T01:30:00Z") == "2018-02-17 23:30 UTC-2");
  CHECK(words("America/Sao_Paulo", "2018-02-18T02:30:00Z") == "2018-02-17 23:30 UTC-3");
  // Half an hour.
  CHECK(words("Australia/Lord_Howe", "2026-04-04T14:45:00Z") == "2026-04-05 01:45 UTC+11");
  CHECK(words("Australia/Lord_Howe", "2026-04-04T15:15:00Z") == "2026-04-05 01:45 UTC+10:30");
}

TEST_CASE("the ends of time are told on every clock", "[time]") {
  CHECK(zone_time_words(Zone::utc(), Instant::first()) == "0001-01-01 00:00 UTC");
  CHECK(zone_time_words(Zone::utc(), Instant::last()) == "9999-12-31 23:59:59.999999 UTC");
  CHECK(words("Europe/Berlin", "9999-12-31T23:00:00Z") == "10000-01-01 00:00 UTC+1");
  // Clocks went by the sun, to the second.
  CHECK(words("Europe/Berlin", "0001-01-01T00:00:00Z") == "0001-01-01 00:53:28 UTC+0:53:28");
  CHECK(words("America/Sao_Paulo", "0001-01-01T00:00:00Z") == "0000-12-31 20:53:32 UTC-3:06:28");
}

TEST_CASE("sentinels have their names in every zone", "[time]") {
  for (const char* name : {"UTC", "Europe/Berlin"}) {
    for (const auto& text : {zone_time_words, zone_time_literal}) {
      CHECK(text(Zone::find(name).value(), Instant::never()) == "never");
      CHECK(text(Zone::find(name).value(), Instant::always()) == "always");
      CHECK(text(Zone::find(name).value(), {Instant::last().micros + 1}) == "never");
    }
  }
}

TEST_CASE("what can be said again is bare where that is clear", "[time]") {
  CHECK(literal("UTC", "2026-03-10T09:00:00Z") == "2026-03-10 09:00");
  CHECK(literal("Europe/Berlin", "2026-07-01T08:00:00Z") == "2026-07-01 10:00");
  CHECK(literal("Europe/Berlin", "2026-10-25T00:30:00Z") == "2026-10-25 02:30+02:00");
  CHECK(literal("Europe/Berlin", "2026-10-25T01:30:00Z") == "2026-10-25 02:30+01:00");
  CHECK(literal("America/Sao_Paulo", "2018-02-18T02:30:00Z") == "2018-02-17 23:30-03:00");
  CHECK(literal("Europe/Berlin", "2026-10-25T02:00:00Z") == "2026-10-25 03:00");
  CHECK(literal("Europe/Berlin", "9999-12-31T23:30:00Z") == "9999-12-31T23:30:00Z");
}

TEST_CASE("what is told can be read back as the same instant", "[time][property]") {
  for (const char* name : {"UTC", "Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Africa/Monrovia"}) {
    const Zone zone = Zone::find(name).value();
    std::mt19937_64 random(7);
    std::uniform_int_distribution<std::int64_t> micros(Instant::first().micros, Instant::last().micros);
    std::uniform_int_distribution<std::int64_t> lately(0, 60 * 365 * micros_per_day);
    for (int i = 0; i < 20'000; ++i) {
      const Instant instant{i % 2 == 0 ? micros(random)
                                       : lately(random) / (15 * micros_per_minute) * 15 * micros_per_minute};
      const std::string text = zone_time_literal(zone, instant);
      INFO(name << " " << text);
      const auto exact = read_time_with_offset(text);
      const auto* back = std::get_if<Instant>(&exact);
      CHECK((back != nullptr ? *back : zone.to_instant(parse_local_time(text).value()).instant) == instant);
    }
  }
}
