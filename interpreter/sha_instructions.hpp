#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace bywhen {

using Sha256 = std::array<unsigned char, 32>;

/// SHA-256 by the processor's own instructions for it; nothing where it has none.
[[nodiscard]] std::optional<Sha256> sha256_by_instructions(std::string_view text);

}  // namespace bywhen
