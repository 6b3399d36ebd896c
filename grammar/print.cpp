#include "grammar/print.hpp"

#include <algorithm>

#include "grammar/layout.hpp"

namespace bywhen::grammar {
namespace {

bool is_clause(NodeKind kind) {
  switch (kind) {
    case NodeKind::within:
    case NodeKind::from:
    case NodeKind::until:
    case NodeKind::by:
    case NodeKind::when:
    case NodeKind::because:
      return true;
    default:
      return false;
  }
}

using Cells = std::vector<std::string>;

/// Rows of cells, each column as wide as its widest cell that has another cell behind it; those wider than `widest`
/// aside.
std::vector<std::string> aligned(const std::vector<Cells>& rows, std::size_t widest = std::string::npos) {
  std::vector<std::size_t> widths;
  for (const Cells& row : rows) {
    for (std::size_t c = 0; c + 1 < row.size(); ++c) {
      if (widths.size() <= c) widths.push_back(0);
      const std::size_t width = display_width(row[c]);
      if (width <= widest) widths[c] = std::max(widths[c], width);
    }
  }
  std::vector<std::string> lines;
  for (const Cells& row : rows) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) {
      line += row[c];
      if (c + 1 < row.size())
        line += std::string(std::max(widths[c], display_width(row[c])) - display_width(row[c]) + 1, ' ');
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

class Printer {
public:
  Printer(const Reader& reader, const std::vector<Gap>& gaps, const Node& root)
      : reader_(reader), page_(reader, gaps, root) {}

  std::string print(const Node& root) {
    const Nodes all = root.children;
    for (std::size_t i = 0; i < all.size();) {
      const std::size_t end = end_of_group(all, i);
      if (end > i) {
        group(all, i, end);
      } else {
        declaration(*all[i]);
      }
      i = std::max(end, i + 1);
    }
    return page_.finish();
  }

private:
  using Nodes = std::span<const Node* const>;

  // ── Declarations that are rows of a list ───────────────────────────────────────────────────────

  [[nodiscard]] const Node* part(const Node& node, NodeKind kind) const {
    const auto found = std::find_if(node.children.begin(), node.children.end(),
                                    [&](const auto& child) { return child->kind == kind; });
    return found == node.children.end() ? nullptr : *found;
  }
  /// The type of a fact.
  [[nodiscard]] const Node& type_of(const Node& fact) const {
    const Node* list = part(fact, NodeKind::list_type);
    return list != nullptr ? *list : *part(fact, NodeKind::type);
  }
  [[nodiscard]] std::size_t opening(const Node& node) const {
    for (const auto& child : node.children) {
      if (child->kind == NodeKind::token && reader_.kind(child->begin) == Kind::open_brace) return child->begin;
    }
    return node.end;
  }

  /// Whether the declaration may be one line, which lines up with its neighbours.
  [[nodiscard]] bool is_row(const Node& node) const {
    if (page_.has_comments(node.begin, node.end) || part(node, NodeKind::table) != nullptr) return false;
    if (replaces(node)) return false;
    switch (node.kind) {
      case NodeKind::term:
        return page_.fits(node.begin, has_doc(node) ? node.end - 1 : node.end, 0, widest_sentence);
      case NodeKind::actor:
      case NodeKind::status:
      case NodeKind::fact:
      case NodeKind::define:
      case NodeKind::action:
        return true;
      default:
        return false;
    }
  }
  static bool has_doc(const Node& term) { return term.children.size() == 3; }
  /// A text cannot be broken, and so stands at the end of its row however long it is.
  static std::size_t widest(const Node& node) {
    switch (node.kind) {
      case NodeKind::fact:
      case NodeKind::define:
        return widest_sentence;
      case NodeKind::action:
        return widest_row;
      default:
        return std::string::npos;
    }
  }
  /// What replaces another stands alone, and lines up with nothing.
  [[nodiscard]] bool replaces(const Node& node) const { return reader_.kind(node.begin) == Kind::replace; }
  /// Whether the declarations stand in one paragraph, whose rows line up. One with rows of its own stands alone.
  [[nodiscard]] bool is_of_group(const Node& node, const Node& first) const {
    return node.kind == first.kind && !replaces(node) &&
           (is_row(node) || (node.kind != NodeKind::define && part(node, NodeKind::table) == nullptr));
  }
  /// The end of the declarations that begin at `first` and follow each other directly; `first` itself if that one is
  /// no row.
  [[nodiscard]] std::size_t end_of_group(Nodes all, std::size_t first) const {
    if (!is_row(*all[first])) return first;
    std::size_t end = first + 1;
    while (end < all.size() && is_of_group(*all[end], *all[first]) && page_.follows_directly(all[end]->begin)) ++end;
    return end;
  }
  /// The lines of those that can be rows; empty for the others. What is too wide beside its neighbours is none.
  [[nodiscard]] std::vector<std::string> rows_of(Nodes all, std::size_t first, std::size_t end) const {
    std::vector<Cells> rows;
    for (std::size_t i = first; i < end; ++i) rows.push_back(is_row(*all[i]) ? cells(*all[i]) : Cells{});
    while (true) {
      std::vector<std::string> lines = aligned(rows, widest_cell);
      bool all_fit = true;
      for (std::size_t i = 0; i < lines.size(); ++i) {
        if (display_width(lines[i]) <= widest(*all[first + i])) continue;
        rows[i].clear();
        all_fit = false;
      }
      if (all_fit) return lines;
    }
  }
  void group(Nodes all, std::size_t first, std::size_t end) {
    const auto lines = rows_of(all, first, end);
    for (std::size_t i = first; i < end; ++i) {
      if (lines[i - first].empty()) {
        declaration(*all[i]);
        continue;
      }
      page_.start_item(all[i]->begin, 0);
      page_.put(lines[i - first]);
      page_.trailing_comment(all[i]->end);
    }
  }
  /// The columns of a row: the name, a label or the `=` or `:` and what follows, and the rest.
  [[nodiscard]] Cells cells(const Node& node) const {
    if (node.kind == NodeKind::fact) {
      const std::size_t colon = type_of(node).begin - 1;
      return {page_.flat(node.begin, colon), page_.flat(colon, node.end)};
    }
    if (node.kind == NodeKind::action) return action_cells(node);
    Cells cells = {page_.flat(node.begin, node.begin + 2)};
    const std::size_t rest = node.begin + 2;
    if (rest == node.end) return cells;
    if (node.kind == NodeKind::define) {
      cells.push_back(page_.flat(rest, node.end));
    } else if (node.kind == NodeKind::term) {
      const bool doc = has_doc(node);
      cells.push_back(page_.flat(rest, doc ? node.end - 1 : node.end));
      if (doc) cells.push_back(page_.flat(node.end - 1, node.end));
    } else if (reader_.kind(rest) == Kind::text) {
      cells.push_back(page_.flat(rest, rest + 1));
      if (rest + 1 < node.end) cells.push_back(page_.flat(rest + 1, node.end));
    } else {
      cells.back() += " " + page_.flat(rest, node.end);
    }
    return cells;
  }
  [[nodiscard]] Cells action_cells(const Node& node) const {
    const std::size_t open = opening(node);
    Cells cells = {page_.flat(node.begin, node.begin + 2)};
    if (open > node.begin + 2) cells.push_back(page_.flat(node.begin + 2, open));
    std::string body = "{";
    for (const auto& child : node.children) {
      if (child->begin > open) body += (body.size() > 1 ? "  " : " ") + page_.flat(child->begin, child->end);
    }
    cells.push_back(body + " }");
    return cells;
  }

  // ── Other declarations ─────────────────────────────────────────────────────────────────────────

  void declaration(const Node& node) {
    page_.start_item(node.begin, 0);
    switch (node.kind) {
      case NodeKind::in_block:
      case NodeKind::action:
      case NodeKind::scenario:
        block(node);
        break;
      case NodeKind::calendar:
        if (part(node, NodeKind::table) != nullptr) return valued(node);
        block(node);
        break;
      case NodeKind::term:
      case NodeKind::define:
        valued(node);
        break;
      case NodeKind::fact:
        fact(node);
        break;
      case NodeKind::policy:
      case NodeKind::replaced_rule:
      case NodeKind::remove:
        sentence(node, 0);
        break;
      default:
        list(node, 0);
    }
  }

  /// Names under names, and choices under choices.
  void fact(const Node& node) {
    if (const Node* members = part(node, NodeKind::list_type)) return records(node, *members);
    const Node& type = *part(node, NodeKind::type);
    if (page_.has_comments(node.begin, node.end)) return list(node, 0);
    const std::size_t colon = type.begin - 1;
    page_.fill({node.begin}, colon, reader_.text(node.begin).size() + 1);
    page_.put(" ");
    page_.words(colon, type.begin, 0);
    page_.put(" ");
    const bool choices = reader_.kind(type.begin) == Kind::open_brace;
    page_.fill_list(type.begin, node.end, page_.column() + (choices ? 1 : 0));
    page_.trailing_comment(node.end);
  }

  /// A sentence with a list: what does not fit stands under the first item.
  void list(const Node& node, std::size_t indent) {
    page_.fill({node.begin}, node.end, indent + reader_.text(node.begin).size() + 1);
    page_.trailing_comment(node.end);
  }

  /// The members of a list's records, one a line.
  void records(const Node& node, const Node& type) {
    const std::size_t open = opening(type);
    page_.fill({node.begin}, open + 1, indent_step);
    page_.trailing_comment(open + 1);
    page_.open_block();
    for (const auto& member : type.children) {
      if (member->kind != NodeKind::member) continue;
      const std::size_t end = member->end + (reader_.kind(member->end) == Kind::comma ? 1 : 0);
      page_.start_item(member->begin, indent_step);
      page_.words(member->begin, end, 2 * indent_step);
      page_.trailing_comment(end);
    }
    page_.close_block(type.end - 1, 0);
    page_.words(type.end - 1, node.end, indent_step);
    page_.trailing_comment(node.end);
  }

  void valued(const Node& node) {
    const Node* rows = part(node, NodeKind::table);
    if (rows == nullptr) {
      page_.fill({node.begin}, node.end, indent_step);
    } else {
      table(node, *rows);
    }
    page_.trailing_comment(node.end);
  }

  void block(const Node& node) {
    const std::size_t open = opening(node);
    page_.fill(header_breaks(node, open), open + 1, 2 * indent_step);
    if (open + 2 == node.end && !page_.has_comments(open, node.end)) {
      page_.put(" }");
    } else {
      page_.trailing_comment(open + 1);
      page_.open_block();
      if (node.kind == NodeKind::scenario) {
        steps(node, open);
      } else {
        items(node, open);
      }
      page_.close_block(node.end - 1, 0);
      page_.put("}");
    }
    page_.trailing_comment(node.end);
  }
  [[nodiscard]] std::vector<std::size_t> header_breaks(const Node& node, std::size_t open) const {
    std::vector<std::size_t> breaks = {node.begin};
    for (const auto& child : node.children) {
      if (child->kind == NodeKind::when && child->begin < open) breaks.push_back(child->begin);
    }
    return breaks;
  }
  void items(const Node& node, std::size_t open) {
    for (const auto& child : node.children) {
      if (child->begin <= open) continue;
      page_.start_item(child->begin, indent_step);
      sentence(*child, indent_step);
    }
  }
  /// What happens at a time stands under it, indented.
  void steps(const Node& node, std::size_t open) {
    std::size_t indent = indent_step;
    for (const auto& child : node.children) {
      if (child->begin <= open) continue;
      if (child->kind == NodeKind::at) indent = indent_step;
      page_.start_item(child->begin, indent);
      sentence(*child, indent);
      if (child->kind == NodeKind::at) indent = 2 * indent_step;
    }
  }

  // ── Sentences ──────────────────────────────────────────────────────────────────────────────────

  void sentence(const Node& node, std::size_t indent) {
    switch (node.kind) {
      case NodeKind::given:
      case NodeKind::asks:
      case NodeKind::sets:
      case NodeKind::marks:
      case NodeKind::weekend:
      case NodeKind::holidays:
        return list(node, indent);
      default:
        break;
    }
    const Node& clauses = clauses_of(node);
    std::vector<std::size_t> breaks = {node.begin};
    add_breaks(clauses, breaks);
    const Node* otherwise = part(clauses, NodeKind::otherwise);
    const std::size_t continuation = indent + indent_step;
    if (otherwise == nullptr || page_.fits(node.begin, node.end, indent, widest_sentence)) {
      page_.fill(breaks, node.end, continuation);
    } else {
      page_.fill(breaks, otherwise->begin, continuation);
      page_.break_before(otherwise->begin, continuation);
      std::vector<std::size_t> inner = {otherwise->begin};
      add_breaks(*otherwise, inner);
      page_.fill(inner, otherwise->end, continuation + indent_step);
    }
    page_.trailing_comment(node.end);
  }
  /// The part of a sentence that its clauses stand in.
  [[nodiscard]] const Node& clauses_of(const Node& node) const {
    if (node.kind == NodeKind::expect || node.kind == NodeKind::replaced_rule) return *node.children[0];
    const Node* extends = node.kind == NodeKind::policy ? part(node, NodeKind::extends) : nullptr;
    return extends == nullptr ? node : *extends;
  }
  static void add_breaks(const Node& node, std::vector<std::size_t>& breaks) {
    for (const auto& child : node.children) {
      if (is_clause(child->kind)) breaks.push_back(child->begin);
    }
  }

  // ── Tables ─────────────────────────────────────────────────────────────────────────────────────

  void table(const Node& node, const Node& rows) {
    const std::size_t open = opening(rows);
    page_.fill({node.begin}, open + 1, indent_step);
    page_.trailing_comment(open + 1);
    page_.open_block();
    const auto lines = row_lines(rows);
    std::size_t next = 0;
    for (const auto& child : rows.children) {
      if (child->begin <= open) continue;
      page_.start_item(child->begin, indent_step);
      if (lines[next].empty()) {
        page_.fill({child->begin}, child->end, 2 * indent_step);
      } else {
        page_.put(lines[next]);
      }
      page_.trailing_comment(child->end);
      ++next;
    }
    page_.close_block(rows.end - 1, 0);
    page_.words(rows.end - 1, node.end, indent_step);
  }
  /// The rows with their colons under each other; an empty line for a row that has a comment inside.
  [[nodiscard]] std::vector<std::string> row_lines(const Node& rows) const {
    std::vector<Cells> heads;
    std::vector<Cells> whole;
    const std::size_t open = opening(rows);
    for (const auto& child : rows.children) {
      if (child->begin <= open) continue;
      const bool plain = !page_.has_comments(child->begin, child->end);
      heads.push_back(plain ? head_cells(*child) : Cells{});
    }
    const auto heads_aligned = aligned(heads);
    std::size_t next = 0;
    for (const auto& child : rows.children) {
      if (child->begin <= open) continue;
      const bool plain = !heads[next].empty();
      whole.push_back(plain ? Cells{heads_aligned[next], page_.flat(child->children.back()->begin - 1, child->end)}
                            : Cells{});
      ++next;
    }
    return aligned(whole);
  }
  /// What stands before the colon: cells with their commas, or all of it.
  [[nodiscard]] Cells head_cells(const Node& row) const {
    const std::size_t colon = row.children.back()->begin - 1;
    Cells cells;
    for (const auto& child : row.children) {
      if (child->kind != NodeKind::cell) continue;
      const bool last = child->end == colon;
      cells.push_back(page_.flat(child->begin, last ? child->end : child->end + 1));
    }
    return cells.empty() ? Cells{page_.flat(row.begin, colon)} : cells;
  }

  const Reader& reader_;
  Page page_;
};

}  // namespace

std::string print(const Reader& reader, const std::vector<Gap>& gaps, const Node& root) {
  return Printer(reader, gaps, root).print(root);
}

}  // namespace bywhen::grammar
