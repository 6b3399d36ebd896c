#pragma once

#include <optional>
#include <string>
#include <vector>

#include "interpreter/session/steps.hpp"

/// Questions about an order that is not: with another fact, another time, another term, another policy.
namespace bywhen::session {

/// How a session came where it is: where it began, and its steps as they were typed.
struct History {
  State start;
  std::vector<std::string> steps;
};

/// A policy and where the order stands in it.
struct Scene {
  World world;
  State state;
};

/// The order in the slots of another policy; refused where it does not fit there.
[[nodiscard]] std::variant<State, Reply> moved(const World& from, const World& to, const State& state);

/// Says the session's steps again, in another world.
[[nodiscard]] std::variant<State, Reply> replay(const World& world, const History& history, std::optional<Instant> upto,
                                                const std::vector<Override>& overrides);

/// Where the session would be with the changes. A fact that a step told or marked is told or marked otherwise there;
/// any other is another in the order that the session began with, and what the clock did is worked out anew.
[[nodiscard]] std::variant<Scene, Reply> with_changes(const World& world, const State& now, const History& history,
                                                      const Sentence& sentence,
                                                      const std::vector<syntax::Change>& changes,
                                                      const FileReader& files);

}  // namespace bywhen::session
