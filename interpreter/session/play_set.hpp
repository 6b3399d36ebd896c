#pragma once

#include <vector>

#include "bywhen/policy_set.hpp"

namespace bywhen::session {

/// Plays the scenarios of a set, one after the other. Before each step the policy is picked that governs the order
/// then, and the step is read in its light.
[[nodiscard]] std::vector<ScenarioResult> play_scenarios(const PolicySet& set);

}  // namespace bywhen::session
