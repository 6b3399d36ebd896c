#include <fmt/format.h>

#include "bywhen/codes.hpp"
#include "grammar/build.hpp"

namespace bywhen::grammar {

/// What follows the verb and its actions, gathered in whatever order it was written.
struct Builder::Clauses {
  std::optional<syntax::Window> window;
  std::vector<syntax::Condition> conditions;
  std::optional<syntax::Text> because;
  std::optional<syntax::Otherwise> otherwise;
  /// The clause before the present one, and that which said `otherwise`.
  const Node* last = nullptr;
  const Node* otherwise_node = nullptr;
};

namespace {

/// The order in which clauses stand.
int rank(NodeKind kind) {
  switch (kind) {
    case NodeKind::when:
      return 1;
    case NodeKind::because:
      return 2;
    case NodeKind::otherwise:
      return 3;
    default:
      return 0;
  }
}

}  // namespace

syntax::Declaration Builder::in_block(const Node& node) {
  Parts parts(reader_, node);
  syntax::InBlock block;
  block.span = span(node);
  Parts states(reader_, parts.any());
  block.any = states.take(Kind::any) != nullptr;
  block.statuses = names(states);
  while (const Node* when = parts.take(NodeKind::when)) block.conditions.push_back(condition(*when));
  const Node& opening = parts.any();
  block.rules.reserve(parts.left());
  while (!parts.done()) {
    const Node& part = parts.any();
    if (part.kind == NodeKind::missing_close) {
      report_unclosed(opening, part);
    } else {
      block.rules.push_back(rule(part));
    }
  }
  return block;
}

syntax::Rule Builder::rule(const Node& node) {
  if (node.kind == NodeKind::may_rule) return may_rule(node);
  if (node.kind == NodeKind::must_rule) return must_rule(node);
  return happens_rule(node);
}

syntax::MayRule Builder::may_rule(const Node& node) {
  Parts parts(reader_, node);
  syntax::MayRule rule;
  rule.span = span(node);
  if (const Node* label = parts.take(NodeKind::label)) rule.label = name(*label->children[0]);
  rule.actors = names(parts.any());
  rule.prohibition = parts.take(Kind::not_) != nullptr;
  rule.actions = names(parts.any());
  Clauses found = clauses(parts);
  check_windows(found, node.kind);
  refuse_otherwise(found, rule.prohibition ? "a prohibition" : "a permission");
  rule.window = std::move(found.window);
  rule.conditions = std::move(found.conditions);
  rule.because = std::move(found.because);
  return rule;
}

syntax::MustRule Builder::must_rule(const Node& node) {
  Parts parts(reader_, node);
  syntax::MustRule rule;
  rule.span = span(node);
  if (const Node* label = parts.take(NodeKind::label)) rule.label = name(*label->children[0]);
  rule.actors = names(parts.any());
  rule.actions = names(parts.any());
  if (const Node* part = parts.take(NodeKind::amount)) rule.amount = amount(*part);
  Clauses found = clauses(parts);
  check_windows(found, node.kind);
  rule.due = std::move(found.window);
  rule.conditions = std::move(found.conditions);
  rule.because = std::move(found.because);
  rule.otherwise = std::move(found.otherwise);
  return rule;
}

syntax::HappensRule Builder::happens_rule(const Node& node) {
  Parts parts(reader_, node);
  syntax::HappensRule rule;
  rule.span = span(node);
  if (const Node* label = parts.take(NodeKind::label)) rule.label = name(*label->children[0]);
  rule.action = name(parts.any());
  if (const Node* part = parts.take(NodeKind::amount)) rule.amount = amount(*part);
  rule.at = expr(parts.any());
  Clauses found = clauses(parts);
  check_windows(found, node.kind);
  refuse_otherwise(found, "what the clock does");
  rule.conditions = std::move(found.conditions);
  rule.because = std::move(found.because);
  return rule;
}

syntax::Amount Builder::amount(const Node& node) {
  Parts parts(reader_, node);
  syntax::Amount amount{expr(parts.any()), {}, {}, span(node)};
  while (const Node* part = parts.take(NodeKind::less)) amount.less.push_back(expr(*part->children[0]));
  if (const Node* part = parts.take(NodeKind::to)) amount.to = expr(*part->children[0]);
  return amount;
}

syntax::Condition Builder::condition(const Node& node) {
  return {holds(node, Kind::unless), expr(*node.children[1]), span(node)};
}

syntax::Otherwise Builder::otherwise(const Node& node) {
  Parts parts(reader_, node);
  syntax::Otherwise otherwise;
  otherwise.span = span(node);
  otherwise.actions = names(parts.any());
  if (const Node* actions = parts.take(NodeKind::names)) {
    otherwise.actors = std::move(otherwise.actions);
    otherwise.actions = names(*actions);
  }
  if (const Node* until = parts.take(NodeKind::until)) otherwise.until = expr(*until->children[0]);
  otherwise.because = optional_reason(parts);
  return otherwise;
}

// ── Clauses ──────────────────────────────────────────────────────────────────────────────────────

Builder::Clauses Builder::clauses(Parts& parts) {
  Clauses found;
  while (!parts.done()) clause(found, parts.any());
  return found;
}

void Builder::clause(Clauses& clauses, const Node& node) {
  check_order(clauses, node);
  clauses.last = &node;
  switch (node.kind) {
    case NodeKind::when:
      clauses.conditions.push_back(condition(node));
      break;
    case NodeKind::because:
      if (clauses.because) report_repeated(node);
      clauses.because = text(*node.children[0]);
      break;
    case NodeKind::otherwise:
      if (clauses.otherwise) report_repeated(node);
      clauses.otherwise = otherwise(node);
      clauses.otherwise_node = &node;
      break;
    default:
      window_clause(clauses, node);
  }
}

void Builder::window_clause(Clauses& clauses, const Node& node) {
  if (!clauses.window) clauses.window = syntax::Window{{}, {}, {}, {}, span(node)};
  syntax::Window& window = *clauses.window;
  window.span = join(window.span, span(node));
  auto& part = node.kind == NodeKind::within ? window.within
               : node.kind == NodeKind::from ? window.from
               : node.kind == NodeKind::by   ? window.by
                                             : window.until;
  if (part) report_repeated(node);
  part = expr(*node.children[0]);
}

void Builder::check_order(Clauses& clauses, const Node& node) {
  if (clauses.last == nullptr) return;
  const bool from_late =
      node.kind == NodeKind::from && rank(clauses.last->kind) == 0 && clauses.last->kind != NodeKind::from;
  if (rank(node.kind) >= rank(clauses.last->kind) && !from_late) return;
  if (node.kind == NodeKind::from && clauses.last->kind == NodeKind::within) return;
  const std::string_view word = reader_.text(node.begin);
  const std::string_view before = reader_.text(clauses.last->begin);
  auto& problem =
      reader_.report(codes::misplaced_clause, fmt::format("`{}` stands after `{}`", word, before), span(node));
  problem.label = fmt::format("move this before `{}`", before);
  problem.help =
      "the order is: when it holds (`within`, `from`, `until`, `by`), `when` or `unless`, `because`, `otherwise`";
}

void Builder::check_windows(const Clauses& clauses, NodeKind rule) {
  if (!clauses.window) return;
  const syntax::Window& window = *clauses.window;
  const bool may = rule == NodeKind::may_rule;
  const auto clash = [&](std::string_view message, std::string_view help) {
    reader_.report(codes::clashing_windows, std::string(message), window.span).help = help;
  };
  if (rule == NodeKind::happens_rule)
    return clash("`happens at` says already when", "write one moment: `close happens at 3 days after paid_at`");
  if (window.within && (window.from || window.until || window.by)) {
    return clash("`within` stands beside another window",
                 "`within 3 days after paid_at` says both the opening and the end");
  }
  if (may && window.by)
    return clash("a permission has no `by`", "a permission ends with `until`: `buyer may pay until due`");
  if (!may && window.until)
    return clash("a duty has no `until`", "a duty is due `by` a moment: `seller must ship by due`");
  if (!may && window.from && !window.by)
    return clash("a duty with `from` needs `by`", "write `seller must ship from opening by due`");
}

void Builder::refuse_otherwise(const Clauses& clauses, std::string_view sentence) {
  if (!clauses.otherwise) return;
  auto& problem = reader_.report(codes::misplaced_clause, fmt::format("{} has no `otherwise`", sentence),
                                 span(*clauses.otherwise_node));
  problem.help = "`otherwise` says what follows when a duty is not done: `seller must ship by due otherwise close`";
}

}  // namespace bywhen::grammar
