#include "interpreter/explain.hpp"

#include "interpreter/evaluate/rule_notes.hpp"
#include "interpreter/explain_conflicts.hpp"
#include "interpreter/explain_rule.hpp"
#include "interpreter/order/value_text.hpp"
#include "interpreter/remark_text.hpp"
#include "interpreter/rule_name.hpp"
#include "interpreter/time/real.hpp"

namespace bywhen {

namespace {

class Explainer {
public:
  Explainer(const Program& program, const Sources& sources, const Decision& decision, std::span<const RuleName> names)
      : program_(program), model_(*program.model), sources_(sources), decision_(decision), names_(names) {}

  [[nodiscard]] Answer answer() const {
    Answer answer;
    answer.policy.name = model_.name;
    answer.policy.title = model_.title;
    answer.policy.version = model_.version ? format_date(*model_.version) : "";
    answer.at = decision_.at;
    answer.status = model_.statuses[decision_.order.status].name;
    answer.status_label = model_.statuses[decision_.order.status].label;
    for (const Happening& happening : decision_.settled) answer.settled.push_back(settled(happening));
    add_actions(answer);
    for (const DutyView& view : decision_.view.duties) answer.deadlines.push_back(deadline(view));
    for (const Happening& happening : decision_.next) answer.next.push_back(next(happening));
    answer.conflicts = explain_conflicts(program_, sources_, decision_);
    answer.valid_until = real(decision_.valid_until);
    answer.unknown = all_unknown();
    answer.order = order_data(model_, decision_.order);
    return answer;
  }

private:
  [[nodiscard]] RuleName rule_name(RuleId id) const {
    return names_.empty() ? bywhen::rule_name(model_, sources_, id) : names_[id];
  }

  [[nodiscard]] std::optional<AmountAnswer> amount(const std::optional<AmountDue>& due) const {
    if (!due) return std::nullopt;
    AmountAnswer answer{format_money(due->amount), format_money(due->gross), format_money(due->less), std::nullopt};
    if (!is_unknown(due->to)) answer.to = value_words(model_, due->to);
    return answer;
  }

  [[nodiscard]] NamedScalars named(const std::vector<std::pair<FactId, Value>>& facts) const {
    NamedScalars named;
    for (const auto& [fact, value] : facts) {
      if (!is_unknown(value)) named.emplace_back(model_.facts[fact].name, to_scalar(model_, value));
    }
    return named;
  }

  [[nodiscard]] Notes notes_of(RuleId id) const { return rule_notes(model_, decision_.order, decision_.at, id); }

  [[nodiscard]] SettledAnswer settled(const Happening& happening) const {
    SettledAnswer answer;
    answer.at = happening.at;
    answer.rule = rule_name(happening.rule);
    answer.action = model_.actions[happening.action].name;
    answer.action_label = model_.actions[happening.action].label;
    answer.from = model_.statuses[happening.from].name;
    answer.to = model_.statuses[happening.to].name;
    answer.to_label = model_.statuses[happening.to].label;
    answer.because = model_.rules[happening.rule].automatic_because();
    answer.changed = named(happening.changed);
    answer.amount = amount(happening.amount);
    answer.notes = remark_texts(model_, happening.remarks);
    return answer;
  }

  [[nodiscard]] NextAnswer next(const Happening& happening) const {
    NextAnswer answer;
    answer.at = happening.at;
    answer.rule = rule_name(happening.rule);
    answer.action = model_.actions[happening.action].name;
    answer.action_label = model_.actions[happening.action].label;
    answer.to = model_.statuses[happening.to].name;
    answer.to_label = model_.statuses[happening.to].label;
    answer.because = model_.rules[happening.rule].automatic_because();
    answer.notes = remark_texts(model_, happening.remarks);
    return answer;
  }

  void add_actions(Answer& answer) const {
    const auto& entitlements = program_.statuses[decision_.order.status].entitlements;
    for (std::size_t i = 0; i < entitlements.size(); ++i) {
      if (decision_.view.actions[i]) answer.actions.push_back(action(entitlements[i], *decision_.view.actions[i]));
    }
  }

  [[nodiscard]] ActionAnswer action(const Entitlement& entitlement, const ActionView& view) const {
    ActionAnswer answer;
    answer.actor = model_.actors[entitlement.actor].name;
    answer.actor_label = model_.actors[entitlement.actor].label;
    answer.action = model_.actions[entitlement.action].name;
    answer.label = model_.actions[entitlement.action].label;
    answer.verdict = view.verdict;
    answer.from = view.from;
    answer.until = view.until;
    for (const FactId fact : model_.actions[entitlement.action].asks) answer.asks.push_back(model_.facts[fact].name);
    answer.unknown = part_names(model_, view.unknown);
    answer.because.assign(view.reasons.begin(), view.reasons.end());
    if (!view.rule) return answer;
    answer.rule = rule_name(*view.rule);
    answer.values = rule_values(program_, decision_.order, decision_.at, *view.rule);
    if (view.verdict != Verdict::allowed && view.verdict != Verdict::unknown)
      answer.waits_for = rule_awaits(model_, decision_.order, decision_.at, *view.rule, entitlement.action);
    answer.notes = notes_of(*view.rule);
    for (const Span span : model_.rules[*view.rule].condition_spans)
      answer.conditions.emplace_back(sources_.text(span));
    return answer;
  }

  [[nodiscard]] OtherwiseAnswer otherwise(const OtherwiseRule& rule, const DutyView& view) const {
    OtherwiseAnswer answer;
    for (const ActorId actor : rule.actors) {
      answer.actors.push_back(model_.actors[actor].name);
      answer.actor_labels.push_back(model_.actors[actor].label);
    }
    for (const ActionId action : rule.actions) {
      answer.actions.push_back(model_.actions[action].name);
      answer.action_labels.push_back(model_.actions[action].label);
    }
    if (view.becomes) {
      answer.becomes = model_.statuses[*view.becomes].name;
      answer.becomes_label = model_.statuses[*view.becomes].label;
    }
    answer.because = rule.because;
    return answer;
  }

  [[nodiscard]] DeadlineAnswer deadline(const DutyView& view) const {
    const Rule& rule = model_.rules[view.rule];
    DeadlineAnswer answer;
    answer.rule = rule_name(view.rule);
    answer.actor = model_.actors[view.actor].name;
    answer.actor_label = model_.actors[view.actor].label;
    for (const ActionId action : rule.actions) {
      answer.actions.push_back(model_.actions[action].name);
      answer.action_labels.push_back(model_.actions[action].label);
    }
    answer.opens = view.opens;
    answer.due = view.due;
    answer.state = view.state;
    answer.done_at = view.done_at;
    answer.because = rule.because;
    if (rule.otherwise) answer.otherwise = otherwise(*rule.otherwise, view);
    answer.amount = amount(view.amount);
    if (view.blocked_by) answer.blocked_by = rule_name(*view.blocked_by);
    answer.values = rule_values(program_, decision_.order, decision_.at, view.rule);
    answer.notes = notes_of(view.rule);
    answer.unknown = part_names(model_, view.unknown);
    return answer;
  }

  [[nodiscard]] std::vector<std::string> all_unknown() const {
    std::set<FactPart> facts;
    for (const auto& view : decision_.view.actions) {
      if (view) facts.insert(view->unknown.begin(), view->unknown.end());
    }
    for (const DutyView& view : decision_.view.duties) facts.insert(view.unknown.begin(), view.unknown.end());
    return part_names(model_, facts);
  }

  const Program& program_;
  const Model& model_;
  const Sources& sources_;
  const Decision& decision_;
  std::span<const RuleName> names_;
};

}  // namespace

Answer explain(const Program& program, const Sources& sources, const Decision& decision,
               std::span<const RuleName> names) {
  return Explainer(program, sources, decision, names).answer();
}

OrderData order_data(const Model& model, const OrderState& order) {
  OrderData data;
  data.status = model.statuses[order.status].name;
  data.as_of = order.as_of;
  for (FactId fact = 0; fact < model.fact_count(); ++fact) {
    if (!is_unknown(order.facts[fact]))
      data.facts.emplace_back(model.facts[fact].name, to_scalar(model, order.facts[fact]));
  }
  return data;
}

}  // namespace bywhen
