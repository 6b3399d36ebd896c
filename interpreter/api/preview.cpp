#include "interpreter/api/preview.hpp"

#include <algorithm>
#include <utility>

#include "interpreter/api/inputs.hpp"
#include "interpreter/api/names.hpp"
#include "interpreter/api/order_parts.hpp"
#include "interpreter/ask/explain_preview.hpp"
#include "interpreter/order/codes.hpp"
#include "interpreter/order/validate.hpp"

namespace bywhen {

namespace {

/// Names and inputs of a deed, with what is wrong with them.
ask::Deed read_deed(const Model& model, std::string_view actor, std::string_view action, const FactTexts& inputs,
                    Problems& problems) {
  const auto actor_id = find_name(model.actors, actor);
  if (!actor_id) problems.push_back(unknown_name(model.actors, "actor", actor, codes::no_such_actor));
  const auto action_id = find_name(model.actions, action);
  if (!action_id) problems.push_back(unknown_action(model, action));
  return {actor_id.value_or(ActorId{}), action_id.value_or(ActionId{}), read_inputs(model, inputs, problems)};
}

/// What `from` or the inputs have wrong whenever it is done: wrong inputs are, as far as it is allowed at all.
Problems refusal(const ask::PreviewParts& found) {
  if (!found.parts.front().first.before) return found.parts.front().first.problems;
  for (const ask::PreviewPart& part : found.parts) {
    Problems problems = part.first.problems;
    std::erase_if(problems, [](const Problem& problem) { return problem.code != codes::input_missing; });
    if (!problems.empty()) return problems;
  }
  return {};
}

}  // namespace

std::variant<Preview, Problems> preview(const OrderParts& order, const ask::Deed& deed, Instant from) {
  const PolicyAccess::Compiled& compiled = *order.policy;
  const Program& program = compiled.program;
  Problems problems = not_asked(*program.model, deed.action, deed.inputs);
  if (!problems.empty()) return problems;
  problems = validate_instant(*program.model, order.state, from);
  if (!problems.empty()) return problems;
  const auto found = ask::preview_parts(program, order.state, deed, from);
  problems = refusal(found);
  if (!problems.empty()) return problems;
  Preview preview = ask::explain_preview(program, compiled.sources, deed, found);
  preview.policy.digest = program.model->digest;
  preview.policy.tzdata = compiled.tzdata;
  preview.order_id = order.id;
  return preview;
}

std::variant<Preview, Problems> preview(const Policy& policy, const Order& order, std::string_view actor,
                                        std::string_view action, const FactTexts& inputs, Instant from) {
  Problems problems;
  const Model& model = *PolicyAccess::compiled(policy)->program.model;
  const ask::Deed deed = read_deed(model, actor, action, inputs, problems);
  if (!problems.empty()) return problems;
  const auto mine = parts_for(policy, order);
  if (const auto* refused = std::get_if<Problems>(&mine)) return *refused;
  return preview(std::get<OrderParts>(mine), deed, from);
}

}  // namespace bywhen
