#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "bywhen/scenario.hpp"
#include "bywhen/source.hpp"

namespace bywhen::c {

/// What came of scenarios as a JSON array; `failed` becomes how many did not pass.
[[nodiscard]] std::string results_json(const std::vector<ScenarioResult>& results, const Sources& sources,
                                       std::size_t& failed);

}  // namespace bywhen::c
