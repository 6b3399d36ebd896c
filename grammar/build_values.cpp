#include <algorithm>

#include <fmt/format.h>

#include "bywhen/codes.hpp"
#include "grammar/build.hpp"

namespace bywhen::grammar {

using ExprNode = decltype(syntax::Expr::node);

namespace {

/// Longer conditions are not repeated in the help.
constexpr std::size_t longest_quoted_condition = 120;

/// One blank between the date and the clock, however many were written.
std::string tidy_time(std::string_view written) {
  std::string tidy;
  for (const char c : written) {
    if (c != ' ' || !tidy.ends_with(' ')) tidy += c;
  }
  return tidy;
}

syntax::Comparison comparison_of(Kind kind) {
  switch (kind) {
    case Kind::not_:
      return syntax::Comparison::is_not;
    case Kind::less_than:
      return syntax::Comparison::less;
    case Kind::less_equal:
      return syntax::Comparison::less_equal;
    case Kind::greater_than:
      return syntax::Comparison::greater;
    case Kind::greater_equal:
      return syntax::Comparison::greater_equal;
    case Kind::before:
      return syntax::Comparison::is_before;
    case Kind::after:
      return syntax::Comparison::is_after;
    default:
      return syntax::Comparison::is;
  }
}

/// Operands in text, with parentheses around each run of the operator that binds first.
std::string bracketed(const std::vector<std::string>& operands, const std::vector<bool>& conjunctions, bool and_first) {
  std::string text;
  for (std::size_t i = 0; i < operands.size();) {
    std::size_t last = i;
    while (last < conjunctions.size() && conjunctions[last] == and_first) ++last;
    if (i > 0) text += conjunctions[i - 1] ? " and " : " or ";
    std::string run = operands[i];
    for (std::size_t k = i + 1; k <= last; ++k) run += (and_first ? " and " : " or ") + operands[k];
    text += last > i ? "(" + run + ")" : run;
    i = last + 1;
  }
  return text;
}

syntax::Expr joined(std::vector<syntax::Expr> operands, bool conjunction) {
  if (operands.size() == 1) return std::move(operands.front());
  const Span span = join(operands.front().span, operands.back().span);
  return {syntax::Logic{conjunction, std::move(operands)}, span};
}

}  // namespace

syntax::Expr Builder::expr(const Node& node) {
  if (node.kind == NodeKind::paren) return expr(*node.children[1]);
  if (node.kind == NodeKind::value) return value(node);
  return {expr_node(node), span(node)};
}

ExprNode Builder::expr_node(const Node& node) {
  switch (node.kind) {
    case NodeKind::quantity:
      return quantity(node);
    case NodeKind::compound:
      return compound(node);
    case NodeKind::day_edge:
      return day_edge(node);
    case NodeKind::extremum:
      return extremum(node);
    case NodeKind::total:
      return total(node);
    case NodeKind::comparison:
      return comparison(node);
    case NodeKind::operand:
      return syntax::Not{expr(*node.children[1])};
    case NodeKind::status_is:
      return status_is(node);
    case NodeKind::logic:
      return logic(node);
    case NodeKind::filtered:
      return filtered(node);
    case NodeKind::count_of:
      return count_of(node);
    case NodeKind::time_since:
      return syntax::TimeSince{name(*node.children.back())};
    case NodeKind::quantified:
      return quantified(node);
    case NodeKind::records:
      return records(node);
    default:
      return holds(node, Kind::path) ? ExprNode(path(node)) : literal(node);
  }
}

namespace {

ExprNode signed_number(const std::string& text, bool negative) {
  const std::string sign = negative ? "-" : "";
  if (text.ends_with('%')) return syntax::PercentLiteral{sign + text.substr(0, text.size() - 1)};
  return syntax::NumberLiteral{sign + text};
}

}  // namespace

ExprNode Builder::literal(const Node& node) {
  const std::string text(reader_.text(node.end - 1));
  if (node.kind == NodeKind::signed_number) return signed_number(text, node.end - node.begin == 2);
  switch (reader_.kind(node.begin)) {
    case Kind::number:
      return syntax::NumberLiteral{text};
    case Kind::percent:
      return syntax::PercentLiteral{text.substr(0, text.size() - 1)};
    case Kind::text:
      return syntax::TextLiteral{unquote(text)};
    case Kind::date:
      return syntax::DateLiteral{text};
    case Kind::time:
      return syntax::TimeLiteral{tidy_time(text)};
    case Kind::yes:
      return syntax::YesNoLiteral{true};
    case Kind::no:
      return syntax::YesNoLiteral{false};
    default:
      return syntax::NameRef{text};
  }
}

syntax::Quantity Builder::quantity(const Node& node) {
  Parts parts(reader_, node);
  syntax::Quantity quantity;
  *quantity.count = expr(parts.any());
  quantity.full = parts.take(Kind::full) != nullptr;
  if (node.children.size() == 4) quantity.calendar = name(parts.any());
  quantity.business = parts.take(Kind::business) != nullptr;
  quantity.unit = name(parts.any());
  return quantity;
}

syntax::Compound Builder::compound(const Node& node) {
  syntax::Compound compound;
  for (const auto& part : node.children) compound.quantities.push_back(expr(*part));
  return compound;
}

syntax::Expr Builder::value(const Node& node) {
  Parts parts(reader_, node);
  syntax::Expr result = computed(parts);
  if (const Node* tail = parts.take(NodeKind::shift_tail)) return shift(std::move(result), *tail, span(node));
  return result;
}

syntax::Expr Builder::computed(Parts& parts) {
  const Node& first = parts.any();
  // Of what was written: the expression's own span is without the parentheses around it.
  Span written = span(first);
  syntax::Expr result = expr(first);
  if (const Node* tail = parts.take(NodeKind::of_tail)) {
    written = join(written, span(*tail));
    result = {syntax::PercentOf{std::move(result), expr(*tail->children[0])}, written};
  }
  while (const Node* tail = parts.take(NodeKind::times_tail)) {
    written = join(written, span(*tail));
    result = {syntax::Times{std::move(result), expr(*tail->children[0])}, written};
  }
  return with_tails(std::move(result), written, parts);
}

/// What is added, taken away or bounded, from left to right.
syntax::Expr Builder::with_tails(syntax::Expr result, Span written, Parts& parts) {
  const Node* previous = nullptr;
  bool mixed = false;
  while (const Node* tail = parts.take_either(NodeKind::sum_tail, NodeKind::bound_tail)) {
    const bool sums = tail->kind == NodeKind::sum_tail;
    if (!mixed && previous && previous->kind != tail->kind) report_mixed_bounds(written, *previous, *tail);
    mixed = mixed || (previous && previous->kind != tail->kind);
    previous = tail;
    written = join(written, span(*tail));
    result = {sums ? sum(std::move(result), *tail) : bounded(std::move(result), *tail), written};
  }
  return result;
}

ExprNode Builder::sum(syntax::Expr before, const Node& tail) {
  syntax::Sum sum;
  if (auto* so_far = std::get_if<syntax::Sum>(&before.node); so_far != nullptr && !so_far->total) {
    sum = std::move(*so_far);
  } else {
    sum.items.push_back(std::move(before));
    sum.negative.push_back(false);
  }
  sum.items.push_back(expr(*tail.children[1]));
  sum.negative.push_back(holds(tail, Kind::minus));
  return sum;
}

ExprNode Builder::bounded(syntax::Expr value, const Node& tail) {
  const bool at_least = holds(*tail.children[0], Kind::least);
  return syntax::Bounded{std::move(value), at_least, expr(*tail.children[1])};
}

/// `a + b at most c`: of the sum, or of what was added last?
void Builder::report_mixed_bounds(Span before, const Node& last, const Node& tail) {
  auto& problem =
      reader_.report(codes::mixed_bounds, "`at least` or `at most` stands beside `+` or `-` without parentheses",
                     join(before, span(tail)));
  problem.label = "this can be read in two ways";
  problem.help = "say which belongs together with parentheses";
  const auto text = reader_.text(problem.span);
  if (text.size() > longest_quoted_condition || text.find_first_of("\r\n#") != std::string_view::npos) return;
  const std::string_view first = text.substr(0, before.end - before.begin);
  const std::string_view begin = text.substr(0, span(*last.children[1]).begin - before.begin);
  problem.help =
      fmt::format("write `({}){}` or `{}({})`", first, text.substr(first.size()), begin, text.substr(begin.size()));
}

syntax::Sum Builder::total(const Node& node) {
  syntax::Sum sum;
  for (const auto& item : node.children) sum.items.push_back(expr(*item));
  sum.negative.assign(sum.items.size(), false);
  sum.total = true;
  return sum;
}

syntax::Expr Builder::shift(syntax::Expr duration, const Node& tail, Span span) {
  Parts parts(reader_, tail);
  syntax::Shift shift;
  *shift.duration = std::move(duration);
  shift.before = holds(parts.any(), Kind::before);
  *shift.anchor = expr(parts.any());
  while (!parts.done()) shift_suffix(shift, parts.any());
  return {std::move(shift), span};
}

void Builder::shift_suffix(syntax::Shift& shift, const Node& suffix) {
  switch (suffix.kind) {
    case NodeKind::ending:
      if (shift.ending_on_business_day) report_repeated(suffix);
      shift.ending_on_business_day = true;
      if (!suffix.children.empty()) shift.ending_calendar = name(*suffix.children[0]);
      break;
    case NodeKind::holding:
      if (shift.holding) report_repeated(suffix);
      shift.holding = expr(*suffix.children[0]);
      break;
    case NodeKind::under_law:
      if (shift.under_eu_law) report_repeated(suffix);
      shift.under_eu_law = true;
      if (!suffix.children.empty()) shift.law_calendar = name(*suffix.children[0]);
      break;
    default:
      if (shift.zone) report_repeated(suffix);
      shift.zone = text(*suffix.children[0]);
  }
}

syntax::DayEdge Builder::day_edge(const Node& node) {
  Parts parts(reader_, node);
  syntax::DayEdge edge;
  edge.end = holds(parts.any(), Kind::end_of);
  *edge.anchor = expr(parts.any());
  if (const Node* zone = parts.take(NodeKind::zone_suffix)) edge.zone = text(*zone->children[0]);
  return edge;
}

syntax::Extremum Builder::extremum(const Node& node) {
  Parts parts(reader_, node);
  syntax::Extremum extremum;
  extremum.latest = holds(parts.any(), Kind::latest);
  while (!parts.done()) extremum.items.push_back(expr(parts.any()));
  return extremum;
}

ExprNode Builder::comparison(const Node& node) {
  syntax::Expr left = expr(*node.children[0]);
  const Node& tail = *node.children[1];
  switch (tail.kind) {
    case NodeKind::presence:
      return syntax::Presence{std::move(left), holds(tail, Kind::known)};
    case NodeKind::membership:
      return membership(std::move(left), tail);
    case NodeKind::has:
      return has(std::move(left), tail);
    default:
      return compare(std::move(left), tail);
  }
}

syntax::Compare Builder::compare(syntax::Expr left, const Node& tail) {
  const bool plain = tail.children.size() == 1;
  const auto comparison = plain ? syntax::Comparison::is : comparison_of(reader_.kind(tail.children[0]->begin));
  return {comparison, std::move(left), expr(*tail.children.back())};
}

syntax::Membership Builder::membership(syntax::Expr left, const Node& tail) {
  Parts parts(reader_, tail);
  syntax::Membership membership;
  membership.left = std::move(left);
  membership.negated = parts.take(Kind::not_) != nullptr;
  parts.take(Kind::open_brace);
  while (!parts.done()) membership.choices.push_back(expr(parts.any()));
  return membership;
}

ExprNode Builder::has(syntax::Expr left, const Node& tail) {
  const bool negated = tail.children.size() == 2;
  if (holds(*tail.children.back(), Kind::passed)) return syntax::Passed{std::move(left), negated};
  return syntax::Happened{std::move(left), negated};
}

syntax::StatusIs Builder::status_is(const Node& node) {
  Parts parts(reader_, node);
  syntax::StatusIs status;
  status.negated = parts.take(Kind::not_) != nullptr;
  parts.take(Kind::open_brace);
  status.statuses = names(parts);
  return status;
}

ExprNode Builder::logic(const Node& node) {
  std::vector<std::vector<syntax::Expr>> runs(1);
  bool mixed = false;
  const bool first_is_and = holds(*node.children[1], Kind::and_);
  runs.back().push_back(expr(*node.children[0]));
  for (std::size_t i = 1; i + 1 < node.children.size(); i += 2) {
    const bool conjunction = holds(*node.children[i], Kind::and_);
    mixed = mixed || conjunction != first_is_and;
    if (!conjunction) runs.emplace_back();
    runs.back().push_back(expr(*node.children[i + 1]));
  }
  if (mixed) report_mixed_logic(node);
  if (runs.size() == 1) return syntax::Logic{true, std::move(runs.front())};
  syntax::Logic logic{false, {}};
  for (auto& run : runs) logic.operands.push_back(joined(std::move(run), true));
  return logic;
}

void Builder::report_mixed_logic(const Node& node) {
  std::vector<std::string> operands;
  std::vector<bool> conjunctions;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    if (i % 2 == 0) {
      operands.emplace_back(reader_.text(span(*node.children[i])));
    } else {
      conjunctions.push_back(holds(*node.children[i], Kind::and_));
    }
  }
  auto& problem =
      reader_.report(codes::mixed_and_or, "`and` and `or` stand side by side without parentheses", span(node));
  problem.label = "this can be read in two ways";
  problem.help = "say which belongs together with parentheses";
  const auto text = reader_.text(span(node));
  if (text.size() > longest_quoted_condition || text.find_first_of("\r\n#") != std::string_view::npos) return;
  problem.help = fmt::format("write `{}` or `{}`", bracketed(operands, conjunctions, true),
                             bracketed(operands, conjunctions, false));
}

}  // namespace bywhen::grammar
