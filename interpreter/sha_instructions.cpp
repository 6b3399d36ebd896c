#include "interpreter/sha_instructions.hpp"

// The digest was a fifth of what loading a policy costs. Instructions for it are in most x86 processors since 2017.
#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace bywhen {

namespace {

constexpr std::size_t block_size = 64;

/// FIPS 180-4, 4.2.2: the fractional parts of the cube roots of the first 64 primes.
alignas(16) constexpr std::array<std::uint32_t, 64> round_constants{
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

/// The hash so far, in the order in which the instructions take it: A, B, E and F, and C, D, G and H.
struct State {
  __m128i abef;
  __m128i cdgh;
};

bool has_instructions() {
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  constexpr unsigned sha = 1U << 29U;
  if (__get_cpuid_count(7, 0, &a, &b, &c, &d) == 0 || (b & sha) == 0) return false;
  return __builtin_cpu_supports("sse4.1") != 0;
}

__attribute__((target("sha,sse4.1"))) State take_in(State state, const unsigned char* block) {
  const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  const State before = state;
  // Each four rounds use one of these, and make the one for the fourth time from now.
  __m128i words[4];  // NOLINT(modernize-avoid-c-arrays): no array of vectors in a template
  for (std::size_t i = 0; i < 4; ++i)
    words[i] = _mm_shuffle_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(block + 16 * i)), big_endian);
#pragma GCC unroll 16  // then the words stay in registers
  for (std::size_t i = 0; i < 16; ++i) {
    __m128i& now = words[i % 4];
    const __m128i last = words[(i + 3) % 4];
    const __m128i constants = _mm_load_si128(reinterpret_cast<const __m128i*>(&round_constants[4 * i]));
    const __m128i sum = _mm_add_epi32(now, constants);
    state.cdgh = _mm_sha256rnds2_epu32(state.cdgh, state.abef, sum);
    state.abef = _mm_sha256rnds2_epu32(state.abef, state.cdgh, _mm_shuffle_epi32(sum, 0x0E));
    const __m128i seven_ago = _mm_alignr_epi8(last, words[(i + 2) % 4], 4);
    now = _mm_sha256msg2_epu32(_mm_add_epi32(_mm_sha256msg1_epu32(now, words[(i + 1) % 4]), seven_ago), last);
  }
  return {_mm_add_epi32(state.abef, before.abef), _mm_add_epi32(state.cdgh, before.cdgh)};
}

/// What stands behind the last whole block: the rest of the text, one bit, zeros, and the length of the text in bits.
struct Ending {
  std::array<unsigned char, 2 * block_size> bytes{};
  std::size_t size = 0;
};

Ending ending_of(std::string_view text) {
  Ending ending;
  const std::string_view rest = text.substr(text.size() / block_size * block_size);
  std::memcpy(ending.bytes.data(), rest.data(), rest.size());
  ending.bytes[rest.size()] = 0x80;
  ending.size = rest.size() + 1 + sizeof(std::uint64_t) > block_size ? 2 * block_size : block_size;
  const std::uint64_t length = std::uint64_t{text.size()} * 8;
  for (std::size_t i = 0; i < sizeof(length); ++i)
    ending.bytes[ending.size - 1 - i] = static_cast<unsigned char>(length >> 8 * i);
  return ending;
}

__attribute__((target("sha,sse4.1"))) Sha256 hash(std::string_view text) {
  // FIPS 180-4, 5.3.3: those of the square roots of the first eight primes.
  State state{_mm_setr_epi32(static_cast<int>(0x9b05688c), 0x510e527f, static_cast<int>(0xbb67ae85), 0x6a09e667),
              _mm_setr_epi32(0x5be0cd19, 0x1f83d9ab, static_cast<int>(0xa54ff53a), 0x3c6ef372)};
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  for (std::size_t at = 0; at + block_size <= text.size(); at += block_size) state = take_in(state, bytes + at);
  const Ending ending = ending_of(text);
  for (std::size_t at = 0; at < ending.size; at += block_size) state = take_in(state, ending.bytes.data() + at);
  alignas(16) std::array<std::uint32_t, 8> words{};
  _mm_store_si128(reinterpret_cast<__m128i*>(words.data()), state.abef);
  _mm_store_si128(reinterpret_cast<__m128i*>(words.data() + 4), state.cdgh);
  constexpr std::array<std::size_t, 8> order{3, 2, 7, 6, 1, 0, 5, 4};  // A to H
  Sha256 found{};
  for (std::size_t i = 0; i < found.size(); ++i)
    found[i] = static_cast<unsigned char>(words[order[i / 4]] >> (24 - 8 * (i % 4)));
  return found;
}

}  // namespace

std::optional<Sha256> sha256_by_instructions(std::string_view text) {
  // A virtual machine may take longer to answer this than to hash a policy.
  static const bool there = has_instructions();
  if (!there) return std::nullopt;
  return hash(text);
}

}  // namespace bywhen

#else

namespace bywhen {

std::optional<Sha256> sha256_by_instructions(std::string_view) { return std::nullopt; }

}  // namespace bywhen

#endif
