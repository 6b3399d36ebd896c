#include "interpreter/ask/inputs.hpp"

#include <algorithm>

#include "interpreter/ask/candidates.hpp"
#include "interpreter/ask/plain_order.hpp"

namespace bywhen::ask {

namespace {

constexpr std::size_t most_inputs = 32;
/// Of numbers and times: enough to meet a threshold that the policy names, and its neighbours.
constexpr std::size_t most_values = 8;

/// The values to try for a fact that is asked; the unknown one leaves it to its default.
std::vector<Value> values_for(const Program& program, const OrderState& order, FactId fact, Instant at) {
  const Model& model = *program.model;
  std::vector<Value> values;
  const auto add = [&](const Value& value) {
    const bool known = std::find(values.begin(), values.end(), value) != values.end();
    if (!known && values.size() < most_values) values.push_back(value);
  };
  if (model.facts[fact].default_value) add(Value{});
  add(is_unknown(order.facts[fact]) ? plain_value(model, order, fact) : order.facts[fact]);
  if (!has_scale(model.facts[fact].type.kind)) {
    for (const Value& value : candidates(program, order, fact, at)) add(value);
    return values;
  }
  const Scale scale = scale_of(model, order, fact, at);
  for (const Value& constant : uses_of(model, fact).constants) {
    if (constant.index() != scale.value(0).index()) continue;
    for (const std::int64_t step : {step_of(constant), step_of(constant) + 1, step_of(constant) - 1}) {
      if (scale.holds(step)) add(scale.value(step));
    }
  }
  return values;
}

Inputs without_unknown(const Inputs& inputs) {
  Inputs told;
  std::copy_if(inputs.begin(), inputs.end(), std::back_inserter(told),
               [](const auto& input) { return !is_unknown(input.second); });
  return told;
}

}  // namespace

std::vector<Inputs> plausible_inputs(const Program& program, const OrderState& order, ActionId action, Instant at) {
  const auto& asks = program.model->actions[action].asks;
  Inputs plain;
  std::vector<std::vector<Value>> values;
  for (const FactId fact : asks) {
    values.push_back(values_for(program, order, fact, at));
    plain.emplace_back(fact, values.back().front());
  }
  std::vector<Inputs> all{without_unknown(plain)};
  for (std::size_t i = 0; i < asks.size(); ++i) {
    for (std::size_t j = 1; j < values[i].size() && all.size() < most_inputs; ++j) {
      Inputs other = plain;
      other[i].second = values[i][j];
      all.push_back(without_unknown(other));
    }
  }
  return all;
}

}  // namespace bywhen::ask
