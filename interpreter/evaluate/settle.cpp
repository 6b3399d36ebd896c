#include "interpreter/evaluate/settle.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "interpreter/evaluate/rivals.hpp"
#include "interpreter/evaluate/rule_truth.hpp"

namespace bywhen {

std::optional<AmountDue> amount_due(Evaluation& evaluation, const AmountRule& rule) {
  const Value gross = evaluation.value(rule.gross);
  // All are computed first: which of them stands before an unknown one makes no difference to their faults.
  std::vector<Value> less;
  for (const ExprId part : rule.less) less.push_back(evaluation.value(part));
  if (is_unknown(gross) || std::any_of(less.begin(), less.end(), is_unknown)) return std::nullopt;
  AmountDue due;
  due.gross = std::get<Money>(gross);
  std::optional<Money> left = due.gross;
  for (std::size_t i = 0; left && i < less.size(); ++i)
    left = evaluation.take_off(rule.less[i], *left, std::get<Money>(less[i]));
  if (!left) return std::nullopt;
  due.amount = Money{std::max<std::int64_t>(0, left->minor), due.gross.currency};
  due.less = Money{due.gross.minor - due.amount.minor, due.gross.currency};
  if (rule.to) due.to = evaluation.value(*rule.to);
  return due;
}

namespace {

void mark(const Model& model, const OrderState& before, const std::vector<Mark>& marks, Instant at,
          std::map<FactId, Value>& changed) {
  for (const Mark& mark : marks) {
    const bool happened = !std::get<Instant>(fact_value(model, before, mark.event)).is_never();
    if (!mark.once || !happened) changed[mark.event] = at;
  }
}

}  // namespace

std::vector<std::pair<FactId, Value>> take_effect(const Model& model, OrderState& order, const Action& action,
                                                  Instant at, std::optional<Fault>& fault) {
  Evaluation evaluation(model, order, at);
  std::map<FactId, Value> changed;
  const StatusId to = status_after(evaluation, action);
  for (const Setting& setting : action.sets) {
    changed[setting.fact] = evaluation.value(setting.value);
    evaluation.require_tellable(setting.value, changed[setting.fact]);
  }
  keep_first(fault, evaluation.fault());
  mark(model, order, action.marks, at, changed);
  if (to != order.status) mark(model, order, model.statuses[to].marks, at, changed);
  // What is set to the value that it has already is no change.
  std::erase_if(changed, [&](const auto& change) { return order.facts[change.first] == change.second; });
  for (const auto& [fact, value] : changed) order.facts[fact] = value;
  order.status = to;
  return {changed.begin(), changed.end()};
}

std::optional<Instant> entered_at(const Model& model, const OrderState& order) {
  std::optional<Instant> entered;
  for (const Mark& mark : model.statuses[order.status].marks) {
    const Instant at = std::get<Instant>(fact_value(model, order, mark.event));
    if (!mark.once && !at.is_never()) entered = std::max(entered.value_or(at), at);
  }
  return entered;
}

Instant last_right(const Model& model, const OrderState& order) {
  if (order.as_of) return *order.as_of;
  Instant entered = Instant::always();
  for (const Mark& mark : model.statuses[order.status].marks) {
    const Instant at = std::get<Instant>(fact_value(model, order, mark.event));
    if (!at.is_never()) entered = std::max(entered, at);
  }
  return entered;
}

namespace {

/// The first instant at or after `from` and not after `upto` at which the clock does the rule's action; `never()` if
/// there is none.
Instant first_ready(const Program& program, const OrderState& order, const Rule& rule, Instant from, Instant upto,
                    std::optional<Fault>& fault) {
  for (Instant at = from; at <= upto && !at.is_never();) {
    Evaluation evaluation(*program.model, order, at);
    const bool ready = clock_acts(evaluation, rule);
    keep_first(fault, evaluation.fault());
    if (ready) return at;
    at = evaluation.until();
  }
  return Instant::never();
}

struct Next {
  Instant at = Instant::never();
  RuleId rule = 0;
  /// Ready at the same instant, further down in the source.
  std::vector<RuleId> together;
};

/// The earliest of all automatic actions; of those at one instant the first in the source.
Next next_automatic(const Program& program, const OrderState& order, Instant from, Instant upto,
                    std::optional<Fault>& fault) {
  Next next;
  for (const RuleId id : program.statuses[order.status].automatic) {
    const Instant at = first_ready(program, order, program.model->rules[id], from, upto, fault);
    if (at < next.at) {
      next = {at, id, {}};
    } else if (at == next.at && !at.is_never()) {
      next.together.push_back(id);
    }
  }
  return next;
}

/// Only what was said of the moment and the amount: the conditions led to yes, by whatever way.
void explain(Evaluation& evaluation, const Rule& rule, Happening& happening) {
  if (rule.open) (void)evaluation.moment(*rule.open);
  (void)evaluation.moment(*rule.close);
  if (rule.kind == RuleKind::happens && rule.amount) happening.amount = amount_due(evaluation, *rule.amount);
}

}  // namespace

Remarks remarks_on(const Model& model, const OrderState& order, RuleId rule, Instant at) {
  Happening happening;
  Evaluation evaluation(model, order, at, &happening.remarks);
  explain(evaluation, model.rules[rule], happening);
  return std::move(happening.remarks);
}

namespace {

Happening happen(const Program& program, OrderState& order, const Next& next, std::optional<Fault>& fault) {
  const Rule& rule = program.model->rules[next.rule];
  Happening happening;
  happening.at = next.at;
  happening.rule = next.rule;
  happening.action = rule.automatic_action();
  happening.from = order.status;
  happening.rivals = rivals_of(program, order, next.rule, next.at, next.together);
  Evaluation evaluation(*program.model, order, next.at, &happening.remarks);
  explain(evaluation, rule, happening);
  keep_first(fault, evaluation.fault());
  happening.changed = take_effect(*program.model, order, program.model->actions[happening.action], next.at, fault);
  happening.to = order.status;
  return happening;
}

}  // namespace

std::vector<Happening> settle(const Program& program, OrderState& order, Instant upto, std::optional<Fault>& fault) {
  std::vector<Happening> happenings;
  Instant clock = std::max(last_right(*program.model, order), program.starts);
  while (true) {
    std::optional<Fault> found;
    const Next next = next_automatic(program, order, clock, upto, found);
    keep_first(fault, not_before(std::move(found), clock));
    if (next.at.is_never()) return happenings;
    std::optional<Fault> met;
    happenings.push_back(happen(program, order, next, met));
    keep_first(fault, not_before(std::move(met), next.at));
    clock = next.at;
    order.as_of = clock;
  }
}

}  // namespace bywhen
