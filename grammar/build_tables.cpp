#include <fmt/format.h>

#include "bywhen/codes.hpp"
#include "grammar/build.hpp"

namespace bywhen::grammar {
namespace {

std::string counted(std::size_t count, std::string_view word) { return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s"); }

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
    auto& problem = reader_.report(codes::misplaced_clause, "this row stands after `else` and is never reached", span(node));
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

/// In a table by one fact all cells of a row are choices of it, with commas; in one by several each fact has one cell, without commas.
bool Builder::cells(const syntax::Table& table, const Node& node, syntax::TableRow& row) {
  std::size_t commas = 0;
  for (std::size_t i = 0; i + 1 < node.children.size(); ++i) {
    const Node& part = *node.children[i];
    if (part.kind != NodeKind::cell) {
      ++commas;
      continue;
    }
    syntax::TableRow::Cell cell{{}, span(part)};
    for (const auto& choice : part.children) {
      const bool mark = holds(*choice, Kind::any) || holds(*choice, Kind::open_brace);
      if (!mark) cell.choices.push_back(expr(*choice));
    }
    row.cells.push_back(std::move(cell));
  }
  const bool single = table.by.size() == 1;
  if (single ? commas + 1 == row.cells.size() : commas == 0 && row.cells.size() == table.by.size()) {
    if (!single || row.cells.size() == 1) return true;
    auto& all = row.cells.front();
    for (std::size_t i = 1; i < row.cells.size(); ++i) {
      all.span = join(all.span, row.cells[i].span);
      all.choices.insert(all.choices.end(), row.cells[i].choices.begin(), row.cells[i].choices.end());
    }
    row.cells.resize(1);
    return true;
  }
  const Span where = join(row.cells.front().span, row.cells.back().span);
  auto& problem = reader_.report(codes::wrong_cell_count, "", where);
  problem.message = fmt::format("this row has {}, but the table is by {}", counted(row.cells.size(), "cell"), counted(table.by.size(), "fact"));
  if (commas > 0 && !single) problem.message = "a comma stands between the cells of a row";
  problem.help = single ? "put commas between choices: `cn, hk : 20 days`"
                        : "a row has one cell for each fact, without commas: a choice, choices between braces `{cn, hk}`, or `any`";
  return false;
}

}  // namespace bywhen::grammar
