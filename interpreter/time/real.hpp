#pragma once

#include <optional>

#include "bywhen/instant.hpp"

namespace bywhen {

/// The instant as answers have it: absent for the sentinels.
[[nodiscard]] inline std::optional<Instant> real(Instant instant) {
  return instant.is_real() ? std::optional(instant) : std::nullopt;
}

}  // namespace bywhen
