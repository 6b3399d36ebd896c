#pragma once

#include <string>
#include <vector>

#include "grammar/gaps.hpp"
#include "grammar/node.hpp"
#include "grammar/reader.hpp"

namespace bywhen::grammar {

/// Sentences and lists are broken where they would be wider than this.
inline constexpr std::size_t widest_sentence = 100;
/// Actions that stand as rows under each other may be wider, and become blocks beyond this.
inline constexpr std::size_t widest_row = 120;
/// Wider cells of a declaration do not push the cells behind those above and below to the right.
inline constexpr std::size_t widest_cell = 48;
inline constexpr std::size_t indent_step = 2;

/// Writes tokens and comments line by line. Tokens are written in their order, each once, with the comments of the gap
/// before it.
class Page {
public:
  Page(const Reader& reader, const std::vector<Gap>& gaps, const Node& root);

  /// The tokens `[begin, end)` on one line.
  [[nodiscard]] std::string flat(std::size_t begin, std::size_t end) const;
  /// Whether a comment stands between these tokens.
  [[nodiscard]] bool has_comments(std::size_t begin, std::size_t end) const;
  /// Whether the tokens can stand on one line of that width, from that column on.
  [[nodiscard]] bool fits(std::size_t begin, std::size_t end, std::size_t column, std::size_t width) const;
  /// Whether nothing but one line end stands before the token.
  [[nodiscard]] bool follows_directly(std::size_t index) const;

  /// Ends the line before and begins one for the token `index`, after the comments that stand before it.
  void start_item(std::size_t index, std::size_t indent);
  /// After the opening of a block no blank line is kept.
  void open_block() { fresh_block_ = true; }
  /// Before the closing of a block the comments are those of its inside.
  void close_block(std::size_t index, std::size_t indent);
  /// Writes tokens on the present line, which is broken at comments only.
  void words(std::size_t begin, std::size_t end, std::size_t continuation);
  /// Writes tokens, broken before those at `breaks` where the line would be too wide, and where that does not help,
  /// within lists and between conditions.
  void fill(const std::vector<std::size_t>& breaks, std::size_t end, std::size_t continuation);
  /// Writes a list, broken after any of its commas, also those in braces.
  void fill_list(std::size_t begin, std::size_t end, std::size_t continuation);
  /// Where the next token would stand.
  [[nodiscard]] std::size_t column() const { return column_; }
  /// Begins a new line within a sentence.
  void break_before(std::size_t index, std::size_t indent);
  /// Writes what was laid out elsewhere.
  void put(std::string_view text);
  /// The comment on the line of the token before `index`.
  void trailing_comment(std::size_t index);
  /// Comments after the last token, and the last line end.
  [[nodiscard]] std::string finish();

private:
  void mark_tight(const Node& node);
  [[nodiscard]] bool spaced(std::size_t index) const;
  [[nodiscard]] std::string word(std::size_t index) const;
  [[nodiscard]] std::vector<std::size_t> inner_breaks(std::size_t begin, std::size_t end) const;
  void fill_pieces(const std::vector<std::size_t>& breaks, std::size_t end, std::size_t continuation);
  void fill_part(std::size_t begin, std::size_t end, std::size_t continuation);
  void new_line(std::size_t indent);
  void own_comments(std::size_t index, std::size_t indent, bool keep_blank);

  const Reader& reader_;
  const std::vector<Gap>& gaps_;
  /// Braces and colons that belong to a block, a row or a fact stand apart; those of choices and labels do not. A minus
  /// between two values stands apart; a sign does not.
  std::vector<bool> tight_;
  std::string text_;
  std::size_t column_ = 0;
  bool fresh_block_ = true;
};

[[nodiscard]] std::size_t display_width(std::string_view text);

}  // namespace bywhen::grammar
