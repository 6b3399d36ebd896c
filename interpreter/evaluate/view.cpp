#include "interpreter/evaluate/view.hpp"
#include "interpreter/time/real.hpp"

#include <algorithm>
#include <utility>

namespace bywhen {

Viewer::Viewer(const Program& program, const Future& future, std::optional<Fault> fault)
    : model_(*program.model),
      future_(future),
      status_(program.statuses[future.segments.front().order.status]),
      fault_(std::move(fault)) {
  for (const Entitlement& entitlement : status_.entitlements) courses_.push_back(course_of(entitlement));
}

const OrderState& Viewer::order_at(Instant at) const {
  const OrderState* order = &now();
  for (const Future::Segment& segment : future_.segments) {
    if (segment.from <= at) order = &segment.order;
  }
  return *order;
}

// ── Courses
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

Timeline Viewer::permitted_in(const OrderState& order, const Entitlement& entitlement) {
  return trace(model_, order, fault_, [&](Evaluation& evaluation) {
    Truth permitted = Truth::no;
    for (const Ground& ground : entitlement.grounds) permitted = either(permitted, ground_holds(evaluation, ground));
    return permitted;
  });
}

Timeline Viewer::forbidden_in(const OrderState& order, const Entitlement& entitlement) {
  return trace(model_, order, fault_, [&](Evaluation& evaluation) {
    Truth forbidden = Truth::no;
    for (const RuleId rule : entitlement.prohibitions)
      forbidden = either(forbidden, sentence_holds(evaluation, model_.rules[rule]));
    return forbidden;
  });
}

/// At some time of the order's stay in its status, by the facts as the clock will have left them then.
bool Viewer::block_applies(RuleId rule) {
  const auto condition = model_.rules[rule].block_condition;
  if (!condition) return true;
  Timeline applies;
  for (const Future::Segment& segment : future_.segments) {
    const Timeline here =
        trace(model_, segment.order, fault_, [&](Evaluation& evaluation) { return evaluation.truth(*condition); });
    applies.replace_from(segment.from, here);
  }
  applies.cut(future_.leaves);
  return !applies.always(Truth::no);
}

bool Viewer::is_mentioned(const Entitlement& entitlement) {
  return std::any_of(entitlement.grounds.begin(), entitlement.grounds.end(),
                     [&](const Ground& ground) { return block_applies(ground.rule); }) ||
         std::any_of(entitlement.prohibitions.begin(), entitlement.prohibitions.end(),
                     [&](RuleId rule) { return block_applies(rule); });
}

Viewer::Course Viewer::course_of(const Entitlement& entitlement) {
  Course course;
  course.mentioned = is_mentioned(entitlement);
  if (!course.mentioned) return course;
  course.permitted = permitted_in(now(), entitlement);
  course.allowed = both(course.permitted, !forbidden_in(now(), entitlement));
  for (std::size_t i = 1; i < future_.segments.size(); ++i) {
    const Future::Segment& segment = future_.segments[i];
    const Timeline later = both(permitted_in(segment.order, entitlement), !forbidden_in(segment.order, entitlement));
    course.allowed.replace_from(segment.from, later);
  }
  course.allowed.cut(future_.leaves);
  return course;
}

// ── Actions
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

const Ground* Viewer::ground_at(const Entitlement& entitlement, Instant at) const {
  Evaluation evaluation(model_, order_at(at), at);
  for (const Ground& ground : entitlement.grounds) {
    if (ground_holds(evaluation, ground) != Truth::no) return &ground;
  }
  return nullptr;
}

namespace {

void add_reason(const std::string& reason, ActionView& view) {
  const bool known = std::find(view.reasons.begin(), view.reasons.end(), reason) != view.reasons.end();
  if (!reason.empty() && !known) view.reasons.emplace_back(reason);
}

}  // namespace

namespace {

const std::string& reason_of(const Model& model, const Ground& ground) {
  const Rule& rule = model.rules[ground.rule];
  return ground.kind == GroundKind::right ? rule.otherwise->because : rule.because;
}

}  // namespace

void Viewer::explain_yes(const Entitlement& entitlement, Instant at, ActionView& view) const {
  Evaluation evaluation(model_, now(), at);
  for (const Ground& ground : entitlement.grounds) {
    if (ground_holds(evaluation, ground) != Truth::yes) continue;
    if (!view.rule) view.rule = ground.rule;
    add_reason(reason_of(model_, ground), view);
  }
}

/// A prohibition that holds explains a no; else the permission that opens, that has ended, or that never held does. The
/// reason of one that never held would explain nothing.
void Viewer::explain_no(const Entitlement& entitlement, Instant at, ActionView& view) const {
  Evaluation evaluation(model_, now(), at);
  for (const RuleId id : entitlement.prohibitions) {
    if (sentence_holds(evaluation, model_.rules[id]) != Truth::yes) continue;
    if (!view.rule) view.rule = id;
    add_reason(model_.rules[id].because, view);
  }
  if (view.rule) return;
  const Ground* ground = nullptr;
  if (view.verdict == Verdict::not_yet) ground = ground_at(entitlement, *view.from);
  if (view.verdict == Verdict::expired) ground = ground_at(entitlement, Instant{view.until->micros - 1});
  if (ground != nullptr) {
    view.rule = ground->rule;
    add_reason(reason_of(model_, *ground), view);
  }
  if (!view.rule && !entitlement.grounds.empty()) view.rule = entitlement.grounds.front().rule;
  if (!view.rule && !entitlement.prohibitions.empty()) view.rule = entitlement.prohibitions.front();
}

namespace {

void collect_rule_unknown(Evaluation& evaluation, const Rule& rule, std::set<FactPart>& facts) {
  for (const auto& expr : {rule.condition, rule.open, rule.close}) {
    if (expr) evaluation.collect_unknown(*expr, facts);
  }
}

}  // namespace

void Viewer::explain_unknown(const Entitlement& entitlement, Instant at, ActionView& view) const {
  Evaluation evaluation(model_, order_at(at), at);
  for (const Ground& ground : entitlement.grounds) {
    if (ground_holds(evaluation, ground) != Truth::unknown) continue;
    if (!view.rule) view.rule = ground.rule;
    const Rule& rule = model_.rules[ground.rule];
    collect_rule_unknown(evaluation, rule, view.unknown);
    if (ground.kind == GroundKind::right && rule.otherwise->until)
      evaluation.collect_unknown(*rule.otherwise->until, view.unknown);
  }
  for (const RuleId id : entitlement.prohibitions) {
    if (sentence_holds(evaluation, model_.rules[id]) != Truth::unknown) continue;
    if (!view.rule) view.rule = id;
    collect_rule_unknown(evaluation, model_.rules[id], view.unknown);
  }
}

ActionView Viewer::action_view(const Entitlement& entitlement, const Course& course, Instant at) const {
  ActionView view;
  const Truth truth = course.allowed.at(at);
  if (truth != Truth::no) {
    view.verdict = truth == Truth::yes ? Verdict::allowed : Verdict::unknown;
    view.until = real(course.allowed.end_of_piece(at));
    truth == Truth::yes ? explain_yes(entitlement, at, view) : explain_unknown(entitlement, at, view);
    return view;
  }
  view.from = real(course.allowed.next_not_false(at));
  const auto ended = real(course.permitted.last_true_end(at));
  if (view.from) {
    view.verdict = Verdict::not_yet;
    view.until = real(course.allowed.end_of_piece(*view.from));
  } else if (ended && course.permitted.at(at) != Truth::yes) {
    view.verdict = Verdict::expired;
    view.until = ended;
  }
  explain_no(entitlement, at, view);
  return view;
}

// ── Duties
// ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

namespace {

/// When a duty that does not apply yet will; absent if it never does.
std::optional<Instant> applies_from(const Model& model, const OrderState& order, const Rule& rule, Instant after) {
  Instant at = after;
  while (true) {
    Evaluation evaluation(model, order, at);
    if (evaluation.truth(*rule.condition) != Truth::no) return at;
    at = evaluation.until();
    if (at.is_never()) return std::nullopt;
  }
}

}  // namespace

std::optional<RuleId> Viewer::blocking(Evaluation& evaluation, const Rule& duty, ActorId actor) const {
  std::optional<RuleId> blocked_by;
  for (const ActionId action : duty.actions) {
    std::optional<RuleId> found;
    for (const Entitlement& entitlement : status_.entitlements) {
      if (entitlement.actor != actor || entitlement.action != action) continue;
      for (const RuleId rule : entitlement.prohibitions) {
        if (!found && sentence_holds(evaluation, model_.rules[rule]) == Truth::yes) found = rule;
      }
    }
    if (!found) return std::nullopt;  // one way to do the duty is enough
    if (!blocked_by) blocked_by = found;
  }
  return blocked_by;
}

std::optional<DutyView> Viewer::duty_view(Evaluation& evaluation, RuleId id, ActorId actor) const {
  const Rule& rule = model_.rules[id];
  const Duty duty = duty_at(evaluation, rule);
  if (duty.arises == Truth::no) return std::nullopt;
  DutyView view;
  view.rule = id;
  view.actor = actor;
  view.opens = real(duty.opens.known().value_or(Instant::never()));
  view.due = real(duty.due.known().value_or(Instant::never()));
  if (duty.applies == Truth::no) {
    const auto from = applies_from(model_, now(), rule, evaluation.at());
    if (!from) return std::nullopt;
    view.opens = std::max(*from, view.opens.value_or(*from));
    view.state = DutyState::ahead;
  } else {
    view.state = state_of(duty, evaluation.at());
  }
  if (view.state == DutyState::unknown) collect_rule_unknown(evaluation, rule, view.unknown);
  view.done_at = real(duty.done_at);
  if (view.state == DutyState::pending || view.state == DutyState::overdue)
    view.blocked_by = blocking(evaluation, rule, actor);
  if (rule.amount) {
    view.amount = amount_due(evaluation, *rule.amount);
    evaluation.collect_unknown(rule.amount->gross, view.unknown);
    for (const ExprId less : rule.amount->less) evaluation.collect_unknown(less, view.unknown);
  }
  if (rule.lapses()) view.becomes = status_after(evaluation, model_.actions[rule.automatic_action()]);
  return view;
}

// ── The view
// ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

View Viewer::view_at(Instant at, std::optional<Fault>& fault) const {
  View view;
  for (std::size_t i = 0; i < courses_.size(); ++i) {
    view.actions.push_back(courses_[i].mentioned ? std::optional(action_view(status_.entitlements[i], courses_[i], at))
                                                 : std::nullopt);
  }
  Evaluation evaluation(model_, now(), at);
  for (const RuleId id : status_.duties) {
    for (const ActorId actor : model_.rules[id].actors) {
      if (auto duty = duty_view(evaluation, id, actor)) view.duties.push_back(std::move(*duty));
    }
  }
  keep_first(fault, evaluation.fault());
  return view;
}

Instant Viewer::changes_after(Instant at) const {
  Instant next = Instant::never();
  for (const Course& course : courses_) {
    if (course.mentioned) next = std::min(next, course.allowed.end_of_piece(at));
  }
  // Reasons, duties and amounts may change where no verdict does.
  Evaluation evaluation(model_, now(), at);
  for (const Entitlement& entitlement : status_.entitlements) {
    for (const Ground& ground : entitlement.grounds) (void)ground_holds(evaluation, ground);
    for (const RuleId rule : entitlement.prohibitions) (void)sentence_holds(evaluation, model_.rules[rule]);
  }
  for (const RuleId id : status_.duties) {
    const Rule& rule = model_.rules[id];
    const Duty duty = duty_at(evaluation, rule);
    (void)evaluation.passed(duty.opens);
    (void)evaluation.passed(duty.due);
    if (rule.amount) (void)amount_due(evaluation, *rule.amount);
    if (rule.lapses()) (void)status_after(evaluation, model_.actions[rule.automatic_action()]);
  }
  return std::min(next, evaluation.until());
}

}  // namespace bywhen
