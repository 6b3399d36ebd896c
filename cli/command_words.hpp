#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bywhen::cli {

/// A word of a command. In double quotes it may hold blanks, and `\"` and `\\` stand for the mark itself.
struct CommandWord {
  std::string text;
  bool quoted = false;

  /// A word of the command's own, and no name in quotes.
  [[nodiscard]] bool is(std::string_view word) const { return !quoted && text == word; }
};

/// Absent where a quote is not closed, or something stands directly behind it.
[[nodiscard]] std::optional<std::vector<CommandWord>> command_words(std::string_view text);

/// The text without blanks and line ends around it.
[[nodiscard]] std::string trimmed(std::string_view text);

}  // namespace bywhen::cli
