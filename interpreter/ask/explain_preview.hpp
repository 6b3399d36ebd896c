#pragma once

#include "bywhen/preview.hpp"
#include "interpreter/ask/preview.hpp"

namespace bywhen::ask {

/// Expands what was found into a preview: indices become names, rules become reasons. The policy's identity but for its
/// name, and the order's name, are the caller's to add.
[[nodiscard]] Preview explain_preview(const Program& program, const Sources& sources, const Deed& deed,
                                      const PreviewParts& found);

}  // namespace bywhen::ask
