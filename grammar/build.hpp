#pragma once

#include <optional>

#include "grammar/node.hpp"
#include "grammar/question.hpp"
#include "grammar/reader.hpp"
#include "grammar/syntax.hpp"

namespace bywhen::grammar {

/// Steps through the parts of a node in order; each question takes the part only if it is what was asked for.
class Parts {
public:
  Parts(const Reader& reader, const Node& node) : reader_(reader), node_(node) {}

  [[nodiscard]] bool done() const { return left() == 0; }
  [[nodiscard]] std::size_t left() const { return node_.children.size() - next_; }
  /// The next part, whatever it is; there must be one.
  const Node& any() { return *node_.children[next_++]; }
  const Node* take(NodeKind kind) { return !done() && peek().kind == kind ? &any() : nullptr; }
  const Node* take(Kind token) { return is_token(token) ? &any() : nullptr; }
  const Node* take_either(NodeKind one, NodeKind other) {
    return !done() && (peek().kind == one || peek().kind == other) ? &any() : nullptr;
  }
  const Node* take_name() {
    return !done() && peek().kind == NodeKind::token && is_name(reader_.kind(peek().begin)) ? &any() : nullptr;
  }

private:
  [[nodiscard]] const Node& peek() const { return *node_.children[next_]; }
  [[nodiscard]] bool is_token(Kind kind) const {
    return !done() && peek().kind == NodeKind::token && reader_.kind(peek().begin) == kind;
  }

  const Reader& reader_;
  const Node& node_;
  std::size_t next_ = 0;
};

/// Turns nodes of the parse tree into the syntax tree, and reports to the reader what the grammar lets pass so that the
/// message can be better: clauses out of order, `and` mixed with `or`, blocks that are not closed.
class Builder {
public:
  explicit Builder(Reader& reader) : reader_(reader) {}

  [[nodiscard]] syntax::Declaration declaration(const Node& node);
  [[nodiscard]] syntax::Question question(const Node& node);

private:
  // Values and conditions (build_values.cpp).
  syntax::Expr expr(const Node& node);
  decltype(syntax::Expr::node) expr_node(const Node& node);
  decltype(syntax::Expr::node) literal(const Node& node);
  syntax::Quantity quantity(const Node& node);
  syntax::Compound compound(const Node& node);
  syntax::Expr value(const Node& node);
  syntax::Expr computed(Parts& parts);
  syntax::Expr with_tails(syntax::Expr result, Span written, Parts& parts);
  decltype(syntax::Expr::node) sum(syntax::Expr before, const Node& tail);
  decltype(syntax::Expr::node) bounded(syntax::Expr value, const Node& tail);
  void report_mixed_bounds(Span before, const Node& last, const Node& tail);
  syntax::Sum total(const Node& node);
  syntax::Expr shift(syntax::Expr duration, const Node& tail, Span span);
  void shift_suffix(syntax::Shift& shift, const Node& suffix);
  syntax::DayEdge day_edge(const Node& node);
  syntax::Extremum extremum(const Node& node);
  syntax::PathRef path(const Node& node);
  syntax::Filtered filtered(const Node& node);
  syntax::CountOf count_of(const Node& node);
  syntax::Quantified quantified(const Node& node);
  std::optional<Box<syntax::Expr>> optional_filter(Parts& parts);
  syntax::RecordsLiteral records(const Node& node);
  syntax::RecordsLiteral::Record record(const Node& node);
  decltype(syntax::Expr::node) comparison(const Node& node);
  syntax::Compare compare(syntax::Expr left, const Node& tail);
  syntax::Membership membership(syntax::Expr left, const Node& tail);
  decltype(syntax::Expr::node) has(syntax::Expr left, const Node& tail);
  syntax::StatusIs status_is(const Node& node);
  decltype(syntax::Expr::node) logic(const Node& node);
  void report_mixed_logic(const Node& node);

  // Declarations (build_declarations.cpp) and tables (build_tables.cpp).
  syntax::Declaration plain_declaration(const Node& node);
  syntax::Declaration policy(const Node& node);
  syntax::Declaration version(const Node& node);
  syntax::Declaration term_bound(const Node& node);
  syntax::Declaration replaced_rule(const Node& node);
  [[nodiscard]] syntax::RemoveDecl::What removed_kind(const Node& node) const;
  syntax::Declaration removed(const Node& node);
  syntax::Declaration months(const Node& node);
  syntax::Declaration money(const Node& node);
  syntax::Declaration calendar(const Node& node);
  syntax::CalendarDecl::Years years(const Node& node);
  void calendar_part(syntax::CalendarDecl& decl, const Node& part);
  void holiday(syntax::CalendarDecl& decl, const Node& node);
  syntax::Declaration term(const Node& node);
  syntax::Declaration define(const Node& node);
  syntax::Declaration fact(const Node& node);
  syntax::TypeRef type(const Node& node);
  syntax::TypeRef list_type(const Node& node);
  syntax::MemberDecl member(const Node& node);
  syntax::Declaration status(const Node& node);
  void status_attribute(syntax::StatusDecl& decl, const Node& part);
  syntax::Declaration action(const Node& node);
  void effect(syntax::ActionDecl& decl, const Node& part);
  syntax::Table table(const Node& node);
  void row(syntax::Table& table, const Node& node);
  syntax::TableRow::Cell cell(const Node& node);
  bool cells(const syntax::Table& table, const Node& node, syntax::TableRow& row);
  void else_row(syntax::Table& table, const Node& node);

  // Rules (build_rules.cpp).
  syntax::Declaration in_block(const Node& node);
  syntax::Rule rule(const Node& node);
  syntax::MayRule may_rule(const Node& node);
  syntax::MustRule must_rule(const Node& node);
  syntax::HappensRule happens_rule(const Node& node);
  syntax::Amount amount(const Node& node);
  syntax::Condition condition(const Node& node);
  syntax::Otherwise otherwise(const Node& node);
  struct Clauses;
  Clauses clauses(Parts& parts);
  void clause(Clauses& clauses, const Node& node);
  void window_clause(Clauses& clauses, const Node& node);
  void check_order(Clauses& clauses, const Node& node);
  void check_windows(const Clauses& clauses, NodeKind rule);
  void refuse_otherwise(const Clauses& clauses, std::string_view sentence);

  // Scenarios (build_scenarios.cpp).
  syntax::Declaration scenario(const Node& node);
  syntax::Step step(const Node& node);
  syntax::Assignment assignment(const Node& node);
  std::vector<syntax::Assignment> assignments(Parts& parts);
  decltype(syntax::ExpectStep::expectation) expectation(const Node& node);
  syntax::ExpectMay expect_may(const Node& node);
  syntax::ExpectUnknown expect_unknown(const Node& node);
  syntax::ExpectMust expect_must(const Node& node);
  syntax::ExpectCannot expect_cannot(const Node& node);
  syntax::ExpectHappens expect_happens(const Node& node);
  syntax::ExpectStatus expect_status(const Node& node);

  // Questions (build_questions.cpp).
  syntax::SessionTime session_time(const Node& node);
  syntax::Change change(const Node& node);
  std::vector<syntax::Change> changes(const Node& node);
  syntax::PlainQuestion plain_question(const Node& node);
  std::optional<syntax::PlainQuestion> optional_question(Parts& parts);
  syntax::WhyQuestion why(const Node& node);
  syntax::WhatIfQuestion what_if(const Node& node);
  syntax::VariesQuestion varies(const Node& node);
  syntax::CompareQuestion comparing(const Node& node);
  syntax::FindQuestion find(const Node& node);

  // What all of them use.
  [[nodiscard]] Span span(const Node& node) const { return reader_.span(node.begin, node.end); }
  [[nodiscard]] Span first_word(const Node& node) const { return reader_.span(node.begin); }
  [[nodiscard]] bool holds(const Node& node, Kind kind) const { return reader_.kind(node.begin) == kind; }
  syntax::Name name(const Node& node) const;
  syntax::Text text(const Node& node) const;
  std::vector<syntax::Name> names(const Node& node) const;
  std::vector<syntax::Name> names(Parts& parts) const;
  std::optional<syntax::Text> optional_text(Parts& parts) const;
  std::optional<syntax::Text> optional_reason(Parts& parts) const;
  void report_unclosed(const Node& opening, const Node& missing);
  void report_repeated(const Node& part);

  Reader& reader_;
};

}  // namespace bywhen::grammar
