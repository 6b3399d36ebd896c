#include <algorithm>
#include <array>

#include "interpreter/check/proofs.hpp"

namespace bywhen::check_stage {

namespace {

constexpr std::int64_t hour = 3'600'000'000;
constexpr std::int64_t day = 24 * hour;
/// Offsets from UTC lie between -12 and +14 hours.
constexpr std::int64_t offsets_differ_by = 26 * hour;
constexpr std::int64_t shortest_month = 28;
constexpr std::int64_t longest_month = 31;

bool counts_on_calendar(const Duration& duration) {
  return duration.months != 0 || duration.days != 0 || duration.business_days != 0;
}

/// Each part is, so that on any calendar the date is no later, nor the time that is added to it longer.
bool no_part_longer(const Duration& left, const Duration& right) {
  const bool one_calendar = left.business_days == 0 || left.calendar == right.calendar;
  return left.months <= right.months && left.days <= right.days && left.business_days <= right.business_days &&
         left.micros <= right.micros && one_calendar;
}

/// A business day is a day at least; how many days it may be at most, no one knows.
std::int64_t least_days(const Duration& duration) {
  return duration.months * shortest_month + duration.days + duration.business_days;
}

std::optional<std::int64_t> most_days(const Duration& duration) {
  if (duration.business_days != 0) return std::nullopt;
  return duration.months * longest_month + duration.days;
}

/// The shortest and the longest real time that they may be tell them apart.
bool ends_before_other_begins(const Duration& left, const Duration& right) {
  const auto most = most_days(left);
  if (!most) return false;
  const std::int64_t longest = *most * day + left.micros + (counts_on_calendar(left) ? offsets_differ_by : 0);
  const std::int64_t shortest =
      least_days(right) * day + right.micros - (counts_on_calendar(right) ? offsets_differ_by : 0);
  return longest < shortest;
}

bool no_longer_when_plain(const Duration& left, const Duration& right) {
  if (no_part_longer(left, right)) return true;
  const auto most = most_days(left);
  const bool dates_in_order = most && *most <= least_days(right) && left.micros <= right.micros;
  return dates_in_order || ends_before_other_begins(left, right);
}

/// Only one kind of unit: what is done with its end hangs on the unit.
bool one_unit(const Duration& duration) {
  return (duration.months != 0) + (duration.days != 0) + (duration.business_days != 0) + (duration.micros != 0) <= 1;
}

bool same_unit(const Duration& left, const Duration& right) {
  return one_unit(left) && one_unit(right) && (left.months != 0) == (right.months != 0) &&
         (left.days != 0) == (right.days != 0) && (left.business_days != 0) == (right.business_days != 0) &&
         (left.micros != 0) == (right.micros != 0);
}

/// A period of whole days, or one under the law, ends no earlier than it would without; months apart, which round in
/// their own way then.
bool ends_later_for_being_moved(const Duration& duration) { return duration.months == 0; }

Duration not_full(Duration duration) {
  duration.full = false;
  return duration;
}

bool is_backwards(const Duration& left, const Duration& right) { return left.is_negative() || right.is_negative(); }

}  // namespace

bool no_longer(const Duration& left, const Duration& right) {
  if (is_backwards(left, right)) return false;
  if (left.full) return right.full && same_unit(left, right) && no_part_longer(left, right);
  if (right.full) return ends_later_for_being_moved(right) && no_longer_when_plain(left, not_full(right));
  return no_longer_when_plain(left, right);
}

bool shorter(const Duration& left, const Duration& right) {
  if (is_backwards(left, right) || left.full || right.full) return false;
  const bool some_part_shorter = left.months < right.months || left.days < right.days ||
                                 left.business_days < right.business_days || left.micros < right.micros;
  return ends_before_other_begins(left, right) || (no_part_longer(left, right) && some_part_shorter);
}

namespace {

using Durations = std::vector<const Duration*>;

/// All that a fixed duration, or a table of them, may be; false for one that is computed.
bool collect_durations(const Expressions& expressions, ExprId expr, Durations& durations) {
  if (const Value* value = expressions.constant(expr)) {
    durations.push_back(&std::get<Duration>(*value));
    return true;
  }
  if (expressions[expr].op != Op::table) return false;
  const auto operands = expressions.operands(expr);
  for (std::size_t i = 0; i < operands.size(); ++i) {
    const bool condition = i % 2 == 0 && i + 1 < operands.size();
    if (!condition && !collect_durations(expressions, operands[i], durations)) return false;
  }
  return true;
}

template <typename Compare>
bool all_durations(const Expressions& expressions, ExprId left, ExprId right, Compare compare) {
  Durations one;
  Durations other;
  if (!collect_durations(expressions, left, one) || !collect_durations(expressions, right, other)) return false;
  return std::all_of(one.begin(), one.end(), [&](const Duration* a) {
    return std::all_of(other.begin(), other.end(), [&](const Duration* b) { return compare(*a, *b); });
  });
}

/// No order and no sum makes it go backwards.
bool never_backwards(const Expressions& expressions, ExprId duration) {
  if (expressions[duration].op == Op::fact) return true;
  Durations durations;
  return collect_durations(expressions, duration, durations) &&
         std::none_of(durations.begin(), durations.end(), [](const Duration* one) { return one->is_negative(); });
}

/// A shift taken apart.
struct Shifting {
  ExprId duration = 0;
  ExprId anchor = 0;
  const ShiftDetails* details = nullptr;

  [[nodiscard]] bool before() const { return details->before; }
  /// Counted as it stands, without a look at where it ends.
  [[nodiscard]] bool plain() const {
    return !details->ending_on_business_day && details->holding_business_days == 0 && !details->eu_time_limit;
  }
  [[nodiscard]] const Zone& zone() const { return details->zone; }
};

std::optional<Shifting> shifting_of(const Expressions& expressions, ExprId expr) {
  const Node& node = expressions[expr];
  if (node.op != Op::shift) return std::nullopt;
  const auto operands = expressions.operands(expr);
  return Shifting{operands[0], operands[1], &expressions.shifts[node.payload]};
}

/// Both end in the same way, but for the length of time.
bool same_but_for_length(const Expressions& expressions, ExprId left, ExprId right) {
  const auto one = expressions.operands(left);
  const auto other = expressions.operands(right);
  return one.size() == other.size() &&
         same(expressions.shifts[expressions[left].payload], expressions.shifts[expressions[right].payload]) &&
         std::equal(one.begin() + 1, one.end(), other.begin() + 1,
                    [&](ExprId x, ExprId y) { return same(expressions, x, y); });
}

/// The two shifts are in the order of the two lengths of time, counted forwards.
bool lengths_in_order(const Expressions& expressions, ExprId left, ExprId right) {
  const auto one = *shifting_of(expressions, left);
  const auto other = *shifting_of(expressions, right);
  if (one.before() || other.before() || !same(expressions, one.anchor, other.anchor)) return false;
  if (one.plain() && one.zone() == other.zone()) {
    return all_durations(expressions, one.duration, other.duration, [&](const Duration& a, const Duration& b) {
      return no_longer(a, b) && (other.plain() || ends_later_for_being_moved(b));
    });
  }
  return same_but_for_length(expressions, left, right) &&
         all_durations(expressions, one.duration, other.duration, [&](const Duration& a, const Duration& b) {
           // What is moved to another day keeps its time of day: of hours the shorter may then end later.
           const bool one_time_of_day = one.details->eu_time_limit || a.micros == 0;
           return one_time_of_day && same_unit(a, b) && a.full == b.full && no_longer(a, b);
         });
}

/// Counted backwards it is the longer one that is earlier.
bool lengths_in_order_backwards(const Expressions& expressions, ExprId left, ExprId right) {
  const auto one = *shifting_of(expressions, left);
  const auto other = *shifting_of(expressions, right);
  return one.before() && one.plain() && same_but_for_length(expressions, left, right) &&
         all_durations(expressions, one.duration, other.duration,
                       [](const Duration& a, const Duration& b) { return !a.full && !b.full && no_longer(b, a); });
}

bool shifts_in_order(const Expressions& expressions, ExprId left, ExprId right) {
  if (expressions[left].op != Op::shift || expressions[right].op != Op::shift) return false;
  return lengths_in_order(expressions, left, right) || lengths_in_order_backwards(expressions, left, right);
}

bool in_order(const Expressions& expressions, ExprId left, ExprId right, int depth);

/// `D before X` is not after X, nor is the start of its day.
bool lies_before_its_anchor(const Expressions& expressions, ExprId left, ExprId right, int depth) {
  const auto shifting = shifting_of(expressions, left);
  if (shifting && shifting->before() && shifting->plain() && never_backwards(expressions, shifting->duration))
    return in_order(expressions, shifting->anchor, right, depth);
  const Node& node = expressions[left];
  if (node.op != Op::day_edge || expressions.edges[node.payload].end) return false;
  const ExprId anchor = expressions.operands(left)[0];
  return expressions[anchor].type.kind != Kind::date && in_order(expressions, anchor, right, depth);
}

bool lies_after_its_anchor(const Expressions& expressions, ExprId left, ExprId right, int depth) {
  const auto shifting = shifting_of(expressions, right);
  if (shifting && !shifting->before() && never_backwards(expressions, shifting->duration))
    return in_order(expressions, left, shifting->anchor, depth);
  const Node& node = expressions[right];
  if (node.op != Op::day_edge || !expressions.edges[node.payload].end) return false;
  const ExprId anchor = expressions.operands(right)[0];
  return expressions[anchor].type.kind != Kind::date && in_order(expressions, left, anchor, depth);
}

/// The edges of one date, or of two dates in order, on one clock.
bool edges_in_order(const Expressions& expressions, ExprId left, ExprId right, int depth) {
  if (expressions[left].op != Op::day_edge || expressions[right].op != Op::day_edge) return false;
  const EdgeDetails& one = expressions.edges[expressions[left].payload];
  const EdgeDetails& other = expressions.edges[expressions[right].payload];
  const ExprId from = expressions.operands(left)[0];
  const ExprId to = expressions.operands(right)[0];
  if (!(one.zone == other.zone) || (one.end && !other.end)) return false;
  const bool dates = expressions[from].type.kind == Kind::date && expressions[to].type.kind == Kind::date;
  return dates ? in_order(expressions, from, to, depth) : same(expressions, from, to);
}

bool constants_in_order(const Expressions& expressions, ExprId left, ExprId right) {
  const Value* one = expressions.constant(left);
  const Value* other = expressions.constant(right);
  if (one == nullptr || other == nullptr) return false;
  const auto* instant = std::get_if<Instant>(one);
  const auto* later = std::get_if<Instant>(other);
  return instant != nullptr && later != nullptr && *instant <= *later;
}

template <typename Holds>
bool any_operand(const Expressions& expressions, ExprId expr, Op op, Holds holds) {
  if (expressions[expr].op != op) return false;
  const auto operands = expressions.operands(expr);
  return std::any_of(operands.begin(), operands.end(), holds);
}

template <typename Holds>
bool every_operand(const Expressions& expressions, ExprId expr, Op op, Holds holds) {
  if (expressions[expr].op != op) return false;
  const auto operands = expressions.operands(expr);
  return std::all_of(operands.begin(), operands.end(), holds);
}

bool extremes_in_order(const Expressions& expressions, ExprId left, ExprId right, int depth) {
  const auto item_before = [&](ExprId item) { return in_order(expressions, item, right, depth); };
  const auto before_item = [&](ExprId item) { return in_order(expressions, left, item, depth); };
  return every_operand(expressions, left, Op::latest, item_before) ||
         every_operand(expressions, right, Op::earliest, before_item) ||
         any_operand(expressions, left, Op::earliest, item_before) ||
         any_operand(expressions, right, Op::latest, before_item);
}

bool in_order(const Expressions& expressions, ExprId left, ExprId right, int depth) {
  if (same(expressions, left, right)) return true;
  if (depth == 0) return false;
  --depth;
  return constants_in_order(expressions, left, right) || shifts_in_order(expressions, left, right) ||
         edges_in_order(expressions, left, right, depth) || lies_before_its_anchor(expressions, left, right, depth) ||
         lies_after_its_anchor(expressions, left, right, depth) || extremes_in_order(expressions, left, right, depth);
}

}  // namespace

bool not_after(const Expressions& expressions, ExprId left, ExprId right) {
  // Deeper than anybody writes; below that nothing is proved.
  constexpr int deepest = 6;
  return in_order(expressions, left, right, deepest);
}

bool before(const Expressions& expressions, ExprId left, ExprId right) {
  const auto one = shifting_of(expressions, left);
  const auto other = shifting_of(expressions, right);
  if (other && !other->before() && other->plain()) {
    if (same(expressions, left, other->anchor)) {
      return all_durations(expressions, other->duration, other->duration,
                           [](const Duration& length, const Duration&) { return shorter({}, length); });
    }
    if (one && one->plain() && same_but_for_length(expressions, left, right))
      return all_durations(expressions, one->duration, other->duration, shorter);
  }
  const Value* first = expressions.constant(left);
  const Value* second = expressions.constant(right);
  return first != nullptr && second != nullptr && std::holds_alternative<Instant>(*first) &&
         std::get<Instant>(*first) < std::get<Instant>(*second);
}

}  // namespace bywhen::check_stage
