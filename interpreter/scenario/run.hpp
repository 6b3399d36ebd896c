#pragma once

#include <vector>

#include "bywhen/scenario.hpp"
#include "interpreter/order_state.hpp"
#include "interpreter/program.hpp"
#include "interpreter/scenario/scenario.hpp"

namespace bywhen {

/// Plays one scenario from its first step to its last. After a step that leaves no order to go on with, the rest is
/// left out.
[[nodiscard]] ScenarioResult run_scenario(const Program& program, const Sources& sources, const Scenario& scenario);

/// Plays one step, an expectation, on an order at an instant. `because` is why the clock brought it into its status, if
/// it did. `next` is what will happen by itself, where another policy will have a say in that.
[[nodiscard]] ScenarioResult run_expectation(const Program& program, const Sources& sources, const OrderState& order,
                                             Instant at, const std::optional<std::string>& because,
                                             const ScenarioStep& step,
                                             const std::optional<std::vector<NextAnswer>>& next = {});

/// Where an order stands between two steps of a scenario.
struct Standing {
  OrderState order;
  /// Absent before the first `at`.
  std::optional<Instant> at;
  /// Why the clock brought it into its status, if it did.
  std::optional<std::string> because;
  /// A step left no order to go on with.
  bool stopped = false;
  /// What will happen by itself, where another policy will have a say in that.
  std::optional<std::vector<NextAnswer>> next = {};
};

/// Plays one step, which may change where the order stands, and says what failed.
[[nodiscard]] Diagnostics play_step(const Program& program, const Sources& sources, Standing& standing,
                                    const ScenarioStep& step);

}  // namespace bywhen
