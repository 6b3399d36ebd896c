#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "bywhen/export.hpp"
#include "bywhen/policy.hpp"
#include "bywhen/policy_set.hpp"

/// Policies as they lie on the disk: `X.bywhen`, beside it perhaps its scenarios in `X.scenarios.bywhen`, and the files
/// that it names. Paths are taken as they are given and stand so in diagnostics.
namespace bywhen {

/// A file that is larger is no policy.
inline constexpr std::size_t largest_policy_file = std::size_t{16} << 20U;

/// Why a file or a folder gives no policy.
struct FileProblem {
  std::string path;
  /// `no such file or directory`, `larger than 16 MiB`, …
  std::string reason;

  friend bool operator==(const FileProblem&, const FileProblem&) = default;
};

/// The whole file, or why it cannot be read: a `FileReader` that reads the disk. A pipe is read to its end.
[[nodiscard]] BYWHEN_API FileText read_policy_text(const std::string& path);

/// Reads a policy with the scenarios beside it and the files that it names, and checks and compiles it. The path may be
/// that of the scenarios, too. A file that is named in the policy and cannot be read is a diagnostic, as it has a
/// place. `scenarios` are further files of scenarios; each file counts once.
[[nodiscard]] BYWHEN_API std::variant<LoadedPolicy, FileProblem> load_policy_file(
    const std::string& path, const std::vector<std::string>& scenarios = {});

/// The policy `X.bywhen` of the scenarios in `X.scenarios.bywhen`; any other path is its own.
[[nodiscard]] BYWHEN_API std::string policy_path(const std::string& path);

/// Reads, merges and checks the set of policies whose versions and overlays lie in a folder, with the scenarios there,
/// those of further files, and the files that they name. Folders inside, and what begins with a dot, are left out.
[[nodiscard]] BYWHEN_API std::variant<LoadedPolicySet, FileProblem> load_policy_set_folder(
    const std::string& folder, const std::vector<std::string>& scenarios = {});

/// The policies of a folder, by path.
struct PolicyPaths {
  std::vector<std::string> paths;
  /// Folders that hold a set of policies (`is_policy_set`): their files are not among the paths.
  std::vector<std::string> sets;
  std::vector<FileProblem> problems;
};
/// Searches a folder and the folders in it for `*.bywhen`. A scenario file stands for its policy, even if that is
/// missing. Left out is what begins with a dot. Links to files are followed, links to folders are not; of several names
/// of one file the first counts. A folder without policies is a problem.
[[nodiscard]] BYWHEN_API PolicyPaths find_policies(const std::string& folder);

/// All policies of a folder.
struct LoadedFolder {
  /// The good ones by their names; each may have warnings.
  std::map<std::string, LoadedPolicy, std::less<>> policies;
  /// The good sets; their names are not those of policies, either.
  std::map<std::string, LoadedPolicySet, std::less<>> sets;
  /// Those with errors, by path: the path is the name of the first source.
  std::vector<LoadedPolicy> refused;
  std::vector<LoadedPolicySet> refused_sets;
  /// What could not be read, and policies whose name another file claims as well: neither is among the good ones.
  std::vector<FileProblem> problems;
};
[[nodiscard]] BYWHEN_API LoadedFolder load_policy_folder(const std::string& folder);

}  // namespace bywhen
