#pragma once

#include <optional>

#include "bywhen/answer.hpp"
#include "interpreter/evaluate/evaluation.hpp"
#include "interpreter/evaluate/timeline.hpp"
#include "interpreter/program.hpp"

/// What a rule says at one instant. Every function notes in the evaluation until when its word holds.
namespace bywhen {

[[nodiscard]] Truth is_before(Reach left, Reach right);

/// A duty as it stands for one order at one instant.
struct Duty {
  Truth applies = Truth::no;
  /// A duty without an opening is open always, one without a deadline is never over.
  Reach opens;
  Reach due;
  /// No for an empty window: the duty does not arise.
  Truth arises = Truth::no;
  Truth done = Truth::no;
  /// Whether it was done before it was due.
  Truth in_time = Truth::no;
  /// When it was done; never while it is not.
  Instant done_at = Instant::never();
};

[[nodiscard]] Duty duty_at(Evaluation& evaluation, const Rule& rule);
/// What is done is done, whatever else is unknown; but whether in time, only the deadline tells.
[[nodiscard]] DutyState state_of(const Duty& duty, Instant at);

/// Whether a permission's or prohibition's window is open and its conditions hold.
[[nodiscard]] Truth sentence_holds(Evaluation& evaluation, const Rule& rule);
[[nodiscard]] Truth ground_holds(Evaluation& evaluation, const Ground& ground);

/// The status that an action leads to from the order's.
[[nodiscard]] StatusId status_after(Evaluation& evaluation, const Action& action);

/// Whether the clock does the rule's action now: its instant has passed, its conditions hold, it is not done and has
/// not happened since.
[[nodiscard]] bool clock_acts(Evaluation& evaluation, const Rule& rule);

/// What a function of an evaluation says over all time. `fault` takes the fault that strikes first.
template <typename Function>
[[nodiscard]] Timeline trace(const Model& model, const OrderState& order, std::optional<Fault>& fault,
                             Function truth_at) {
  Timeline timeline;
  for (Instant at = Instant::always(); !at.is_never();) {
    Evaluation evaluation(model, order, at);
    timeline.add(at, truth_at(evaluation));
    keep_first(fault, evaluation.fault());
    at = evaluation.until();
  }
  return timeline;
}

}  // namespace bywhen
