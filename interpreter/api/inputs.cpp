#include "interpreter/api/inputs.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "interpreter/api/names.hpp"
#include "interpreter/order/codes.hpp"
#include "interpreter/order/value_text.hpp"

namespace bywhen {

namespace {

bool has_input(const Inputs& inputs, FactId fact) {
  return std::any_of(inputs.begin(), inputs.end(), [fact](const auto& input) { return input.first == fact; });
}

void read_input(const Model& model, const std::string& name, const std::string& text, Inputs& inputs,
                Problems& problems) {
  const auto fact = find_name(model.facts, name);
  if (!fact) return problems.push_back(unknown_name(model.facts, "fact", name, codes::unknown_order_fact));
  if (has_input(inputs, *fact)) {
    return problems.push_back(
        make_problem(codes::input_twice, fmt::format("`{}` is given twice", name), "keep one of them"));
  }
  if (text == "missing") {
    inputs.emplace_back(*fact, Value{});
    return;
  }
  auto value = read_value(model, model.facts[*fact].type, text);
  if (auto* problem = std::get_if<Problem>(&value)) {
    problem->pointer = "/facts/" + name + problem->pointer;
    problems.push_back(std::move(*problem));
    return;
  }
  inputs.emplace_back(*fact, std::move(std::get<Value>(value)));
}

}  // namespace

Inputs read_inputs(const Model& model, const FactTexts& texts, Problems& problems) {
  Inputs inputs;
  for (const auto& [name, text] : texts) read_input(model, name, text, inputs, problems);
  return inputs;
}

}  // namespace bywhen
