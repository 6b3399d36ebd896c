#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bywhen/policy_store.hpp"
#include "interpreter/store/published.hpp"

namespace bywhen {

/// Where the policies in force are pinned up for readers. Readers of a store share it.
struct PolicyStore::Board {
  struct Version {
    std::uint64_t number = 0;
    std::map<std::string, Policy, std::less<>> policies;
    /// Shared, so that fetching them asks for no memory.
    std::shared_ptr<const std::vector<std::string>> names;

    /// Without a name the only one.
    [[nodiscard]] std::optional<Policy> find(const std::optional<std::string_view>& name) const noexcept {
      const auto found = name ? policies.find(*name) : policies.begin();
      if (found == policies.end() || (!name && policies.size() != 1)) return std::nullopt;
      return found->second;
    }
  };

  store::Published<Version> versions;
  /// Of the version that is pinned up, or just about to be. Were it to change after that, a reader could be told of
  /// nothing new where others see the new version already.
  std::atomic<std::uint64_t> number = 0;
};

}  // namespace bywhen
