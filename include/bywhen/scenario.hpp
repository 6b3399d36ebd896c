#pragma once

#include <string>
#include <vector>

#include "bywhen/export.hpp"
#include "bywhen/policy.hpp"

namespace bywhen {

/// How one scenario went. Failures point to the step that failed: what was expected, what was found, and the reason.
struct ScenarioResult {
  std::string name;
  Span span;
  Diagnostics failures;

  [[nodiscard]] bool passed() const { return failures.empty(); }
};

/// Runs all scenarios of the policy's sources, in their order.
[[nodiscard]] BYWHEN_API std::vector<ScenarioResult> run_scenarios(const Policy& policy);

}  // namespace bywhen
