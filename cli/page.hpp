#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bywhen::cli {

enum class Style { plain, strong, dim, good, waiting, bad };

/// How a page may look.
struct Look {
  bool colour = false;
  /// Lines are broken to stay within so many columns, 20 at least: at blanks, and within what is too long without.
  std::size_t columns = 100;
};

/// The text in that style: with ANSI escapes if `colour`, else as it is.
[[nodiscard]] std::string painted(Style style, std::string_view text, bool colour);

/// A blank at which no line is broken unless what it holds together is longer than a line; a plain one once it is put
/// out: U+00A0.
inline constexpr std::string_view firm_blank = "\xC2\xA0";
/// The text with all its blanks firm.
[[nodiscard]] std::string unbroken(std::string_view text);

struct Piece {
  std::string text;
  Style style = Style::plain;
};

/// Lays out text for people: lines made of pieces in several styles, broken at blanks, with what follows a break
/// indented further. In a narrow window indents are smaller.
class Page {
public:
  explicit Page(Look look) : look_(look) {}

  /// One paragraph; none if there is nothing in it. A run of blanks is kept unless the line breaks there.
  void line(std::size_t indent, const std::vector<Piece>& pieces);
  void blank_line();
  [[nodiscard]] std::size_t columns() const { return look_.columns; }
  [[nodiscard]] std::string take() { return std::move(text_); }

private:
  /// What is not broken: pieces without blanks.
  struct Word {
    std::vector<Piece> pieces;
    std::size_t blanks_before = 0;
    std::size_t width = 0;
  };
  using Words = std::vector<Word>;
  static Words words_of(const std::vector<Piece>& pieces, std::string_view blank);
  static Words short_words(const std::vector<Piece>& pieces, std::size_t columns);
  static void add_cut(Words& words, const Word& word, std::size_t columns);
  static void add_blanks(std::vector<Piece>& line, std::size_t count, Style next);
  static void add_word(std::vector<Piece>& line, const Word& word);
  void put(std::size_t indent, const std::vector<Piece>& line);

  Look look_;
  std::string text_;
};

}  // namespace bywhen::cli
