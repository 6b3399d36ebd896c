#pragma once

#include <cstddef>
#include <string>
#include <vector>

/// Policies of any size, to see what grows with them. The same size gives the same text, and every one passes
/// `bywhen check` without a warning.
namespace growth {

/// Orders go through a chain of statuses, `s0` to the last, in each of which as many rules apply: a duty that lapses
/// into the next status, and in turn permissions, prohibitions, duties with amounts, rights and what the clock does.
struct PolicySize {
  std::size_t rules = 10;
  std::size_t statuses = 2;
  /// Events, counts, choices and amounts that windows and conditions read, each rule more of them where rules are few,
  /// as far as there are rules to read them; a few more show what has been done.
  std::size_t facts = 10;
  /// Further statuses, `o0` and so on, which orders pass before they come into `s0`, and the rules that apply in them.
  std::size_t other_rules = 0;
  std::size_t other_statuses = 0;
};

/// Fewest facts and statuses that a policy needs to be like one that somebody wrote.
inline constexpr std::size_t fewest_facts = 10;
inline constexpr std::size_t fewest_statuses = 2;

/// As many rules, and as many of all else as they commonly have: ten rules in a status, up to a thousand statuses.
[[nodiscard]] PolicySize common_size(std::size_t rules);

/// The policy's text. Sizes below the fewest are raised to them.
[[nodiscard]] std::string make_policy(PolicySize size);

// ── Its names
// ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Of the facts, every fifth is a yes/no, a whole number, a choice of `kinds`, an amount, and the rest are events.
enum class FactKind { event, yes_no, integer, choice, money };
[[nodiscard]] FactKind fact_kind(std::size_t fact);
[[nodiscard]] std::string fact_name(std::size_t fact);
/// The event that entering the status at this place of its chain marks.
[[nodiscard]] std::string entry_event(const PolicySize& size, std::size_t status);
/// What shows that something has been done; declared where some rule has it done.
[[nodiscard]] std::vector<std::string> done_events();

}  // namespace growth
