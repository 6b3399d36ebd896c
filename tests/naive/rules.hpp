#pragma once

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/naive/evaluator.hpp"

namespace bywhen::naive {

/// Who and what.
using Doing = std::pair<std::string, std::string>;

/// A duty's bounds as its sentence says them, for one order at one instant.
struct DutyBounds {
  Reach opens{Instant::always(), Instant::always()};
  Reach due{Instant::never(), Instant::never()};
  /// Is its window not empty, and does it open at all?
  Truth arises = Truth::yes;
};

/// Does the sentence's block apply by its own condition?
[[nodiscard]] Truth block_applies(const Sentence& sentence, Evaluator& evaluator, Instant at);
/// The conditions of the sentence and of its block.
[[nodiscard]] Truth conditions_hold(const Sentence& sentence, Evaluator& evaluator, Instant at);

[[nodiscard]] DutyBounds duty_bounds(const syntax::MustRule& duty, Evaluator& evaluator, Instant at);
/// Is one of its actions marked inside its window, up to the instant?
[[nodiscard]] Truth duty_done(const syntax::MustRule& duty, Evaluator& evaluator, Instant at);
/// And before it was due? For a duty that is done.
[[nodiscard]] Truth duty_done_in_time(const syntax::MustRule& duty, Evaluator& evaluator, Instant at);
[[nodiscard]] bool lapses_into_action(const syntax::MustRule& duty);

/// Does the sentence let the actor do the action at the instant, or forbid it?
[[nodiscard]] Truth permits(const Sentence& sentence, const Doing& doing, Evaluator& evaluator, Instant at);
[[nodiscard]] Truth prohibits(const Sentence& sentence, const Doing& doing, Evaluator& evaluator, Instant at);
/// What the sentence speaks of.
[[nodiscard]] std::set<Doing> doings_in(const Sentence& sentence);

/// When the clock does the sentence's action, if it is such a sentence: its instant, and whether it would happen at
/// `at`.
[[nodiscard]] const std::string* automatic_action(const Sentence& sentence);
[[nodiscard]] Value automatic_instant(const Sentence& sentence, Evaluator& evaluator, Instant at);
[[nodiscard]] bool happens_by_itself(const Sentence& sentence, Evaluator& evaluator, Instant at);

struct Owed {
  std::string amount;
  std::string gross;
  std::string less;
  std::optional<std::string> to;
  friend bool operator==(const Owed&, const Owed&) = default;
};
/// What a duty or an automatic action is about; nothing where it has no amount or that is unknown.
[[nodiscard]] std::optional<Owed> owed(const std::optional<syntax::Amount>& amount, Evaluator& evaluator, Instant at);

/// What a duty or an automatic action is about, if the sentence says so.
[[nodiscard]] const std::optional<syntax::Amount>& amount_of(const Sentence& sentence);

/// What is to be told of how the sentence's moments were counted, and of all that it says.
[[nodiscard]] std::set<std::string> notes_on_moments(const Sentence& sentence, Evaluator& evaluator, Instant at);
[[nodiscard]] std::set<std::string> notes_on(const Sentence& sentence, Evaluator& evaluator, Instant at);

/// The status that the action leads to.
[[nodiscard]] std::string next_status(const syntax::ActionDecl& action, Evaluator& evaluator, Instant at);
/// The order after the action at the instant, with the inputs already put in.
[[nodiscard]] Order after_action(const syntax::ActionDecl& action, Evaluator& evaluator, Instant at);

}  // namespace bywhen::naive
