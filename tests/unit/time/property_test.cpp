#include <catch2/catch.hpp>
#include <functional>
#include <regex>

#include "interpreter/time/holiday_file.hpp"
#include "tests/unit/time/random_time.hpp"

// What holds for every instant and every duration, tried on thousands of random ones; the seeds are fixed.
using namespace bywhen;
using random_time::between;
using random_time::Random;

namespace {

/// One random case: a zone and a calendar with an instant and a duration.
struct Case {
  ShiftContext context;
  Instant start;
  Duration duration;

  [[nodiscard]] Shifted after(Instant from, const Duration& length) const {
    return shift(from, length, false, context);
  }
  [[nodiscard]] Shifted before(Instant from, const Duration& length) const {
    return shift(from, length, true, context);
  }
  [[nodiscard]] LocalTime local(Instant instant) const { return context.zone.to_local(instant); }
  [[nodiscard]] Date date(Instant instant) const { return local(instant).date(); }
};

/// Puts `count` cases of every zone to the test.
void for_all(std::uint64_t seed, int count, const std::function<void(Case&, Random&)>& test) {
  const auto zones = random_time::zones();
  if (zones.empty()) {
    WARN("SKIPPED: there is no time zone database");
    return;
  }
  Random random(seed);
  for (const Zone& zone : zones) {
    const BusinessCalendar calendar = random_time::calendar(random);
    for (int i = 0; i < count; ++i) {
      Case one;
      one.context.zone = zone;
      one.context.rounding = random() % 2 == 0 ? MonthRounding::down : MonthRounding::up;
      one.context.calendars = {&calendar, 1};
      one.context.default_calendar = 0;
      one.start = random_time::instant(random, zone);
      one.duration = random_time::duration(random);
      one.duration.full = random() % 3 == 0;
      INFO(zone.name() << ", " << format_rfc3339(one.start) << ", " << describe(one.duration));
      test(one, random);
    }
  }
}

bool is_plain(const Shifted& shifted) { return !shifted.skipped && !shifted.repeated; }

}  // namespace

TEST_CASE("adding is monotonic in the start, away from changes of the clock", "[time][property]") {
  int compared = 0;
  for_all(1, 2000, [&](Case& one, Random& random) {
    const Instant later{one.start.micros + between(random, 0, 3 * micros_per_day)};
    // While the clock goes back, an earlier instant has a later time.
    if (one.local(later) < one.local(one.start)) return;
    const Shifted first = one.after(one.start, one.duration);
    const Shifted second = one.after(later, one.duration);
    if (!is_plain(first) || !is_plain(second)) return;
    ++compared;
    // Months and business days put several days on one, and each keeps its own time there: only the days stay in
    // order, and not even they once hours follow.
    const bool day_by_day = one.duration.months == 0 && one.duration.business_days == 0;
    if (one.duration.full || day_by_day) {
      CHECK(first.instant <= second.instant);
    } else if (one.duration.micros == 0) {
      CHECK(one.date(first.instant) <= one.date(second.instant));
    }
  });
  CHECK(compared > 9000);
}

TEST_CASE("full periods and European time limits are monotonic in the start at any time", "[time][property]") {
  for_all(2, 1500, [](Case& one, Random& random) {
    one.context.eu_time_limit = random() % 2 == 0;
    one.duration.full = true;
    const Instant later{one.start.micros + between(random, 0, 3 * micros_per_day)};
    if (one.local(later) < one.local(one.start)) return;
    CHECK(one.after(one.start, one.duration).instant <= one.after(later, one.duration).instant);
  });
}

TEST_CASE("an exact duration there and back is nothing", "[time][property]") {
  for_all(3, 2000, [](Case& one, Random& random) {
    const Duration exact = random_time::exact_duration(random);
    CHECK(one.before(one.after(one.start, exact).instant, exact).instant == one.start);
    CHECK(one.after(one.start, -exact).instant == one.before(one.start, exact).instant);
    CHECK(one.after(one.start, exact).instant.micros - one.start.micros == exact.micros);
  });
}

TEST_CASE("days there and back are nothing, where the clock shows all times once", "[time][property]") {
  for_all(4, 2000, [](Case& one, Random&) {
    const Duration days{0, one.duration.days, 0, 0, false, -1};
    const Shifted there = one.after(one.start, days);
    const Shifted back = one.before(there.instant, days);
    if (is_plain(there) && is_plain(back)) CHECK(back.instant == one.start);
    if (is_plain(there))
      CHECK(one.local(there.instant).micros - one.local(one.start).micros == days.days * micros_per_day);
  });
}

TEST_CASE("a window's end is never before its start", "[time][property]") {
  for_all(5, 2000, [](Case& one, Random& random) {
    CHECK(one.after(one.start, one.duration).instant >= one.start);
    CHECK(one.before(one.start, one.duration).instant <= one.start);
    one.context.ending_on_business_day = random() % 2 == 0;
    one.context.holding_business_days = static_cast<int>(random() % 5);
    CHECK(one.after(one.start, one.duration).instant >= one.start);
    CHECK(one.before(one.start, one.duration).instant <= one.start);
    one.context.eu_time_limit = true;
    CHECK(one.after(one.start, one.duration).instant >= one.start);
    CHECK(one.before(one.start, one.duration).instant <= one.start);
  });
}

TEST_CASE("months rounded down never end after months rounded up", "[time][property]") {
  int rounded = 0;
  for_all(6, 2000, [&](Case& one, Random& random) {
    one.duration.months = static_cast<std::int32_t>(between(random, 1, 30));
    // Days at a month's end, so that many months lack them.
    if (random() % 2 == 0) one.start.micros += (31 - one.date(one.start).ymd().day) * micros_per_day;
    one.context.rounding = MonthRounding::down;
    const Shifted down = one.after(one.start, one.duration);
    one.context.rounding = MonthRounding::up;
    const Shifted up = one.after(one.start, one.duration);
    CHECK(down.month_rounded == up.month_rounded);
    CHECK(down.wanted_day == up.wanted_day);
    rounded += down.month_rounded ? 1 : 0;
    // A day that one of both rolls to may lack or repeat the time.
    if (is_plain(down) && is_plain(up)) CHECK(down.instant <= up.instant);
    if (!down.month_rounded) CHECK(down.instant == up.instant);
  });
  CHECK(rounded > 500);
}

TEST_CASE("a sum is counted part after part, the largest unit first", "[time][property]") {
  for_all(7, 2000, [](Case& one, Random&) {
    const Duration& whole = one.duration;
    if (whole.full) return;
    const Duration months{whole.months, 0, 0, 0, false, -1};
    const Duration days{0, whole.days, 0, 0, false, -1};
    const Duration business_days{0, 0, whole.business_days, 0, false, -1};
    const Duration exact{0, 0, 0, whole.micros, false, -1};
    const Duration sum = add(add(months, days).value(), add(business_days, exact).value()).value();
    CHECK(sum == whole);
    const Shifted first = one.after(one.start, months);
    const Shifted second = one.after(first.instant, days);
    const Shifted third = one.after(second.instant, business_days);
    // A time that was moved by the clock on the way is another one from there on.
    if (!is_plain(first) || !is_plain(second) || !is_plain(third)) return;
    CHECK(one.after(one.start, whole).instant == one.after(third.instant, exact).instant);
  });
}

TEST_CASE("equal parts may be split anywhere", "[time][property]") {
  for_all(8, 1500, [](Case& one, Random& random) {
    const auto count = between(random, 1, 9);
    const Duration exact = random_time::exact_duration(random);
    Instant stepped = one.start;
    for (std::int64_t i = 0; i < count; ++i) stepped = one.after(stepped, exact).instant;
    CHECK(stepped == one.after(one.start, multiply(exact, count).value()).instant);
    const Duration business_day = make_duration(1, DurationUnit::business_days).value();
    Shifted step = one.after(one.start, business_day);
    bool plain = is_plain(step);
    for (std::int64_t i = 1; i < count; ++i) {
      step = one.after(step.instant, business_day);
      plain = plain && is_plain(step);
    }
    if (plain) CHECK(step.instant == one.after(one.start, multiply(business_day, count).value()).instant);
  });
}

TEST_CASE("a European time limit never ends before the plain full period", "[time][property]") {
  int moved = 0;
  int lengthened = 0;
  for_all(9, 2000, [&](Case& one, Random& random) {
    if (random() % 3 == 0) one.duration = make_duration(between(random, 1, 4), DurationUnit::days).value();
    one.duration.full = true;
    const Instant plain_end = one.after(one.start, one.duration).instant;
    const Instant plain_begin = one.before(one.start, one.duration).instant;
    one.context.eu_time_limit = true;
    const Shifted shifted = one.after(one.start, one.duration);
    CHECK(shifted.instant >= plain_end);
    CHECK((shifted.instant > plain_end) == (shifted.moved_from || shifted.lengthened_from));
    const Shifted backwards = one.before(one.start, one.duration);
    CHECK(backwards.instant <= plain_begin);
    CHECK_FALSE(backwards.moved_from.has_value());
    moved += shifted.moved_from ? 1 : 0;
    lengthened += shifted.lengthened_from ? 1 : 0;
  });
  CHECK(moved > 500);
  CHECK(lengthened > 100);
}

TEST_CASE("a European time limit ends on a business day and holds two", "[time][property]") {
  for_all(10, 1500, [](Case& one, Random& random) {
    if (random() % 3 == 0) one.duration = make_duration(between(random, 1, 4), DurationUnit::days).value();
    one.context.eu_time_limit = true;
    one.duration.micros = 0;
    if (one.duration.is_zero()) one.duration.days = 1;
    const Date start = one.date(one.start);
    const Date last = one.date({one.after(one.start, one.duration).instant.micros - 1});
    const BusinessCalendar& calendar = one.context.calendars.front();
    CHECK(calendar.is_business_day(last));
    const bool of_two_days = one.duration.months != 0 || one.duration.days + one.duration.business_days >= 2;
    int held = 0;
    for (Date day{start.days + 1}; day <= last; ++day.days) held += calendar.is_business_day(day) ? 1 : 0;
    CHECK(held >= (of_two_days ? 2 : 1));
  });
}

TEST_CASE("business days there and back lead to the last business day before", "[time][property]") {
  Random random(11);
  for (int round = 0; round < 60; ++round) {
    const BusinessCalendar calendar = random_time::calendar(random);
    for (int i = 0; i < 100; ++i) {
      const Date start{static_cast<std::int32_t>(between(random, 0, 40'000))};
      const auto n = static_cast<std::int32_t>(between(random, 1, 300));
      INFO(format_date(start) << ", " << n);
      const BusinessDay there = calendar.nth_business_day_after(start, n);
      REQUIRE(there.kind == BusinessDay::found);
      CHECK(calendar.nth_business_day_after(there.date, -n) == calendar.previous_business_day_on_or_before(start));
      CHECK(calendar.count({start.days + 1}, {there.date.days + 1}) == n);
      const BusinessDay back = calendar.nth_business_day_after(start, -n);
      REQUIRE(back.kind == BusinessDay::found);
      CHECK(calendar.nth_business_day_after(back.date, n) == calendar.next_business_day_on_or_after(start));
    }
  }
}

TEST_CASE("business days there and back keep the wall-clock time", "[time][property]") {
  for_all(12, 1500, [](Case& one, Random& random) {
    const auto length = make_duration(between(random, 1, 60), DurationUnit::business_days).value();
    const Shifted there = one.after(one.start, length);
    const Shifted back = one.before(there.instant, length);
    if (!is_plain(there) || !is_plain(back)) return;
    CHECK(one.local(back.instant).time_of_day() == one.local(one.start).time_of_day());
    const bool on_business_day = one.context.calendars.front().is_business_day(one.date(one.start));
    CHECK((one.date(back.instant) == one.date(one.start)) == on_business_day);
  });
}

TEST_CASE("instants, wall-clock times and durations are read as they are written", "[time][property]") {
  for_all(13, 1000, [](Case& one, Random&) {
    CHECK(parse_rfc3339(format_rfc3339(one.start)) == one.start);
    const LocalTime local = one.local(one.start);
    CHECK(parse_local_time(format_local_time(local)) == local);
    const Duration told{one.duration.months, one.duration.days, 0, one.duration.micros, false, -1};
    if (has_iso_form(told)) CHECK(parse_duration(format_duration(told)) == told);
  });
}

TEST_CASE("durations are read where their pattern fits, and nowhere else", "[time][property]") {
  const std::regex pattern{std::string(duration_pattern)};
  const std::string letters = "PTYMWDHS0123-.";
  Random random(15);
  int fits = 0;
  for (int round = 0; round < 20'000; ++round) {
    // Units in their order, some left out; now and then something else between them.
    std::string text = "P";
    for (const char unit : {'Y', 'M', 'W', 'D', 'T', 'H', 'M', 'S'}) {
      if (random() % 2 == 0) continue;
      if (unit != 'T') text += std::to_string(random() % 100);
      text += unit;
      if (random() % 30 == 0) text += letters[random() % letters.size()];
    }
    INFO(text);
    const bool fit = std::regex_match(text, pattern);
    fits += fit ? 1 : 0;
    CHECK(parse_duration(text).has_value() == fit);
    if (const auto corrected = corrected_duration(text)) CHECK(std::regex_match(*corrected, pattern));
  }
  CHECK(fits > 1000);
}

TEST_CASE("a file of holidays of any bytes is read, and every place that is told lies in it", "[time][property]") {
  const std::vector<std::string> pieces = {"2026-04-03",    "2026-02-30", "every 25 december",
                                           "every",         " ",          "\n",
                                           "\r\n",          "\r",         "#",
                                           "Good Friday",   "\t",         "3.",
                                           "2026",          "-",          "\xE2\x80\x8B",
                                           "\xFF",          "\x01",       "ä",
                                           "every 31 april"};
  Random random(14);
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (auto count = between(random, 0, 30); count > 0; --count) {
      text += random() % 10 == 0 ? std::string(1, static_cast<char>(random() % 256)) : pieces[random() % pieces.size()];
    }
    INFO(text);
    const HolidayFile file = read_holiday_file(text);
    const auto lies_within = [&](TextRange range) { return range.begin < range.end && range.end <= text.size(); };
    for (const HolidayEntry& entry : file.entries) CHECK(lies_within(entry.date));
    for (const HolidayMistake& mistake : file.mistakes) {
      CHECK(lies_within(mistake.range));
      CHECK_FALSE(mistake.message.empty());
      if (mistake.first) CHECK((lies_within(*mistake.first) && mistake.first->end <= mistake.range.begin));
    }
  }
}
