#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bywhen/answer.hpp"
#include "interpreter/evaluate/settle.hpp"
#include "interpreter/program.hpp"

namespace bywhen {

/// What is said of one actor and one action at one instant.
struct ActionView {
  Verdict verdict = Verdict::forbidden;
  /// For `not_yet`: when it opens. Absent else.
  std::optional<Instant> from;
  /// The end of the piece that the verdict speaks of: for `expired`, when it ended. Absent where it has none.
  std::optional<Instant> until;
  /// The rule that decides, and the reasons that it and others with the same say give; texts of the model, each once.
  std::optional<RuleId> rule;
  std::vector<std::string_view> reasons;
  std::set<FactPart> unknown;

  friend bool operator==(const ActionView&, const ActionView&) = default;
};

/// A duty of one actor at one instant.
struct DutyView {
  RuleId rule = 0;
  ActorId actor = 0;
  DutyState state = DutyState::pending;
  /// Absent: open always, or unknown, or without end.
  std::optional<Instant> opens;
  std::optional<Instant> due;
  std::optional<Instant> done_at;
  std::optional<RuleId> blocked_by;
  std::optional<AmountDue> amount;
  /// Where the deadline's automatic action would lead.
  std::optional<StatusId> becomes;
  std::set<FactPart> unknown;

  friend bool operator==(const DutyView&, const DutyView&) = default;
};

/// All that an answer says and that can change with time alone.
struct View {
  /// One an entitlement of the status; absent where no applying block mentions it.
  std::vector<std::optional<ActionView>> actions;
  std::vector<DutyView> duties;

  friend bool operator==(const View&, const View&) = default;
};

/// The decision in indices: what the answer expands.
struct Decision {
  Instant at;
  /// The settled order; its `as_of` is `at`.
  OrderState order;
  std::vector<Happening> settled;
  View view;
  std::vector<Happening> next;
  Instant valid_until = Instant::never();
};

/// Settles the order up to `at` and decides what holds then. The order must be valid for the program and not right
/// later than `at`. Fails only where a business calendar does not reach so far.
[[nodiscard]] std::variant<Decision, Fault> decide(const Program& program, OrderState order, Instant at);

}  // namespace bywhen
