#include "interpreter/ask/sentence_text.hpp"

#include <algorithm>

namespace bywhen::ask {

namespace {

constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view ellipsis = " …";
constexpr std::string_view because = "because";

/// The words of a text; a text in quotes is one of them, with what touches it.
class Words {
public:
  explicit Words(std::string_view text) : rest_(text) {}

  /// Empty at the end.
  std::string_view next() {
    skip();
    std::size_t end = 0;
    while (end < rest_.size() && blanks.find(rest_[end]) == std::string_view::npos && rest_[end] != '#')
      end = rest_[end] == '"' ? end_of_quoted(end) : end + 1;
    const std::string_view word = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return word;
  }

private:
  void skip() {
    while (!rest_.empty()) {
      const std::size_t begin = std::min(rest_.find_first_not_of(blanks), rest_.size());
      rest_.remove_prefix(begin);
      if (rest_.empty() || rest_.front() != '#') return;
      rest_.remove_prefix(std::min(rest_.find_first_of("\r\n"), rest_.size()));
    }
  }

  [[nodiscard]] std::size_t end_of_quoted(std::size_t quote) const {
    std::size_t at = quote + 1;
    while (at < rest_.size() && rest_[at] != '"') at += rest_[at] == '\\' ? 2 : 1;
    return std::min(at + 1, rest_.size());
  }

  std::string_view rest_;
};

void cut(std::string& line) {
  if (line.size() <= longest_sentence) return;
  const std::size_t blank = line.rfind(' ', longest_sentence);
  line.resize(blank == std::string::npos ? 0 : blank);
  line += ellipsis;
}

}  // namespace

std::string one_line(std::string_view text) {
  std::string line;
  Words words(text);
  for (std::string_view word = words.next(); !word.empty(); word = words.next()) {
    if (word == because) {
      static_cast<void>(words.next());
      continue;
    }
    if (!line.empty()) line += ' ';
    line += word;
  }
  cut(line);
  return line;
}

}  // namespace bywhen::ask
