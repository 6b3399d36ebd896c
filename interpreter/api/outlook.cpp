#include "bywhen/outlook.hpp"

#include <algorithm>
#include <utility>

#include "interpreter/api/names.hpp"
#include "interpreter/api/order_parts.hpp"
#include "interpreter/evaluate/project.hpp"
#include "interpreter/explain_outlook.hpp"
#include "interpreter/order/codes.hpp"
#include "interpreter/order/fault_text.hpp"
#include "interpreter/order/validate.hpp"

namespace bywhen {

std::variant<Outlook, Problems> project(const Policy& policy, const Order& order, Instant at) {
  const PolicyAccess::Compiled& compiled = *PolicyAccess::compiled(policy);
  const auto mine = parts_for(policy, order);
  if (const auto* refused = std::get_if<Problems>(&mine)) return *refused;
  const auto& parts = std::get<OrderParts>(mine);
  const Problems problems = validate_instant(*compiled.program.model, parts.state, at);
  if (!problems.empty()) return problems;
  const auto projected = project(compiled.program, parts.state, at);
  if (const auto* fault = std::get_if<Fault>(&projected))
    return Problems{fault_problem(*compiled.program.model, *fault)};
  Outlook outlook = explain(compiled.program, compiled.sources, std::get<Projection>(projected));
  outlook.policy.digest = compiled.program.model->digest;
  outlook.policy.tzdata = compiled.tzdata;
  outlook.order_id = parts.id;
  return outlook;
}

std::variant<Outlook, Problems> project(const Policy& policy, const Order& order, std::string_view actor,
                                        std::string_view action, Instant at) {
  const PolicyAccess::Compiled& compiled = *PolicyAccess::compiled(policy);
  const Program& program = compiled.program;
  Problems problems;
  const auto actor_id = find_name(program.model->actors, actor);
  if (!actor_id) problems.push_back(unknown_name(program.model->actors, "actor", actor, codes::no_such_actor));
  const auto action_id = find_name(program.model->actions, action);
  if (!action_id) problems.push_back(unknown_action(*program.model, action));
  if (!problems.empty()) return problems;
  auto outcome = project(policy, order, at);
  if (auto* outlook = std::get_if<Outlook>(&outcome)) {
    std::erase_if(outlook->courses,
                  [&](const Course& course) { return course.actor != actor || course.action != action; });
    if (outlook->courses.empty())
      outlook->courses.push_back(empty_course(program, compiled.sources, *actor_id, *action_id));
  }
  return outcome;
}

}  // namespace bywhen
