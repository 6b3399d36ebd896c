#pragma once

#include <string_view>

#include "bywhen/export.hpp"

namespace bywhen {

/// The version of the library that is linked, as Semantic Versioning writes it: `0.1.0`.
[[nodiscard]] BYWHEN_API std::string_view version();

}  // namespace bywhen
