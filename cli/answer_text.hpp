#pragma once

#include <string>

#include "bywhen/answer.hpp"
#include "bywhen/policy.hpp"
#include "cli/page.hpp"

namespace bywhen::cli {

/// An answer for people: where the order stands, who may do what until when, what is not possible and why, what is due
/// and what follows, and until when all this holds. Where nothing is said about why, the policy's
/// sentence is quoted. Times are on its wall clock.
[[nodiscard]] std::string answer_text(const Answer& answer, const Policy& policy, Look look);

}  // namespace bywhen::cli
