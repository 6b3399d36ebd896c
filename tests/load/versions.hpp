#pragma once

#include <atomic>
#include <cstddef>
#include <string>
#include <vector>

#include "bywhen/bywhen.hpp"

/// Policies whose every part tells which version it is of, so that an answer made of two of them would show.
namespace bywhen::test {

/// Version `number` of the policy `name`: its duty is due `number` minutes after the order was made, and its reasons
/// say `version number`.
[[nodiscard]] std::string version_text(const std::string& name, std::size_t number);

inline constexpr const char* version_order = R"({"facts":{"made_at":"2026-03-02T10:00:00Z"}})";
[[nodiscard]] Instant order_made();
/// When the duty of a version is due.
[[nodiscard]] Instant due_in(std::size_t number);

/// All good versions of one policy, and how many of them the disk has seen.
struct Versions {
  Versions(std::string of, std::size_t count);

  std::string name;
  std::vector<std::string> digests;
  std::atomic<std::size_t> written = 0;

  /// What is wrong with the answer; empty if all of it is of one version that was written. Leaves in `number` which.
  [[nodiscard]] std::string fault(const Answer& answer, std::size_t& number) const;
};

}  // namespace bywhen::test
