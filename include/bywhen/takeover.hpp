#pragma once

#include <string>
#include <vector>

#include "bywhen/instant.hpp"

namespace bywhen {

/// From an instant on another version of a policy set governs an order.
struct Takeover {
  Instant at;
  /// The date of the version that takes over.
  std::string version;
  /// What is laid over it then.
  std::vector<std::string> overlays;
  /// The digest of the policy that governs then.
  std::string digest;
};

}  // namespace bywhen
