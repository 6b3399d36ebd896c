#pragma once

#include <cstdint>
#include <string>

#include "bywhen/diagnostic.hpp"
#include "bywhen/source.hpp"

namespace bywhen {

struct Formatted {
  /// The text in the one canonical layout; empty when there are diagnostics.
  std::string text;
  Diagnostics diagnostics;
};

/// Lays a source out anew: its words and comments stay, only blanks and line ends change. How lines were broken before
/// makes no difference, except that one blank line between sentences is kept. Formatting what was formatted changes
/// nothing.
[[nodiscard]] Formatted format(const Sources& sources, std::uint32_t source);

}  // namespace bywhen
