#pragma once

#include <optional>
#include <vector>

#include "interpreter/evaluate/evaluation.hpp"
#include "interpreter/order_state.hpp"
#include "interpreter/program.hpp"

namespace bywhen {

struct AmountDue {
  Money amount;
  Money gross;
  Money less;
  Value to;
  friend bool operator==(const AmountDue&, const AmountDue&) = default;
};

/// What is owed: never below zero. `less` is what was really taken off, so that it and the amount add up to the gross.
/// Absent where a fact that it hangs on is unknown.
[[nodiscard]] std::optional<AmountDue> amount_due(Evaluation& evaluation, const AmountRule& rule);

/// Something that the clock did, or will do if nobody acts.
struct Happening {
  Instant at;
  RuleId rule = 0;
  ActionId action = 0;
  StatusId from = 0;
  StatusId to = 0;
  /// The facts that it changed, in slot order, with their new values.
  std::vector<std::pair<FactId, Value>> changed;
  std::optional<AmountDue> amount;
  /// The sentences that were ready at the very same instant and would have led elsewhere: `rivals_of`.
  std::vector<RuleId> rivals;
  /// How its instant and its amount were computed.
  Remarks remarks;
};

/// How the clock's doing of a rule's action at an instant came about, for the order as it was then.
[[nodiscard]] Remarks remarks_on(const Model& model, const OrderState& order, RuleId rule, Instant at);

/// Writes what an action does to an order at an instant, all at once: what it sets and becomes reads the order as it is
/// before. Returns the changed facts in slot order.
std::vector<std::pair<FactId, Value>> take_effect(const Model& model, OrderState& order, const Action& action,
                                                  Instant at, std::optional<Fault>& fault);

/// Lets the clock run up to and with `upto` (`never()`: to the end, which comes since check has proved it), and changes
/// the order. Each automatic action happens at the first instant at which it is ready, but none before the order was
/// last right, nor before the policy's version took effect. What has no ground is a fault from when the clock comes to
/// it; what is returned from then on says nothing.
std::vector<Happening> settle(const Program& program, OrderState& order, Instant upto, std::optional<Fault>& fault);

/// When the order entered its status: the latest of the events that the status marks each time. Absent where the order
/// does not tell.
[[nodiscard]] std::optional<Instant> entered_at(const Model& model, const OrderState& order);

/// Since when the order is right: its `as_of`, else when its status was entered, else `always()`.
[[nodiscard]] Instant last_right(const Model& model, const OrderState& order);

}  // namespace bywhen
