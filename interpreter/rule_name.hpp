#pragma once

#include "bywhen/answer.hpp"
#include "interpreter/model.hpp"

namespace bywhen {

/// How answers call a rule.
[[nodiscard]] RuleName rule_name(const Model& model, const Sources& sources, RuleId id);

}  // namespace bywhen
