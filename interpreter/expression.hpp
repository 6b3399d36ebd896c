#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "bywhen/source.hpp"
#include "interpreter/fact_set.hpp"
#include "interpreter/status_set.hpp"
#include "interpreter/time/duration.hpp"
#include "interpreter/time/zone.hpp"
#include "interpreter/value.hpp"

namespace bywhen {

using ExprId = std::uint32_t;
using ActionId = std::uint16_t;
using ActorId = std::uint16_t;
using RuleId = std::uint32_t;

/// A fact, or one member of one record of a list.
struct FactPart {
  static constexpr std::uint32_t whole = ~std::uint32_t{0};
  FactId fact = 0;
  std::uint32_t record = whole;
  std::uint16_t member = 0;
  friend auto operator<=>(const FactPart&, const FactPart&) = default;
};

/// A value's type; for a choice, which list of choices it is one of (an index into the policy's lists), for a list,
/// which members its records have (an index into the policy's record types).
struct Type {
  Kind kind = Kind::integer;
  std::uint16_t choices = 0;
};

/// What a checked expression does with its operands. Check has seen to types. What no check can see, a sum beyond all
/// bounds or a calendar that ends, is a fault of the evaluation.
enum class Op : std::uint8_t {
  constant,   // payload: index of the constant
  fact,       // payload: slot of the fact
  member,     // of the record that is looked at; payload: `MemberRef`
  latest_of,  // what is gathered over records, and perhaps their filter; payload of all gathering: index of the details
  earliest_of,  // the same
  sum_of,       // the same
  all_of,       // a condition on each record, and perhaps their filter
  any_of,       // the same
  count_of,     // perhaps a filter
  percent_of,   // percent, money
  to_decimal,   // a whole number
  sum,          // values of one kind; payload: index of the signs
  times,        // an integer count, a value
  at_least,     // two values of one kind: the greater
  at_most,      // two values of one kind: the lesser
  duration_of,  // an integer count; payload: index of the constant that is one unit
  in_calendar,  // a duration, the index of the calendar that counts its business days
  since,        // an event: how long ago it is, at an instant
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

/// A member of a list's records, as the payload of a node.
struct MemberRef {
  FactId list = 0;
  std::uint16_t member = 0;

  [[nodiscard]] static constexpr MemberRef of(std::uint32_t payload) {
    return {static_cast<FactId>(payload >> 16U), static_cast<std::uint16_t>(payload & 0xFFFFU)};
  }
  [[nodiscard]] constexpr std::uint32_t payload() const { return (std::uint32_t{list} << 16U) | member; }
};

/// What is gathered over the records of a list.
struct GatherDetails {
  FactId list = 0;
  /// Its last operand says of which records.
  bool filtered = false;
  /// Of a sum of money: where its currency is told if there is nothing to add; an index into the policy's groups.
  std::optional<std::uint32_t> currency_group;
};

[[nodiscard]] constexpr bool gathers(Op op) { return op >= Op::latest_of && op <= Op::count_of; }

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
  template <typename Facts>
  void collect_facts(ExprId id, Facts& facts) const {
    const Node& node = nodes_[id];
    if (node.op == Op::fact) facts.insert(static_cast<FactId>(node.payload));
    if (bywhen::gathers(node.op)) facts.insert(gathers[node.payload].list);
    for (const ExprId operand : operands(id)) collect_facts(operand, facts);
  }

  std::vector<Value> constants;
  std::vector<ShiftDetails> shifts;
  std::vector<EdgeDetails> edges;
  std::vector<GatherDetails> gathers;
  std::vector<StatusSet> status_sets;
  /// For each sum, which operands are taken away.
  std::vector<std::vector<bool>> signs;

private:
  std::vector<Node> nodes_;
  std::vector<ExprId> operands_;
};

}  // namespace bywhen
