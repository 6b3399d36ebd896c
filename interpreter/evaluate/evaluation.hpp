#pragma once

#include <optional>
#include <set>

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

  /// The missing facts that keep an expression unknown.
  void collect_unknown(ExprId expr, std::set<FactId>& facts);

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
  [[nodiscard]] Value edge_value(const Node& node, std::span<const ExprId> operands);
  [[nodiscard]] Value extreme_value(bool latest, std::span<const ExprId> operands);
  [[nodiscard]] std::optional<ExprId> row_of(std::span<const ExprId> operands);
  [[nodiscard]] Truth compare_value(Op op, std::span<const ExprId> operands);
  [[nodiscard]] Truth logic_value(bool conjunction, std::span<const ExprId> operands);
  [[nodiscard]] bool is_condition(Op op) const;
  /// What is left of a result without ground: unknown, with the fault noted.
  Value overflow(ExprId expr, std::vector<Value> operands);
  void note_faults(ExprId expr, const Duration& duration, const Value& anchor, const Shifted& shifted);

  const Model& model_;
  const OrderState& order_;
  Instant at_;
  Instant until_ = Instant::never();
  Remarks* remarks_;
  std::optional<Fault> fault_;
};

}  // namespace bywhen
