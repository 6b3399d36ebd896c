#pragma once

#include <optional>
#include <set>
#include <span>

#include "interpreter/evaluate/fault.hpp"
#include "interpreter/evaluate/remark.hpp"
#include "interpreter/model.hpp"
#include "interpreter/order_state.hpp"

namespace bywhen {

/// Between which instants a moment lies, whatever the unknown facts are; known where both are one.
struct Reach {
  Instant soonest = Instant::always();
  Instant latest = Instant::never();

  [[nodiscard]] static Reach of(Instant instant) { return {instant, instant}; }
  [[nodiscard]] std::optional<Instant> known() const {
    return soonest == latest ? std::optional(soonest) : std::nullopt;
  }
  /// Whether an instant lies before the moment.
  [[nodiscard]] Truth is_after(Instant instant) const {
    if (instant < soonest) return Truth::yes;
    return instant < latest ? Truth::unknown : Truth::no;
  }
};

/// Computes expressions for one order at one instant, and learns until when the results stay the same. Total: it has no
/// errors, but a fault may take the ground from under a result, which whoever asks must look at.
class Evaluation {
public:
  /// Where `remarks` are wanted they are added there; else they cost nothing.
  Evaluation(const Model& model, const OrderState& order, Instant at, Remarks* remarks = nullptr)
      : model_(model), order_(order), at_(at), remarks_(remarks) {}

  [[nodiscard]] Value value(ExprId expr);
  [[nodiscard]] Truth truth(ExprId expr);
  /// Absent: unknown.
  [[nodiscard]] std::optional<Instant> moment(ExprId expr);
  /// Surer than `moment`: the earliest of several is not after any that is known, the latest not before.
  [[nodiscard]] Reach reach(ExprId expr);
  /// Whether a moment has come, with its coming noted.
  [[nodiscard]] Truth passed(Reach moment);
  [[nodiscard]] Truth passed(Instant moment) { return passed(Reach::of(moment)); }
  [[nodiscard]] Truth passed(ExprId moment) { return passed(reach(moment)); }

  /// A fault where the value is a duration that no order can tell: one that goes backwards.
  void require_tellable(ExprId expr, const Value& value);

  /// What is left of an amount without the part that an expression has come to; nothing, and a fault, where that is
  /// beyond all bounds.
  [[nodiscard]] std::optional<Money> take_off(ExprId part, Money from, Money less);

  /// The first instant after `at` at which something that was computed may differ.
  [[nodiscard]] Instant until() const { return until_; }
  [[nodiscard]] Instant at() const { return at_; }
  [[nodiscard]] const std::optional<Fault>& fault() const { return fault_; }
  [[nodiscard]] const Model& model() const { return model_; }
  [[nodiscard]] const OrderState& order() const { return order_; }

  /// The missing facts that keep an expression unknown, and missing members of records.
  void collect_unknown(ExprId expr, std::set<FactPart>& facts);

  /// The members of records that an expression reads, of the records that make it what it is.
  void collect_deciding(ExprId expr, std::set<FactPart>& parts);
  /// The events that an expression reads and that have not happened: facts, and members of the records that are meant;
  /// a list of which no record is meant, as a whole.
  void collect_awaited(ExprId expr, std::set<FactPart>& parts);
  /// A member of a record that the order tells, as `fact_value`.
  [[nodiscard]] Value part_value(const FactPart& part) const;

private:
  [[nodiscard]] Value percent_value(ExprId expr, std::span<const ExprId> operands);
  [[nodiscard]] Value decimal_value(ExprId expr, std::span<const ExprId> operands);
  [[nodiscard]] Value sum_value(ExprId expr, std::span<const ExprId> operands);
  [[nodiscard]] Value times_value(ExprId expr, std::span<const ExprId> operands);
  [[nodiscard]] Value bounded_value(bool at_least, std::span<const ExprId> operands);
  [[nodiscard]] Value duration_value(const Node& node, std::span<const ExprId> operands);
  [[nodiscard]] Value calendar_value(std::span<const ExprId> operands);
  [[nodiscard]] Value shift_value(ExprId expr, std::span<const ExprId> operands);
  [[nodiscard]] Value shifted_value(ExprId expr, const Duration& duration, const Value& anchor,
                                    const ShiftContext& context);
  void remark_on(const Shifted& shifted, const Duration& duration, bool before, const ShiftContext& context);
  [[nodiscard]] bool choose_calendars(const ShiftDetails& details, std::span<const ExprId> operands,
                                      ShiftContext& context);
  [[nodiscard]] Value since_value(ExprId event);
  [[nodiscard]] Value edge_value(const Node& node, std::span<const ExprId> operands);
  [[nodiscard]] Value extreme_value(bool latest, std::span<const ExprId> operands);
  [[nodiscard]] std::optional<ExprId> row_of(std::span<const ExprId> operands);
  [[nodiscard]] Truth compare_value(Op op, std::span<const ExprId> operands);
  [[nodiscard]] Truth logic_value(bool conjunction, std::span<const ExprId> operands);
  [[nodiscard]] bool is_condition(Op op) const;
  // What is gathered over records (evaluation_gather.cpp).

  /// A record in which something is looked at.
  struct Look {
    std::uint32_t record = 0;
    /// Whether it is one of those that are meant.
    Truth meant = Truth::yes;
  };
  template <typename Visit>
  void visit_records(ExprId expr, const Visit& visit);
  [[nodiscard]] Value gathered_value(ExprId expr);
  [[nodiscard]] Truth gathered_truth(ExprId expr);
  [[nodiscard]] Reach gathered_reach(ExprId expr);
  [[nodiscard]] Value gathered_sum(ExprId expr);
  [[nodiscard]] Value gathered_count(ExprId expr);
  [[nodiscard]] Value nothing_of(ExprId expr) const;
  [[nodiscard]] Value member_value(const Node& node) const;
  void remark_on_extreme(ExprId expr, const Reach& reach);
  [[nodiscard]] std::vector<std::uint32_t> deciding_records(ExprId expr);
  void collect_gathered(ExprId expr, std::set<FactPart>& facts);
  void collect_awaited_members(ExprId expr, std::set<FactPart>& parts);

  /// What is left of a result without ground: unknown, with the fault noted.
  Value overflow(ExprId expr, std::vector<Value> operands);
  void note_faults(ExprId expr, const Duration& duration, const Value& anchor, const Shifted& shifted);

  const Model& model_;
  const OrderState& order_;
  Instant at_;
  Instant until_ = Instant::never();
  Remarks* remarks_;
  /// The record that is looked at, while something is gathered.
  std::span<const Value> record_;
  std::uint32_t record_index_ = 0;
  std::optional<Fault> fault_;
};

}  // namespace bywhen
