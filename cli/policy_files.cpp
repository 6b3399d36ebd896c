#include "cli/policy_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

namespace bywhen::cli {
namespace {

namespace fs = std::filesystem;

FileError error_of(const FileProblem& problem) { return {fmt::format("{}: {}", problem.path, problem.reason)}; }

class Collector {
public:
  void add(const std::string& path) {
    std::error_code ignored;
    if (!fs::is_directory(path, ignored)) return add_file(path);
    const PolicyPaths inside = bywhen::find_policies(path);
    for (const FileProblem& problem : inside.problems) found_.errors.push_back(error_of(problem));
    std::vector<std::string> paths = inside.paths;
    paths.insert(paths.end(), inside.sets.begin(), inside.sets.end());
    std::sort(paths.begin(), paths.end());
    for (const std::string& one : paths) add_file(one);
  }
  void add_file(const std::string& path) {
    std::string policy = policy_path(path);
    std::error_code failed;
    const auto real = fs::weakly_canonical(policy, failed);
    if (known_.insert(failed ? policy : real.string()).second) found_.paths.push_back(std::move(policy));
  }
  [[nodiscard]] FoundPolicies take() { return std::move(found_); }

private:
  FoundPolicies found_;
  std::set<std::string> known_;
};

}  // namespace

std::variant<LoadedPolicy, FileError> load_with_scenarios(const std::string& path,
                                                          const std::vector<std::string>& further) {
  auto loaded = load_policy_file(path, further);
  if (const auto* problem = std::get_if<FileProblem>(&loaded)) return error_of(*problem);
  return std::move(std::get<LoadedPolicy>(loaded));
}

bool is_folder(const std::string& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

std::variant<LoadedPolicySet, FileError> load_set(const std::string& folder, const std::vector<std::string>& further) {
  auto loaded = load_policy_set_folder(folder, further);
  if (const auto* problem = std::get_if<FileProblem>(&loaded)) return error_of(*problem);
  return std::move(std::get<LoadedPolicySet>(loaded));
}

std::variant<PolicySet, ExitStatus> load_set_alone(const std::string& folder, Console& console) {
  auto outcome = load_set(folder);
  if (const auto* error = std::get_if<FileError>(&outcome)) {
    console.complain(error->message);
    return ExitStatus::machine;
  }
  auto& loaded = std::get<LoadedPolicySet>(outcome);
  if (loaded.set) return std::move(*loaded.set);
  console.err(render_text(loaded.diagnostics, loaded.sources, console.colour_err()));
  return ExitStatus::refused;
}

std::variant<Policy, ExitStatus> load_alone(const std::string& path, Console& console) {
  auto text = read_file(path);
  if (const auto* error = std::get_if<FileError>(&text)) {
    console.complain(error->message);
    return ExitStatus::machine;
  }
  Sources sources;
  sources.add(path, std::move(std::get<std::string>(text)));
  LoadedPolicy loaded = load_policy(std::move(sources), read_policy_text);
  if (loaded.policy) return std::move(*loaded.policy);
  console.err(render_text(loaded.diagnostics, loaded.sources, console.colour_err()));
  return ExitStatus::refused;
}

FoundPolicies find_policies(const std::vector<std::string>& paths) {
  Collector collector;
  for (const std::string& path : paths) collector.add(path);
  return collector.take();
}

namespace {

/// Whether the policies of a folder have nothing to do with each other: they are checked one by one.
bool holds_many(const std::string& folder) {
  const PolicyPaths inside = bywhen::find_policies(folder);
  const fs::path here = fs::path(folder).lexically_normal();
  const bool is_set = inside.sets.size() == 1 && fs::path(inside.sets.front()).lexically_normal() == here;
  if (is_set || (inside.sets.empty() && inside.paths.empty())) return false;
  if (!inside.sets.empty()) return true;
  std::error_code ignored;
  const auto lies_deeper = [&](const std::string& path) {
    return !fs::equivalent(fs::path(path).parent_path(), here, ignored);
  };
  if (std::any_of(inside.paths.begin(), inside.paths.end(), lies_deeper)) return true;
  const auto loaded = load_set(folder);
  const auto* set = std::get_if<LoadedPolicySet>(&loaded);
  return set != nullptr && std::any_of(set->diagnostics.begin(), set->diagnostics.end(),
                                       [](const Diagnostic& each) { return each.code == "BW1002"; });
}

class TextCollector {
public:
  void add(const std::string& path) {
    std::error_code failed;
    if (!fs::is_directory(path, failed)) return add_file(path);
    std::vector<std::string> files;
    fs::recursive_directory_iterator entry(path, failed);
    for (; !failed && entry != fs::recursive_directory_iterator(); entry.increment(failed)) {
      const std::string name = entry->path().filename().string();
      std::error_code ignored;
      if (name.starts_with('.')) {
        entry.disable_recursion_pending();
      } else if (name.ends_with(".bywhen") && entry->is_regular_file(ignored)) {
        files.push_back(entry->path().lexically_normal().string());
      }
    }
    if (failed) return found_.errors.push_back({fmt::format("{}: {}", path, failed.message())});
    if (files.empty()) found_.errors.push_back({fmt::format("{}: no policy in this folder: no file `*.bywhen`", path)});
    std::sort(files.begin(), files.end());
    for (const std::string& file : files) add_file(file);
  }
  [[nodiscard]] FoundPolicies take() { return std::move(found_); }

private:
  void add_file(const std::string& path) {
    std::error_code failed;
    const auto real = fs::weakly_canonical(path, failed);
    if (known_.insert(failed ? path : real.string()).second) found_.paths.push_back(path);
  }

  FoundPolicies found_;
  std::set<std::string> known_;
};

}  // namespace

FoundPolicies find_policies_and_sets(const std::vector<std::string>& paths) {
  Collector collector;
  for (const std::string& path : paths) {
    const bool many = is_folder(path) && holds_many(path);
    many ? collector.add(path) : collector.add_file(path);
  }
  return collector.take();
}

FoundPolicies find_texts(const std::vector<std::string>& paths) {
  TextCollector collector;
  for (const std::string& path : paths) collector.add(path);
  return collector.take();
}

}  // namespace bywhen::cli
