#pragma once

#include <cstdint>

#include "bywhen/diagnostic.hpp"
#include "bywhen/source.hpp"
#include "grammar/syntax.hpp"

namespace bywhen {

struct Parsed {
  /// Every sentence that could be read; those with mistakes are left out.
  syntax::File file;
  /// Every mistake, by place; empty if the file was read whole.
  Diagnostics diagnostics;
};

/// Reads one source. Never throws on bad input, of any bytes and any depth.
[[nodiscard]] Parsed parse(const Sources& sources, std::uint32_t source);

}  // namespace bywhen
