#include "bywhen/order.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "interpreter/api/access.hpp"
#include "interpreter/api/inputs.hpp"
#include "interpreter/api/names.hpp"
#include "interpreter/api/order_parts.hpp"
#include "interpreter/evaluate/act.hpp"
#include "interpreter/evaluate/decide.hpp"
#include "interpreter/explain.hpp"
#include "interpreter/order/fault_text.hpp"
#include "interpreter/order/read_order.hpp"
#include "interpreter/order/validate.hpp"
#include "interpreter/order/value_text.hpp"

namespace bywhen {

std::variant<Order, Problems> read_order(const Policy& policy, std::string_view json) {
  const auto& compiled = PolicyAccess::compiled(policy);
  auto read = read_order_json(compiled->program, json);
  if (auto* problems = std::get_if<Problems>(&read)) return std::move(*problems);
  auto& order = std::get<ReadOrder>(read);
  return PolicyAccess::wrap({compiled, std::move(order.state), std::move(order.id)});
}

std::variant<Instant, Problems> read_time(const Policy& policy, std::string_view text) {
  auto instant = read_instant(*PolicyAccess::compiled(policy)->program.model, text);
  if (auto* problem = std::get_if<Problem>(&instant)) return Problems{std::move(*problem)};
  return std::get<Instant>(instant);
}

namespace {

using Compiled = PolicyAccess::Compiled;

std::variant<Order, Problems> changed(OrderParts parts, std::variant<OrderState, Problems> outcome) {
  if (auto* problems = std::get_if<Problems>(&outcome)) return std::move(*problems);
  parts.state = std::move(std::get<OrderState>(outcome));
  return PolicyAccess::wrap(parts);
}

}  // namespace

Problems problems_of_inputs(const Policy& policy, const FactTexts& facts) {
  Problems problems;
  (void)read_inputs(*PolicyAccess::compiled(policy)->program.model, facts, problems);
  return problems;
}

std::variant<Answer, Problems> decide(const Policy& policy, const Order& order, Instant at) {
  const Compiled& compiled = *PolicyAccess::compiled(policy);
  const auto mine = parts_for(policy, order);
  if (const auto* refused = std::get_if<Problems>(&mine)) return *refused;
  const auto& parts = std::get<OrderParts>(mine);
  const Problems problems = validate_instant(*compiled.program.model, parts.state, at);
  if (!problems.empty()) return problems;
  const auto decided = decide(compiled.program, parts.state, at);
  if (const auto* fault = std::get_if<Fault>(&decided)) return Problems{fault_problem(*compiled.program.model, *fault)};
  Answer answer = explain(compiled.program, compiled.sources, std::get<Decision>(decided));
  answer.policy.digest = compiled.program.model->digest;
  answer.policy.tzdata = compiled.tzdata;
  answer.order.id = parts.id;
  return answer;
}

std::variant<Order, Problems> apply(const Policy& policy, const Order& order, std::string_view actor,
                                    std::string_view action, const FactTexts& inputs, Instant at) {
  const Model& model = *PolicyAccess::compiled(policy)->program.model;
  Problems problems;
  const auto actor_id = find_name(model.actors, actor);
  if (!actor_id) problems.push_back(unknown_name(model.actors, "actor", actor, codes::no_such_actor));
  const auto action_id = find_name(model.actions, action);
  if (!action_id) problems.push_back(unknown_action(model, action));
  const Inputs values = read_inputs(model, inputs, problems);
  if (!problems.empty()) return problems;
  auto mine = parts_for(policy, order);
  if (auto* refused = std::get_if<Problems>(&mine)) return std::move(*refused);
  auto& parts = std::get<OrderParts>(mine);
  auto outcome = apply_action(PolicyAccess::compiled(policy)->program, parts.state, *actor_id, *action_id, values, at);
  return changed(std::move(parts), std::move(outcome));
}

std::variant<Order, Problems> record(const Policy& policy, const Order& order, const FactTexts& facts, Instant at) {
  const Program& program = PolicyAccess::compiled(policy)->program;
  Problems problems;
  const Inputs values = read_inputs(*program.model, facts, problems);
  if (!problems.empty()) return problems;
  auto mine = parts_for(policy, order);
  if (auto* refused = std::get_if<Problems>(&mine)) return std::move(*refused);
  auto& parts = std::get<OrderParts>(mine);
  auto outcome = record_facts(program, parts.state, values, at);
  return changed(std::move(parts), std::move(outcome));
}

}  // namespace bywhen
