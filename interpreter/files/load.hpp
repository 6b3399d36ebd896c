#pragma once

#include <functional>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "bywhen/policy_file.hpp"
#include "interpreter/files/read_text.hpp"

namespace bywhen::files {

using TextReader = std::function<TextFile(const std::string& path)>;
using Loaded = std::variant<LoadedPolicy, FileProblem>;

/// `load_policy_file` by another reader. It is asked for the policy, for the scenarios beside it, and for what the
/// policy names: everything that the outcome hangs on.
[[nodiscard]] Loaded load_from(const std::string& path, const TextReader& read,
                               const std::vector<std::string>& further = {});

using LoadedSet = std::variant<LoadedPolicySet, FileProblem>;

/// `load_policy_set_folder` by another reader.
[[nodiscard]] LoadedSet load_set_from(const std::string& folder, const TextReader& read,
                                      const std::vector<std::string>& further = {});

/// Which files hold a policy of each name. More than one: none of them counts.
using Claims = std::map<std::string, std::vector<std::string>, std::less<>>;

/// The problem of a file whose policy's name another one claims, too.
[[nodiscard]] FileProblem claimed_twice(const Claims& claims, const std::string& name, const std::string& path);

}  // namespace bywhen::files
