#include "cli/page.hpp"

#include "cli/text_width.hpp"

namespace bywhen::cli {
namespace {

constexpr std::size_t hanging_indent = 4;

std::string_view escape_of(Style style) {
  switch (style) {
    case Style::strong: return "\x1b[1m";
    case Style::dim: return "\x1b[2m";
    case Style::good: return "\x1b[32m";
    case Style::waiting: return "\x1b[33m";
    case Style::bad: return "\x1b[31m";
    case Style::plain: break;
  }
  return "";
}

}  // namespace

std::string painted(Style style, std::string_view text, bool colour) {
  const std::string_view escape = colour ? escape_of(style) : "";
  if (escape.empty() || text.empty()) return std::string(text);
  return std::string(escape).append(text).append("\x1b[0m");
}

std::vector<Page::Word> Page::words_of(const std::vector<Piece>& pieces) {
  std::vector<Word> words;
  bool inside = false;
  std::size_t blanks = 0;
  for (const Piece& piece : pieces) {
    std::string_view rest = piece.text;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(' '), rest.size());
      if (end == 0) {
        inside = false;
        ++blanks;
        rest.remove_prefix(1);
        continue;
      }
      if (!inside) words.push_back({{}, blanks, 0});
      inside = true;
      blanks = 0;
      words.back().pieces.push_back({std::string(rest.substr(0, end)), piece.style});
      words.back().width += text_width(rest.substr(0, end));
      rest.remove_prefix(end);
    }
  }
  return words;
}

void Page::put(const Word& word) {
  for (const Piece& piece : word.pieces) text_ += painted(piece.style, piece.text, look_.colour);
}

void Page::line(std::size_t indent, const std::vector<Piece>& pieces) {
  const std::vector<Word> words = words_of(pieces);
  if (words.empty()) return;
  text_.append(indent, ' ');
  std::size_t column = indent;
  bool first = true;
  for (const Word& word : words) {
    if (!first && column + word.blanks_before + word.width > look_.columns) {
      text_ += '\n';
      column = indent + hanging_indent;
      text_.append(column, ' ');
    } else {
      text_.append(word.blanks_before, ' ');
      column += word.blanks_before;
    }
    put(word);
    column += word.width;
    first = false;
  }
  text_ += '\n';
}

void Page::blank_line() { text_ += '\n'; }

}  // namespace bywhen::cli
