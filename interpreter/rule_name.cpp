#include "interpreter/rule_name.hpp"

#include <fmt/format.h>

namespace bywhen {

RuleName rule_name(const Model& model, const Sources& sources, RuleId id) {
  const Rule& rule = model.rules[id];
  const std::string_view path = sources[rule.span.source].name();
  const auto slash = path.find_last_of("/\\");
  const std::string_view file = slash == std::string_view::npos ? path : path.substr(slash + 1);
  return {rule.name, fmt::format("{}:{}", file, sources.position(rule.span).line)};
}

}  // namespace bywhen
