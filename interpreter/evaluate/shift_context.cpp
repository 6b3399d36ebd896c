#include "interpreter/evaluate/shift_context.hpp"

namespace bywhen {

ShiftContext shift_context(const Model& model, const ShiftDetails& details) {
  ShiftContext context;
  context.zone = details.zone;
  context.rounding = model.rounding;
  context.calendars = model.calendars;
  context.default_calendar = model.default_calendar;
  context.ending_on_business_day = details.ending_on_business_day;
  context.ending_calendar = details.ending_calendar.fixed;
  context.holding_business_days = details.holding_business_days;
  context.holding_calendar = details.holding_calendar.fixed;
  context.eu_time_limit = details.eu_time_limit;
  context.eu_calendar = details.law_calendar.fixed;
  return context;
}

}  // namespace bywhen
