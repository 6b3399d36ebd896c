#pragma once

#include <string>

#include "bywhen/outlook.hpp"
#include "bywhen/policy.hpp"

namespace bywhen::cli {

/// An outlook as a picture for a web page or a ticket: one SVG element that needs nothing else, follows the reader's
/// choice of light or dark, and says all that it shows in its description. Times are on the
/// policy's wall clock.
[[nodiscard]] std::string timeline_svg(const Outlook& outlook, const Policy& policy);

}  // namespace bywhen::cli
