#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

namespace bywhen {

/// Eight bytes of a text, the first in the lowest place.
[[nodiscard]] inline std::uint64_t eight_bytes(const char* text) {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, text, sizeof bytes);
  if constexpr (std::endian::native == std::endian::big) bytes = __builtin_bswap64(bytes);
  return bytes;
}

/// The other way about.
inline void put_eight(char* to, std::uint64_t bytes) {
  if constexpr (std::endian::native == std::endian::big) bytes = __builtin_bswap64(bytes);
  std::memcpy(to, &bytes, sizeof bytes);
}

}  // namespace bywhen
