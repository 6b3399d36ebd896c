#include "interpreter/explain_conflicts.hpp"

#include "interpreter/evaluate/conflicts.hpp"
#include "interpreter/rule_name.hpp"
#include "interpreter/time/real.hpp"

namespace bywhen {

namespace {

ConflictAnswer explain(const Model& model, const Sources& sources, const Conflict& conflict) {
  ConflictAnswer answer;
  answer.kind = conflict.kind;
  answer.rules = {rule_name(model, sources, conflict.rule), rule_name(model, sources, conflict.other)};
  if (conflict.actor) {
    answer.actor = model.actors[*conflict.actor].name;
    answer.actor_label = model.actors[*conflict.actor].label;
  }
  for (const ActionId action : conflict.actions) {
    answer.actions.push_back(model.actions[action].name);
    answer.action_labels.push_back(model.actions[action].label);
  }
  if (conflict.kind == ConflictKind::same_instant) {
    answer.at = conflict.from;
  } else {
    answer.from = real(conflict.from);
    answer.until = real(conflict.until);
  }
  return answer;
}

}  // namespace

std::vector<ConflictAnswer> explain_conflicts(const Program& program, const Sources& sources,
                                              const Decision& decision) {
  std::vector<ConflictAnswer> answers;
  for (const Conflict& conflict : conflicts_of(program, decision))
    answers.push_back(explain(*program.model, sources, conflict));
  return answers;
}

}  // namespace bywhen
