#pragma once

#include <string>
#include <string_view>

namespace bywhen {

/// `sha256:` and the lower-case hexadecimal SHA-256 of the text's bytes: which policy text an answer was made by.
[[nodiscard]] std::string digest_of(std::string_view text);

}  // namespace bywhen
