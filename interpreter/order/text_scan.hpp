#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "interpreter/eight_bytes.hpp"

namespace bywhen {

/// Of a text as much has to be readable behind its end, and a zero, at which everything stops, has to stand there.
inline constexpr std::size_t text_room = 64;

/// Where a string ends that has no escapes.
struct StringEnd {
  /// The closing quote; null where there is an escape before it, or the string is broken.
  const char* quote = nullptr;
  /// All is ASCII. Else nobody has looked whether it is UTF-8.
  bool ascii = true;
};

/// `text` is where the string's inside begins. Looks at eight bytes at a time.
[[nodiscard]] inline StringEnd string_end(const char* text) {
  constexpr std::uint64_t each = 0x0101'0101'0101'0101;
  constexpr std::uint64_t high = 0x80 * each;
  std::uint64_t beyond_ascii = 0;
  while (true) {
    const std::uint64_t bytes = eight_bytes(text);
    // A subtraction borrows the highest bit of the first byte that is too small for it. Those behind it may be told
    // wrongly, but nobody asks for them; bytes that are no ASCII have that bit anyway, and never stop it.
    const std::uint64_t quotes = (bytes ^ '"' * each) - each;
    const std::uint64_t escapes = (bytes ^ '\\' * each) - each;
    const std::uint64_t controls = bytes - ' ' * each;
    const std::uint64_t stops = (quotes | escapes | controls) & ~bytes & high;
    if (stops != 0) {
      beyond_ascii |= bytes & high & (stops - 1);
      text += std::countr_zero(stops) / 8;
      return {*text == '"' ? text : nullptr, beyond_ascii == 0};
    }
    beyond_ascii |= bytes & high;
    text += sizeof bytes;
  }
}

/// How many of the next bytes stand before a quote; as many as were looked at where there is none. Whatever else they
/// are, escapes as well.
inline constexpr std::size_t quote_reach = 32;
[[nodiscard]] inline std::size_t bytes_before_quote(const char* text) {
#ifdef __SSE2__
  const __m128i quotes = _mm_set1_epi8('"');
  const auto bits = [&](const char* from) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
    return static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, quotes)));
  };
  return static_cast<std::size_t>(std::countr_zero(std::uint64_t{bits(text) | bits(text + 16) << 16U} | 1ULL << 32U));
#else
  std::size_t size = 0;
  while (size < quote_reach && text[size] != '"') ++size;
  return size;
#endif
}

}  // namespace bywhen
