#include "interpreter/digest.hpp"

#include <sodium.h>

#include <array>

#include "interpreter/sha_instructions.hpp"

namespace bywhen {

namespace {

Sha256 sha256(std::string_view text) {
  if (const auto found = sha256_by_instructions(text)) return *found;
  Sha256 hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
  return hash;
}

}  // namespace

std::string digest_of(std::string_view text) {
  const Sha256 hash = sha256(text);
  std::array<char, 2 * crypto_hash_sha256_BYTES + 1> hex{};
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
  return "sha256:" + std::string(hex.data());
}

}  // namespace bywhen
