#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bywhen/policy.hpp"
#include "bywhen/policy_set.hpp"
#include "cli/console.hpp"
#include "cli/exit_status.hpp"
#include "cli/read_file.hpp"

namespace bywhen::cli {

/// Whether the path names scenarios that lie beside their policy: `X.scenarios.bywhen`.
[[nodiscard]] bool is_companion(const std::string& path);
/// The policy `X.bywhen` of the scenarios in `X.scenarios.bywhen`; any other path is its own.
[[nodiscard]] std::string policy_of(const std::string& path);

/// Reads and checks a policy, and with it the scenarios beside it and those of further files. The path may name either.
[[nodiscard]] std::variant<LoadedPolicy, FileError> load_with_scenarios(const std::string& path,
                                                                        const std::vector<std::string>& further = {});

/// Whether the path is a folder, which stands for the set of policies in it.
[[nodiscard]] bool is_folder(const std::string& path);

/// Reads and checks the set of policies that lie in a folder, with the scenarios there and those of further files.
[[nodiscard]] std::variant<LoadedPolicySet, FileError> load_set(const std::string& folder,
                                                                const std::vector<std::string>& further = {});

/// Loads a set. Where that fails, says why on standard error.
[[nodiscard]] std::variant<PolicySet, ExitStatus> load_set_alone(const std::string& folder, Console& console);

/// Loads a policy alone. Where that fails, says why on standard error.
[[nodiscard]] std::variant<Policy, ExitStatus> load_alone(const std::string& path, Console& console);

/// Reads what a policy names from the disk.
[[nodiscard]] FileReader named_file_reader();

/// The policies that the paths name. Each comes once, however often and by whichever name it is given.
struct FoundPolicies {
  std::vector<std::string> paths;
  std::vector<FileError> errors;
};
/// Folders are searched for policies, and what lies in them; a folder that holds a set of policies counts as one; what
/// begins with a dot is left out.
[[nodiscard]] FoundPolicies find_policies(const std::vector<std::string>& paths);
/// The same where only files are wanted: a folder stays a path.
[[nodiscard]] std::vector<std::string> policies_of(const std::vector<std::string>& files);

}  // namespace bywhen::cli
