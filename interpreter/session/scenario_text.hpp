#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "interpreter/session/world.hpp"

namespace bywhen::session {

/// The order's status and facts as `given` tells them: `status = shipped, total = 5.00 EUR`.
[[nodiscard]] std::string given_text(const World& world, const State& state);

/// A session as a scenario: what the order was at first, when that was, and the steps.
[[nodiscard]] std::string scenario_text(const World& world, std::string_view name, const State& start,
                                        const std::vector<std::string>& steps);

}  // namespace bywhen::session
