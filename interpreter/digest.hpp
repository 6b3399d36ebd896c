#pragma once

#include <string>

#include "bywhen/source.hpp"

namespace bywhen {

/// `sha256:` and the lower-case hexadecimal SHA-256 of the sources' bytes, one after another: which text an answer was made by.
[[nodiscard]] std::string digest_of(const Sources& sources);

}  // namespace bywhen
