#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <variant>

namespace bywhen::store {

/// What tells without reading that a file is another one: device, inode, kind, size, and when it was last modified and
/// changed, in nanoseconds.
struct Stamp {
  std::array<std::int64_t, 8> values{};
  bool regular = false;

  friend bool operator==(const Stamp&, const Stamp&) = default;
};

/// Links are followed; or the system's error.
[[nodiscard]] std::variant<Stamp, int> stamp_of(const std::string& path);

}  // namespace bywhen::store
