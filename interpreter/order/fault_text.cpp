#include "interpreter/order/fault_text.hpp"

#include <fmt/format.h>

#include "interpreter/order/value_text.hpp"

namespace bywhen {
namespace {

Problem calendar_problem(const Model& model, const Fault& fault) {
  const bool known =
      fault.calendar_index >= 0 && static_cast<std::size_t>(fault.calendar_index) < model.calendars.size();
  if (!known)
    return make_problem(codes::calendar_ends, "no calendar says which days are business days", "declare a calendar");
  const BusinessCalendar& calendar = model.calendars[static_cast<std::size_t>(fault.calendar_index)];
  const std::string last = format_date(Date{calendar.to().days - 1});
  return make_problem(codes::calendar_ends,
                      fmt::format("the calendar `{}` does not reach as far as this order needs: it covers {} to {}",
                                  calendar.name(), format_date(calendar.from()), last),
                      "add the missing years to the calendar and to its `covers`");
}

/// How the values were to be put together, in words.
std::string attempt(const Model& model, const Fault& fault) {
  const std::string first = value_words(model, fault.operands[0]);
  const std::string second = value_words(model, fault.operands[1]);
  if (fault.operands.size() > 2) return fmt::format("{} - {}", first, second);
  const Node& node = model.expressions[fault.expr];
  switch (node.op) {
    case Op::percent_of:
      return fmt::format("{} of {}", first, second);
    case Op::times:
      return fmt::format("{} times {}", first, second);
    case Op::shift:
      return fmt::format("{} {} {}", first, model.expressions.shifts[node.payload].before ? "before" : "after", second);
    default:
      return fmt::format("{} + {}", first, second);
  }
}

std::string_view bounds_of(const Model& model, const Fault& fault) {
  switch (model.expressions[fault.expr].type.kind) {
    case Kind::money:
      return "amounts go up to 1000000000000000 of the currency's smallest unit";
    case Kind::percent:
      return "percentages go up to 1000000%";
    case Kind::decimal:
      return "numbers with decimals go up to 1000000000000";
    case Kind::integer:
      return "whole numbers lie between -9223372036854775808 and 9223372036854775807";
    case Kind::duration:
      return "the parts of a duration have one sign, and are at most 10000 years and 100000 business days";
    default:
      return "dates go from the year 1 to the year 9999";
  }
}

}  // namespace

Problem fault_problem(const Model& model, const Fault& fault) {
  if (fault.kind == Fault::calendar) return calendar_problem(model, fault);
  if (fault.operands.size() == 1) {
    return make_problem(codes::beyond_bounds,
                        fmt::format("`{}` cannot be the value of a fact", value_words(model, fault.operands[0])),
                        "check the order's facts, and the policy's terms: a duration that is set goes forwards");
  }
  Problem problem = make_problem(codes::beyond_bounds, fmt::format("{} cannot be computed", attempt(model, fault)),
                                 "check the order's facts, and the policy's terms");
  problem.expected = bounds_of(model, fault);
  return problem;
}

}  // namespace bywhen
