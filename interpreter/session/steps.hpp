#pragma once

#include <string>
#include <variant>
#include <vector>

#include "bywhen/session.hpp"
#include "interpreter/evaluate/decide.hpp"
#include "interpreter/session/world.hpp"

/// The steps of a session: what changes the order and the time.
namespace bywhen::session {

/// Where a step led, or why it did not.
struct Stepped {
  State state;
  /// What the clock did on the way.
  std::vector<SettledAnswer> settled;
  /// How the step reads in a scenario: times are absolute there.
  std::string text;
};

/// A step that `what if` moves or sets otherwise.
struct Override {
  FactId fact = 0;
  Value value;
};

/// Whether doing the action may mark the event, by itself or by the status that it leads to.
[[nodiscard]] bool marks(const Model& model, const Action& action, FactId event);

/// Takes a step: `given`, `at`, `ACTOR does ACTION`. The state before is not changed.
[[nodiscard]] std::variant<Stepped, Reply> take_step(const World& world, const State& state, const Sentence& sentence,
                                                     const std::vector<Override>& overrides = {});

/// Lets the clock run to an instant, and decides there.
[[nodiscard]] std::variant<Decision, Reply> settle_at(const World& world, const State& state, Instant at);

/// The answer to a state that has a time.
[[nodiscard]] std::variant<Answer, Reply> answer_of(const World& world, const State& state);

/// The instant that a time of a sentence means, seen from a state.
[[nodiscard]] std::variant<Instant, Reply> instant_of(const World& world, const State& state, const Sentence& sentence,
                                                      const syntax::SessionTime& time);

[[nodiscard]] Reply refused(std::string text, std::string help = {});
[[nodiscard]] Reply refused(Diagnostics diagnostics, const Sources& sources);
[[nodiscard]] Reply refused(Problems problems);

/// A time as a sentence can say it: on the policy's wall clock, with its offset where that alone would be unclear.
[[nodiscard]] std::string clock_text(const World& world, Instant instant);

}  // namespace bywhen::session
