#include "interpreter/evaluate/rule_truth.hpp"

#include <algorithm>

namespace bywhen {

Truth is_before(Reach left, Reach right) {
  if (left.latest < right.soonest) return Truth::yes;
  return left.soonest < right.latest ? Truth::unknown : Truth::no;
}

namespace {

Truth condition_holds(Evaluation& evaluation, const Rule& rule) {
  return rule.condition ? evaluation.truth(*rule.condition) : Truth::yes;
}

/// One mark of a duty's action: it counts from the opening on, and where the clock acts at the deadline only up to
/// that.
Truth mark_counts(Evaluation& evaluation, const Rule& rule, const Duty& duty, Instant mark) {
  const Truth in_time = rule.lapses() ? duty.due.is_after(mark) : Truth::yes;
  const Truth early = duty.opens.is_after(mark);
  return both(both(evaluation.passed(mark), !early), in_time);
}

void find_done(Evaluation& evaluation, const Rule& rule, Duty& duty) {
  for (const ActionId action : rule.actions) {
    for (const Mark& mark : evaluation.model().actions[action].marks) {
      const Instant at = std::get<Instant>(fact_value(evaluation.model(), evaluation.order(), mark.event));
      if (at.is_never()) continue;
      const Truth counts = mark_counts(evaluation, rule, duty, at);
      duty.done = either(duty.done, counts);
      duty.in_time = either(duty.in_time, both(counts, duty.due.is_after(at)));
      if (counts == Truth::yes) duty.done_at = std::min(duty.done_at, at);
    }
  }
}

}  // namespace

Duty duty_at(Evaluation& evaluation, const Rule& rule) {
  Duty duty;
  duty.applies = condition_holds(evaluation, rule);
  duty.opens = rule.open ? evaluation.reach(*rule.open) : Reach::of(Instant::always());
  duty.due = rule.close ? evaluation.reach(*rule.close) : Reach::of(Instant::never());
  duty.arises = rule.open && rule.close ? is_before(duty.opens, duty.due) : Truth::yes;
  if (duty.opens.soonest.is_never()) duty.arises = Truth::no;
  find_done(evaluation, rule, duty);
  return duty;
}

DutyState state_of(const Duty& duty, Instant at) {
  if (duty.done == Truth::yes && duty.in_time != Truth::unknown)
    return duty.in_time == Truth::yes ? DutyState::met : DutyState::met_late;
  const bool certain = duty.applies == Truth::yes && duty.arises == Truth::yes && duty.done == Truth::no;
  if (!certain) return DutyState::unknown;
  if (duty.opens.is_after(at) == Truth::yes) return DutyState::ahead;
  if (duty.due.is_after(at) == Truth::no) return DutyState::overdue;
  const bool open = duty.opens.is_after(at) == Truth::no && duty.due.is_after(at) == Truth::yes;
  return open ? DutyState::pending : DutyState::unknown;
}

Truth sentence_holds(Evaluation& evaluation, const Rule& rule) {
  Truth holds = condition_holds(evaluation, rule);
  if (rule.open) holds = both(holds, evaluation.passed(*rule.open));
  if (rule.close) holds = both(holds, !evaluation.passed(*rule.close));
  return holds;
}

namespace {

Truth duty_open(const Duty& duty) { return both(both(duty.applies, duty.arises), !duty.done); }

Truth duty_permits(Evaluation& evaluation, const Rule& rule) {
  const Duty duty = duty_at(evaluation, rule);
  const Truth opened = evaluation.passed(duty.opens);
  const Truth over = rule.lapses() ? evaluation.passed(duty.due) : Truth::no;
  return both(both(duty_open(duty), opened), !over);
}

Truth right_permits(Evaluation& evaluation, const Rule& rule) {
  const Duty duty = duty_at(evaluation, rule);
  const Truth over = rule.otherwise->until ? evaluation.passed(*rule.otherwise->until) : Truth::no;
  return both(both(duty_open(duty), evaluation.passed(duty.due)), !over);
}

}  // namespace

Truth ground_holds(Evaluation& evaluation, const Ground& ground) {
  const Rule& rule = evaluation.model().rules[ground.rule];
  switch (ground.kind) {
    case GroundKind::duty:
      return duty_permits(evaluation, rule);
    case GroundKind::right:
      return right_permits(evaluation, rule);
    case GroundKind::permission:
      break;
  }
  return sentence_holds(evaluation, rule);
}

StatusId status_after(Evaluation& evaluation, const Action& action) {
  for (const Becoming& becoming : action.becomes) {
    if (!becoming.condition || evaluation.truth(*becoming.condition) == Truth::yes) return becoming.status;
  }
  return evaluation.order().status;
}

namespace {

bool already_happened(Evaluation& evaluation, const Action& action, Instant due) {
  const StatusId to = status_after(evaluation, action);
  const auto guard = guard_event(evaluation.model(), action, evaluation.order().status, to);
  if (!guard) return true;  // check lets none of these through
  const Instant mark = std::get<Instant>(fact_value(evaluation.model(), evaluation.order(), *guard));
  return !mark.is_never() && mark >= due;
}

}  // namespace

bool clock_acts(Evaluation& evaluation, const Rule& rule) {
  const Action& action = evaluation.model().actions[rule.automatic_action()];
  if (rule.kind == RuleKind::happens) {
    const Reach moment = evaluation.reach(*rule.close);
    const Truth ready = both(condition_holds(evaluation, rule), evaluation.passed(moment));
    const auto due = moment.known();
    return due && ready == Truth::yes && !already_happened(evaluation, action, *due);
  }
  const Duty duty = duty_at(evaluation, rule);
  const Truth ready = both(duty_open(duty), evaluation.passed(duty.due));
  const auto due = duty.due.known();
  return due && ready == Truth::yes && !already_happened(evaluation, action, *due);
}

}  // namespace bywhen
