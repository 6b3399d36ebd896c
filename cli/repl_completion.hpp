#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bywhen/session.hpp"

namespace bywhen::cli {

/// What may take the place of the end of a text.
struct Completion {
  /// How many bytes at the end of the text the candidates begin with.
  std::size_t typed = 0;
  /// In order. One that ends in `/` goes on.
  std::vector<std::string> candidates;
};

/// Completes commands and what they take (files, labels of rules), and the sentences of the session. Without a session
/// only what can be said before a policy is loaded.
[[nodiscard]] Completion complete(const std::optional<Session>& session, std::string_view text);

}  // namespace bywhen::cli
