#pragma once

#include <cstdint>
#include <vector>

#include "bywhen/diagnostic.hpp"
#include "bywhen/source.hpp"
#include "grammar/syntax.hpp"

namespace bywhen {

struct Parsed {
  /// Every sentence that could be read; those with mistakes are left out.
  syntax::File file;
  /// Every mistake, by place; empty if the file was read whole.
  Diagnostics diagnostics;
  /// The text left out because of mistakes: what is named there may be declared there, so check does not call such
  /// names unknown.
  std::vector<Span> skipped;
};

/// Reads one source. Never throws on bad input, of any bytes and any depth.
[[nodiscard]] Parsed parse(const Sources& sources, std::uint32_t source);

}  // namespace bywhen
