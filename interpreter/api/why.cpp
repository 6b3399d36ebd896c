#include "bywhen/why.hpp"

#include <utility>

#include "interpreter/api/access.hpp"
#include "interpreter/api/names.hpp"
#include "interpreter/api/order_parts.hpp"
#include "interpreter/ask/explain_why.hpp"
#include "interpreter/order/codes.hpp"
#include "interpreter/order/fault_text.hpp"
#include "interpreter/order/validate.hpp"

namespace bywhen {

std::variant<Why, Problems> why(const Policy& policy, const Order& order, std::string_view actor,
                                std::string_view action, Instant at) {
  const auto& compiled = *PolicyAccess::compiled(policy);
  const Model& model = *compiled.program.model;
  Problems problems;
  const auto actor_id = find_name(model.actors, actor);
  if (!actor_id) problems.push_back(unknown_name(model.actors, "actor", actor, codes::no_such_actor));
  const auto action_id = find_name(model.actions, action);
  if (!action_id) problems.push_back(unknown_action(model, action));
  if (!problems.empty()) return problems;
  const auto mine = parts_for(policy, order);
  if (const auto* refused = std::get_if<Problems>(&mine)) return *refused;
  const OrderState& state = std::get<OrderParts>(mine).state;
  problems = validate_instant(model, state, at);
  if (!problems.empty()) return problems;
  const auto decided = decide(compiled.program, state, at);
  if (const auto* fault = std::get_if<Fault>(&decided)) return Problems{fault_problem(model, *fault)};
  Why why = ask::explain_why(compiled.program, compiled.sources, std::get<Decision>(decided), *actor_id, *action_id);
  why.policy.digest = model.digest;
  why.policy.tzdata = compiled.tzdata;
  return why;
}

}  // namespace bywhen
