#pragma once

#include <string>
#include <variant>
#include <vector>

#include "bywhen/session.hpp"
#include "interpreter/evaluate/act.hpp"
#include "interpreter/evaluate/decide.hpp"
#include "interpreter/session/world.hpp"

/// The steps of a session: what changes the order and the time.
namespace bywhen::session {

/// A step with its names resolved, so that it can be taken again and again without reading it.
struct Planned {
  /// How it reads in a scenario: times are absolute there.
  std::string text;
  /// What its expressions belong to.
  std::shared_ptr<const Model> model;
  /// Nothing: it only expects.
  std::variant<std::monostate, GivenStep, Instant, DoesStep> does;
};

/// A member of a set may leave out facts of `given` that it does not know: telling the others may bring them in.
enum class PlanMode : std::uint8_t { strict, as_far_as_known };
/// What is told of facts that the model does not have; the status stays.
void leave_out_unknown(const Model& model, syntax::GivenStep& given);
/// Leaves out the facts that are told to be `missing` and that only the policy before knew: they go with it. Their
/// names.
std::vector<std::string> leave_out_withdrawn(const Model& before, const Model& after,
                                             std::vector<syntax::Assignment>& assignments);
/// Reads a step in the light of a state: `given`, `at`, `ACTOR does ACTION`.
[[nodiscard]] std::variant<Planned, Reply> plan_step(const World& world, const State& state, const Sentence& sentence,
                                                     PlanMode mode = PlanMode::strict);

/// Reads what somebody does, of a sentence that only asks about it, once the session has said when it is.
[[nodiscard]] std::variant<Planned, Reply> plan_deed(const World& world, const Sentence& sentence,
                                                     const syntax::DoesStep& deed);

/// A fact that is told or marked otherwise than a step says.
struct Override {
  FactId fact = 0;
  Value value;
};
[[nodiscard]] const Override* override_of(const std::vector<Override>& overrides, FactId fact);

/// The values that a step tells in a state, but for those that are overridden.
[[nodiscard]] Inputs told_by(const Planned& step, const State& state, const std::vector<Override>& overrides);

/// Does at an instant what a step tells or does; the clock has been there before. Not for `at`.
[[nodiscard]] std::variant<OrderState, Problems> perform(const World& world, const State& state, const Planned& step,
                                                         const std::vector<Override>& overrides, Instant at);

/// Where a step led, or why it did not.
struct Stepped {
  State state;
  /// In which world; in a set it may be another than before.
  const World* world = nullptr;
  /// What the clock did on the way.
  std::vector<SettledAnswer> settled;
  /// The step as that world reads it, if it is not the one that it was planned in.
  std::optional<Planned> planned;
};

/// Takes a step. The state before is not changed.
[[nodiscard]] std::variant<Stepped, Reply> take_step(const World& world, const State& state, const Planned& step);

/// Whether doing the action may mark the event, by itself or by the status that it leads to.
[[nodiscard]] bool marks(const Model& model, const Action& action, FactId event);

/// Lets the clock run to an instant, and decides there, in this very world.
[[nodiscard]] std::variant<Decision, Reply> settle_at(const World& world, const State& state, Instant at);

/// The answer to a state that has a time, by the policy that governs then.
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
