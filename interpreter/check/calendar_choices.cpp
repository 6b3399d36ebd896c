#include <fmt/format.h>

#include "interpreter/check/expressions.hpp"

/// Calendars that the order chooses: a table whose values are the calendars' indices.
namespace bywhen::check_stage {

namespace {

/// A row's calendar as the number that stands for it.
bool number_calendar(Context& context, syntax::Expr& value) {
  const auto* name = std::get_if<syntax::NameRef>(&value.node);
  if (name == nullptr) {
    context.error(codes::wrong_type, value.span, "the name of a calendar is wanted here").help =
        "write `calendar ship by origin { HK : hk  else : works }`";
  }
  const auto index = name == nullptr ? std::nullopt : find_fixed_calendar(context, {name->text, value.span});
  // After a mistake any number will do: the rest of the table is still looked at.
  value.node = syntax::NumberLiteral{std::to_string(index.value_or(0))};
  return index.has_value();
}

Lowered lower_choice(Context& context, const syntax::Table& table) {
  syntax::Table numbered = table;
  bool good = true;
  for (syntax::TableRow& row : numbered.rows) good = number_calendar(context, row.value) && good;
  if (numbered.otherwise) good = number_calendar(context, *numbered.otherwise) && good;
  const auto lowered = lower_table(context, numbered, Type{Kind::integer});
  return good ? lowered : std::nullopt;
}

std::optional<NamedCalendar> named(Context& context, CalendarEntry& entry) {
  if (!entry.decl->choice) return NamedCalendar{entry.index, std::nullopt};
  if (entry.state == CalendarEntry::State::waiting) {
    entry.state = CalendarEntry::State::done;
    entry.choice = lower_choice(context, *entry.decl->choice);
  }
  return entry.choice ? std::optional(NamedCalendar{-1, entry.choice}) : std::nullopt;
}

}  // namespace

std::optional<NamedCalendar> look_up_calendar(Context& context, const std::optional<syntax::Name>& calendar,
                                              Span span) {
  if (calendar) {
    const auto index = look_up(context, context.calendars, *calendar, "calendar", codes::unknown_calendar);
    return index ? named(context, context.calendar_entries[*index]) : std::nullopt;
  }
  if (!context.default_calendar) {
    context.business_places.push_back(span);
    return NamedCalendar{};
  }
  return named(context, context.calendar_entries[*context.default_calendar]);
}

void lower_calendar_choices(Context& context) {
  for (CalendarEntry& entry : context.calendar_entries) {
    if (entry.decl->choice) (void)named(context, entry);
  }
}

}  // namespace bywhen::check_stage
