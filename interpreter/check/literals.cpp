#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "interpreter/check/expressions.hpp"
#include "interpreter/money/currency.hpp"
#include "interpreter/money/money.hpp"

namespace bywhen::check_stage {

namespace {

struct UnitWord {
  std::string_view one;
  std::string_view many;
  DurationUnit unit;
};

constexpr std::array<UnitWord, 7> unit_words{{{"second", "seconds", DurationUnit::seconds},
                                              {"minute", "minutes", DurationUnit::minutes},
                                              {"hour", "hours", DurationUnit::hours},
                                              {"day", "days", DurationUnit::days},
                                              {"week", "weeks", DurationUnit::weeks},
                                              {"month", "months", DurationUnit::months},
                                              {"year", "years", DurationUnit::years}}};

std::optional<DurationUnit> find_unit(std::string_view word) {
  for (const UnitWord& known : unit_words) {
    if (word == known.one || word == known.many) return known.unit;
  }
  return std::nullopt;
}

std::vector<std::string_view> known_units() {
  std::vector<std::string_view> words;
  for (const UnitWord& known : unit_words) words.push_back(known.many);  // first, since most numbers are not one
  for (const UnitWord& known : unit_words) words.push_back(known.one);
  return words;
}

std::optional<std::int64_t> read_integer(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Lowered bad_number(Context& context, Span span, std::string message, std::string help) {
  context.error(codes::bad_number, span, std::move(message)).help = std::move(help);
  return std::nullopt;
}

}  // namespace

Lowered lower_number(Context& context, const syntax::NumberLiteral& number, Span span, std::optional<Type> wanted) {
  const bool whole = number.text.find('.') == std::string::npos;
  if (whole && !(wanted && wanted->kind == Kind::decimal)) {
    if (const auto value = read_integer(number.text))
      return context.model.expressions.add_constant(*value, {Kind::integer}, span);
    return bad_number(context, span, fmt::format("the number `{}` is too large", number.text),
                      "whole numbers go up to 9223372036854775807");
  }
  const auto value = read_decimal(number.text);
  if (const auto* decimal = std::get_if<Decimal>(&value))
    return context.model.expressions.add_constant(*decimal, {Kind::decimal}, span);
  const bool precise = std::get<NumberError>(value) == NumberError::too_precise;
  return bad_number(context, span, fmt::format("the number `{}` is too {}", number.text, precise ? "precise" : "large"),
                    "decimals are exact to six places and at most 1000000000000");
}

Lowered lower_percent(Context& context, const syntax::PercentLiteral& percent, Span span) {
  const auto value = read_percent(percent.text);
  if (const auto* share = std::get_if<Percent>(&value))
    return context.model.expressions.add_constant(*share, {Kind::percent}, span);
  const bool precise = std::get<NumberError>(value) == NumberError::too_precise;
  return bad_number(context, span,
                    fmt::format("the percentage `{}%` is too {}", percent.text, precise ? "precise" : "large"),
                    "percentages are exact to six places and at most 1000000%");
}

std::optional<Date> read_date_literal(Context& context, const syntax::Expr& expr) {
  const auto* literal = std::get_if<syntax::DateLiteral>(&expr.node);
  if (literal == nullptr) {
    context.error(codes::bad_date, expr.span, "a date is wanted here").help = "write it as `2026-03-01`";
    return std::nullopt;
  }
  if (const auto date = parse_date(literal->text)) return date;
  context.error(codes::bad_date, expr.span, fmt::format("there is no date `{}`", literal->text)).help =
      "dates are written year-month-day, from 0001-01-01 to 9999-12-31, and must exist";
  return std::nullopt;
}

Lowered lower_date(Context& context, const syntax::DateLiteral& date, Span span) {
  syntax::Expr expr;
  expr.node = date;
  expr.span = span;
  const auto value = read_date_literal(context, expr);
  if (!value) return std::nullopt;
  return context.model.expressions.add_constant(*value, {Kind::date}, span);
}

namespace {

Lowered bad_time(Context& context, const std::string& text, Span span, TimeError error) {
  switch (error) {
    case TimeError::too_precise:
      context.error(codes::bad_date, span, fmt::format("the time `{}` is too precise", text)).help =
          "times are exact to the microsecond";
      break;
    case TimeError::no_such_date:
      context.error(codes::bad_date, span, fmt::format("the time `{}` is on a date that does not exist", text)).help =
          "dates are written year-month-day, from 0001-01-01 to 9999-12-31, and must exist";
      break;
    default:
      context.error(codes::bad_date, span, fmt::format("there is no time `{}`", text)).help =
          "a day goes from 00:00 to 23:59:59; an offset such as `+02:00` or `Z` may follow";
  }
  return std::nullopt;
}

std::string clock_of(const Zone& zone, Instant instant) { return format_local_time(zone.to_local(instant)); }

Lowered time_in_zone(Context& context, const std::string& text, LocalTime local, Span span) {
  const Zone& zone = context.model.zone;
  const Resolved resolved = zone.to_instant(local);
  if (resolved.kind == Resolved::skipped) {
    context.error(codes::time_skipped, span, fmt::format("the time `{}` does not exist in {}", text, zone.name()))
        .help =
        fmt::format("the clocks go forward then; write `{}`, or give an offset", clock_of(zone, resolved.instant));
    return std::nullopt;
  }
  if (resolved.kind == Resolved::repeated) {
    context.error(codes::time_repeated, span, fmt::format("the time `{}` happens twice in {}", text, zone.name()))
        .help = fmt::format("the clocks go back then; say which one with an offset, the earlier is `{}`",
                            format_rfc3339(resolved.instant));
    return std::nullopt;
  }
  return context.model.expressions.add_constant(resolved.instant, {Kind::time}, span);
}

}  // namespace

Lowered lower_time(Context& context, const syntax::TimeLiteral& time, Span span) {
  const auto with_offset = read_time_with_offset(time.text);
  if (const auto* instant = std::get_if<Instant>(&with_offset)) {
    return context.model.expressions.add_constant(*instant, {Kind::time}, span);
  }
  if (std::get<TimeError>(with_offset) != TimeError::no_offset) {
    return bad_time(context, time.text, span, std::get<TimeError>(with_offset));
  }
  const auto local = read_local_time(time.text);
  if (const auto* clock = std::get_if<LocalTime>(&local)) return time_in_zone(context, time.text, *clock, span);
  return bad_time(context, time.text, span, std::get<TimeError>(local));
}

namespace {

Lowered lower_sum_of_money(Context& context, const syntax::Quantity& quantity, const Currency& currency, Span span) {
  const auto* number = std::get_if<syntax::NumberLiteral>(&quantity.count->node);
  if (number == nullptr) {
    context.error(codes::wrong_type, quantity.count->span, "an amount of money needs its number written out").help =
        fmt::format("write a sum such as `59.90 {}`, or use a fact or term of type money", currency.code);
    return std::nullopt;
  }
  const auto money = read_money(number->text, currency);
  if (const auto* sum = std::get_if<Money>(&money))
    return context.model.expressions.add_constant(*sum, {Kind::money}, span);
  if (std::get<MoneyError>(money) == MoneyError::too_precise) {
    const std::string few =
        currency.minor_units == 0 ? "no decimals" : fmt::format("{} decimals only", currency.minor_units);
    return bad_number(context, span,
                      fmt::format("`{} {}` is too precise: {} has {}", number->text, currency.code, currency.code, few),
                      "money is exact: leave out what the currency has no coin for");
  }
  return bad_number(context, span, fmt::format("the amount `{} {}` is too large", number->text, currency.code),
                    "amounts are at most 1000000000000000 of the currency's smallest unit");
}

std::string in_capitals(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

void unknown_unit(Context& context, const syntax::Name& unit) {
  const std::string capitals = in_capitals(unit.text);
  const bool currency = capitals == unit.text;
  Diagnostic& diagnostic = context.error(codes::unknown_unit, unit.span,
                                         fmt::format("unknown {} `{}`", currency ? "currency" : "unit", unit.text));
  if (find_currency(capitals)) {
    diagnostic.help = fmt::format("currencies are written in capitals: `{}`", capitals);
    return;
  }
  if (unit.text.starts_with("percent")) {
    diagnostic.help = "a percentage is written `10%`";
    return;
  }
  const auto near = nearest_name(unit.text, currency ? currency_codes() : known_units());
  diagnostic.help =
      near ? fmt::format("did you mean `{}`?", *near)
           : "units are seconds, minutes, hours, days, weeks, months and years, and the currency codes of ISO 4217";
}

bool unit_words_fit(Context& context, const syntax::Quantity& quantity, DurationUnit unit, Span span) {
  if (quantity.business && unit != DurationUnit::days) {
    context.error(codes::bad_unit_words, span, fmt::format("there are no business {}", quantity.unit.text)).help =
        "say `business days`, or leave out `business`";
    return false;
  }
  if (quantity.full && unit < DurationUnit::hours) {
    context.error(codes::bad_unit_words, span, fmt::format("there are no full {}", quantity.unit.text)).help =
        "`full` is for hours, days, weeks, months and years: such a period ends when its last hour or day ends";
    return false;
  }
  return true;
}

/// One unit, with everything but its number and its calendar: `business days`, `full months`.
std::optional<Duration> unit_duration(Context& context, const syntax::Quantity& quantity, Span span) {
  const auto unit = find_unit(quantity.unit.text);
  if (!unit) {
    unknown_unit(context, quantity.unit);
    return std::nullopt;
  }
  if (!unit_words_fit(context, quantity, *unit, span)) return std::nullopt;
  std::optional<Duration> duration = make_duration(1, quantity.business ? DurationUnit::business_days : *unit);
  duration->full = quantity.full;
  return duration;
}

Lowered counted_by_number(Context& context, const syntax::NumberLiteral& number, const Duration& one,
                          std::string_view unit, Span span) {
  const auto count = read_integer(number.text);
  if (count && *count < 0) {
    return bad_number(context, span, fmt::format("`{} {}` is less than nothing", number.text, unit),
                      "to count back, say `3 days before …`");
  }
  if (!count) {
    return bad_number(context, span, fmt::format("`{} {}` is no whole number of {}", number.text, unit, unit),
                      "durations count whole units: one and a half hours are `90 minutes`");
  }
  const auto duration = multiply(one, *count);
  if (!duration) {
    return bad_number(context, span, fmt::format("`{} {}` is longer than any policy needs", number.text, unit),
                      "durations are at most 10000 years, and business days at most 100000");
  }
  return context.model.expressions.add_constant(*duration, {Kind::duration}, span);
}

Lowered counted(Context& context, const syntax::Quantity& quantity, const Duration& one, Span span) {
  if (const auto* number = std::get_if<syntax::NumberLiteral>(&quantity.count->node))
    return counted_by_number(context, *number, one, quantity.unit.text, span);
  const auto count = lower_as(context, *quantity.count, {Kind::integer});
  if (!count) return std::nullopt;
  context.model.expressions.constants.emplace_back(one);
  const auto payload = static_cast<std::uint32_t>(context.model.expressions.constants.size() - 1);
  return make(context, Op::duration_of, Kind::duration, span, {*count}, payload);
}

/// After a mistake in the unit the count may still have one of its own.
Lowered counted_by_nothing(Context& context, const syntax::Quantity& quantity) {
  if (!std::holds_alternative<syntax::NumberLiteral>(quantity.count->node))
    (void)lower_as(context, *quantity.count, {Kind::integer});
  return std::nullopt;
}

}  // namespace

Lowered lower_quantity(Context& context, const syntax::Quantity& quantity, Span span) {
  if (!quantity.full && !quantity.business) {
    if (const auto currency = find_currency(quantity.unit.text))
      return lower_sum_of_money(context, quantity, *currency, span);
  }
  auto one = unit_duration(context, quantity, span);
  if (!one) return counted_by_nothing(context, quantity);
  if (!quantity.business) return counted(context, quantity, *one, span);
  const auto calendar = look_up_calendar(context, quantity.calendar, span);
  if (!calendar) return std::nullopt;
  one->calendar = static_cast<std::int16_t>(calendar->fixed);
  const auto duration = counted(context, quantity, *one, span);
  if (!duration || !calendar->chosen) return duration;
  return make(context, Op::in_calendar, Kind::duration, span, {*duration, *calendar->chosen});
}

Lowered lower_compound(Context& context, const syntax::Compound& compound, Span span) {
  std::vector<ExprId> parts;
  bool failed = false;
  for (const syntax::Expr& quantity : compound.quantities) {
    const auto part = lower_as(context, quantity, {Kind::duration});
    if (part) parts.push_back(*part);
    failed = failed || !part;
  }
  if (failed) return std::nullopt;
  std::vector<bool> negative(parts.size(), false);
  return add_up(context, std::move(parts), std::move(negative), span);
}

std::optional<Zone> look_up_zone(Context& context, const syntax::Text& zone) {
  if (auto found = Zone::find(zone.text)) return found;
  const std::vector<std::string> known = zone_names();
  Diagnostic& diagnostic =
      context.error(codes::unknown_zone, zone.span, fmt::format("unknown time zone `{}`", zone.text));
  const std::vector<std::string_view> views(known.begin(), known.end());
  const auto city =
      std::find_if(views.begin(), views.end(), [&](std::string_view name) { return name.ends_with("/" + zone.text); });
  const auto near = city == views.end() ? nearest_name(zone.text, views) : std::optional(*city);
  diagnostic.help = near ? fmt::format("did you mean `{}`?", *near)
                         : "zones have the names of the IANA database, such as `Europe/Berlin` or `UTC`";
  return std::nullopt;
}

}  // namespace bywhen::check_stage
