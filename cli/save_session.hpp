#pragma once

#include <string>

#include "bywhen/session.hpp"

/// Writes what a session holds to files, which must be of the kind that they are said to be.
namespace bywhen::cli {

/// Adds the session as a scenario to a file of scenarios; the file is made if it is not there. Refused, and nothing is
/// written, where the file holds something else, has a scenario of this name, or would not be good with this one.
[[nodiscard]] Reply save_scenario(const Session& session, const std::string& policy_path, const std::string& name,
                                  const std::string& path);

/// Writes the session's order as JSON; takes the place of another order, and of nothing else.
[[nodiscard]] Reply save_order(const Session& session, const std::string& path);

/// Something is wrong with what was asked for: what, and what to do.
[[nodiscard]] Reply refusal(std::string message, std::string help = "");

}  // namespace bywhen::cli
