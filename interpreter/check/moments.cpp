#include "interpreter/check/expressions.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace bywhen::check_stage {

namespace {

/// The operands of a shift as they gather: the duration, the anchor, and the calendars that the order chooses.
struct ShiftParts {
  ShiftDetails details;
  std::vector<ExprId> operands;

  ShiftCalendar add(const NamedCalendar& calendar) {
    if (!calendar.chosen) return {calendar.fixed, std::nullopt};
    operands.push_back(*calendar.chosen);
    return {-1, static_cast<std::uint8_t>(operands.size() - 1)};
  }
};

bool add_holding(Context& context, const syntax::Shift& shift, ShiftParts& parts) {
  if (!shift.holding) return true;
  const auto holding = lower_as(context, **shift.holding, {Kind::duration});
  if (!holding) return false;
  const Expressions& expressions = context.model.expressions;
  const bool chosen = expressions[*holding].op == Op::in_calendar;
  const Value* value = expressions.constant(chosen ? expressions.operands(*holding)[0] : *holding);
  if (value == nullptr || std::get<Duration>(*value).business_days == 0) {
    context
        .error(codes::wrong_type, (*shift.holding)->span, "a fixed number of business days is wanted after `holding`")
        .help = "say for example `holding 2 business days`";
    return false;
  }
  const Duration& duration = std::get<Duration>(*value);
  parts.details.holding_business_days = duration.business_days;
  NamedCalendar calendar{duration.calendar, std::nullopt};
  if (chosen) calendar.chosen = expressions.operands(*holding)[1];
  parts.details.holding_calendar = parts.add(calendar);
  return true;
}

bool add_ending(Context& context, const syntax::Shift& shift, Span span, ShiftParts& parts) {
  parts.details.ending_on_business_day = shift.ending_on_business_day;
  if (!shift.ending_on_business_day) return true;
  const auto calendar = look_up_calendar(context, shift.ending_calendar, span);
  if (calendar) parts.details.ending_calendar = parts.add(*calendar);
  return calendar.has_value();
}

bool add_law(Context& context, const syntax::Shift& shift, Span span, ShiftParts& parts) {
  parts.details.eu_time_limit = shift.under_eu_law;
  if (!shift.under_eu_law) return true;
  if (shift.ending_on_business_day || shift.holding) {
    context.error(codes::law_says_it_already, span, "`under EU law` stands beside `ending` or `holding`").help =
        "the law says how such a period ends: leave out the one or the other";
    return false;
  }
  const auto calendar = look_up_calendar(context, shift.law_calendar, span);
  if (calendar) parts.details.law_calendar = parts.add(*calendar);
  return calendar.has_value();
}

std::optional<Zone> zone_or_policy(Context& context, const std::optional<syntax::Text>& zone) {
  return zone ? look_up_zone(context, *zone) : context.model.zone;
}

/// Where months that are not full are counted, for the question how they round; under the law they need no answer.
void note_months(Context& context, ExprId duration) {
  const Node& node = context.model.expressions[duration];
  if (node.type.kind != Kind::duration) return;
  if (node.op == Op::constant || node.op == Op::duration_of) {
    const auto& counted = std::get<Duration>(context.model.expressions.constants[node.payload]);
    const auto& places = context.month_places;
    const bool told = std::find(places.begin(), places.end(), node.span) != places.end();
    if (counted.months != 0 && !counted.full && !told) context.month_places.push_back(node.span);
    return;
  }
  for (const ExprId operand : context.model.expressions.operands(duration)) note_months(context, operand);
}

Lowered lower_anchor(Context& context, const syntax::Expr& expr) {
  const auto anchor = lower(context, expr);
  if (!anchor) return std::nullopt;
  const Type type = context.model.expressions[*anchor].type;
  if (is_moment(type.kind) || type.kind == Kind::date) return anchor;
  context
      .error(codes::wrong_type, expr.span,
             fmt::format("a moment is wanted here, this is {}", describe_type(context, type)))
      .help = "count from an event, a time or a date";
  return std::nullopt;
}

}  // namespace

namespace {

/// A date's arithmetic knows no clock: its durations are fixed, of whole days.
bool fits_date(Context& context, const syntax::Shift& shift, ExprId duration) {
  const Value* value = context.model.expressions.constant(duration);
  const auto* fixed = value == nullptr ? nullptr : &std::get<Duration>(*value);
  if (fixed != nullptr && fixed->micros == 0 && !fixed->full && !shift.under_eu_law) return true;
  const std::string_view message =
      shift.under_eu_law ? "a period under EU law is counted from a moment, not from a bare date"
      : fixed != nullptr && fixed->full
          ? "full days are counted from a moment, not from a bare date"
          : "from a bare date only days, weeks, months, years and business days can be counted";
  context.error(codes::bare_date, shift.anchor->span, std::string(message)).help =
      fmt::format("define where in the day to start, `start of day {}`, and count from that",
                  context.sources.text(shift.anchor->span));
  return false;
}

}  // namespace

Lowered lower_shift(Context& context, const syntax::Shift& shift, Span span) {
  const auto duration = lower_as(context, *shift.duration, {Kind::duration});
  const auto anchor = lower_anchor(context, *shift.anchor);
  const auto zone = zone_or_policy(context, shift.zone);
  ShiftParts parts;
  parts.operands = {duration.value_or(0), anchor.value_or(0)};
  parts.details.before = shift.before;
  // Each one, so that all of their mistakes are told.
  const bool holds = add_holding(context, shift, parts);
  const bool ends = add_ending(context, shift, span, parts);
  const bool lawful = add_law(context, shift, span, parts);
  if (!holds || !ends || !lawful || !duration || !anchor || !zone) return std::nullopt;
  const bool on_date = context.model.expressions[*anchor].type.kind == Kind::date;
  if (on_date && !fits_date(context, shift, *duration)) return std::nullopt;
  if (!shift.under_eu_law) note_months(context, *duration);
  parts.details.zone = on_date ? Zone::utc() : *zone;
  context.model.expressions.shifts.push_back(std::move(parts.details));
  const auto payload = static_cast<std::uint32_t>(context.model.expressions.shifts.size() - 1);
  return make(context, Op::shift, on_date ? Kind::date : Kind::time, span, std::move(parts.operands), payload);
}

Lowered lower_since(Context& context, const syntax::TimeSince& since, Span span) {
  const auto fact = look_up_fact(context, since.event);
  if (!fact) return std::nullopt;
  if (context.model.facts[*fact].type.kind != Kind::event) {
    context.error(codes::wrong_type, since.event.span, fmt::format("`{}` is no event", since.event.text)).help =
        "time is counted since something happened: `time since paused_at`";
    return std::nullopt;
  }
  if (!context.in_sets || !context.in_progress.empty()) {
    context.error(codes::since_where, span, "`time since` changes all the time, and so is no value here").help =
        "an action may keep it: `sets paused_for = paused_for + time since paused_at`; a limit is a moment, as in `5 "
        "days "
        "after paused_at has passed`";
    return std::nullopt;
  }
  const auto event = lower_name(context, since.event.text, since.event.span, std::nullopt);
  if (!event) return std::nullopt;
  return make(context, Op::since, Kind::duration, span, {*event});
}

Lowered lower_edge(Context& context, const syntax::DayEdge& edge, Span span) {
  const auto anchor = lower_anchor(context, *edge.anchor);
  const auto zone = zone_or_policy(context, edge.zone);
  if (!anchor || !zone) return std::nullopt;
  context.model.expressions.edges.push_back({edge.end, *zone});
  const auto payload = static_cast<std::uint32_t>(context.model.expressions.edges.size() - 1);
  return make(context, Op::day_edge, Kind::time, span, {*anchor}, payload);
}

Lowered lower_extremum(Context& context, const syntax::Extremum& extremum, Span span) {
  std::vector<ExprId> items;
  for (const syntax::Expr& item : extremum.items) {
    const Op op = extremum.latest ? Op::latest_of : Op::earliest_of;
    if (const auto lowered = lower_item(context, item, {op, {}})) items.push_back(*lowered);
  }
  if (items.size() != extremum.items.size()) return std::nullopt;
  if (items.size() == 1 && gathers(context.model.expressions[items.front()].op)) return items.front();
  return make(context, extremum.latest ? Op::latest : Op::earliest, Kind::time, span, std::move(items));
}

Lowered lower_moment(Context& context, const syntax::Expr& expr) {
  const auto lowered = lower(context, expr);
  if (!lowered) return std::nullopt;
  const Type type = context.model.expressions[*lowered].type;
  if (is_moment(type.kind)) return lowered;
  if (type.kind == Kind::date) {
    const std::string_view text = context.sources.text(expr.span);
    const bool named =
        std::holds_alternative<syntax::NameRef>(expr.node) || std::holds_alternative<syntax::DateLiteral>(expr.node);
    context.error(codes::bare_date, expr.span, "a bare date says no moment").help =
        named ? fmt::format("say `start of day {0}`, or `end of day {0}` if the whole day is meant", text)
              : "define it, and say `start of day …`, or `end of day …` if the whole day is meant";
    return std::nullopt;
  }
  return require_type(context, *lowered, {Kind::time}, expr.span);
}

}  // namespace bywhen::check_stage
