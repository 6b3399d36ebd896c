#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "bywhen/source.hpp"
#include "interpreter/time/duration.hpp"
#include "interpreter/time/zone.hpp"
#include "interpreter/value.hpp"

namespace bywhen {

using ExprId = std::uint32_t;
using FactId = std::uint16_t;
using StatusId = std::uint16_t;
using ActionId = std::uint16_t;
using ActorId = std::uint16_t;
using RuleId = std::uint32_t;

/// A value's type; for a choice, which list of choices it is one of (an index into the policy's lists).
struct Type {
  Kind kind = Kind::integer;
  std::uint16_t choices = 0;
};

/// What a checked expression does with its operands. Check has seen to types. What no check can see, a sum beyond all
/// bounds or a calendar that ends, is a fault of the evaluation.
enum class Op : std::uint8_t {
  constant,     // payload: index of the constant
  fact,         // payload: slot of the fact
  percent_of,   // percent, money
  to_decimal,   // a whole number
  sum,          // values of one kind; payload: index of the signs
  times,        // an integer count, a value
  at_least,     // two values of one kind: the greater
  at_most,      // two values of one kind: the lesser
  duration_of,  // an integer count; payload: index of the constant that is one unit
  in_calendar,  // a duration, the index of the calendar that counts its business days
  shift,        // duration, anchor, the calendars that are chosen by the order; payload: index of the shift's details
  day_edge,     // anchor; payload: index of the edge's details
  latest,       // moments
  earliest,     // moments
  equal,        // two values of a type
  less,         // two values of an ordered type
  before,       // two moments, or two dates
  known,        // one fact
  happened,     // one event
  passed,       // one moment
  status_in,    // payload: index of the set of statuses
  negation,     // one condition
  conjunction,  // conditions
  disjunction,  // conditions
  table,        // condition, value, condition, value, …, and a last value where there is an `else`
};

struct Node {
  Op op = Op::constant;
  Type type;
  std::uint32_t first_operand = 0;
  std::uint32_t operand_count = 0;
  std::uint32_t payload = 0;
  /// How many steps it takes to compute, with what it shares counted at each use; as far as 32 bits hold it.
  std::uint32_t weight = 1;
  Span span;
};

/// Which calendar a shift counts with: a fixed one, or one that the order chooses.
struct ShiftCalendar {
  /// -1: the default one.
  int fixed = -1;
  /// The shift's operand that tells the index.
  std::optional<std::uint8_t> operand;
};

struct ShiftDetails {
  bool before = false;
  bool ending_on_business_day = false;
  ShiftCalendar ending_calendar;
  int holding_business_days = 0;
  ShiftCalendar holding_calendar;
  bool eu_time_limit = false;
  ShiftCalendar law_calendar;
  Zone zone = Zone::utc();
};

struct EdgeDetails {
  bool end = false;
  Zone zone = Zone::utc();
};

using StatusSet = std::vector<bool>;

/// All expressions of a policy in one place; operands come before what uses them, and a define's expression is shared
/// by its uses.
class Expressions {
public:
  ExprId add(Node node, std::span<const ExprId> operands);
  ExprId add_constant(Value value, Type type, Span span);

  [[nodiscard]] const Node& operator[](ExprId id) const { return nodes_[id]; }
  [[nodiscard]] std::span<const ExprId> operands(ExprId id) const;
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }
  /// The value, if the expression is a constant.
  [[nodiscard]] const Value* constant(ExprId id) const;

  /// Adds every fact that the expression reads, by whatever way.
  void collect_facts(ExprId id, std::set<FactId>& facts) const;

  std::vector<Value> constants;
  std::vector<ShiftDetails> shifts;
  std::vector<EdgeDetails> edges;
  std::vector<StatusSet> status_sets;
  /// For each sum, which operands are taken away.
  std::vector<std::vector<bool>> signs;

private:
  std::vector<Node> nodes_;
  std::vector<ExprId> operands_;
};

}  // namespace bywhen
