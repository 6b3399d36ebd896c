#include <algorithm>
#include <optional>

#include "interpreter/arithmetic.hpp"
#include "interpreter/check/proofs.hpp"

namespace bywhen::check_stage {

void add_literals(const Expressions& expressions, ExprId condition, bool holds, Literals& literals) {
  const auto operands = expressions.operands(condition);
  switch (expressions[condition].op) {
    case Op::negation:
      return add_literals(expressions, operands[0], !holds, literals);
    case Op::conjunction:
    case Op::disjunction:
      if (holds != (expressions[condition].op == Op::conjunction)) break;
      for (const ExprId operand : operands) add_literals(expressions, operand, holds, literals);
      return;
    case Op::passed:
      return literals.push_back({Literal::passed, operands[0], holds});
    case Op::equal:  // `insured is yes` says what `insured` does
      if (const Value* value = expressions.constant(operands[1]); value != nullptr) {
        if (const auto* yes = std::get_if<bool>(value))
          return add_literals(expressions, operands[0], holds == *yes, literals);
      }
      break;
    case Op::happened:
      return literals.push_back({Literal::happened, expressions[operands[0]].payload, holds});
    default:
      break;
  }
  literals.push_back({Literal::condition, condition, holds});
}

namespace {

/// A comparison with a fixed value, as what it leaves of the other side.
struct Range {
  ExprId of = 0;
  const Value* low = nullptr;
  const Value* high = nullptr;
  bool low_included = false;
  bool high_included = false;

  [[nodiscard]] bool one_value() const { return low != nullptr && low == high; }
};

bool differ(const Value& left, const Value& right) {
  return left.index() == right.index() && is_equal(left, right) == Truth::no;
}

bool is_below(const Value& left, const Value& right) {
  return left.index() == right.index() && is_less(left, right) == Truth::yes;
}

std::optional<Range> range_of(const Expressions& expressions, const Literal& literal) {
  if (literal.kind != Literal::condition) return std::nullopt;
  const Op op = expressions[literal.what].op;
  if (op != Op::less && op != Op::equal) return std::nullopt;
  const auto operands = expressions.operands(literal.what);
  const Value* left = expressions.constant(operands[0]);
  const Value* right = expressions.constant(operands[1]);
  if ((left == nullptr) == (right == nullptr)) return std::nullopt;
  Range range;
  range.of = left == nullptr ? operands[0] : operands[1];
  const Value* bound = left == nullptr ? right : left;
  if (op == Op::equal) {
    if (!literal.holds) return std::nullopt;
    return Range{range.of, bound, bound, true, true};
  }
  // `x < c` and its contrary bound x from above and from below, `c < x` the other way round.
  const bool above = (left == nullptr) == literal.holds;
  (above ? range.high : range.low) = bound;
  (above ? range.high_included : range.low_included) = !literal.holds;
  return range;
}

bool ends_below(const Range& left, const Range& right) {
  if (left.high == nullptr || right.low == nullptr) return false;
  if (is_below(*left.high, *right.low)) return true;
  const bool both_included = left.high_included && right.low_included;
  return *left.high == *right.low && !both_included;
}

bool apart(const Range& left, const Range& right) {
  if (left.one_value() && right.one_value()) return differ(*left.low, *right.low);
  return ends_below(left, right) || ends_below(right, left);
}

/// `a < b` and `b < a`.
bool other_way_round(const Expressions& expressions, ExprId left, ExprId right) {
  const Op op = expressions[left].op;
  if ((op != Op::less && op != Op::before) || expressions[right].op != op) return false;
  const auto one = expressions.operands(left);
  const auto other = expressions.operands(right);
  return same(expressions, one[0], other[1]) && same(expressions, one[1], other[0]);
}

bool conditions_exclude(const Expressions& expressions, const Literal& left, const Literal& right) {
  if (left.holds != right.holds && same(expressions, left.what, right.what)) return true;
  if (left.holds && right.holds && other_way_round(expressions, left.what, right.what)) return true;
  const auto one = range_of(expressions, left);
  const auto other = range_of(expressions, right);
  return one && other && same(expressions, one->of, other->of) && apart(*one, *other);
}

/// Not both hold at once.
bool exclude(const Expressions& expressions, const Literal& left, const Literal& right) {
  if (left.kind != right.kind) return false;
  switch (left.kind) {
    case Literal::passed: {
      if (left.holds == right.holds) return false;
      const Literal& past = left.holds ? left : right;
      const Literal& ahead = left.holds ? right : left;
      return not_after(expressions, ahead.what, past.what);
    }
    case Literal::happened:
      return left.holds != right.holds && left.what == right.what;
    case Literal::condition:
      break;
  }
  return conditions_exclude(expressions, left, right);
}

/// The ways in which a literal can be true: one for each operand of a disjunction, else itself.
std::vector<Literals> ways_of(const Expressions& expressions, const Literal& literal) {
  std::vector<Literals> ways;
  if (literal.kind == Literal::condition) {
    const Op op = expressions[literal.what].op;
    if (op == (literal.holds ? Op::disjunction : Op::conjunction)) {
      for (const ExprId operand : expressions.operands(literal.what))
        add_literals(expressions, operand, literal.holds, ways.emplace_back());
      return ways;
    }
  }
  ways.push_back({literal});
  return ways;
}

bool any_exclude(const Expressions& expressions, const Literals& left, const Literals& right) {
  return std::any_of(left.begin(), left.end(), [&](const Literal& one) {
    return std::any_of(right.begin(), right.end(),
                       [&](const Literal& other) { return exclude(expressions, one, other); });
  });
}

bool exclusive_to(const Expressions& expressions, const Literals& left, const Literals& right, int depth);

/// However one of the first comes true, the second do not.
bool exclusive_in_all_ways(const Expressions& expressions, const Literals& left, const Literals& right, int depth) {
  return std::any_of(left.begin(), left.end(), [&](const Literal& one) {
    const auto ways = ways_of(expressions, one);
    return ways.size() > 1 && std::all_of(ways.begin(), ways.end(), [&](const Literals& way) {
             return exclusive_to(expressions, way, right, depth);
           });
  });
}

bool exclusive_to(const Expressions& expressions, const Literals& left, const Literals& right, int depth) {
  if (any_exclude(expressions, left, right)) return true;
  return depth > 0 && (exclusive_in_all_ways(expressions, left, right, depth - 1) ||
                       exclusive_in_all_ways(expressions, right, left, depth - 1));
}

}  // namespace

bool exclusive(const Expressions& expressions, const Literals& left, const Literals& right) {
  // Alternatives against alternatives; deeper ones are not tried.
  constexpr int deepest = 2;
  return exclusive_to(expressions, left, right, deepest);
}

bool implies(const Expressions& expressions, const Literals& given, const Literal& wanted) {
  Literals contrary;
  if (wanted.kind == Literal::condition) {
    add_literals(expressions, wanted.what, !wanted.holds, contrary);
  } else {
    contrary.push_back({wanted.kind, wanted.what, !wanted.holds});
  }
  return exclusive(expressions, given, contrary);
}

bool implies(const Expressions& expressions, const Literals& given, const Literals& wanted) {
  return std::all_of(wanted.begin(), wanted.end(),
                     [&](const Literal& one) { return implies(expressions, given, one); });
}

}  // namespace bywhen::check_stage
