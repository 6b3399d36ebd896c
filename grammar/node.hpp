#pragma once

#include <cstdint>
#include <memory>
#include <vector>

namespace bywhen::grammar {

/// What a node of the parse tree was read as. `token` is a leaf: its kind is that of the token.
// clang-format off
enum class NodeKind : std::uint8_t {
  token, signed_number,
  // Declarations.
  policy, extends, version, governed, zone, months, money, calendar, covers, weekend, holidays, holiday, every_year, from_file,
  of_calendars, term, term_bound, define, define_when, actor,
  fact, type, list_type, member, status, action, in_block, replaced_rule, remove, scenario,
  // Their parts.
  table, by_list, row, row_condition, cell, else_row, mark, marks, needs, asks, requirement, sets, becomes,
  status_list, names, missing_close,
  // Rules and their clauses.
  label, may_rule, must_rule, happens_rule, amount, less, to, when, within, from, until, by, because, otherwise,
  // Scenario steps.
  given, at, does, assignment, records, record, expect, expect_may, expect_unknown, expect_must, expect_cannot, expect_happens,
  expect_status, expect_condition,
  // Questions of a session.
  the_deadline, later_by, by_deadline, session_time, move, term_change, policy_change, time_change, changes, permission,
  ask_show, ask_who, ask_why, ask_when, ask_until, ask_next, ask_timeline, ask_preview, ask_varies, ask_what_if, ask_compare,
  ask_find,
  // Expressions; a list with one item is folded into that item.
  logic, operand, comparison, presence, compare, membership, has, status_is, paren, value, of_tail, times_tail,
  sum_tail, bound_tail, shift_tail, day_edge, extremum, total, filtered, where, count_of, time_since, quantified, ending, holding, under_law, zone_suffix, compound, quantity,
};
// clang-format on

/// A node of the parse tree: the half-open range of tokens that it was read from. It knows nothing of the parser
/// library, whose tree builder calls `start`, `success`, `failure` and `emplace_back`.
struct Node {
  NodeKind kind = NodeKind::token;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::vector<std::unique_ptr<Node>> children;

  template <typename Rule, typename Input, typename... States>
  void start(const Input& in, States&&...) {
    kind = Rule::node_kind;
    begin = static_cast<std::uint32_t>(in.byte());
  }
  template <typename Rule, typename Input, typename... States>
  void success(const Input& in, States&&...) {
    end = static_cast<std::uint32_t>(in.byte());
  }
  template <typename Rule, typename Input, typename... States>
  void failure(const Input&, States&&...) {}
  template <typename... States>
  void emplace_back(std::unique_ptr<Node>&& child, States&&...) {
    children.push_back(std::move(child));
  }
};

}  // namespace bywhen::grammar
