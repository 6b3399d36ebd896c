#pragma once

#include <string>
#include <vector>

#include "grammar/token.hpp"

namespace bywhen::grammar {

struct Comment {
  std::string text;
  /// It stands behind the token before it, on the same line.
  bool trailing = false;
  /// A blank line stands before it.
  bool blank_before = false;
};

/// What stands between one token and the next, besides blanks.
struct Gap {
  std::vector<Comment> comments;
  /// A blank line stands right before the token.
  bool blank_before = false;
};

/// The gaps before each token; the last one is that before the end of the text.
[[nodiscard]] std::vector<Gap> find_gaps(std::string_view text, const Scanned& scanned);

}  // namespace bywhen::grammar
