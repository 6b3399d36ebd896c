#include "interpreter/files/load.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "interpreter/files/find.hpp"

namespace bywhen {
namespace files {

namespace {

/// Reads what is not among the sources yet; the problem if it cannot be read.
std::optional<FileProblem> add_further(const std::string& path, const TextReader& read, Sources& sources) {
  std::error_code ignored;
  for (std::uint32_t i = 0; i < sources.size(); ++i) {
    if (std::filesystem::equivalent(sources[i].name(), path, ignored)) return std::nullopt;
  }
  TextFile text = read(path);
  if (!text.text.text) return FileProblem{path, std::move(text.text.error)};
  sources.add(path, std::move(*text.text.text));
  return std::nullopt;
}

}  // namespace

Loaded load_from(const std::string& path, const TextReader& read, const std::vector<std::string>& further) {
  const std::string policy = policy_path(path);
  const std::string companion = companion_of(policy);
  TextFile text = read(policy);
  TextFile scenarios = companion.empty() ? unreadable(ENOENT) : read(companion);
  if (!text.text.text) {
    if (!text.missing || scenarios.missing) return FileProblem{policy, std::move(text.text.error)};
    return FileProblem{policy, fmt::format("no such file; it is the policy of the scenarios in `{}`", companion)};
  }
  if (!scenarios.text.text && !scenarios.missing) return FileProblem{companion, std::move(scenarios.text.error)};
  Sources sources;
  sources.add(policy, std::move(*text.text.text));
  if (scenarios.text.text) sources.add(companion, std::move(*scenarios.text.text));
  for (const std::string& one : further) {
    if (auto problem = add_further(one, read, sources)) return std::move(*problem);
  }
  return load_policy(std::move(sources), [&](const std::string& named) { return read(named).text; });
}

LoadedSet load_set_from(const std::string& folder, const TextReader& read, const std::vector<std::string>& further) {
  std::error_code failed;
  const std::vector<std::string> files = files_in(folder, failed);
  if (failed) return FileProblem{folder, reason_of(failed.value())};
  if (files.empty()) return FileProblem{folder, "no policy in this folder: no file `*.bywhen`"};
  Sources sources;
  for (const auto* list : {&files, &further}) {
    for (const std::string& file : *list) {
      if (auto problem = add_further(file, read, sources)) return std::move(*problem);
    }
  }
  return load_policy_set(std::move(sources), [&](const std::string& named) { return read(named).text; });
}

FileProblem claimed_twice(const Claims& claims, const std::string& name, const std::string& path) {
  const std::vector<std::string>& paths = claims.find(name)->second;
  const std::string& other = paths.front() == path ? paths.back() : paths.front();
  return {path, fmt::format("the policy `{}` stands in `{}`, too", name, other)};
}

namespace {

class FolderLoader {
public:
  void add(const std::string& path) {
    Loaded loaded = load_from(path, read_text);
    if (auto* problem = std::get_if<FileProblem>(&loaded)) {
      folder_.problems.push_back(std::move(*problem));
    } else {
      add_policy(path, std::move(std::get<LoadedPolicy>(loaded)));
    }
  }
  void add_set(const std::string& folder) {
    LoadedSet loaded = load_set_from(folder, read_text);
    if (auto* problem = std::get_if<FileProblem>(&loaded)) return folder_.problems.push_back(std::move(*problem));
    auto& set = std::get<LoadedPolicySet>(loaded);
    if (!set.set) return folder_.refused_sets.push_back(std::move(set));
    const std::string name = set.set->name();
    claims_[name].push_back(folder);
    folder_.sets.emplace(name, std::move(set));
  }
  LoadedFolder take() {
    for (const auto& [name, paths] : claims_) {
      if (paths.size() == 1) continue;
      for (const std::string& path : paths) folder_.problems.push_back(claimed_twice(claims_, name, path));
      folder_.policies.erase(name);
      folder_.sets.erase(name);
    }
    return std::move(folder_);
  }
  void add(FileProblem problem) { folder_.problems.push_back(std::move(problem)); }

private:
  void add_policy(const std::string& path, LoadedPolicy loaded) {
    if (!loaded.policy) return folder_.refused.push_back(std::move(loaded));
    const std::string name = loaded.policy->name();
    claims_[name].push_back(path);
    folder_.policies.emplace(name, std::move(loaded));
  }

  LoadedFolder folder_;
  Claims claims_;
};

}  // namespace
}  // namespace files

FileText read_policy_text(const std::string& path) { return files::read_text(path).text; }

std::variant<LoadedPolicy, FileProblem> load_policy_file(const std::string& path,
                                                         const std::vector<std::string>& scenarios) {
  return files::load_from(path, files::read_text, scenarios);
}

std::variant<LoadedPolicySet, FileProblem> load_policy_set_folder(const std::string& folder,
                                                                  const std::vector<std::string>& scenarios) {
  return files::load_set_from(folder, files::read_text, scenarios);
}

LoadedFolder load_policy_folder(const std::string& folder) {
  PolicyPaths found = find_policies(folder);
  files::FolderLoader loader;
  for (FileProblem& problem : found.problems) loader.add(std::move(problem));
  for (const std::string& path : found.paths) loader.add(path);
  for (const std::string& path : found.sets) loader.add_set(path);
  return loader.take();
}

}  // namespace bywhen
