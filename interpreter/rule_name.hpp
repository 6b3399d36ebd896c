#pragma once

#include "bywhen/answer.hpp"
#include "interpreter/model.hpp"

namespace bywhen {

/// Where a rule stands: `file:line`.
[[nodiscard]] std::string rule_source(const Model& model, const Sources& sources, RuleId id);

/// How answers call a rule.
[[nodiscard]] RuleName rule_name(const Model& model, const Sources& sources, RuleId id);

}  // namespace bywhen
