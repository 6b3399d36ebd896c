#pragma once

#include <optional>
#include <vector>

#include "bywhen/answer.hpp"
#include "interpreter/evaluate/decide.hpp"

namespace bywhen {

/// Two sentences that contradict each other for one order. In indices, as a decision is.
struct Conflict {
  ConflictKind kind = ConflictKind::same_instant;
  /// The prohibition, or what the clock does first; and what it prevails over.
  RuleId rule = 0;
  RuleId other = 0;
  /// Whom the prohibition concerns; absent where the clock meets the clock.
  std::optional<ActorId> actor;
  std::vector<ActionId> actions;
  /// The time of the permission, or since when the duty cannot be done any more and until when it should. For the clock
  /// the instant is `from`.
  Instant from = Instant::always();
  Instant until = Instant::never();
};

/// Whether a rule's window is bound by more than bare events: `from disputed_at` takes a permission away on purpose, as
/// `when disputed` does.
[[nodiscard]] bool has_time_of_its_own(const Model& model, const Rule& rule);

/// What contradicts itself by this order's facts. It changes when the decision's view does, and never alone.
///
/// A prohibition that takes a part of a permission's time away is how policies are written, and so is one `when`
/// something is so; neither is a conflict. One is where all the time of a permission (in the order's stay in its
/// status) lies within prohibitions that have a time of their own; where a duty is forbidden, by whatever prohibition,
/// from now, or from its opening, to its deadline; and where two sentences of the clock act at one instant and lead
/// apart.
[[nodiscard]] std::vector<Conflict> conflicts_of(const Program& program, const Decision& decision);

}  // namespace bywhen
