#include <algorithm>
#include <optional>
#include <span>

#include "interpreter/arithmetic.hpp"
#include "interpreter/machine/frame.hpp"

namespace bywhen::machine {
namespace {

/// The value in a cell; of kinds that own no memory.
Value value_of(const Cell& cell, Kind kind) {
  switch (kind) {
    case Kind::event:
    case Kind::time:
      return Instant{cell.low};
    case Kind::date:
      return Date{static_cast<std::int32_t>(cell.low)};
    case Kind::integer:
      return cell.low;
    case Kind::decimal:
      return Decimal{cell.low};
    case Kind::percent:
      return Percent{cell.low};
    case Kind::money:
      return Money{cell.low, static_cast<std::uint16_t>(cell.high)};
    case Kind::duration:
      return cell.object<Duration>();
    default:
      return {};
  }
}

/// Computes one expression after another into a frame. What `Evaluation` computes when it is asked stands in the cells
/// here; each function says the same as its namesake there.
class Computer {
public:
  Computer(const Code& code, Frame& frame, Instant at, Instant& until)
      : code_(code), model_(*code.model), frame_(frame), at_(at), until_(until) {}

  void run(std::span<const ExprId> order) {
    for (const ExprId expr : order) frame_.cells[expr] = compute(expr);
  }

private:
  using Operands = std::span<const ExprId>;

  [[nodiscard]] const Cell& cell(ExprId expr) const { return frame_.cells[expr]; }
  [[nodiscard]] Kind kind(ExprId expr) const { return model_.expressions[expr].type.kind; }
  [[nodiscard]] Value value(ExprId expr) const { return value_of(cell(expr), kind(expr)); }

  [[nodiscard]] bool lost(Operands operands) const {
    return std::any_of(operands.begin(), operands.end(), [&](ExprId one) { return cell(one).state == Cell::lost; });
  }
  [[nodiscard]] bool all_known(Operands operands) const {
    return std::all_of(operands.begin(), operands.end(), [&](ExprId one) { return cell(one).is_known(); });
  }

  Cell compute(ExprId expr) {
    const Node& node = model_.expressions[expr];
    const Operands operands = model_.expressions.operands(expr);
    if (node.op == Op::fact) return frame_.facts[node.payload];
    if (node.op == Op::table) return table(node, operands);
    if (node.op == Op::member) return member(node);
    if (gathers(node.op)) return gather(expr, node, operands);
    if (lost(operands)) return Cell::no_ground();
    switch (node.op) {
      case Op::known:
        return Cell::truth(truth_of(cell(operands[0]).is_known()));
      case Op::happened:
        return happened(cell(operands[0]));
      case Op::passed:
        return passed(cell(operands[0]));
      case Op::status_in:
        return Cell::truth(truth_of(model_.expressions.status_sets[node.payload][frame_.status]));
      case Op::negation:
        return Cell::truth(!cell(operands[0]).as_truth());
      case Op::conjunction:
      case Op::disjunction:
        return logic(node.op == Op::conjunction, operands);
      case Op::latest:
      case Op::earliest:
        return extreme(node.op == Op::latest, operands);
      case Op::shift:
        return shifted(expr, node, operands);
      default:
        return all_known(operands) ? of_known(expr, node, operands) : unknown_of(node.type.kind);
    }
  }

  Cell of_known(ExprId expr, const Node& node, Operands operands) {
    switch (node.op) {
      case Op::equal:
        return Cell::truth(equal(operands[0], operands[1]));
      case Op::less:
      case Op::before:
        return Cell::truth(less(operands[0], operands[1]));
      case Op::percent_of:
        return share(expr, operands);
      case Op::to_decimal:
        return keep(expr, Decimal::from_integer(cell(operands[0]).low));
      case Op::sum:
        return sum(expr, node, operands);
      case Op::times:
        return keep(expr, multiply(value(operands[1]), cell(operands[0]).low));
      case Op::at_least:
        return less(operands[0], operands[1]) == Truth::yes ? cell(operands[1]) : cell(operands[0]);
      case Op::at_most:
        return less(operands[1], operands[0]) == Truth::yes ? cell(operands[1]) : cell(operands[0]);
      case Op::duration_of:
        return keep(expr, Value{times_at_most(std::get<Duration>(model_.expressions.constants[node.payload]),
                                              cell(operands[0]).low)});
      case Op::in_calendar:
        return in_calendar(expr, operands);
      case Op::day_edge:
        return day_edge(node, operands[0]);
      default:
        return Cell::no_ground();
    }
  }

  /// A result, which there is none of where it would be beyond all bounds.
  template <typename Result>
  Cell keep(ExprId expr, const std::optional<Result>& result) {
    return result ? keep(expr, Value{*result}) : Cell::no_ground();
  }
  Cell keep(ExprId expr, const std::optional<Value>& result) {
    return result ? keep(expr, *result) : Cell::no_ground();
  }
  Cell keep(ExprId expr, const Value& result) {
    const auto* duration = std::get_if<Duration>(&result);
    if (duration == nullptr) return cell_of(result, kind(expr));
    frame_.durations[expr] = *duration;
    return Cell::number(static_cast<std::int64_t>(reinterpret_cast<std::intptr_t>(&frame_.durations[expr])));
  }

  // ── Conditions
  // ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  static Cell happened(const Cell& event) {
    return Cell::truth(event.is_known() ? truth_of(!event.soonest().is_never()) : Truth::unknown);
  }

  Cell passed(const Cell& moment) {
    if (moment.latest() <= at_) return Cell::truth(Truth::yes);
    const bool ahead = moment.soonest() > at_;
    until_ = std::min(until_, ahead ? moment.soonest() : moment.latest());
    return Cell::truth(ahead ? Truth::no : Truth::unknown);
  }

  [[nodiscard]] Cell logic(bool conjunction, Operands operands) const {
    Truth result = truth_of(conjunction);
    for (const ExprId operand : operands) {
      const Truth one = cell(operand).as_truth();
      result = conjunction ? both(result, one) : either(result, one);
    }
    return Cell::truth(result);
  }

  [[nodiscard]] Truth equal(ExprId left, ExprId right) const {
    if (kind(left) == Kind::text)
      return truth_of(cell(left).object<std::string>() == cell(right).object<std::string>());
    const bool plain = kind(left) == kind(right) && kind(left) != Kind::duration;
    if (plain || kind(left) == Kind::choice) return truth_of(cell(left) == cell(right));
    return is_equal(value(left), value(right));
  }

  [[nodiscard]] Truth less(ExprId left, ExprId right) const {
    const bool plain = kind(left) == kind(right) && kind(left) != Kind::duration;
    return plain ? truth_of(cell(left).low < cell(right).low) : is_less(value(left), value(right));
  }

  // ── Numbers
  // ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  Cell share(ExprId expr, Operands operands) {
    if (kind(operands[1]) == Kind::integer) {
      const auto part = share_of_count(Percent{cell(operands[0]).low}, cell(operands[1]).low);
      return part ? cell_of(*part, Kind::decimal) : Cell::no_ground();
    }
    const auto whole = std::get<Money>(value(operands[1]));
    const auto result = percent_of(Percent{cell(operands[0]).low}, whole, model_.money_rounding);
    frame_.noted[expr] = result && result->rounded;
    return result ? cell_of(result->amount, Kind::money) : Cell::no_ground();
  }

  Cell sum(ExprId expr, const Node& node, Operands operands) {
    const auto& signs = model_.expressions.signs[node.payload];
    Value sum = value(operands.front());
    for (std::size_t i = 1; i < operands.size(); ++i) {
      const auto next = signs[i] ? subtract(sum, value(operands[i])) : add(sum, value(operands[i]));
      if (!next) return Cell::no_ground();
      sum = *next;
    }
    return keep(expr, sum);
  }

  Cell in_calendar(ExprId expr, Operands operands) {
    Duration duration = cell(operands[0]).object<Duration>();
    duration.calendar = static_cast<std::int16_t>(cell(operands[1]).low);
    return keep(expr, Value{duration});
  }

  // ── Moments
  // ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  [[nodiscard]] Cell extreme(bool latest, Operands operands) const {
    const auto pick = [latest](std::int64_t a, std::int64_t b) { return latest ? std::max(a, b) : std::min(a, b); };
    Cell all = cell(operands.front());
    for (const ExprId operand : operands.subspan(1)) {
      const Cell& one = cell(operand);
      all = Cell::moment({pick(all.low, one.low)}, {pick(all.high, one.high)});
    }
    return all;
  }

  /// `Cell::unknown` and absent rows as `Evaluation::row_of` has them; a row that is not taken may have no ground.
  [[nodiscard]] Cell table(const Node& node, Operands operands) const {
    std::size_t i = 0;
    for (; i + 1 < operands.size(); i += 2) {
      const Cell& row = cell(operands[i]);
      if (row.state == Cell::lost) return row;
      if (row.as_truth() == Truth::unknown) return unknown_of(node.type.kind);
      if (row.as_truth() == Truth::yes) return cell(operands[i + 1]);
    }
    return i < operands.size() ? cell(operands[i]) : unknown_of(node.type.kind);
  }

  Cell shifted(ExprId expr, const Node& node, Operands operands) {
    const Cell& anchor = cell(operands[1]);
    const bool of_date = kind(operands[1]) == Kind::date;
    if (!of_date && anchor.is_known() && anchor.soonest().is_never()) return anchor;
    if (!all_known(operands)) return unknown_of(node.type.kind);
    const ShiftDetails& details = model_.expressions.shifts[node.payload];
    const Duration& duration = cell(operands[0]).object<Duration>();
    if (!of_date && duration.is_exact() && is_plain(details)) return shifted_exactly(anchor, duration, details.before);
    return shifted_by_calendar(expr, details, operands);
  }

  [[nodiscard]] static bool is_plain(const ShiftDetails& details) {
    return !details.ending_on_business_day && !details.eu_time_limit && details.holding_business_days == 0;
  }

  [[nodiscard]] static Cell shifted_exactly(const Cell& anchor, const Duration& duration, bool before) {
    if (!anchor.soonest().is_real()) return anchor;
    const Instant moment{before ? anchor.low - duration.micros : anchor.low + duration.micros};
    if (moment.is_real()) return Cell::moment(moment);
    return Cell::moment(moment.is_never() ? Instant::never() : Instant::first());
  }

  Cell shifted_by_calendar(ExprId expr, const ShiftDetails& details, Operands operands) {
    const ShiftContext& fixed = code_.shifts[model_.expressions[expr].payload];
    const bool chosen =
        details.ending_calendar.operand || details.holding_calendar.operand || details.law_calendar.operand;
    if (!chosen) return shifted_in(expr, fixed, details, operands);
    ShiftContext context = fixed;
    const auto choose = [&](const ShiftCalendar& calendar, int& index) {
      if (calendar.operand) index = static_cast<int>(cell(operands[*calendar.operand]).low);
    };
    choose(details.ending_calendar, context.ending_calendar);
    choose(details.holding_calendar, context.holding_calendar);
    choose(details.law_calendar, context.eu_calendar);
    return shifted_in(expr, context, details, operands);
  }

  /// As `remark_texts` finds something to tell.
  [[nodiscard]] static bool is_noted(const Shifted& shifted) {
    return shifted.wanted_time || shifted.month_rounded || shifted.moved_from || shifted.lengthened_from;
  }

  Cell shifted_in(ExprId expr, const ShiftContext& context, const ShiftDetails& details, Operands operands) {
    const Duration& duration = cell(operands[0]).object<Duration>();
    const Cell& anchor = cell(operands[1]);
    if (kind(operands[1]) != Kind::date) {
      const Shifted result = shift(anchor.soonest(), duration, details.before, context);
      frame_.noted[expr] = is_noted(result);
      return result.status == Shifted::exact ? Cell::moment(result.instant) : Cell::no_ground();
    }
    const Instant from = start_of_day(Date{static_cast<std::int32_t>(anchor.low)}, context.zone);
    const Shifted result = shift(from, duration, details.before, context);
    frame_.noted[expr] = is_noted(result);
    if (result.status != Shifted::exact || !result.instant.is_real()) return Cell::no_ground();
    return Cell::number(context.zone.to_local(result.instant).date().days);
  }

  [[nodiscard]] Cell day_edge(const Node& node, ExprId anchor) const {
    const EdgeDetails& details = model_.expressions.edges[node.payload];
    if (kind(anchor) == Kind::date) {
      const Date date{static_cast<std::int32_t>(cell(anchor).low)};
      return Cell::moment(details.end ? end_of_day(date, details.zone) : start_of_day(date, details.zone));
    }
    const Instant instant = cell(anchor).soonest();
    return Cell::moment(details.end ? end_of_day(instant, details.zone) : start_of_day(instant, details.zone));
  }

  // ── Records
  // ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  [[nodiscard]] Cell member(const Node& node) const {
    const MemberRef ref = MemberRef::of(node.payload);
    const Fact& declared = model_.member(ref);
    const Value& told = record_[ref.member];
    if (!is_unknown(told)) return cell_of(told, declared.type.kind);
    if (declared.type.kind == Kind::event) return Cell::moment(Instant::never());
    return declared.default_value ? cell_of(*declared.default_value, declared.type.kind)
                                  : unknown_of(declared.type.kind);
  }

  [[nodiscard]] const Records* records_of(FactId list) const {
    const Cell& told = frame_.facts[list];
    return told.is_known() ? &told.object<Records>() : nullptr;
  }

  /// Computes the body for each record that may be meant; false where that has no ground.
  template <typename Visit>
  bool visit_records(const Node& node, Operands operands, const Visit& visit) {
    const GatherDetails& details = model_.expressions.gathers[node.payload];
    const Records& records = *records_of(details.list);
    for (std::size_t i = 0; i < records.size(); ++i) {
      record_ = records[i];
      run(code_.gathers[node.payload].body);
      if (details.filtered && cell(operands.back()).state == Cell::lost) return false;
      const Truth meant = details.filtered ? cell(operands.back()).as_truth() : Truth::yes;
      if (meant == Truth::no) continue;
      if (node.op != Op::count_of && cell(operands.front()).state == Cell::lost) return false;
      if (!visit(meant)) return false;
    }
    return true;
  }

  Cell gather(ExprId expr, const Node& node, Operands operands) {
    if (records_of(model_.expressions.gathers[node.payload].list) == nullptr) return unknown_of(node.type.kind);
    switch (node.op) {
      case Op::latest_of:
      case Op::earliest_of:
        return gathered_moment(node, operands);
      case Op::sum_of:
        return gathered_sum(expr, node, operands);
      case Op::count_of:
        return gathered_count(node, operands);
      default:
        return gathered_truth(node, operands);
    }
  }

  Cell gathered_truth(const Node& node, Operands operands) {
    const bool all = node.op == Op::all_of;
    Truth result = truth_of(all);
    const bool good = visit_records(node, operands, [&](Truth meant) {
      const Truth holds = cell(operands.front()).as_truth();
      result = all ? both(result, either(!meant, holds)) : either(result, both(meant, holds));
      return true;
    });
    return good ? Cell::truth(result) : Cell::no_ground();
  }

  Cell gathered_count(const Node& node, Operands operands) {
    std::int64_t count = 0;
    bool unknown = false;
    const bool good = visit_records(node, operands, [&](Truth meant) {
      ++count;
      unknown = unknown || meant == Truth::unknown;
      return true;
    });
    if (!good) return Cell::no_ground();
    return unknown ? Cell{} : Cell::number(count);
  }

  Cell gathered_moment(const Node& node, Operands operands) {
    const bool latest = node.op == Op::latest_of;
    const auto pick = [latest](Instant a, Instant b) { return latest ? std::max(a, b) : std::min(a, b); };
    Instant soonest = Instant::never();
    Instant furthest = Instant::never();
    Instant possibly_soonest = Instant::never();
    Instant possibly_furthest = Instant::always();
    bool any = false;
    const bool good = visit_records(node, operands, [&](Truth meant) {
      const Cell& one = cell(operands.front());
      if (meant == Truth::yes) {
        soonest = any ? pick(soonest, one.soonest()) : one.soonest();
        furthest = any ? pick(furthest, one.latest()) : one.latest();
        any = true;
      } else {
        possibly_soonest = std::min(possibly_soonest, one.soonest());
        possibly_furthest = std::max(possibly_furthest, one.latest());
      }
      return true;
    });
    if (!good) return Cell::no_ground();
    if (!any || !latest) soonest = std::min(soonest, possibly_soonest);
    if (any && latest) furthest = std::max(furthest, possibly_furthest);
    return Cell::moment(soonest, furthest);
  }

  Cell gathered_sum(ExprId expr, const Node& node, Operands operands) {
    std::optional<Value> sum;
    bool unknown = false;
    const bool good = visit_records(node, operands, [&](Truth meant) {
      unknown = unknown || meant == Truth::unknown || !cell(operands.front()).is_known();
      if (unknown) return true;
      const Value one = value(operands.front());
      sum = sum ? add(*sum, one) : std::optional(one);
      return sum.has_value();
    });
    if (!good) return Cell::no_ground();
    if (unknown) return Cell{};
    return sum ? keep(expr, *sum) : nothing_of(expr, node);
  }

  Cell nothing_of(ExprId expr, const Node& node) {
    if (node.type.kind == Kind::duration) return keep(expr, Value{Duration{}});
    if (node.type.kind != Kind::money) return Cell::number(0);
    const auto group = model_.expressions.gathers[node.payload].currency_group;
    const auto currency = group ? currency_of(model_.currency_groups[*group]) : std::nullopt;
    return currency ? Cell{0, *currency, Cell::known} : Cell{};
  }

  /// See `bywhen::currency_of`.
  [[nodiscard]] std::optional<std::uint16_t> currency_of(const CurrencyGroup& group) const {
    if (group.currency) return group.currency;
    for (const FactId fact : group.facts) {
      if (model_.facts[fact].type.kind != Kind::list) {
        if (frame_.facts[fact].is_known()) return static_cast<std::uint16_t>(frame_.facts[fact].high);
        continue;
      }
      const Records* records = records_of(fact);
      if (records == nullptr) continue;
      for (const Value& value : records->values) {
        if (const auto* money = std::get_if<Money>(&value)) return money->currency;
      }
    }
    return std::nullopt;
  }

  const Code& code_;
  const Model& model_;
  Frame& frame_;
  Instant at_;
  Instant& until_;
  /// The record that is looked at, while something is gathered.
  std::span<const Value> record_;
};

}  // namespace

void compute_still(const Code& code, Frame& frame) {
  Instant unused = Instant::never();
  Computer(code, frame, Instant::always(), unused).run(code.statuses[frame.status].still);
}

void compute_moving(const Code& code, Frame& frame, Instant at, Instant& until) {
  Computer(code, frame, at, until).run(code.statuses[frame.status].moving);
}

}  // namespace bywhen::machine
