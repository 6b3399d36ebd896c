#pragma once

#include <vector>

#include "bywhen/scenario.hpp"
#include "interpreter/program.hpp"
#include "interpreter/scenario/scenario.hpp"

namespace bywhen {

/// Plays one scenario from its first step to its last. After a step that leaves no order to go on with, the rest is
/// left out.
[[nodiscard]] ScenarioResult run_scenario(const Program& program, const Sources& sources, const Scenario& scenario);

}  // namespace bywhen
