#include "interpreter/check/proofs.hpp"

#include <array>
#include <catch2/catch.hpp>

#include "interpreter/time/shift.hpp"
#include "tests/unit/time/random_time.hpp"

using namespace bywhen;
using namespace bywhen::check_stage;
using random_time::between;
using random_time::Random;

namespace {

constexpr std::int64_t hour = 3'600'000'000;

/// Lengths that meet: hours beside days, days beside months, business days beside both.
Duration near_duration(Random& random) {
  Duration duration;
  const std::int64_t kind = between(random, 0, 6);
  if (kind == 0 || kind == 5) duration.micros = between(random, 0, 80) * hour + between(random, 0, 1) * hour / 2;
  if (kind == 1 || kind == 5) duration.days = static_cast<std::int32_t>(between(random, 0, 4));
  if (kind == 2) duration.days = static_cast<std::int32_t>(between(random, 26, 63));
  if (kind == 3 || kind == 6) duration.months = static_cast<std::int32_t>(between(random, 0, 2));
  if (kind == 4 || kind == 6) duration.business_days = static_cast<std::int32_t>(between(random, 0, 4));
  duration.full = between(random, 0, 5) == 0 && duration.business_days == 0 && kind != 5;
  return duration;
}

ShiftDetails near_details(Random& random, const Zone& zone) {
  ShiftDetails details;
  details.zone = zone;
  details.before = between(random, 0, 4) == 0;
  details.eu_time_limit = between(random, 0, 4) == 0;
  details.ending_on_business_day = !details.eu_time_limit && between(random, 0, 4) == 0;
  details.holding_business_days = !details.eu_time_limit && between(random, 0, 4) == 0 ? 2 : 0;
  return details;
}

/// One moment counted from an event.
struct Counted {
  Duration duration;
  ShiftDetails details;
  ExprId expr = 0;

  void add_to(Expressions& expressions, ExprId anchor) {
    const ExprId length = expressions.add_constant(duration, {Kind::duration}, {});
    expressions.shifts.push_back(details);
    Node node;
    node.op = Op::shift;
    node.type = {Kind::time};
    node.payload = static_cast<std::uint32_t>(expressions.shifts.size() - 1);
    expr = expressions.add(node, std::array{length, anchor});
  }

  [[nodiscard]] Shifted from(Instant anchor, const BusinessCalendar& calendar, MonthRounding rounding) const {
    ShiftContext context;
    context.zone = details.zone;
    context.rounding = rounding;
    context.calendars = {&calendar, 1};
    context.default_calendar = 0;
    context.ending_on_business_day = details.ending_on_business_day;
    context.holding_business_days = details.holding_business_days;
    context.eu_time_limit = details.eu_time_limit;
    return shift(anchor, duration, details.before, context);
  }
};

}  // namespace

TEST_CASE("proofs: moments proved to be in order are, in every zone and at every change of its clock") {
  Random random(48);
  std::size_t proved = 0;
  for (int i = 0; i < 20'000; ++i) {
    const auto zones = random_time::zones();
    const Zone& zone = zones[static_cast<std::size_t>(between(random, 0, static_cast<std::int64_t>(zones.size()) - 1))];
    Counted left{near_duration(random), near_details(random, zone)};
    Counted right{near_duration(random), between(random, 0, 1) == 0 ? left.details : near_details(random, zone)};
    Expressions expressions;
    Node event;
    event.op = Op::fact;
    event.type = {Kind::event};
    const ExprId anchor = expressions.add(event, {});
    left.add_to(expressions, anchor);
    right.add_to(expressions, anchor);
    const bool in_order = not_after(expressions, left.expr, right.expr);
    const bool strictly = before(expressions, left.expr, right.expr);
    if (!in_order && !strictly) continue;
    ++proved;
    const BusinessCalendar calendar = random_time::calendar(random);
    for (int j = 0; j < 12; ++j) {
      const Instant from = random_time::instant(random, zone);
      const MonthRounding rounding = j % 2 == 0 ? MonthRounding::down : MonthRounding::up;
      const Instant first = left.from(from, calendar, rounding).instant;
      const Instant second = right.from(from, calendar, rounding).instant;
      INFO(describe(left.duration) << (left.details.before ? " before " : " after ") << left.details.eu_time_limit
                                   << left.details.ending_on_business_day << left.details.holding_business_days << ", "
                                   << describe(right.duration) << (right.details.before ? " before " : " after ")
                                   << right.details.eu_time_limit << right.details.ending_on_business_day
                                   << right.details.holding_business_days << " from " << format_rfc3339(from) << " in "
                                   << zone.name() << ": " << format_rfc3339(first) << ", " << format_rfc3339(second));
      if (in_order && first > second) FAIL_CHECK("not in order");
      // A day that a zone leaves out (Samoa, 2011) ends when the one before does.
      if (strictly && first == second && zone.name() != "Pacific/Apia") FAIL_CHECK("at one instant");
    }
  }
  CHECK(proved > 3'000);
}

TEST_CASE("proofs: what lengths tell of one another") {
  const auto days = [](std::int32_t count) { return Duration{0, count, 0, 0}; };
  const auto months = [](std::int32_t count) { return Duration{count, 0, 0, 0}; };
  const auto business_days = [](std::int32_t count) { return Duration{0, 0, count, 0}; };
  const auto hours = [](std::int64_t count) { return Duration{0, 0, 0, count * hour}; };
  CHECK(no_longer(days(3), days(3)));
  CHECK(no_longer(days(3), business_days(3)));
  CHECK_FALSE(no_longer(business_days(3), days(30)));
  CHECK(no_longer(days(28), months(1)));
  CHECK_FALSE(no_longer(days(29), months(1)));
  CHECK(no_longer(months(1), days(31)));
  CHECK_FALSE(no_longer(months(1), days(30)));
  CHECK(no_longer(hours(48), days(4)));
  CHECK_FALSE(no_longer(hours(24), days(1)));
  CHECK_FALSE(no_longer(days(1), hours(24)));
  CHECK(no_longer(days(1), hours(72)));
  CHECK_FALSE(no_longer(-days(3), days(3)));
  CHECK(shorter(days(2), days(3)));
  CHECK_FALSE(shorter(days(3), days(3)));
}
