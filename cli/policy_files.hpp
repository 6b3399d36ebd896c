#pragma once

#include <string>
#include <variant>
#include <vector>

#include "bywhen/policy_file.hpp"
#include "bywhen/policy_set.hpp"
#include "cli/console.hpp"
#include "cli/exit_status.hpp"
#include "cli/read_file.hpp"

namespace bywhen::cli {

/// `load_policy_file`, and its problem as the command says it.
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

/// The policies that the paths name. Each comes once, however often and by whichever name it is given.
struct FoundPolicies {
  std::vector<std::string> paths;
  std::vector<FileError> errors;
};
/// Folders are searched for policies; one that holds a set of policies counts as one.
[[nodiscard]] FoundPolicies find_policies(const std::vector<std::string>& paths);
/// The same to check them: a folder whose files say that they are versions of one policy stays a path, even where they
/// make no set yet.
[[nodiscard]] FoundPolicies find_policies_and_sets(const std::vector<std::string>& paths);

/// The texts that the paths name, in the order of the paths: all `*.bywhen` of a folder and the folders in it, but for
/// what begins with a dot. Each comes once.
[[nodiscard]] FoundPolicies find_texts(const std::vector<std::string>& paths);

}  // namespace bywhen::cli
