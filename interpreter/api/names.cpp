#include "interpreter/api/names.hpp"

#include <fmt/format.h>

#include <utility>

#include "interpreter/model.hpp"
#include "interpreter/order/codes.hpp"
#include "interpreter/order/value_text.hpp"

namespace bywhen {

Problem unknown_name_problem(const std::vector<std::string_view>& known, std::string_view kind, std::string_view name,
                             std::string_view code) {
  const auto near = nearest_name(name, known);
  std::string help = near ? fmt::format("did you mean `{}`?", *near) : "";
  if (!near) {
    for (const std::string_view each : known) help += fmt::format("{}`{}`", help.empty() ? "known here: " : ", ", each);
  }
  return make_problem(code, fmt::format("unknown {} `{}`", kind, name), std::move(help));
}

Problem unknown_action(const Model& model, std::string_view name) {
  for (const Rule& rule : model.rules) {
    if (!rule.labelled || rule.name != name) continue;
    std::string actions;
    for (const ActionId action : rule.actions)
      actions += fmt::format("{}`{}`", actions.empty() ? "" : ", ", model.actions[action].name);
    return make_problem(codes::no_such_action, fmt::format("`{}` is the label of a rule, not an action", name),
                        fmt::format("ask about what the rule speaks of: {}", actions));
  }
  return unknown_name(model.actions, "action", name, codes::no_such_action);
}

}  // namespace bywhen
