#include "interpreter/evaluate/act.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "interpreter/evaluate/decide.hpp"
#include "interpreter/order/codes.hpp"
#include "interpreter/order/fault_text.hpp"
#include "interpreter/order/validate.hpp"
#include "interpreter/order/value_text.hpp"
#include "interpreter/time/zone_text.hpp"

namespace bywhen {

namespace {

const ActionView* find_view(const Program& program, const Decision& decision, ActorId actor, ActionId action) {
  const auto& entitlements = program.statuses[decision.order.status].entitlements;
  for (std::size_t i = 0; i < entitlements.size(); ++i) {
    if (entitlements[i].actor != actor || entitlements[i].action != action) continue;
    return decision.view.actions[i] ? &*decision.view.actions[i] : nullptr;
  }
  return nullptr;
}

std::string names_of(const Model& model, const std::set<FactPart>& facts) {
  std::string names;
  for (const FactPart& fact : facts) names += fmt::format("{}`{}`", names.empty() ? "" : ", ", part_name(model, fact));
  return names;
}

std::string why_not(const Model& model, const ActionView& view) {
  switch (view.verdict) {
    case Verdict::not_yet:
      return fmt::format("it is possible from {} on", zone_time_words(model.zone, *view.from));
    case Verdict::expired:
      return fmt::format("it was possible until {}", zone_time_words(model.zone, *view.until));
    case Verdict::unknown:
      return fmt::format("it hangs on {}, which the order does not tell", names_of(model, view.unknown));
    default:
      return view.rule ? fmt::format("see the rule `{}`", model.rules[*view.rule].name) : "";
  }
}

Problem not_allowed(const Program& program, const Decision& decision, ActorId actor, ActionId action,
                    const ActionView* view) {
  const Model& model = *program.model;
  std::string message = fmt::format("{} may not {} at {}", model.actors[actor].name, model.actions[action].name,
                                    zone_time_words(model.zone, decision.at));
  if (view == nullptr) {
    return make_problem(
        codes::not_allowed, std::move(message),
        fmt::format("no rule speaks of it in the status `{}`", model.statuses[decision.order.status].name));
  }
  // The reason of a permission that opens later or has ended would explain the opposite.
  const bool forbids = view->rule && model.rules[*view->rule].kind == RuleKind::may_not;
  if (forbids && !view->reasons.empty()) message += fmt::format(": {}", view->reasons.front());
  Problem problem = make_problem(codes::not_allowed, std::move(message), why_not(model, *view));
  problem.expected = "allowed";
  problem.found = to_string(view->verdict);
  return problem;
}

bool given(const Inputs& inputs, FactId fact) {
  return std::any_of(inputs.begin(), inputs.end(),
                     [fact](const auto& input) { return input.first == fact && !is_unknown(input.second); });
}

Problems check_inputs(const Model& model, ActionId id, const Inputs& inputs) {
  const Action& action = model.actions[id];
  Problems problems = not_asked(model, id, inputs);
  for (const FactId fact : action.asks) {
    if (given(inputs, fact) || model.facts[fact].default_value) continue;
    Problem problem =
        make_problem(codes::input_missing, fmt::format("`{}` asks for `{}`", action.name, model.facts[fact].name),
                     fmt::format("give it: {}", expected_form(model, model.facts[fact].type)));
    problem.expected = expected_form(model, model.facts[fact].type);
    problem.found = "nothing";
    problems.push_back(std::move(problem));
  }
  return problems;
}

Problems check_requirements(const Model& model, const OrderState& order, const Action& action, Instant at) {
  Problems problems;
  for (const Requirement& requirement : action.requirements) {
    Evaluation evaluation(model, order, at);
    const Truth holds = evaluation.truth(requirement.condition);
    if (evaluation.fault()) return {fault_problem(model, *evaluation.fault())};
    if (holds == Truth::yes) continue;
    std::set<FactPart> unknown;
    evaluation.collect_unknown(requirement.condition, unknown);
    const std::string reason = requirement.because.empty() ? "what it requires does not hold" : requirement.because;
    problems.push_back(
        make_problem(codes::requirement_failed, fmt::format("`{}` is refused: {}", action.name, reason),
                     holds == Truth::unknown ? fmt::format("tell {} first", names_of(model, unknown)) : ""));
  }
  return problems;
}

/// The order with facts put in, valid as a whole and not ahead of the instant.
std::variant<OrderState, Problems> with_facts(const Program& program, OrderState order, const Inputs& facts,
                                              Instant at) {
  for (const auto& [fact, value] : facts) order.facts[fact] = value;
  Problems problems = validate(program, order);
  const Problems ahead = validate_instant(*program.model, order, at);
  problems.insert(problems.end(), ahead.begin(), ahead.end());
  if (!problems.empty()) return problems;
  return order;
}

std::variant<Decision, Problems> decide_valid(const Program& program, const OrderState& order, Instant at) {
  const Problems problems = validate_instant(*program.model, order, at);
  if (!problems.empty()) return problems;
  auto decided = decide(program, order, at);
  if (const auto* fault = std::get_if<Fault>(&decided)) return Problems{fault_problem(*program.model, *fault)};
  return std::move(std::get<Decision>(decided));
}

}  // namespace

Problems not_asked(const Model& model, ActionId id, const Inputs& inputs) {
  const Action& action = model.actions[id];
  Problems problems;
  for (const auto& [fact, value] : inputs) {
    if (std::find(action.asks.begin(), action.asks.end(), fact) != action.asks.end()) continue;
    problems.push_back(make_problem(codes::input_not_asked,
                                    fmt::format("`{}` does not ask for `{}`", action.name, model.facts[fact].name),
                                    "leave it out, or record it as something that the world reports"));
  }
  return problems;
}

std::variant<OrderState, Problems> apply_action(const Program& program, const OrderState& order, ActorId actor,
                                                ActionId id, const Inputs& inputs, Instant at) {
  auto decided = decide_valid(program, order, at);
  if (auto* problems = std::get_if<Problems>(&decided)) return std::move(*problems);
  return apply_action(program, std::get<Decision>(decided), actor, id, inputs);
}

std::variant<OrderState, Problems> apply_action(const Program& program, const Decision& decision, ActorId actor,
                                                ActionId id, const Inputs& inputs) {
  const ActionView* view = find_view(program, decision, actor, id);
  if (view == nullptr || view->verdict != Verdict::allowed)
    return Problems{not_allowed(program, decision, actor, id, view)};
  const Action& action = program.model->actions[id];
  Problems problems = check_inputs(*program.model, id, inputs);
  if (!problems.empty()) return problems;
  auto filled = with_facts(program, decision.order, inputs, decision.at);
  if (std::holds_alternative<Problems>(filled)) return filled;
  auto& acted = std::get<OrderState>(filled);
  problems = check_requirements(*program.model, acted, action, decision.at);
  if (!problems.empty()) return problems;
  std::optional<Fault> fault;
  (void)take_effect(*program.model, acted, action, decision.at, fault);
  if (fault) return Problems{fault_problem(*program.model, *fault)};
  problems = validate(program, acted);
  if (!problems.empty()) return problems;
  return filled;
}

std::variant<OrderState, Problems> record_facts(const Program& program, const OrderState& order, const Inputs& facts,
                                                Instant at) {
  auto decided = decide_valid(program, order, at);
  if (auto* problems = std::get_if<Problems>(&decided)) return std::move(*problems);
  return with_facts(program, std::get<Decision>(decided).order, facts, at);
}

}  // namespace bywhen
