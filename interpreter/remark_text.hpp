#pragma once

#include <string>
#include <vector>

#include "interpreter/evaluate/remark.hpp"
#include "interpreter/model.hpp"

namespace bywhen {

/// What the remarks say to a reader of the answer, each once. Most say nothing: only what was done on the way is told,
/// a clock that changed, a month without the day, a last day that moved, an amount that was rounded.
[[nodiscard]] std::vector<std::string> remark_texts(const Model& model, const Remarks& remarks);

}  // namespace bywhen
