#pragma once

#include <string>

#include "bywhen/session.hpp"
#include "cli/page.hpp"

namespace bywhen::cli {

/// A session's reply for people. `policy` is quoted where an answer says nothing about why; times are on its wall
/// clock. Before a policy is loaded it is null, and replies are lines and mistakes alone.
[[nodiscard]] std::string reply_text(const Reply& reply, const Policy* policy, Look look);

}  // namespace bywhen::cli
