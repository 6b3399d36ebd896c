#pragma once

#include <string>

namespace bywhen::files {

/// `X.scenarios.bywhen` of the policy `X.bywhen`; empty for paths with another end.
[[nodiscard]] std::string companion_of(const std::string& policy);

}  // namespace bywhen::files
