#include "cli/page.hpp"

#include <algorithm>

#include "cli/text_width.hpp"
#include "cli/wrapped.hpp"

namespace bywhen::cli {
namespace {

constexpr std::size_t hanging_indent = 4;

std::string_view escape_of(Style style) {
  switch (style) {
    case Style::strong:
      return "\x1b[1m";
    case Style::dim:
      return "\x1b[2m";
    case Style::good:
      return "\x1b[32m";
    case Style::waiting:
      return "\x1b[33m";
    case Style::bad:
      return "\x1b[31m";
    case Style::plain:
      break;
  }
  return "";
}

std::string replaced(std::string_view text, std::string_view what, std::string_view with) {
  std::string result;
  for (std::size_t at = 0; (at = text.find(what)) != std::string_view::npos; text.remove_prefix(at + what.size())) {
    result.append(text.substr(0, at)).append(with);
  }
  return result.append(text);
}

}  // namespace

std::string unbroken(std::string_view text) { return replaced(text, " ", firm_blank); }

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
      words.back().pieces.push_back({replaced(rest.substr(0, end), firm_blank, " "), piece.style});
      words.back().width += text_width(rest.substr(0, end));
      rest.remove_prefix(end);
    }
  }
  return words;
}

/// Blanks between words of one style belong to it, so that the line has as few escapes as it needs.
void Page::add_blanks(std::vector<Piece>& line, std::size_t count, Style next) {
  if (count == 0) return;
  if (!line.empty() && line.back().style == next) {
    line.back().text.append(count, ' ');
  } else {
    line.push_back({std::string(count, ' '), Style::plain});
  }
}

void Page::add_word(std::vector<Piece>& line, const Word& word) {
  for (const Piece& piece : word.pieces) {
    if (!line.empty() && line.back().style == piece.style) {
      line.back().text += piece.text;
    } else {
      line.push_back(piece);
    }
  }
}

void Page::put(std::size_t indent, const std::vector<Piece>& line) {
  text_.append(indent, ' ');
  for (const Piece& piece : line) text_ += painted(piece.style, piece.text, look_.colour);
  text_ += '\n';
}

/// Takes as much of a word as fits, up to one of its firm blanks if there is one.
Page::Word Page::beginning_of(Word& word, std::size_t columns) {
  std::string text;
  for (const Piece& piece : word.pieces) text += piece.text;
  std::string_view kept = first_columns(text, columns);
  if (const auto blank = kept.rfind(' '); blank != std::string_view::npos && blank > 0) kept = kept.substr(0, blank);
  Word first{{}, 0, text_width(kept)};
  std::size_t left = kept.size();
  while (left > 0) {
    Piece& piece = word.pieces.front();
    const std::size_t size = std::min(left, piece.text.size());
    first.pieces.push_back({piece.text.substr(0, size), piece.style});
    piece.text.erase(0, size);
    left -= size;
    if (piece.text.empty()) word.pieces.erase(word.pieces.begin());
  }
  std::string_view rest = std::string_view(text).substr(kept.size());
  if (rest.starts_with(' ')) {
    rest.remove_prefix(1);
    word.pieces.front().text.erase(0, 1);
  }
  word.width = text_width(rest);
  return first;
}

void Page::line(std::size_t indent, const std::vector<Piece>& pieces) {
  std::vector<Piece> line;
  indent = std::min(indent, look_.columns / 4);
  const std::size_t further = std::min(indent + hanging_indent, look_.columns / 2);
  std::size_t column = indent;
  const auto next_line = [&] {
    put(indent, line);
    line.clear();
    indent = further;
    column = indent;
  };
  for (Word& word : words_of(pieces)) {
    if (!line.empty() && column + word.blanks_before + word.width > look_.columns) {
      next_line();
    } else {
      add_blanks(line, word.blanks_before, word.pieces.front().style);
      column += word.blanks_before;
    }
    while (column + word.width > look_.columns && column < look_.columns) {
      add_word(line, beginning_of(word, look_.columns - column));
      next_line();
    }
    add_word(line, word);
    column += word.width;
  }
  if (!line.empty()) put(indent, line);
}

void Page::blank_line() { text_ += '\n'; }

}  // namespace bywhen::cli
