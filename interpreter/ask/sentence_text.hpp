#pragma once

#include <string>
#include <string_view>

namespace bywhen::ask {

/// Longer sentences are cut: who wants more opens the file.
inline constexpr std::size_t longest_sentence = 320;

/// A piece of a policy's text on one line: blanks, line ends and comments become one blank, reasons (`because "…"`) are
/// left out, and what is longer than a sentence may be ends with ` …`.
[[nodiscard]] std::string one_line(std::string_view text);

}  // namespace bywhen::ask
