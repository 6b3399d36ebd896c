#pragma once

#include <vector>

#include "bywhen/diagnostic.hpp"
#include "grammar/parse.hpp"

/// A policy with overlays laid over it, as one syntax tree: everything behind knows policies only. Every sentence keeps
/// its place in the file that it comes from.
namespace bywhen::set {

/// The policy's sentences with what each overlay replaces, removes and adds, one overlay after the other. Scenarios are
/// left out. An overlay that names what is not there is a diagnostic in it.
[[nodiscard]] Parsed merge(const Parsed& base, const std::vector<const Parsed*>& overlays, Diagnostics& diagnostics);
/// The same with versions that amend each other, the oldest first; the date and the title are those of the last one.
[[nodiscard]] Parsed amend(const std::vector<const Parsed*>& versions, Diagnostics& diagnostics);

/// The name under which a rule may be replaced.
[[nodiscard]] const syntax::Name* label_of(const syntax::Rule& rule);

}  // namespace bywhen::set
