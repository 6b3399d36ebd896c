#include "grammar/layout.hpp"

#include "grammar/unicode.hpp"

namespace bywhen::grammar {
namespace {

bool opens(Kind kind) { return kind == Kind::open_brace || kind == Kind::open_paren; }
bool closes(Kind kind) { return kind == Kind::close_brace || kind == Kind::close_paren; }

bool has_block(NodeKind kind) {
  switch (kind) {
    case NodeKind::calendar:
    case NodeKind::action:
    case NodeKind::in_block:
    case NodeKind::scenario:
    case NodeKind::table:
    case NodeKind::list_type:
      return true;
    default:
      return false;
  }
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint point = decode(text, i);
    width += bywhen::display_width(point.value);
    i += point.length;
  }
  return width;
}

Page::Page(const Reader& reader, const std::vector<Gap>& gaps, const Node& root)
    : reader_(reader), gaps_(gaps), tight_(reader.end() + 1, false) {
  for (std::size_t i = 0; i < reader.end(); ++i) {
    const Kind kind = reader.kind(i);
    tight_[i] = kind == Kind::open_brace || kind == Kind::close_brace || kind == Kind::minus;
  }
  mark_tight(root);
}

void Page::mark_tight(const Node& node) {
  if (node.kind == NodeKind::label) tight_[node.end - 1] = true;
  if (node.kind == NodeKind::sum_tail) tight_[node.begin] = false;
  if (has_block(node.kind)) {
    for (const auto& child : node.children) {
      const bool brace = child->kind == NodeKind::token && reader_.kind(child->begin) == Kind::open_brace;
      if (brace) tight_[child->begin] = false;
    }
    tight_[node.end - 1] = false;
  }
  for (const auto& child : node.children) mark_tight(*child);
}

/// Whether a blank stands between the token and the one before it.
bool Page::spaced(std::size_t index) const {
  const Kind kind = reader_.kind(index);
  const Kind before = reader_.kind(index - 1);
  if (kind == Kind::comma || kind == Kind::question || kind == Kind::close_paren || before == Kind::open_paren)
    return false;
  if (kind == Kind::slash || before == Kind::slash) return false;
  if (before == Kind::minus && tight_[index - 1]) return false;
  if (kind == Kind::close_brace && tight_[index]) return false;
  if (before == Kind::open_brace && tight_[index - 1]) return false;
  return !(kind == Kind::colon && tight_[index]);
}

/// A time is one token with blanks inside: one is enough.
std::string Page::word(std::size_t index) const {
  std::string word;
  const bool time = reader_.kind(index) == Kind::time;
  for (const char c : reader_.text(index)) {
    if (!time || c != ' ' || !word.ends_with(' ')) word += c;
  }
  return word;
}

std::string Page::flat(std::size_t begin, std::size_t end) const {
  std::string text;
  for (std::size_t i = begin; i < end; ++i) {
    if (i > begin && spaced(i)) text += ' ';
    text += word(i);
  }
  return text;
}

bool Page::has_comments(std::size_t begin, std::size_t end) const {
  for (std::size_t i = begin + 1; i < end; ++i) {
    if (!gaps_[i].comments.empty()) return true;
  }
  return false;
}

bool Page::fits(std::size_t begin, std::size_t end, std::size_t column, std::size_t width) const {
  return !has_comments(begin, end) && column + display_width(flat(begin, end)) <= width;
}

bool Page::follows_directly(std::size_t index) const {
  const Gap& gap = gaps_[index];
  const std::size_t trailing = !gap.comments.empty() && gap.comments.front().trailing ? 1 : 0;
  return gap.comments.size() == trailing && !gap.blank_before;
}

void Page::new_line(std::size_t indent) {
  if (!text_.empty()) text_ += '\n';
  text_.append(indent, ' ');
  column_ = indent;
}

void Page::put(std::string_view text) {
  text_ += text;
  column_ += display_width(text);
}

void Page::trailing_comment(std::size_t index) {
  const auto& comments = gaps_[index].comments;
  if (comments.empty() || !comments.front().trailing) return;
  put("  ");
  put(comments.front().text);
}

void Page::own_comments(std::size_t index, std::size_t indent, bool keep_blank) {
  for (const Comment& comment : gaps_[index].comments) {
    if (comment.trailing) continue;
    if (comment.blank_before && keep_blank && !fresh_block_) text_ += '\n';
    new_line(indent);
    put(comment.text);
    fresh_block_ = false;
  }
}

void Page::start_item(std::size_t index, std::size_t indent) {
  own_comments(index, indent, true);
  if (gaps_[index].blank_before && !fresh_block_) text_ += '\n';
  new_line(indent);
  fresh_block_ = false;
}

void Page::close_block(std::size_t index, std::size_t indent) {
  own_comments(index, indent + indent_step, true);
  new_line(indent);
  fresh_block_ = false;
}

void Page::break_before(std::size_t index, std::size_t indent) {
  trailing_comment(index);
  own_comments(index, indent, false);
  new_line(indent);
}

void Page::words(std::size_t begin, std::size_t end, std::size_t continuation) {
  for (std::size_t i = begin; i < end; ++i) {
    if (i > begin && !gaps_[i].comments.empty()) {
      break_before(i, continuation);
    } else if (i > begin && spaced(i)) {
      put(" ");
    }
    put(word(i));
  }
}

std::vector<std::size_t> Page::inner_breaks(std::size_t begin, std::size_t end) const {
  std::vector<std::size_t> breaks = {begin};
  std::size_t depth = 0;
  for (std::size_t i = begin; i < end; ++i) {
    const Kind kind = reader_.kind(i);
    const bool after_comma = i > begin && reader_.kind(i - 1) == Kind::comma;
    // Not before a minus: in a table it could begin a row.
    const bool before_word =
        kind == Kind::and_ || kind == Kind::or_ || kind == Kind::less || kind == Kind::to || kind == Kind::plus;
    if (i > begin && depth == 0 && (after_comma || before_word)) breaks.push_back(i);
    if (opens(kind)) ++depth;
    if (closes(kind) && depth > 0) --depth;
  }
  return breaks;
}

void Page::fill_pieces(const std::vector<std::size_t>& breaks, std::size_t end, std::size_t continuation) {
  for (std::size_t k = 0; k < breaks.size(); ++k) {
    const std::size_t next = k + 1 < breaks.size() ? breaks[k + 1] : end;
    const bool room = fits(breaks[k], next, column_ + 1, widest_sentence);
    if (k > 0 && (!room || !gaps_[breaks[k]].comments.empty())) {
      break_before(breaks[k], continuation);
    } else if (k > 0) {
      put(" ");
    }
    words(breaks[k], next, continuation);
  }
}

void Page::fill_part(std::size_t begin, std::size_t end, std::size_t continuation) {
  if (fits(begin, end, column_, widest_sentence)) return words(begin, end, continuation);
  fill_pieces(inner_breaks(begin, end), end, continuation);
}

void Page::fill_list(std::size_t begin, std::size_t end, std::size_t continuation) {
  std::vector<std::size_t> breaks = {begin};
  for (std::size_t i = begin + 1; i < end; ++i) {
    if (reader_.kind(i - 1) == Kind::comma) breaks.push_back(i);
  }
  fill_pieces(breaks, end, continuation);
}

void Page::fill(const std::vector<std::size_t>& breaks, std::size_t end, std::size_t continuation) {
  for (std::size_t k = 0; k < breaks.size(); ++k) {
    const std::size_t next = k + 1 < breaks.size() ? breaks[k + 1] : end;
    const bool room = fits(breaks[k], next, column_ + 1, widest_sentence);
    if (k > 0 && (!room || !gaps_[breaks[k]].comments.empty())) {
      break_before(breaks[k], continuation);
    } else if (k > 0) {
      put(" ");
    }
    fill_part(breaks[k], next, k > 0 ? continuation + indent_step : continuation);
  }
}

std::string Page::finish() {
  own_comments(reader_.end(), 0, true);
  if (!text_.empty()) text_ += '\n';
  return std::move(text_);
}

}  // namespace bywhen::grammar
