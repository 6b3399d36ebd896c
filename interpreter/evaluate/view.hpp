#pragma once

#include <optional>
#include <vector>

#include "interpreter/evaluate/decide.hpp"
#include "interpreter/evaluate/rule_truth.hpp"
#include "interpreter/evaluate/timeline.hpp"

namespace bywhen {

/// How an order goes on if nobody acts, as far as it stays in its status: automatic actions that change facts alone
/// begin a new segment.
struct Future {
  struct Segment {
    Instant from;
    OrderState order;
  };
  std::vector<Segment> segments;
  /// When the clock moves the order out of its status.
  Instant leaves = Instant::never();
};

/// Traces every rule of the order's status over time once, and then tells what holds at any instant before the clock
/// acts again.
class Viewer {
public:
  /// `fault` is the first fault met so far.
  Viewer(const Program& program, const Future& future, std::optional<Fault> fault);

  /// `fault` takes the fault that strikes first, if any does.
  [[nodiscard]] View view_at(Instant at, std::optional<Fault>& fault) const;
  /// The first later instant at which anything that a view is made of may change; `never()` if nothing will.
  [[nodiscard]] Instant changes_after(Instant at) const;
  [[nodiscard]] const std::optional<Fault>& fault() const { return fault_; }

private:
  /// One entitlement over time: what the status alone would permit now, and what the future leaves of it.
  struct Course {
    bool mentioned = false;
    Timeline permitted;
    Timeline allowed;
  };

  [[nodiscard]] const OrderState& now() const { return future_.segments.front().order; }
  [[nodiscard]] const OrderState& order_at(Instant at) const;
  [[nodiscard]] Timeline permitted_in(const OrderState& order, const Entitlement& entitlement);
  [[nodiscard]] Timeline forbidden_in(const OrderState& order, const Entitlement& entitlement);
  [[nodiscard]] bool is_mentioned(const Entitlement& entitlement);
  [[nodiscard]] bool block_applies(RuleId rule);
  [[nodiscard]] Course course_of(const Entitlement& entitlement);

  [[nodiscard]] ActionView action_view(const Entitlement& entitlement, const Course& course, Instant at) const;
  void explain_yes(const Entitlement& entitlement, Instant at, ActionView& view) const;
  void explain_no(const Entitlement& entitlement, Instant at, ActionView& view) const;
  void explain_unknown(const Entitlement& entitlement, Instant at, ActionView& view) const;
  [[nodiscard]] const Ground* ground_at(const Entitlement& entitlement, Instant at) const;
  [[nodiscard]] std::optional<DutyView> duty_view(Evaluation& evaluation, RuleId id, ActorId actor) const;
  [[nodiscard]] std::optional<RuleId> blocking(Evaluation& evaluation, const Rule& duty, ActorId actor) const;

  const Model& model_;
  const Future& future_;
  const StatusProgram& status_;
  std::vector<Course> courses_;
  std::optional<Fault> fault_;
};

}  // namespace bywhen
