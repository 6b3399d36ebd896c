#pragma once

#include <string>

#include "bywhen/outlook.hpp"
#include "bywhen/policy.hpp"
#include "cli/page.hpp"

namespace bywhen::cli {

/// When one actor may do one action: a sentence about now, then every window with its reason, past ones too. The
/// outlook holds the one course. Where it never is allowed the sentence says why.
[[nodiscard]] std::string when_text(const Outlook& outlook, const Policy& policy, Look look);

}  // namespace bywhen::cli
