#pragma once

#include <string>

#include "bywhen/outlook.hpp"
#include "bywhen/policy.hpp"
#include "cli/page.hpp"

namespace bywhen::cli {

/// An outlook as a picture made of letters. Time runs to the right; every instant at which something begins, ends or
/// happens has a column of its own, and the columns between two grow with the root of the time. Where there are more
/// instants than columns, the picture goes on in further parts below. The picture itself is ASCII.
/// Times are on the policy's wall clock.
[[nodiscard]] std::string timeline_text(const Outlook& outlook, const Policy& policy, Look look);

}  // namespace bywhen::cli
