#include "interpreter/model.hpp"

#include <algorithm>

namespace bywhen {

std::string part_name(const Model& model, const FactPart& part) {
  const std::string& fact = model.facts[part.fact].name;
  if (part.record == FactPart::whole) return fact;
  return fact + "[" + std::to_string(part.record) + "]." + model.members_of(part.fact)[part.member].name;
}

std::optional<FactId> guard_event(const Model& model, const Action& action, StatusId from, StatusId to) {
  const auto first = [](const std::vector<Mark>& marks) -> std::optional<FactId> {
    const auto found = std::find_if(marks.begin(), marks.end(), [](const Mark& mark) { return !mark.once; });
    return found == marks.end() ? std::nullopt : std::optional(found->event);
  };
  if (const auto own = first(action.marks)) return own;
  return to == from ? std::nullopt : first(model.statuses[to].marks);
}

}  // namespace bywhen
