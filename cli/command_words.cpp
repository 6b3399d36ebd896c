#include "cli/command_words.hpp"

#include <algorithm>

namespace bywhen::cli {
namespace {

constexpr std::string_view blanks = " \t\r\n";

/// Takes what stands between quotes; false where they do not close.
bool take_quoted(std::string_view& text, std::string& word) {
  text.remove_prefix(1);
  while (!text.empty() && text.front() != '"') {
    const bool escaped = text.size() > 1 && text[0] == '\\' && (text[1] == '"' || text[1] == '\\');
    if (escaped) text.remove_prefix(1);
    word += text.front();
    text.remove_prefix(1);
  }
  if (text.empty()) return false;
  text.remove_prefix(1);
  return text.empty() || blanks.find(text.front()) != std::string_view::npos;
}

}  // namespace

std::optional<std::vector<CommandWord>> command_words(std::string_view text) {
  std::vector<CommandWord> words;
  while (true) {
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    if (text.empty()) return words;
    CommandWord word{"", text.front() == '"'};
    if (word.quoted) {
      if (!take_quoted(text, word.text)) return std::nullopt;
    } else {
      const std::size_t end = std::min(text.find_first_of(blanks), text.size());
      word.text = text.substr(0, end);
      text.remove_prefix(end);
    }
    words.push_back(std::move(word));
  }
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(blanks) - first + 1));
}

}  // namespace bywhen::cli
