#include "interpreter/program.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "interpreter/performed.hpp"

namespace bywhen {

namespace {

Entitlement& entitlement_of(StatusProgram& program, ActorId actor, ActionId action) {
  const auto found =
      std::find_if(program.entitlements.begin(), program.entitlements.end(),
                   [&](const Entitlement& entry) { return entry.actor == actor && entry.action == action; });
  if (found != program.entitlements.end()) return *found;
  program.entitlements.push_back({actor, action, {}, {}});
  return program.entitlements.back();
}

void add_entitlements(StatusProgram& program, const Rule& rule, RuleId id) {
  for (const ActorId actor : rule.actors) {
    for (const ActionId action : rule.actions) {
      Entitlement& entitlement = entitlement_of(program, actor, action);
      if (rule.kind == RuleKind::may_not) {
        entitlement.prohibitions.push_back(id);
      } else {
        entitlement.grounds.push_back({id, rule.kind == RuleKind::must ? GroundKind::duty : GroundKind::permission});
      }
    }
  }
  if (!rule.otherwise) return;
  for (const ActorId actor : rule.otherwise->actors) {
    for (const ActionId action : rule.otherwise->actions) {
      entitlement_of(program, actor, action).grounds.push_back({id, GroundKind::right});
    }
  }
}

void add_rule(StatusProgram& program, const Rule& rule, RuleId id) {
  if (rule.kind != RuleKind::happens) add_entitlements(program, rule, id);
  if (rule.kind == RuleKind::must) program.duties.push_back(id);
  if (rule.automatic()) program.automatic.push_back(id);
}

/// `facts` is room for them, kept from rule to rule.
std::vector<FactId> facts_read_by(const Model& model, const Rule& rule, FactSet& facts) {
  facts.clear();
  for (const auto& expr : {rule.open, rule.close, rule.condition}) {
    if (expr) model.expressions.collect_facts(*expr, facts);
  }
  return {facts.begin(), facts.end()};
}

// ── What every way into a status has marked
// ─────────────────────────────────────────────────────────────────────────────────────

void add_marks(const std::vector<Mark>& marks, FactSet& facts) {
  for (const Mark& mark : marks) facts.insert(mark.event);
}

/// Follows all ways from the initial status, and again from a status where less is sure than it seemed.
class SureEvents {
public:
  explicit SureEvents(const Model& model) : model_(model), sure_(model.statuses.size()), ways_(model.statuses.size()) {
    for (const Rule& rule : model.rules) {
      each_performed(rule, [&](ActionId action) {
        if (model.actions[action].becomes.empty()) return;
        for (const StatusId from : rule.statuses) ways_[from].push_back(action);
      });
    }
  }

  /// What is sure in each status; nothing for one that no way leads into.
  std::vector<std::optional<FactSet>> find() {
    sure_[model_.initial].emplace();
    add_marks(model_.statuses[model_.initial].marks, *sure_[model_.initial]);
    waiting_.push_back(model_.initial);
    // Those that are followed add to the list.
    std::size_t next = 0;
    while (next < waiting_.size()) {
      const StatusId from = waiting_[next++];
      for (const ActionId action : ways_[from]) follow(from, model_.actions[action]);
    }
    return std::move(sure_);
  }

private:
  void follow(StatusId from, const Action& action) {
    for (const Becoming& becoming : action.becomes) {
      if (becoming.status == from) continue;
      along_ = *sure_[from];
      add_marks(action.marks, along_);
      add_marks(model_.statuses[becoming.status].marks, along_);
      if (meet(sure_[becoming.status], along_)) waiting_.push_back(becoming.status);
    }
  }

  /// Meets what is sure along one way with what is sure along the others; true if that changed anything.
  static bool meet(std::optional<FactSet>& sure, const FactSet& along) {
    if (sure) return sure->keep(along);
    sure = along;
    return true;
  }

  const Model& model_;
  std::vector<std::optional<FactSet>> sure_;
  /// The actions that somebody or the clock may do in each status.
  std::vector<std::vector<ActionId>> ways_;
  /// What is sure along the way that is followed.
  FactSet along_;
  /// Where what is sure has changed, in turn.
  std::vector<StatusId> waiting_;
};

std::vector<FactId> required_in(const Model& model, std::optional<FactSet> sure, StatusId status) {
  FactSet required = sure ? std::move(*sure) : FactSet{};
  add_marks(model.statuses[status].marks, required);
  required.insert(model.statuses[status].needs.begin(), model.statuses[status].needs.end());
  return {required.begin(), required.end()};
}

/// Only where a table picks its row, or records are picked, by what has passed does the same expression compute
/// something else later.
bool told_changes(const Model& model) {
  // Operands come before what uses them.
  std::vector<bool> asks_for_time(model.expressions.size(), false);
  for (ExprId expr = 0; expr < model.expressions.size(); ++expr) {
    const Op op = model.expressions[expr].op;
    bool asks = op == Op::passed;
    for (const ExprId operand : model.expressions.operands(expr)) asks = asks || asks_for_time[operand];
    if (asks && (op == Op::table || gathers(op))) return true;
    asks_for_time[expr] = asks;
  }
  return false;
}

}  // namespace

Program compile(std::shared_ptr<const Model> model) {
  Program program;
  if (model->version) program.starts = start_of_day(*model->version, model->zone);
  program.statuses.resize(model->statuses.size());
  program.facts_read.reserve(model->rules.size());
  FactSet facts;
  for (RuleId id = 0; id < model->rules.size(); ++id) {
    const Rule& rule = model->rules[id];
    program.facts_read.push_back(facts_read_by(*model, rule, facts));
    for (const StatusId status : rule.statuses) add_rule(program.statuses[status], rule, id);
  }
  auto sure = SureEvents(*model).find();
  for (std::size_t i = 0; i < sure.size(); ++i)
    program.statuses[i].required = required_in(*model, std::move(sure[i]), static_cast<StatusId>(i));
  program.told_changes = told_changes(*model);
  program.model = std::move(model);
  return program;
}

}  // namespace bywhen
