#pragma once

#include <string>
#include <vector>

#include "grammar/gaps.hpp"
#include "grammar/node.hpp"
#include "grammar/reader.hpp"

namespace bywhen::grammar {

/// The sentences of a parse tree without mistakes, in the canonical layout.
[[nodiscard]] std::string print(const Reader& reader, const std::vector<Gap>& gaps, const Node& root);

}  // namespace bywhen::grammar
