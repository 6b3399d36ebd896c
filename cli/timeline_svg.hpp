#pragma once

#include <string>

#include "bywhen/outlook.hpp"

namespace bywhen::cli {

/// An outlook as a picture for a web page or a ticket: one SVG element that needs nothing else, follows the reader's
/// choice of light or dark, and says all that it shows in its description.
[[nodiscard]] std::string timeline_svg(const Outlook& outlook);

}  // namespace bywhen::cli
