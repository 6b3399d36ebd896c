#include "interpreter/ask/explain_preview.hpp"

#include <algorithm>
#include <utility>

#include "interpreter/explain.hpp"
#include "interpreter/order/value_text.hpp"
#include "interpreter/rule_name.hpp"
#include "interpreter/time/civil.hpp"
#include "interpreter/time/real.hpp"

namespace bywhen::ask {

namespace {

NamedScalars named(const Model& model, const std::vector<std::pair<FactId, Value>>& facts) {
  NamedScalars named;
  for (const auto& [fact, value] : facts) {
    if (!is_unknown(value)) named.emplace_back(model.facts[fact].name, to_scalar(model, value));
  }
  return named;
}

/// What is told of one instant alone.
template <typename Item>
void forget_details(std::vector<Item>& items) {
  for (Item& item : items) item.notes.clear();
}

PreviewOutcome outcome(const Program& program, const Sources& sources, const Doing& doing) {
  Answer answer = explain(program, sources, *doing.after);
  PreviewOutcome then;
  then.status = std::move(answer.status);
  then.status_label = std::move(answer.status_label);
  then.changed = named(*program.model, doing.changed);
  then.settled = std::move(answer.settled);
  std::copy_if(answer.actions.begin(), answer.actions.end(), std::back_inserter(then.actions),
               [](const ActionAnswer& action) { return is_told(action.verdict); });
  then.deadlines = std::move(answer.deadlines);
  then.next = std::move(answer.next);
  forget_details(then.settled);
  forget_details(then.actions);
  forget_details(then.deadlines);
  forget_details(then.next);
  for (ActionAnswer& action : then.actions) action.values.clear();
  for (DeadlineAnswer& deadline : then.deadlines) deadline.values.clear();
  return then;
}

PreviewPiece piece(const Program& program, const Sources& sources, const PreviewPart& part) {
  const Model& model = *program.model;
  PreviewPiece piece;
  piece.from = part.first.at;
  piece.until = real(part.until);
  piece.problems = part.first.problems;
  piece.moves = part.moves;
  piece.uneven = part.uneven;
  if (!part.first.before) {
    piece.verdict = Verdict::unknown;
    return piece;
  }
  const Status& status = model.statuses[part.first.before->order.status];
  piece.status = status.name;
  piece.status_label = status.label;
  if (const auto& view = part.first.view) {
    piece.verdict = view->verdict;
    if (view->rule) piece.rule = rule_name(model, sources, *view->rule);
    piece.because.assign(view->reasons.begin(), view->reasons.end());
    for (const FactPart& missing : view->unknown) piece.unknown.push_back(part_name(model, missing));
  }
  if (part.first.after) piece.then = outcome(program, sources, part.first);
  return piece;
}

}  // namespace

Preview explain_preview(const Program& program, const Sources& sources, const Deed& deed, const PreviewParts& found) {
  const Model& model = *program.model;
  Preview preview;
  preview.policy.name = model.name;
  preview.policy.title = model.title;
  preview.policy.version = model.version ? format_date(*model.version) : "";
  preview.actor = model.actors[deed.actor].name;
  preview.actor_label = model.actors[deed.actor].label;
  preview.action = model.actions[deed.action].name;
  preview.action_label = model.actions[deed.action].label;
  preview.inputs = named(model, deed.inputs);
  for (const PreviewPart& part : found.parts) preview.pieces.push_back(piece(program, sources, part));
  preview.told_until = found.told_until;
  return preview;
}

}  // namespace bywhen::ask
