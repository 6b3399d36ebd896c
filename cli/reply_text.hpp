#pragma once

#include <string>

#include "bywhen/session.hpp"
#include "cli/page.hpp"

namespace bywhen::cli {

/// A session's reply for people. `policy` is quoted where an answer says nothing about why.
[[nodiscard]] std::string reply_text(const Reply& reply, const Source& policy, Look look);

}  // namespace bywhen::cli
