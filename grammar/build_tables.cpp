#include <fmt/format.h>

#include "bywhen/codes.hpp"
#include "grammar/build.hpp"

namespace bywhen::grammar {
namespace {

std::string counted(std::size_t count, std::string_view word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

}  // namespace

syntax::Table Builder::table(const Node& node) {
  syntax::Table table;
  table.span = span(node);
  Parts parts(reader_, node);
  if (const Node* by = parts.take(NodeKind::by_list)) table.by = names(*by);
  const Node& opening = parts.any();
  while (!parts.done()) {
    const Node& part = parts.any();
    if (part.kind == NodeKind::missing_close) report_unclosed(opening, part);
    if (part.kind == NodeKind::else_row) else_row(table, part);
    if (part.kind == NodeKind::row) row(table, part);
  }
  return table;
}

void Builder::else_row(syntax::Table& table, const Node& node) {
  if (table.otherwise) return report_repeated(node);
  table.otherwise = expr(*node.children[0]);
}

void Builder::row(syntax::Table& table, const Node& node) {
  if (table.otherwise) {
    auto& problem =
        reader_.report(codes::misplaced_clause, "this row stands after `else` and is never reached", span(node));
    problem.help = "put the row with `else` last";
  }
  syntax::TableRow row{std::nullopt, {}, expr(*node.children.back()), span(node)};
  if (node.children[0]->kind == NodeKind::row_condition) {
    row.condition = expr(*node.children[0]->children[0]);
  } else if (!cells(table, node, row)) {
    return;
  }
  table.rows.push_back(std::move(row));
}

syntax::TableRow::Cell Builder::cell(const Node& node) {
  syntax::TableRow::Cell cell{{}, span(node)};
  for (const auto& part : node.children) {
    const bool mark = holds(*part, Kind::any) || holds(*part, Kind::open_brace);
    if (!mark) cell.choices.push_back(expr(*part));
  }
  return cell;
}

/// In a table by one fact all cells of a row are choices of it; in one by several each fact has one cell.
bool Builder::cells(const syntax::Table& table, const Node& node, syntax::TableRow& row) {
  for (std::size_t i = 0; i + 1 < node.children.size(); ++i) {
    auto next = cell(*node.children[i]);
    if (table.by.size() > 1 || row.cells.empty()) {
      row.cells.push_back(std::move(next));
      continue;
    }
    auto& all = row.cells.front();
    all.span = join(all.span, next.span);
    all.choices.insert(all.choices.end(), next.choices.begin(), next.choices.end());
  }
  if (row.cells.size() == table.by.size()) return true;
  const Span where = join(row.cells.front().span, row.cells.back().span);
  auto& problem = reader_.report(codes::wrong_cell_count, "", where);
  problem.message = fmt::format("this row has {}, but the table is by {}", counted(row.cells.size(), "cell"),
                                counted(table.by.size(), "fact"));
  problem.help =
      "a row has one cell for each fact, with commas between: a choice, choices between braces `{cn, hk}`, or `any`";
  return false;
}

}  // namespace bywhen::grammar
