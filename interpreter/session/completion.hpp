#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "interpreter/model.hpp"

namespace bywhen::session {

/// The words that may complete the text's last word, sorted: those of the language and the policy that can stand there.
[[nodiscard]] std::vector<std::string> completions(const Model& model, std::string_view text);

}  // namespace bywhen::session
