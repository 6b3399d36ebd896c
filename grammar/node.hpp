#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <new>
#include <span>
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
/// library, and lives as long as the tree that it stands in.
struct Node {
  NodeKind kind = NodeKind::token;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::span<const Node* const> children;
};

/// The nodes of one text, given up together. While a text is read, nodes wait until what holds them has been read to
/// its end.
class NodeTree {
public:
  explicit NodeTree(std::size_t tokens) : memory_(tokens * room_per_token + sizeof(Node)) {}
  NodeTree(NodeTree&&) = delete;

  /// How many nodes wait.
  [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }
  /// Those that wait from the place on become the children of a new one, which waits in their stead.
  void close(NodeKind kind, std::size_t begin, std::size_t end, std::size_t first) {
    const Node node{kind, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), take(first)};
    waiting_.push_back(new (memory_.allocate(sizeof(Node), alignof(Node))) Node(node));
  }
  /// What was read did not lead to an end: gives up those from the place on.
  void drop(std::size_t first) {
    while (waiting_.size() > first) waiting_.pop_back();
  }

  /// The nodes that nothing holds, when all has been read.
  [[nodiscard]] std::span<const Node* const> roots() const { return waiting_; }

private:
  /// About a node for each token, and a pointer to it for two, as sentences go.
  static constexpr std::size_t room_per_token = sizeof(Node) + sizeof(Node*) / 2;

  std::span<const Node* const> take(std::size_t first) {
    const std::size_t count = waiting_.size() - first;
    if (count == 0) return {};
    auto* children = static_cast<const Node**>(memory_.allocate(count * sizeof(Node*), alignof(Node*)));
    std::copy(waiting_.begin() + static_cast<std::ptrdiff_t>(first), waiting_.end(), children);
    drop(first);
    return {children, count};
  }

  std::pmr::monotonic_buffer_resource memory_;
  std::vector<const Node*> waiting_;
};

}  // namespace bywhen::grammar
