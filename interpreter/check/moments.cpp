#include "interpreter/check/expressions.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace bywhen::check_stage {

namespace {

std::optional<int> named_calendar(Context& context, const std::optional<syntax::Name>& calendar, Span span) {
  if (!calendar) {
    if (context.model.default_calendar < 0) context.business_places.push_back(span);
    return -1;
  }
  const auto index = look_up(context, context.calendars, *calendar, "calendar", codes::unknown_calendar);
  return index ? std::optional<int>(*index) : std::nullopt;
}

bool add_holding(Context& context, const syntax::Shift& shift, ShiftDetails& details) {
  if (!shift.holding) return true;
  const auto holding = lower_as(context, **shift.holding, {Kind::duration});
  if (!holding) return false;
  const Value* value = context.model.expressions.constant(*holding);
  if (value == nullptr || std::get<Duration>(*value).business_days == 0) {
    context
        .error(codes::wrong_type, (*shift.holding)->span, "a fixed number of business days is wanted after `holding`")
        .help = "say for example `holding 2 business days`";
    return false;
  }
  details.holding_business_days = std::get<Duration>(*value).business_days;
  details.holding_calendar = std::get<Duration>(*value).calendar;
  return true;
}

std::optional<Zone> zone_or_policy(Context& context, const std::optional<syntax::Text>& zone) {
  return zone ? look_up_zone(context, *zone) : context.model.zone;
}

std::optional<ShiftDetails> shift_details(Context& context, const syntax::Shift& shift, Span span) {
  ShiftDetails details;
  details.before = shift.before;
  details.ending_on_business_day = shift.ending_on_business_day;
  bool good = add_holding(context, shift, details);
  if (shift.ending_on_business_day) {
    const auto calendar = named_calendar(context, shift.ending_calendar, span);
    good = good && calendar;
    details.ending_calendar = calendar.value_or(-1);
  }
  const auto zone = zone_or_policy(context, shift.zone);
  if (!good || !zone) return std::nullopt;
  details.zone = *zone;
  return details;
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

Lowered lower_shift(Context& context, const syntax::Shift& shift, Span span) {
  const auto duration = lower_as(context, *shift.duration, {Kind::duration});
  const auto anchor = lower_anchor(context, *shift.anchor);
  auto details = shift_details(context, shift, span);
  if (!duration || !anchor || !details) return std::nullopt;
  const bool on_date = context.model.expressions[*anchor].type.kind == Kind::date;
  if (on_date) {
    const Value* value = context.model.expressions.constant(*duration);
    if (value == nullptr || std::get<Duration>(*value).micros != 0 || std::get<Duration>(*value).full) {
      context
          .error(codes::bare_date, shift.anchor->span,
                 "from a bare date only days, weeks, months, years and business days can be counted")
          .help = fmt::format("define where in the day to start, `start of day {}`, and count from that",
                              context.sources.text(shift.anchor->span));
      return std::nullopt;
    }
    details->zone = Zone::utc();  // a date's arithmetic knows no clock
  }
  context.model.expressions.shifts.push_back(std::move(*details));
  const auto payload = static_cast<std::uint32_t>(context.model.expressions.shifts.size() - 1);
  return make(context, Op::shift, on_date ? Kind::date : Kind::time, span, {*duration, *anchor}, payload);
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
    if (const auto lowered = lower_moment(context, item)) items.push_back(*lowered);
  }
  if (items.size() != extremum.items.size()) return std::nullopt;
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
