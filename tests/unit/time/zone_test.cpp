#include "interpreter/time/zone.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <limits>
#include <random>

#include "interpreter/time/posix_rule.hpp"
#include "interpreter/time/shift.hpp"
#include "interpreter/time/zone_rules.hpp"
#include "tests/unit/time/random_time.hpp"

using namespace bywhen;

namespace {

constexpr const char* new_york_rule = "EST5EDT,M3.2.0,M11.1.0";

ZoneRules rules_of(const char* posix) {
  return {"Test", read_posix_rule(posix)->standard_offset, {}, read_posix_rule(posix)};
}

std::int64_t second(const char* local) { return parse_local_time(local)->micros / micros_per_second; }

/// The instant that a wall-clock time is, in UTC.
std::string resolve(const ZoneRules& rules, const char* local) {
  const auto found = rules.find_local(second(local));
  const char* kinds[] = {"", " skipped", " repeated"};
  return format_local_time({(second(local) - found.offset) * micros_per_second}) + kinds[found.kind];
}

std::string number(std::int64_t value, int width) {
  std::string bytes;
  for (int i = width - 1; i >= 0; --i)
    bytes += static_cast<char>((static_cast<std::uint64_t>(value) >> (8 * i)) & 0xFFU);
  return bytes;
}

std::string tzif_header(char version, int changes, int types, int leap_seconds = 0) {
  return "TZif" + std::string(1, version) + std::string(15, '\0') + number(0, 4) + number(0, 4) +
         number(leap_seconds, 4) + number(changes, 4) + number(types, 4) + number(4, 4);
}

/// One change, at the second 1000, from UTC to an hour east of it.
std::string small_tzif(const std::string& footer, char version = '2') {
  const std::string types = number(0, 4) + std::string("\0\0", 2) + number(3600, 4) + std::string("\1\0", 2);
  return tzif_header(version, 0, 1) + number(0, 4) + std::string("\0\0", 2) + "UTC" + '\0' +  //
         tzif_header(version, 1, 2) + number(1000, 8) + '\1' + types + "UTC" + '\0' + footer;
}

}  // namespace

TEST_CASE("UTC needs no database", "[time]") {
  CHECK(Zone::utc().name() == "UTC");
  CHECK(Zone::find("UTC") == Zone::utc());
  CHECK(Zone::find("Etc/UTC")->name() == "Etc/UTC");
  CHECK(Zone::utc().to_local({12'345}).micros == 12'345);
  CHECK(Zone::utc().to_instant({12'345}).instant.micros == 12'345);
  CHECK(Zone::utc().to_instant({12'345}).kind == Resolved::unique);
}

TEST_CASE("what is no zone is not found", "[time]") {
  for (const char* name :
       {"", "Europe", "Europe/Nowhere", "../../../etc/passwd", "/etc/localtime", "localtime", "posixrules", "right/UTC",
        "posix/UTC", "zone.tab", "leapseconds", "Europe/", "Europe/Berlin\n", "utc"}) {
    INFO(name);
    CHECK_FALSE(Zone::find(name).has_value());
  }
  CHECK_FALSE(Zone::find(std::string_view("UTC\0", 4)).has_value());
  CHECK_FALSE(Zone::find(std::string(100'000, 'A')).has_value());
}

TEST_CASE("sentinels stay sentinels in every zone", "[time]") {
  for (const auto& zone : {std::optional(Zone::utc()), Zone::find("America/New_York")}) {
    if (!zone) continue;
    for (const Instant sentinel : {Instant::never(), Instant::always()}) {
      CHECK(zone->to_local(sentinel).micros == sentinel.micros);
      CHECK(zone->to_instant({sentinel.micros}).instant == sentinel);
    }
  }
}

TEST_CASE("the ends of time do no harm", "[time]") {
  for (const char* name : {"UTC", "America/New_York", "Asia/Tokyo", "Pacific/Apia", "Pacific/Kiritimati"}) {
    const auto zone = Zone::find(name);
    if (!zone) continue;
    INFO(name);
    for (const Instant instant : {Instant::first(), Instant::last()})
      CHECK(zone->to_instant(zone->to_local(instant)).instant == instant);
    CHECK(zone->to_instant({Instant::last().micros + 30 * micros_per_day}).instant == Instant::never());
    CHECK(zone->to_instant({Instant::first().micros - 30 * micros_per_day}).instant == Instant::first());
    CHECK(zone->to_instant({std::numeric_limits<std::int64_t>::max()}).instant == Instant::never());
    CHECK(zone->to_instant({std::numeric_limits<std::int64_t>::min()}).instant == Instant::first());
    CHECK_FALSE(format_local_time(zone->to_local(Instant::first())).empty());
  }
}

TEST_CASE("the clock of New York goes forward and back", "[time]") {
  const ZoneRules rules = rules_of(new_york_rule);
  CHECK(resolve(rules, "2026-03-08 01:59:59") == "2026-03-08 06:59:59");
  CHECK(resolve(rules, "2026-03-08 02:30") == "2026-03-08 07:30 skipped");
  CHECK(resolve(rules, "2026-03-08 03:00") == "2026-03-08 07:00");
  CHECK(resolve(rules, "2026-11-01 00:59:59") == "2026-11-01 04:59:59");
  CHECK(resolve(rules, "2026-11-01 01:30") == "2026-11-01 05:30 repeated");
  CHECK(resolve(rules, "2026-11-01 02:00") == "2026-11-01 07:00");
  CHECK(rules.find_local(second("2026-03-08 02:30")).jump == second("2026-03-08 07:00"));
}

TEST_CASE("rules go on for ever, a cycle of 400 years after the other", "[time]") {
  const ZoneRules rules = rules_of(new_york_rule);
  CHECK(resolve(rules, "2038-07-01 12:00") == "2038-07-01 16:00");
  CHECK(resolve(rules, "9998-07-01 12:00") == "9998-07-01 16:00");
  CHECK(resolve(rules, "9998-01-01 12:00") == "9998-01-01 17:00");
  const PosixRule rule = *read_posix_rule(new_york_rule);
  for (std::int32_t year = 1950; year < 9998; ++year) {
    for (const auto& [at, offset] : rule.changes(year)) {
      if (rules.offset_at(at) != offset || rules.offset_at(at - 1) == offset) FAIL(year);
    }
  }
}

TEST_CASE("POSIX rules are read in all their forms", "[time]") {
  CHECK(read_posix_rule("UTC0")->standard_offset == 0);
  CHECK(read_posix_rule("<+0530>-5:30")->standard_offset == 5 * 3600 + 1800);
  CHECK(read_posix_rule("<-02>2<-01>,M3.5.0/-1,M10.5.0/0")->summer->begin.time == -3600);
  CHECK(read_posix_rule("IST-1GMT0,M10.5.0,M3.5.0/1")->summer->offset == 0);
  CHECK(read_posix_rule("ABC3DEF,J60/1:30,300")->summer->begin.local_seconds(2024) == second("2024-03-01 01:30"));
  CHECK(read_posix_rule("ABC3DEF,J60/1:30,59/167")->summer->end.local_seconds(2024) ==
        second("2024-02-29 00:00") + 167 * 3600);
  CHECK(read_posix_rule("ABC3DEF,M2.5.4,M12.5.4")->summer->begin.local_seconds(2024) == second("2024-02-29 02:00"));
  for (const char* text :
       {"", "UT0", "UTC", "UTC0x", "EST5EDT", "EST5EDT,M3.2.0", "EST5EDT,M13.2.0,M11.1.0", "EST5EDT,M3.6.0,M11.1.0",
        "EST5EDT,M3.2.7,M11.1.0", "EST5EDT,J0,J5", "EST5EDT,M3.2.0,M11.1.0,", "<+05", "EST999999999999999999999"}) {
    INFO(text);
    CHECK_FALSE(read_posix_rule(text).has_value());
  }
}

TEST_CASE("zone files are read, and broken ones refused", "[time]") {
  const std::string good = small_tzif("\nABC-1\n");
  const auto rules = read_tzif("Small", good);
  REQUIRE(rules.has_value());
  CHECK(rules->name() == "Small");
  CHECK(rules->offset_at(999) == 0);
  CHECK(rules->offset_at(1000) == 3600);
  CHECK(rules->find_local(1000 + 1800).kind == ZoneRules::Local::skipped);
  CHECK_FALSE(read_tzif("Old", small_tzif("", '\0')).has_value());
  CHECK_FALSE(read_tzif("None", "TZif but no more").has_value());
  CHECK_FALSE(read_tzif("Leap", tzif_header('2', 0, 0) + "UTC" + '\0' + tzif_header('2', 0, 1, 1)).has_value());
  const std::size_t footer = good.size() - 7;
  for (std::size_t size = 0; size < good.size(); ++size)
    CHECK(read_tzif("Cut", good.substr(0, size)).has_value() == (size >= footer));
}

TEST_CASE("no byte of a zone file can do harm", "[time]") {
  const std::string good = small_tzif("\nEST5EDT,M3.2.0,M11.1.0\n");
  std::size_t read = 0;
  for (std::size_t place = 0; place < good.size(); ++place) {
    for (const char byte : {'\0', '\x7f', '\x80', '\xff', '9'}) {
      std::string changed = good;
      changed[place] = byte;
      const auto rules = read_tzif("Changed", changed);
      if (!rules) continue;
      ++read;
      for (const Instant at : {Instant::first(), Instant{0}, Instant::last()}) {
        const std::int64_t second = at.micros / micros_per_second;
        CHECK(std::abs(rules->find_local(second + rules->offset_at(second)).offset) < 26 * 3600);
      }
    }
  }
  CHECK(read > 0);
}

TEST_CASE("the database has names and a version", "[time]") {
  const auto names = zone_names();
  CHECK(std::is_sorted(names.begin(), names.end()));
  CHECK(std::binary_search(names.begin(), names.end(), "UTC"));
  if (!Zone::find("Europe/Berlin")) {
    WARN("SKIPPED: there is no time zone database");
    return;
  }
  CHECK(std::binary_search(names.begin(), names.end(), "Europe/Berlin"));
  for (const auto& name : names) {
    INFO(name);
    CHECK(Zone::find(name).has_value());
  }
  CHECK(tzdata_version().size() >= 5);
}

TEST_CASE("a change is found whenever it was, however close to others", "[time]") {
  std::mt19937_64 random(23);
  const std::int64_t first = second("1700-01-01 00:00");
  const std::int64_t last = second("2900-01-01 00:00");
  const auto any_second = [&] {
    return first + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(last - first));
  };
  for (int round = 0; round < 50; ++round) {
    std::vector<ZoneChange> changes;
    for (int i = 0; i < 200; ++i) {
      const std::int64_t at = any_second();
      const auto offset = static_cast<std::int32_t>(random() % 40'000) - 20'000;
      changes.push_back({at, offset});
      // Several within days of one another.
      if (i % 10 == 0) changes.push_back({at + static_cast<std::int64_t>(random() % 1'000'000), offset / 2});
    }
    std::sort(changes.begin(), changes.end(), [](const auto& left, const auto& right) { return left.at < right.at; });
    const ZoneRules rules("Test", 77, changes, std::nullopt);
    for (int i = 0; i < 400; ++i) {
      // At a change, just before it, or anywhere.
      const std::int64_t wanted =
          i % 2 == 0 ? any_second() : changes[random() % changes.size()].at - static_cast<std::int64_t>(random() % 2);
      std::int32_t expected = 77;
      for (const ZoneChange& change : changes) expected = change.at <= wanted ? change.offset : expected;
      CHECK(rules.offset_at(wanted) == expected);
    }
  }
}

TEST_CASE("a zone with one change, or none, is looked up like others", "[time]") {
  CHECK(ZoneRules("Test", 77, {}, std::nullopt).offset_at(second("2026-01-01 00:00")) == 77);
  for (const char* at :
       {"1500-01-01 00:00", "1800-01-01 00:00", "2026-01-01 00:00", "2700-01-01 00:00", "3000-01-01 00:00"}) {
    INFO(at);
    const ZoneRules rules("Test", 77, {{second(at), 99}}, std::nullopt);
    CHECK(rules.offset_at(second(at) - 1) == 77);
    CHECK(rules.offset_at(second(at)) == 99);
    CHECK(rules.offset_at(second("0001-01-01 00:00")) == 77);
    CHECK(rules.offset_at(second("9999-12-31 00:00")) == 99);
  }
}

TEST_CASE("days are counted without a calendar where no clock changes", "[time][property]") {
  random_time::Random random(20'260'301);
  for (const Zone& zone : random_time::zones()) {
    ShiftContext context;
    context.zone = zone;
    int counted = 0;
    for (int i = 0; i < 10'000; ++i) {
      const Instant from = random_time::instant(random, zone);
      const std::int64_t days = random_time::between(random, -400, 400);
      const auto later = zone.same_time_later(from, days * micros_per_day);
      if (!later) continue;
      ++counted;
      Duration duration;
      duration.days = static_cast<std::int32_t>(std::abs(days));
      INFO(zone.name() << " " << format_rfc3339(from) << " " << days);
      REQUIRE(*later == shift(from, duration, days < 0, context).instant);
    }
    // Clocks that change, change twice to four times a year.
    CHECK(counted > 9'000);
  }
}

TEST_CASE("days are not counted without a calendar near a change, and beyond time", "[time]") {
  const Zone zone = Zone::find("Europe/Berlin").value();
  const Instant before = parse_rfc3339("2026-03-28T02:30:00+01:00").value();
  CHECK_FALSE(zone.same_time_later(before, micros_per_day));
  CHECK_FALSE(zone.same_time_later(before, 3 * micros_per_day));
  CHECK(zone.same_time_later(before, 5 * micros_per_day) == parse_rfc3339("2026-04-02T02:30:00+02:00"));
  CHECK_FALSE(zone.same_time_later(Instant::never(), micros_per_day));
  CHECK_FALSE(zone.same_time_later(Instant::last(), micros_per_day));
  CHECK_FALSE(Zone::utc().same_time_later(Instant::last(), micros_per_day));
  CHECK_FALSE(zone.same_time_later(Instant::first(), -micros_per_day));
}
