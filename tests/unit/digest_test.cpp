#include <sodium.h>
#include <catch2/catch.hpp>

#include <string>

#include "interpreter/digest.hpp"
#include "interpreter/sha_instructions.hpp"

using namespace bywhen;

TEST_CASE("a digest is the SHA-256 of FIPS 180-4", "[digest]") {
  CHECK(digest_of("abc") == "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(digest_of("") == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("the processor's instructions say what libsodium says", "[digest]") {
  if (!sha256_by_instructions("")) return;  // it has none
  std::string text;
  for (std::size_t size = 0; size < 300; ++size) {
    Sha256 expected{};
    crypto_hash_sha256(expected.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
    CHECK(sha256_by_instructions(text) == expected);
    text += static_cast<char>(size * 131 + 7);
  }
}
