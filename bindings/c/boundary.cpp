#include "bindings/c/boundary.hpp"

#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <nlohmann/json.hpp>

#include "bywhen/version.hpp"

namespace bywhen::c {

std::string_view bytes_of(const char* text, std::size_t length, std::string_view what) {
  if (text == nullptr) {
    if (length != 0) fail(BYWHEN_MISUSE, std::string(what) + " is NULL, and its length is not 0");
    return {};
  }
  if (length == BYWHEN_TERMINATED) return text;
  if (length > PTRDIFF_MAX) fail(BYWHEN_MISUSE, std::string(what) + " is longer than any text");
  return {text, length};
}

std::string_view text_of(const char* text, std::size_t length, std::string_view what) {
  const std::string_view bytes = bytes_of(text, length, what);
  if (!simdjson::validate_utf8(bytes.data(), bytes.size())) fail(BYWHEN_MISUSE, std::string(what) + " is not UTF-8");
  return bytes;
}

std::string path_of(const char* path, std::size_t length) {
  const std::string_view text = text_of(path, length, "the path");
  if (text.empty()) fail(BYWHEN_MISUSE, "the path is empty");
  if (text.find('\0') != std::string_view::npos) fail(BYWHEN_MISUSE, "the path has a NUL in it");
  return std::string(text);
}

Instant instant_of(std::int64_t micros) {
  const Instant instant{micros};
  if (!instant.is_real()) {
    fail(BYWHEN_MISUSE, "the instant lies outside the years 1 to 9999", "instants are microseconds since 1970 in UTC");
  }
  return instant;
}

std::string json_string(std::string_view text) {
  // A text alone: arrays and objects of this library ask for memory when they end, and end the program without it.
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace bywhen::c

using namespace bywhen::c;  // NOLINT(google-build-using-namespace): these functions have no namespace of their own

int32_t bywhen_abi_version(void) { return BYWHEN_ABI_VERSION; }
// It is made of a literal, so it ends with a NUL.
const char* bywhen_version(void) { return bywhen::version().data(); }

const char* bywhen_text_data(const bywhen_text* text) { return text == nullptr ? "" : text->text.c_str(); }
size_t bywhen_text_length(const bywhen_text* text) { return text == nullptr ? 0 : text->text.size(); }
void bywhen_text_free(bywhen_text* text) { end(text); }

bywhen_outcome bywhen_write_time(int64_t micros, bywhen_text** text, bywhen_error** error) {
  return give_text(text, error, [&] { return bywhen::format_rfc3339(instant_of(micros)); });
}

bywhen_outcome bywhen_read_time(const bywhen_policy* policy, const char* text, size_t length, int64_t* micros,
                                bywhen_error** error) {
  if (micros != nullptr) *micros = BYWHEN_NO_TIME;
  return guarded(error, [&] {
    const bywhen::Policy& under = needed(policy, "the policy").policy;
    needed(micros, "the place for the result") = value_of(read_time(under, text_of(text, length, "the time"))).micros;
  });
}
