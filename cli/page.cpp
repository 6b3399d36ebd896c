#include "cli/page.hpp"

#include <algorithm>
#include <utility>

#include "cli/text_width.hpp"

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

Page::Words Page::words_of(const std::vector<Piece>& pieces, std::string_view blank) {
  Words words;
  bool inside = false;
  std::size_t blanks = 0;
  for (const Piece& piece : pieces) {
    std::string_view rest = piece.text;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(blank), rest.size());
      if (end == 0) {
        inside = false;
        ++blanks;
        rest.remove_prefix(blank.size());
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

/// In parts of at most so many columns.
void Page::add_cut(Words& words, const Word& word, std::size_t columns) {
  words.push_back({{}, word.blanks_before, 0});
  for (const Piece& piece : word.pieces) {
    std::string_view rest = piece.text;
    while (!rest.empty()) {
      const std::string_view part = text_beginning(rest, columns - words.back().width);
      if (part.empty()) {
        words.push_back({});
        continue;
      }
      words.back().pieces.push_back({std::string(part), piece.style});
      words.back().width += text_width(part);
      rest.remove_prefix(part.size());
    }
  }
}

/// None wider than that: what firm blanks hold together is broken at them, and what is too wide even then is cut.
Page::Words Page::short_words(const std::vector<Piece>& pieces, std::size_t columns) {
  Words words;
  for (Word& word : words_of(pieces, " ")) {
    if (word.width <= columns) {
      words.push_back(std::move(word));
      continue;
    }
    Words parts = words_of(word.pieces, firm_blank);
    if (!parts.empty()) parts.front().blanks_before += word.blanks_before;
    for (Word& part : parts) part.width <= columns ? words.push_back(std::move(part)) : add_cut(words, part, columns);
  }
  for (Word& word : words) {
    for (Piece& piece : word.pieces) piece.text = replaced(piece.text, firm_blank, " ");
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

void Page::line(std::size_t indent, const std::vector<Piece>& pieces) {
  std::vector<Piece> line;
  indent = std::min(indent, look_.columns / 3);
  const std::size_t further = indent + std::min(hanging_indent, look_.columns / 10);
  std::size_t column = indent;
  for (const Word& word : short_words(pieces, look_.columns - further)) {
    if (!line.empty() && column + word.blanks_before + word.width > look_.columns) {
      put(indent, line);
      line.clear();
      indent = further;
      column = indent;
    } else {
      add_blanks(line, word.blanks_before, word.pieces.front().style);
      column += word.blanks_before;
    }
    add_word(line, word);
    column += word.width;
  }
  if (!line.empty()) put(indent, line);
}

void Page::blank_line() { text_ += '\n'; }

}  // namespace bywhen::cli
