#include "interpreter/digest.hpp"

#include <nettle/base16.h>
#include <nettle/sha2.h>

#include <array>

namespace bywhen {

std::string digest_of(std::string_view text) {
  sha256_ctx context{};
  sha256_init(&context);
  sha256_update(&context, text.size(), reinterpret_cast<const std::uint8_t*>(text.data()));
  std::array<std::uint8_t, SHA256_DIGEST_SIZE> hash{};
  sha256_digest(&context, hash.size(), hash.data());
  std::array<char, BASE16_ENCODE_LENGTH(SHA256_DIGEST_SIZE)> hex{};
  base16_encode_update(hex.data(), hash.size(), hash.data());
  return "sha256:" + std::string(hex.data(), hex.size());
}

}  // namespace bywhen
