#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "interpreter/session/steps.hpp"

/// Questions about an order that is not: with another fact, another time, another term, another policy.
namespace bywhen::session {

/// How a session came where it is: where it began, and its steps.
struct History {
  Place start;
  std::vector<Planned> steps;
};

/// A policy and where the order stands in it.
struct Scene {
  const World* world = nullptr;
  State state;
  /// What was changed leads beyond the present: the scene lies then.
  bool later = false;
  /// What the world lives in, if it was made for this scene.
  std::shared_ptr<const void> keeps = nullptr;
};

/// The order in the slots of another policy; refused where it does not fit there.
[[nodiscard]] std::variant<State, Reply> moved(const World& from, const World& to, const State& state);

/// Says a step of another world in this one: the step as it is here, and where it leads.
[[nodiscard]] std::variant<std::pair<Planned, Place>, Reply> say_again(const Place& position, const Planned& step);

/// What is to be otherwise when the steps of a session are taken again.
struct Changes {
  std::vector<Override> facts;
  std::optional<StatusId> status;
  /// The instant that is asked about, if it is another: later steps are left out.
  std::optional<Instant> at;
  /// Facts that are to be missing and that the world does not know: others of its set do.
  std::vector<std::string> gone{};
};

/// Why steps cannot be taken so: the reply to give, and in a few words; these are empty where there is no such order.
struct Refusal {
  Reply reply;
  std::string words;
  /// The clock or a later step sets the fact that was changed.
  bool set_again = false;
};

/// Takes the steps of a session again, otherwise. A fact that a step told or marked is told or marked otherwise there:
/// what was done is done at the other time, or left out where its event is to be missing, and all else at its own. Any
/// other fact, and without steps the status, is another in the order that the session began with, which must be a valid
/// one then; what the clock did is worked out anew. Times that were only asked about do nothing, so that none stands in
/// the way.
///
/// Refused where a step does not go through, where one would come before another that it followed, and where the value
/// of a changed fact is another again in the end, since the clock or a step sets it. In a set the policy is picked anew
/// on the way; `world` is the one that the changes were read in.
[[nodiscard]] std::variant<Place, Refusal> replay(const World& world, const State& now, const History& history,
                                                  const Changes& changes);

/// The refusal to give where the clock or a step sets the fact anyway, so that no value of it can be asked about.
[[nodiscard]] std::optional<Reply> set_again(const World& world, const State& now, const History& history, FactId fact);

/// Where the session would be with the changes.
[[nodiscard]] std::variant<Scene, Reply> with_changes(const World& world, const State& now, const History& history,
                                                      const Sentence& sentence,
                                                      const std::vector<syntax::Change>& changes,
                                                      const FileReader& files);

}  // namespace bywhen::session
