#pragma once

#include <string>

#include "bywhen/policy.hpp"
#include "bywhen/preview.hpp"
#include "cli/page.hpp"

namespace bywhen::cli {

/// What doing an action brings, for people: one section for each piece of the time of doing it.
[[nodiscard]] std::string preview_text(const Preview& preview, const Policy& policy, Look look);

}  // namespace bywhen::cli
