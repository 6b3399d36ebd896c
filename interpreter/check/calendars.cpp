#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "interpreter/check/expressions.hpp"

namespace bywhen::check_stage {

namespace {

constexpr std::array<std::string_view, 7> weekday_words{"monday", "tuesday",  "wednesday", "thursday",
                                                        "friday", "saturday", "sunday"};

Weekend lower_weekend(Context& context, const syntax::CalendarDecl& decl) {
  Weekend weekend;
  for (const syntax::Name& name : decl.weekend) {
    const auto place = std::find(weekday_words.begin(), weekday_words.end(), name.text);
    if (place == weekday_words.end()) {
      context.error(codes::bad_weekday, name.span, fmt::format("unknown weekday `{}`", name.text)).help =
          suggestion(name.text, {weekday_words.begin(), weekday_words.end()});
      continue;
    }
    weekend.set(static_cast<std::size_t>(place - weekday_words.begin()));
  }
  if (weekend.all()) {
    context
        .error(codes::calendar_incomplete, decl.name.span,
               fmt::format("the calendar `{}` has no business days", decl.name.text))
        .help = "leave at least one day out of its weekend";
  }
  return weekend;
}

std::optional<std::int32_t> read_year(Context& context, const syntax::Expr& expr) {
  const auto* number = std::get_if<syntax::NumberLiteral>(&expr.node);
  std::int32_t year = 0;
  const bool digits = number != nullptr && number->text.size() == 4 &&
                      number->text.find_first_not_of("0123456789") == std::string::npos;
  if (digits) year = std::stoi(number->text);
  if (year >= 1 && year <= 9998) return year;
  context.error(codes::bad_date, expr.span, "a year is wanted here").help = "write it with four digits, such as `2026`";
  return std::nullopt;
}

struct Covered {
  Date from;
  Date to;
};

std::optional<Covered> lower_covers(Context& context, const syntax::CalendarDecl& decl) {
  if (decl.covers.empty()) {
    context
        .error(codes::calendar_incomplete, decl.name.span,
               fmt::format("the calendar `{}` does not say which years it covers", decl.name.text))
        .help = "add for example `covers 2026 to 2028`: past those years its holidays are not known";
    return std::nullopt;
  }
  if (decl.covers.size() > 1) {
    Diagnostic& diagnostic =
        context.error(codes::calendar_incomplete, decl.covers[1].span,
                      fmt::format("the calendar `{}` says twice which years it covers", decl.name.text));
    diagnostic.further.push_back({decl.covers[0].span, "the first time"});
    diagnostic.help = "say it once, from the first year to the last";
    return std::nullopt;
  }
  const auto first = read_year(context, decl.covers.front().first);
  const auto last = read_year(context, decl.covers.front().last);
  if (!first || !last) return std::nullopt;
  if (*last < *first) {
    context.error(codes::bad_date, decl.covers.front().span, "these years run backwards").help =
        "write the earlier year first";
    return std::nullopt;
  }
  return Covered{*Date::from_ymd(*first, 1, 1), *Date::from_ymd(*last + 1, 1, 1)};
}

/// Wrong years are one mistake, however many holidays they leave outside.
void report_outside(Context& context, const std::vector<Span>& outside) {
  if (outside.empty()) return;
  Diagnostic& diagnostic = context.error(codes::holiday_outside, outside.front(),
                                         "this holiday lies outside the years that the calendar covers");
  constexpr std::size_t shown = 4;
  for (std::size_t i = 1; i < outside.size() && i < shown; ++i)
    diagnostic.further.push_back({outside[i], "this one too"});
  diagnostic.help = "widen `covers`, or leave the holiday out";
}

std::vector<Date> lower_holidays(Context& context, const syntax::CalendarDecl& decl, const Covered& covered) {
  std::vector<Date> holidays;
  std::vector<Span> outside;
  for (const syntax::CalendarDecl::Holiday& holiday : decl.holidays) {
    const auto date = read_date_literal(context, holiday.date);
    if (!date) continue;
    if (*date < covered.from || *date >= covered.to) outside.push_back(holiday.date.span);
    holidays.push_back(*date);
  }
  report_outside(context, outside);
  return holidays;
}

}  // namespace

BusinessCalendar lower_calendar(Context& context, const syntax::CalendarDecl& decl) {
  const Weekend weekend = lower_weekend(context, decl);
  const auto covered =
      lower_covers(context, decl).value_or(Covered{*Date::from_ymd(1970, 1, 1), *Date::from_ymd(9999, 1, 1)});
  return {decl.name.text, weekend, lower_holidays(context, decl, covered), covered.from, covered.to};
}

}  // namespace bywhen::check_stage
