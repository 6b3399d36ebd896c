#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "interpreter/check/expressions.hpp"
#include "interpreter/time/holiday_file.hpp"

namespace bywhen::check_stage {

namespace {

constexpr std::array<std::string_view, 12> month_words{"january",   "february", "march",    "april",
                                                       "may",       "june",     "july",     "august",
                                                       "september", "october",  "november", "december"};

constexpr std::array<std::string_view, 7> weekday_words{"monday", "tuesday",  "wednesday", "thursday",
                                                        "friday", "saturday", "sunday"};

void report_no_business_days(Context& context, const syntax::CalendarDecl& decl) {
  context
      .error(codes::calendar_incomplete, decl.name.span,
             fmt::format("the calendar `{}` has no business days", decl.name.text))
      .help = decl.weekend.empty() ? "the weekends of the others take up the whole week: say its own, `weekend sunday`"
                                   : "leave at least one day out of its weekend";
}

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
  if (weekend.all()) report_no_business_days(context, decl);
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

struct Covered {
  Date from;
  Date to;
};

std::string years_of(const Covered& covered) {
  const std::int32_t first = covered.from.ymd().year;
  const std::int32_t last = Date{covered.to.days - 1}.ymd().year;
  return first == last ? fmt::format("{}", first) : fmt::format("{} to {}", first, last);
}

bool lies_in(const Covered& inner, const Covered& outer) { return inner.from >= outer.from && inner.to <= outer.to; }

/// A calendar as it is read, part by part.
class CalendarReader {
public:
  CalendarReader(Context& context, const syntax::CalendarDecl& decl) : context_(context), decl_(decl) {}

  BusinessCalendar read() {
    find_others();
    const Weekend weekend = read_weekend();
    const Covered covered = read_covers().value_or(Covered{*Date::from_ymd(1970, 1, 1), *Date::from_ymd(9999, 1, 1)});
    read_holidays(covered);
    for (const syntax::CalendarDecl::Recurring& day : decl_.recurring) read_recurring(day, covered);
    for (const syntax::Text& file : decl_.files) read_holidays_file(file, covered);
    for (const BusinessCalendar& other : others_) add(other.holidays());
    return {decl_.name.text, weekend, std::move(holidays_), covered.from, covered.to};
  }

private:
  void find_others() {
    for (const syntax::Name& name : decl_.others) {
      if (const auto index = find_fixed_calendar(context_, name))
        others_.push_back(context_.model.calendars[static_cast<std::size_t>(*index)]);
    }
  }

  /// Without a weekend of its own, a calendar made of others has theirs.
  Weekend read_weekend() {
    Weekend weekend = lower_weekend(context_, decl_);
    if (!decl_.weekend.empty()) return weekend;
    for (const BusinessCalendar& other : others_) weekend |= other.weekend();
    if (weekend.all()) report_no_business_days(context_, decl_);
    return weekend;
  }

  std::optional<Covered> read_covers() {
    if (decl_.covers.size() > 1) return said_twice();
    if (decl_.covers.empty()) return others_.empty() ? not_said() : common_years();
    const auto first = read_year(context_, decl_.covers.front().first);
    const auto last = read_year(context_, decl_.covers.front().last);
    if (!first || !last) return std::nullopt;
    if (*last < *first) {
      context_.error(codes::bad_date, decl_.covers.front().span, "these years run backwards").help =
          "write the earlier year first";
      return std::nullopt;
    }
    const Covered covered{*Date::from_ymd(*first, 1, 1), *Date::from_ymd(*last + 1, 1, 1)};
    for (const BusinessCalendar& other : others_) require_within(covered, {other.from(), other.to()}, other.name());
    return covered;
  }

  std::optional<Covered> not_said() {
    if (!decl_.others.empty()) return std::nullopt;  // the mistake is in their names
    context_
        .error(codes::calendar_incomplete, decl_.name.span,
               fmt::format("the calendar `{}` does not say which years it covers", decl_.name.text))
        .help = "add for example `covers 2026 to 2028`: past those years its holidays are not known";
    return std::nullopt;
  }

  std::optional<Covered> said_twice() {
    Diagnostic& diagnostic =
        context_.error(codes::calendar_incomplete, decl_.covers[1].span,
                       fmt::format("the calendar `{}` says twice which years it covers", decl_.name.text));
    diagnostic.further.push_back({decl_.covers[0].span, "the first time"});
    diagnostic.help = "say it once, from the first year to the last";
    return std::nullopt;
  }

  std::optional<Covered> common_years() {
    Covered common{others_.front().from(), others_.front().to()};
    for (const BusinessCalendar& other : others_) {
      common = {std::max(common.from, other.from()), std::min(common.to, other.to())};
    }
    if (common.from < common.to) return common;
    context_.error(codes::covers_more_than_others, decl_.name.span, "these calendars cover no year together").help =
        "widen their `covers`";
    return std::nullopt;
  }

  void require_within(const Covered& covered, const Covered& other, std::string_view name) {
    if (lies_in(covered, other)) return;
    context_
        .error(codes::covers_more_than_others, decl_.covers.front().span,
               fmt::format("the calendar `{}` covers {} only", name, years_of(other)))
        .help = "its holidays are not known in the other years: cover no more than it does, or widen it";
  }

  void add(const std::vector<Holiday>& more) { holidays_.insert(holidays_.end(), more.begin(), more.end()); }

  void read_holidays(const Covered& covered) {
    std::vector<Span> outside;
    for (const syntax::CalendarDecl::Holiday& holiday : decl_.holidays) {
      const auto date = read_date_literal(context_, holiday.date);
      if (!date) continue;
      if (*date < covered.from || *date >= covered.to) outside.push_back(holiday.date.span);
      holidays_.push_back({*date, holiday.name ? holiday.name->text : ""});
    }
    report_outside(context_, outside);
  }

  void read_recurring(const syntax::CalendarDecl::Recurring& day, const Covered& covered) {
    const auto month = std::find(month_words.begin(), month_words.end(), day.month.text);
    if (month == month_words.end()) {
      context_.error(codes::bad_date, day.month.span, fmt::format("unknown month `{}`", day.month.text)).help =
          suggestion(day.month.text, {month_words.begin(), month_words.end()});
      return;
    }
    const auto number = static_cast<std::int32_t>(month - month_words.begin()) + 1;
    const auto* written = std::get_if<syntax::NumberLiteral>(&day.day.node);
    const std::int32_t wanted = written != nullptr && written->text.size() <= 2 ? std::stoi(written->text) : 0;
    constexpr std::int32_t leap_year = 2024;
    if (!Date::from_ymd(leap_year, number, wanted)) {
      context_.error(codes::bad_date, day.day.span, fmt::format("{} has no such day", day.month.text)).help =
          fmt::format("its days go from 1 to {}", days_in_month(leap_year, number));
      return;
    }
    add(expand({number, wanted, day.name ? day.name->text : ""}, covered.from, covered.to));
  }

  std::optional<std::uint32_t> find_file(const syntax::Text& name);
  void read_holidays_file(const syntax::Text& name, const Covered& covered);

  Context& context_;
  const syntax::CalendarDecl& decl_;
  std::vector<BusinessCalendar> others_;
  std::vector<Holiday> holidays_;
};

// ── Files of dates
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

Span in_file(std::uint32_t source, TextRange range) {
  return {source, static_cast<std::uint32_t>(range.begin), static_cast<std::uint32_t>(range.end)};
}

void report_mistakes(Context& context, const HolidayFile& file, std::uint32_t source) {
  for (const HolidayMistake& mistake : file.mistakes) {
    Diagnostic& diagnostic = context.error(codes::bad_holiday_line, in_file(source, mistake.range), mistake.message);
    if (mistake.first) diagnostic.further.push_back({in_file(source, *mistake.first), "the first time"});
    diagnostic.help = mistake.help;
  }
  if (file.untold_mistakes == 0) return;
  context
      .error(codes::bad_holiday_line, in_file(source, file.mistakes.back().range),
             fmt::format("{} more lines of this file have mistakes", file.untold_mistakes))
      .help = "mend these first";
}

/// The years from the first dated line to the last; nothing where all lines return each year.
std::optional<Covered> dated_years(const HolidayFile& file) {
  std::optional<Covered> years;
  for (const HolidayEntry& entry : file.entries) {
    const auto* holiday = std::get_if<Holiday>(&entry.holiday);
    if (holiday == nullptr) continue;
    const std::int32_t year = holiday->date.ymd().year;
    const Covered covered{*Date::from_ymd(year, 1, 1), Date{Date::from_ymd(year, 12, 31)->days + 1}};
    years = years ? Covered{std::min(years->from, covered.from), std::max(years->to, covered.to)} : covered;
  }
  return years;
}

std::optional<std::uint32_t> CalendarReader::find_file(const syntax::Text& name) {
  const auto file = std::find_if(context_.files.begin(), context_.files.end(),
                                 [&](const NamedFile& known) { return known.name == name.span; });
  if (file != context_.files.end() && file->source) return file->source;
  const std::string reason = file == context_.files.end() ? "nothing reads files here" : file->error;
  context_.error(codes::holidays_file, name.span, fmt::format("`{}` cannot be read: {}", name.text, reason)).help =
      "name a file of dates by its path, as seen from the policy's folder";
  return std::nullopt;
}

/// A file that stops before the calendar does would make business days of all holidays after it.
void CalendarReader::read_holidays_file(const syntax::Text& name, const Covered& covered) {
  const auto source = find_file(name);
  if (!source) return;
  const HolidayFile file = read_holiday_file(context_.sources[*source].text());
  report_mistakes(context_, file, *source);
  const auto years = dated_years(file);
  if (file.entries.empty() && file.mistakes.empty()) {
    context_.error(codes::holidays_file, name.span, fmt::format("`{}` has no dates", name.text)).help =
        "write one date a line, such as `2026-04-03  Good Friday` or `every 25 december`";
  }
  if (years && file.mistakes.empty() && !lies_in(covered, *years)) {
    context_
        .error(codes::covers_more_than_others, name.span,
               fmt::format("`{}` has dates of {} only", name.text, years_of(*years)))
        .help = "the calendar covers more: add the missing years to the file, or cover no more than it has";
  }
  for (const HolidayEntry& entry : file.entries) {
    if (const auto* holiday = std::get_if<Holiday>(&entry.holiday)) holidays_.push_back(*holiday);
    if (const auto* recurring = std::get_if<RecurringHoliday>(&entry.holiday))
      add(expand(*recurring, covered.from, covered.to));
  }
}

}  // namespace

void lower_calendar(Context& context, CalendarEntry& entry) {
  if (entry.state != CalendarEntry::State::waiting) return;
  entry.state = CalendarEntry::State::in_progress;
  BusinessCalendar calendar = CalendarReader(context, *entry.decl).read();
  entry.index = static_cast<int>(context.model.calendars.size());
  context.model.calendars.push_back(std::move(calendar));
  entry.state = CalendarEntry::State::done;
}

namespace {

/// The calendars among which a choice is made: `: `a`, `b``.
std::string names_in(const syntax::CalendarDecl& choice) {
  std::set<std::string> names;
  const auto add = [&](const syntax::Expr& value) {
    if (const auto* name = std::get_if<syntax::NameRef>(&value.node)) names.insert(name->text);
  };
  for (const syntax::TableRow& row : choice.choice->rows) add(row.value);
  if (choice.choice->otherwise) add(*choice.choice->otherwise);
  std::string list;
  for (const std::string& name : names) list += fmt::format("{}`{}`", list.empty() ? ": " : ", ", name);
  return list;
}

}  // namespace

std::optional<int> find_fixed_calendar(Context& context, const syntax::Name& name) {
  const auto entry = look_up(context, context.calendars, name, "calendar", codes::unknown_calendar);
  if (!entry) return std::nullopt;
  CalendarEntry& calendar = context.calendar_entries[*entry];
  if (calendar.decl->choice) {
    context.error(codes::wrong_kind_of_name, name.span, fmt::format("`{}` is a choice between calendars", name.text))
        .help =
        fmt::format("only an order makes the choice: name the calendars themselves{}", names_in(*calendar.decl));
    return std::nullopt;
  }
  if (calendar.state == CalendarEntry::State::in_progress) {
    context.error(codes::calendars_in_a_circle, name.span, fmt::format("`{}` is made of itself", name.text)).help =
        "a calendar cannot have the holidays of one that has its own: break the circle";
    return std::nullopt;
  }
  lower_calendar(context, calendar);
  return calendar.index;
}

namespace {

void declare_default(Context& context, std::size_t index) {
  const syntax::CalendarDecl& decl = *context.calendar_entries[index].decl;
  if (!context.default_calendar) {
    context.default_calendar = index;
    return;
  }
  Diagnostic& diagnostic = context.error(codes::second_default_calendar, decl.name.span,
                                         fmt::format("`{}` is a second default calendar", decl.name.text));
  diagnostic.further.push_back({context.calendar_entries[*context.default_calendar].decl->name.span, "the first one"});
  diagnostic.help = fmt::format("one calendar is the default; name the others where they count: `3 {} business days`",
                                decl.name.text);
}

}  // namespace

void declare_calendars(Context& context, const std::vector<const syntax::Declaration*>& declarations) {
  for (const auto* declaration : declarations) {
    const auto* decl = std::get_if<syntax::CalendarDecl>(declaration);
    const std::size_t index = context.calendar_entries.size();
    if (decl == nullptr || !enter(context, context.calendars, decl->name, index)) continue;
    context.calendar_entries.push_back({decl, CalendarEntry::State::waiting, -1, std::nullopt});
    if (decl->is_default) declare_default(context, index);
  }
  for (CalendarEntry& entry : context.calendar_entries) {
    if (!entry.decl->choice) lower_calendar(context, entry);
  }
  if (context.default_calendar)
    context.model.default_calendar = context.calendar_entries[*context.default_calendar].index;
}

}  // namespace bywhen::check_stage
