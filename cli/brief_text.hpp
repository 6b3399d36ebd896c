#pragma once

#include <string>

#include "bywhen/answer.hpp"
#include "bywhen/policy.hpp"
#include "cli/page.hpp"

namespace bywhen::cli {

/// An answer in a few lines: where the order stands, who may do what now, what is due, and until when that holds.
[[nodiscard]] std::string brief_text(const Answer& answer, const Policy& policy, Look look);

}  // namespace bywhen::cli
