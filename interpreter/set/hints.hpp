#pragma once

#include <vector>

#include "bywhen/diagnostic.hpp"
#include "grammar/parse.hpp"

namespace bywhen::set {

/// Adds to what is said of a merged policy what only its texts tell: that a name declared again may have been meant to
/// be replaced, and where an unknown one was removed. The first `versions` of the texts are versions, the others
/// overlays; spans are those of their sources.
void add_hints(Diagnostics& diagnostics, const Sources& sources, const std::vector<Parsed>& texts,
               std::size_t versions);

}  // namespace bywhen::set
