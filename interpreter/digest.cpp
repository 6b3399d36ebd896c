#include "interpreter/digest.hpp"

#include <sodium.h>

#include <array>

namespace bywhen {

std::string digest_of(const Sources& sources) {
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  for (std::uint32_t i = 0; i < sources.size(); ++i) {
    const std::string_view text = sources[i].original();
    crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  }
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256_final(&state, hash.data());
  std::array<char, 2 * crypto_hash_sha256_BYTES + 1> hex{};
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
  return "sha256:" + std::string(hex.data());
}

}  // namespace bywhen
