#pragma once

#include <string>

#include "bywhen/policy.hpp"
#include "bywhen/why.hpp"
#include "cli/page.hpp"

namespace bywhen::cli {

/// Why somebody may or may not do something, for people: first the verdict in a sentence that can be read to a
/// customer, then the sentences of the policy that decide, part by part with the order's values, then what would lead
/// to a yes or what will end it. Times are on the policy's wall clock.
[[nodiscard]] std::string why_text(const Why& why, const Policy& policy, Look look);

}  // namespace bywhen::cli
