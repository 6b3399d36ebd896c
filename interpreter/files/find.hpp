#pragma once

#include <string>
#include <system_error>
#include <vector>

namespace bywhen::files {

/// `X.scenarios.bywhen` of the policy `X.bywhen`; empty for paths with another end.
[[nodiscard]] std::string companion_of(const std::string& policy);

/// The policies and scenarios that lie in a folder, by name; what lies in folders there is left out.
[[nodiscard]] std::vector<std::string> files_in(const std::string& folder, std::error_code& failed);

}  // namespace bywhen::files
