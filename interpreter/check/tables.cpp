#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "interpreter/check/expressions.hpp"

namespace bywhen::check_stage {

namespace {

/// The rows of a table as they are lowered: conditions and values in turn.
struct Rows {
  std::vector<ExprId> operands;
  std::optional<Type> type;
  bool failed = false;
};

/// All values have the type of the first; a moment may be an event in one row and a time in another.
void add_value(Context& context, Rows& rows, const syntax::Expr& value, std::optional<Type> wanted) {
  const std::optional<Type> expected = rows.type ? rows.type : wanted;
  const auto lowered = expected ? lower_as(context, value, *expected) : lower(context, value);
  if (!lowered) {
    rows.failed = true;
    return;
  }
  if (!rows.type) rows.type = context.model.expressions[*lowered].type;
  rows.operands.push_back(*lowered);
}

void add_condition_row(Context& context, Rows& rows, const syntax::TableRow& row, std::optional<Type> wanted) {
  const auto condition = lower_condition(context, *row.condition);
  rows.failed = rows.failed || !condition;
  if (condition) rows.operands.push_back(*condition);
  add_value(context, rows, row.value, wanted);
}

// ── Tables by facts
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

struct ByFact {
  FactId fact = 0;
  Type type;
  Span span;
};

bool tabulates(Kind kind) {
  return kind == Kind::choice || kind == Kind::yes_no || kind == Kind::integer || kind == Kind::text;
}

std::optional<std::vector<ByFact>> look_up_by(Context& context, const syntax::Table& table) {
  std::vector<ByFact> by;
  for (const syntax::Name& name : table.by) {
    const auto fact = look_up_fact(context, name);
    if (!fact) continue;
    const Type type = context.model.facts[*fact].type;
    if (!tabulates(type.kind)) {
      context
          .error(codes::wrong_type, name.span,
                 fmt::format("a table cannot go by `{}`, which is {}", name.text, describe_type(context, type)))
          .help =
          "tables go by choices, yes/no, whole numbers and texts; for others write conditions: `{ C : V … else : V }`";
      continue;
    }
    by.push_back({*fact, type, name.span});
  }
  if (by.size() != table.by.size()) return std::nullopt;
  return by;
}

/// The rows' cells that can be counted: for each fact the values that it can take, as far as they are few.
std::size_t value_count(const Context& context, Type type) {
  if (type.kind == Kind::yes_no) return 2;
  return type.kind == Kind::choice ? context.model.choice_lists[type.choices].size() : 0;
}

std::size_t value_index(const Context& context, Type type, const Value& value) {
  if (type.kind == Kind::yes_no) return std::get<bool>(value) ? 1 : 0;
  const auto& list = context.model.choice_lists[type.choices];
  return static_cast<std::size_t>(std::find(list.begin(), list.end(), std::get<Choice>(value)) - list.begin());
}

/// Which combinations of values the rows so far have taken. Only where all facts have few values and their product
/// stays small.
class Coverage {
public:
  Coverage(const Context& context, const std::vector<ByFact>& by) : context_(context), by_(by) {
    constexpr std::size_t most = 4096;  // beyond this an `else` is asked for instead of a proof
    std::size_t product = 1;
    for (const ByFact& fact : by) product = std::min(most + 1, product * value_count(context, fact.type));
    if (product > 0 && product <= most) taken_.assign(product, false);
  }

  [[nodiscard]] bool countable() const { return !taken_.empty(); }
  [[nodiscard]] bool complete() const {
    return countable() && std::find(taken_.begin(), taken_.end(), false) == taken_.end();
  }

  /// Takes what a row names (an empty cell is any); false if all of it was taken before.
  bool take(const std::vector<std::vector<Value>>& cells) {
    bool fresh = false;
    for (std::size_t i = 0; i < taken_.size(); ++i) {
      if (taken_[i] || !matches(cells, i)) continue;
      taken_[i] = true;
      fresh = true;
    }
    return fresh;
  }

  /// One combination that no row takes, in words.
  [[nodiscard]] std::string missing() const {
    const auto at = static_cast<std::size_t>(std::find(taken_.begin(), taken_.end(), false) - taken_.begin());
    std::string text;
    std::size_t rest = at;
    for (const ByFact& fact : by_) {
      const std::size_t count = std::max<std::size_t>(value_count(context_, fact.type), 1);
      const std::size_t index = rest % count;
      rest /= count;
      text += fmt::format("{}`{}`", text.empty() ? "" : ", ", name_of(fact.type, index));
    }
    return text;
  }

private:
  [[nodiscard]] std::string name_of(Type type, std::size_t index) const {
    if (type.kind == Kind::yes_no) return index == 1 ? "yes" : "no";
    return context_.model.choice_names[context_.model.choice_lists[type.choices][index].id];
  }

  [[nodiscard]] bool matches(const std::vector<std::vector<Value>>& cells, std::size_t combination) const {
    for (std::size_t i = 0; i < by_.size(); ++i) {
      const std::size_t index = combination % value_count(context_, by_[i].type);
      combination /= value_count(context_, by_[i].type);
      const bool any = cells[i].empty();
      const bool named = std::any_of(cells[i].begin(), cells[i].end(), [&](const Value& value) {
        return value_index(context_, by_[i].type, value) == index;
      });
      if (!any && !named) return false;
    }
    return true;
  }

  const Context& context_;
  const std::vector<ByFact>& by_;
  std::vector<bool> taken_;
};

/// One cell: the fact equals one of the choices. Nothing for `any`, which asks nothing.
std::optional<ExprId> lower_cell(Context& context, const ByFact& by, const syntax::TableRow::Cell& cell,
                                 std::vector<Value>& values, bool& failed) {
  std::vector<ExprId> options;
  Node node;
  node.op = Op::fact;
  node.type = by.type;
  node.payload = by.fact;
  node.span = by.span;
  const ExprId subject = context.model.expressions.add(node, {});
  for (const syntax::Expr& choice : cell.choices) {
    const auto lowered = lower_as(context, choice, by.type);
    const Value* value = lowered ? context.model.expressions.constant(*lowered) : nullptr;
    if (lowered && value == nullptr) {
      context.error(codes::not_constant, choice.span, "a table's cell is a fixed value").help =
          "write the value itself";
    }
    failed = failed || value == nullptr;
    if (value == nullptr) continue;
    values.push_back(*value);
    options.push_back(make(context, Op::equal, Kind::yes_no, choice.span, {subject, *lowered}));
  }
  if (options.empty()) return std::nullopt;
  return options.size() == 1 ? options.front()
                             : make(context, Op::disjunction, Kind::yes_no, cell.span, std::move(options));
}

void add_cells_row(Context& context, Rows& rows, const std::vector<ByFact>& by, const syntax::TableRow& row,
                   Coverage& coverage, std::optional<Type> wanted) {
  std::vector<ExprId> cells;
  std::vector<std::vector<Value>> values(by.size());
  bool failed = false;
  for (std::size_t i = 0; i < by.size(); ++i) {
    if (const auto cell = lower_cell(context, by[i], row.cells[i], values[i], failed)) cells.push_back(*cell);
  }
  if (!failed && coverage.countable() && !coverage.take(values)) {
    Diagnostic& diagnostic = context.error(codes::row_never_reached, row.span, "this row is never reached");
    diagnostic.label = "rows above it take all that it names";
    diagnostic.help = "leave it out, or put it above them";
    failed = true;
  }
  rows.failed = rows.failed || failed;
  rows.operands.push_back(cells.empty() ? context.model.expressions.add_constant(true, {Kind::yes_no}, row.span)
                                        : make_all(context, std::move(cells), row.span));
  add_value(context, rows, row.value, wanted);
}

void add_by_rows(Context& context, Rows& rows, const syntax::Table& table, std::optional<Type> wanted) {
  const auto by = look_up_by(context, table);
  if (!by) {
    rows.failed = true;
    return;
  }
  Coverage coverage(context, *by);
  for (const syntax::TableRow& row : table.rows) add_cells_row(context, rows, *by, row, coverage, wanted);
  if (table.otherwise || rows.failed || coverage.complete()) return;
  rows.failed = true;
  if (context.has_mistake_in(table.span)) return;  // a row that could not be read may cover the rest
  Diagnostic& diagnostic = context.error(codes::table_not_covered, table.span, "this table does not cover everything");
  if (coverage.countable()) diagnostic.label = fmt::format("no row for {}", coverage.missing());
  diagnostic.help = coverage.countable() ? "add the missing rows, or a last row `else : …`"
                                         : "add a last row `else : …` for all other values";
}

}  // namespace

Lowered lower_table(Context& context, const syntax::Table& table, std::optional<Type> wanted) {
  Rows rows;
  if (table.by.empty()) {
    for (const syntax::TableRow& row : table.rows) add_condition_row(context, rows, row, wanted);
    if (!table.otherwise && !context.has_mistake_in(table.span)) {
      context.error(codes::table_not_covered, table.span, "this table does not cover everything").help =
          "add a last row `else : …`";
    }
    rows.failed = rows.failed || !table.otherwise;
  } else {
    add_by_rows(context, rows, table, wanted);
  }
  if (table.otherwise) add_value(context, rows, *table.otherwise, wanted);
  if (rows.failed || !rows.type) return std::nullopt;
  Node node;
  node.op = Op::table;
  node.type = rows.type->kind == Kind::event ? Type{Kind::time} : *rows.type;
  node.span = table.span;
  return context.model.expressions.add(node, rows.operands);
}

}  // namespace bywhen::check_stage
