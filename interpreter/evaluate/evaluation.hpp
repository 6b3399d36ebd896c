#pragma once

#include <optional>
#include <set>

#include "interpreter/model.hpp"
#include "interpreter/order_state.hpp"

namespace bywhen {

/// Where a business calendar could not tell a moment.
struct CalendarGap {
  int calendar = -1;
  /// What was computed is right before this instant; `always()` where it never is.
  Instant end = Instant::always();
};

/// Computes expressions for one order at one instant, and learns until when the results stay the same. Total: it has no
/// errors, but a gap in a calendar may take the ground from under a result, which whoever asks must look at.
class Evaluation {
public:
  Evaluation(const Model& model, const OrderState& order, Instant at) : model_(model), order_(order), at_(at) {}

  [[nodiscard]] Value value(ExprId expr);
  [[nodiscard]] Truth truth(ExprId expr);
  /// Absent: unknown.
  [[nodiscard]] std::optional<Instant> moment(ExprId expr);
  /// Whether a moment has come, with its coming noted; unknown for an unknown one.
  [[nodiscard]] Truth passed(std::optional<Instant> moment);

  /// The first instant after `at` at which something that was computed may differ.
  [[nodiscard]] Instant until() const { return until_; }
  [[nodiscard]] Instant at() const { return at_; }
  [[nodiscard]] const std::optional<CalendarGap>& gap() const { return gap_; }
  [[nodiscard]] const Model& model() const { return model_; }
  [[nodiscard]] const OrderState& order() const { return order_; }

  /// The missing facts that keep an expression unknown.
  void collect_unknown(ExprId expr, std::set<FactId>& facts);

private:
  [[nodiscard]] Value percent_value(std::span<const ExprId> operands);
  [[nodiscard]] Value duration_value(const Node& node, std::span<const ExprId> operands);
  [[nodiscard]] Value duration_sum(std::span<const ExprId> operands);
  [[nodiscard]] Value shift_value(const Node& node, std::span<const ExprId> operands);
  [[nodiscard]] Value edge_value(const Node& node, std::span<const ExprId> operands);
  [[nodiscard]] Value extreme_value(bool latest, std::span<const ExprId> operands);
  [[nodiscard]] Value table_value(std::span<const ExprId> operands);
  [[nodiscard]] Truth compare_value(Op op, std::span<const ExprId> operands);
  [[nodiscard]] Truth logic_value(bool conjunction, std::span<const ExprId> operands);
  [[nodiscard]] bool is_condition(Op op) const;
  [[nodiscard]] Instant note_gap(const Shifted& shifted);

  const Model& model_;
  const OrderState& order_;
  Instant at_;
  Instant until_ = Instant::never();
  std::optional<CalendarGap> gap_;
};

}  // namespace bywhen
