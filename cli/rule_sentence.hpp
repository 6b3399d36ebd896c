#pragma once

#include <string>

#include "bywhen/answer.hpp"
#include "bywhen/source.hpp"

namespace bywhen::cli {

/// The rule in the policy's own words, on one line, without its reasons and comments. It begins on the line that the
/// rule names and goes on over the lines that are indented further. Empty if the rule is of another text.
[[nodiscard]] std::string rule_sentence(const RuleName& rule, const Source& policy);
/// The same in whichever of a policy's texts it stands.
[[nodiscard]] std::string rule_sentence(const RuleName& rule, const Sources& sources);

}  // namespace bywhen::cli
