#pragma once

#include <cstddef>
#include <string>

#include "bywhen/policy.hpp"

namespace bywhen::c {

/// More than any policy, in bytes.
inline constexpr std::size_t largest_text = std::size_t{64} << 20U;

/// The text of a file of the system, up to `largest_text`.
[[nodiscard]] FileText read_file(const std::string& path);

}  // namespace bywhen::c
