#include "interpreter/evaluate/rivals.hpp"

#include <algorithm>
#include <map>

#include "interpreter/evaluate/rule_truth.hpp"

namespace bywhen {

namespace {

/// The first instant at which the clock would do it by these facts, whenever the order was last right.
Instant ready_since(const Model& model, const OrderState& order, const Rule& rule, Instant upto) {
  for (Instant at = Instant::always(); at < upto;) {
    Evaluation evaluation(model, order, at);
    if (clock_acts(evaluation, rule)) return at;
    at = evaluation.until();
  }
  return upto;
}

/// What an automatic sentence would bring about, its marks aside.
struct Outcome {
  StatusId to = 0;
  std::map<FactId, Value> sets;
};

Outcome outcome_of(const Model& model, const OrderState& order, const Rule& rule, Instant at) {
  Evaluation evaluation(model, order, at);
  const Action& action = model.actions[rule.automatic_action()];
  Outcome outcome;
  outcome.to = status_after(evaluation, action);
  for (const Setting& setting : action.sets) outcome.sets[setting.fact] = evaluation.value(setting.value);
  return outcome;
}

bool conflict(const Outcome& first, const Outcome& second, StatusId from, const Rule& second_rule) {
  if (first.to != from && second.to != from && first.to != second.to) return true;
  const bool lost = first.to != from && !second_rule.statuses[first.to];
  return std::any_of(second.sets.begin(), second.sets.end(), [&](const auto& set) {
    const auto found = first.sets.find(set.first);
    return found == first.sets.end() ? lost : !(found->second == set.second);
  });
}

}  // namespace

std::vector<RuleId> rivals_of(const Program& program, const OrderState& order, RuleId first, Instant at,
                              std::span<const RuleId> together) {
  std::vector<RuleId> rivals;
  if (together.empty()) return rivals;
  const Model& model = *program.model;
  const Outcome outcome = outcome_of(model, order, model.rules[first], at);
  const Instant since = ready_since(model, order, model.rules[first], at);
  for (const RuleId id : together) {
    const Rule& rule = model.rules[id];
    if (!conflict(outcome, outcome_of(model, order, rule, at), order.status, rule)) continue;
    if (ready_since(model, order, rule, at) == since) rivals.push_back(id);
  }
  return rivals;
}

}  // namespace bywhen
