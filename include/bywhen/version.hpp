#pragma once

#include <string_view>

#include "bywhen/export.hpp"

namespace bywhen {

/// The version of the library that is linked, as `MAJOR.MINOR.PATCH` of Semantic Versioning.
[[nodiscard]] BYWHEN_API std::string_view version();

}  // namespace bywhen
