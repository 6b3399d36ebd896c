#include <algorithm>

#include "interpreter/check/proofs.hpp"

namespace bywhen::check_stage {

namespace {

bool same_calendar(const ShiftCalendar& left, const ShiftCalendar& right) {
  return left.fixed == right.fixed && left.operand == right.operand;
}

}  // namespace

bool same(const ShiftDetails& left, const ShiftDetails& right) {
  return left.before == right.before && left.ending_on_business_day == right.ending_on_business_day &&
         same_calendar(left.ending_calendar, right.ending_calendar) &&
         left.holding_business_days == right.holding_business_days &&
         same_calendar(left.holding_calendar, right.holding_calendar) && left.eu_time_limit == right.eu_time_limit &&
         same_calendar(left.law_calendar, right.law_calendar) && left.zone == right.zone;
}

namespace {

/// What an operation knows beside its operands. An operation that is not named here is the same only as itself.
bool same_payload(const Expressions& expressions, const Node& left, const Node& right) {
  switch (left.op) {
    case Op::constant:
    case Op::duration_of:
      return expressions.constants[left.payload] == expressions.constants[right.payload];
    case Op::fact:
      return left.payload == right.payload;
    case Op::sum:
      return expressions.signs[left.payload] == expressions.signs[right.payload];
    case Op::shift:
      return check_stage::same(expressions.shifts[left.payload], expressions.shifts[right.payload]);
    case Op::day_edge:
      return expressions.edges[left.payload].end == expressions.edges[right.payload].end &&
             expressions.edges[left.payload].zone == expressions.edges[right.payload].zone;
    case Op::status_in:
      return expressions.status_sets[left.payload] == expressions.status_sets[right.payload];
    case Op::percent_of:
    case Op::to_decimal:
    case Op::times:
    case Op::at_least:
    case Op::at_most:
    case Op::in_calendar:
    case Op::latest:
    case Op::earliest:
    case Op::equal:
    case Op::less:
    case Op::before:
    case Op::known:
    case Op::happened:
    case Op::passed:
    case Op::negation:
    case Op::conjunction:
    case Op::disjunction:
    case Op::table:
      return true;
    default:
      return false;
  }
}

}  // namespace

bool same(const Expressions& expressions, ExprId left, ExprId right) {
  if (left == right) return true;
  const Node& one = expressions[left];
  const Node& other = expressions[right];
  if (one.op != other.op || one.weight != other.weight || one.type.kind != other.type.kind ||
      one.operand_count != other.operand_count || !same_payload(expressions, one, other))
    return false;
  const auto left_operands = expressions.operands(left);
  const auto right_operands = expressions.operands(right);
  return std::equal(left_operands.begin(), left_operands.end(), right_operands.begin(),
                    [&](ExprId a, ExprId b) { return same(expressions, a, b); });
}

}  // namespace bywhen::check_stage
