#pragma once

#include <vector>

#include "bywhen/answer.hpp"
#include "bywhen/source.hpp"
#include "interpreter/evaluate/decide.hpp"

namespace bywhen {

/// What contradicts itself in a decision, with names in place of indices.
[[nodiscard]] std::vector<ConflictAnswer> explain_conflicts(const Program& program, const Sources& sources,
                                                            const Decision& decision);

}  // namespace bywhen
