#include "cli/policy_files.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace bywhen::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view policy_end = ".bywhen";
constexpr std::string_view companion_end = ".scenarios.bywhen";

bool exists(const std::string& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

std::string companion_of(const std::string& policy) {
  return policy.ends_with(policy_end) ? policy.substr(0, policy.size() - policy_end.size()).append(companion_end)
                                      : std::string();
}

/// One name for one file, so that it is not taken twice.
std::string identity_of(const std::string& path) {
  std::error_code failed;
  const auto real = fs::weakly_canonical(path, failed);
  return failed ? path : real.string();
}

/// Files that a policy names are looked for where it says.
FileText read_named(const std::string& path) {
  auto text = read_file(path);
  // The message names the path, which stands beside it already.
  if (const auto* error = std::get_if<FileError>(&text))
    return {std::nullopt, error->message.substr(error->message.find(": ") + 2)};
  return {std::move(std::get<std::string>(text)), ""};
}

/// The policies and scenarios that lie in a folder, by name; what lies in folders there is left out.
std::vector<std::string> files_in(const std::string& folder, std::error_code& failed) {
  std::vector<std::string> files;
  fs::directory_iterator entry(folder, failed);
  for (; !failed && entry != fs::directory_iterator(); entry.increment(failed)) {
    const std::string name = entry->path().filename().string();
    std::error_code ignored;
    if (!name.starts_with('.') && name.ends_with(policy_end) && !entry->is_directory(ignored))
      files.push_back(entry->path().lexically_normal().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::optional<FileError> add_texts(Sources& sources, const std::vector<std::string>& files) {
  std::set<std::string> known;
  for (const std::string& file : files) {
    if (!known.insert(identity_of(file)).second) continue;
    auto text = read_file(file);
    if (auto* error = std::get_if<FileError>(&text)) return std::move(*error);
    sources.add(file, std::move(std::get<std::string>(text)));
  }
  return std::nullopt;
}

/// What cannot be read makes no set; whoever reads the files says so.
bool holds_set(const std::string& folder) {
  std::error_code failed;
  const auto files = files_in(folder, failed);
  Sources sources;
  return !failed && !add_texts(sources, files) && is_policy_set(sources);
}

class Finder {
public:
  void add(const std::string& path) {
    std::error_code ignored;
    if (fs::is_directory(path, ignored)) return add_folder(path);
    add_policy(policy_of(path));
  }
  void add_policy(const std::string& path) {
    if (known_.insert(identity_of(path)).second) found_.paths.push_back(path);
  }
  [[nodiscard]] FoundPolicies take() { return std::move(found_); }

private:
  /// The policies of scenarios are added too: where one is missing, its scenarios would go unrun in silence.
  void add_folder(const std::string& folder) {
    if (holds_set(folder)) return add_policy(folder);
    std::vector<std::string> files;
    std::error_code failed;
    fs::recursive_directory_iterator entry(folder, failed);
    for (; !failed && entry != fs::recursive_directory_iterator(); entry.increment(failed)) {
      const std::string name = entry->path().filename().string();
      std::error_code ignored;
      if (name.starts_with('.')) {
        entry.disable_recursion_pending();
      } else if (entry->is_directory(ignored) && holds_set(entry->path().string())) {
        entry.disable_recursion_pending();
        files.push_back(entry->path().lexically_normal().string());
      } else if (name.ends_with(policy_end) && !entry->is_directory(ignored)) {
        files.push_back(entry->path().lexically_normal().string());
      }
    }
    if (failed) {
      found_.errors.push_back({fmt::format("{}: {}", folder, reason_of(failed.value()))});
    } else if (files.empty()) {
      found_.errors.push_back({fmt::format("{}: no policy in this folder: no file `*.bywhen`", folder)});
    }
    std::sort(files.begin(), files.end());
    for (const std::string& file : files) add_policy(policy_of(file));
  }

  FoundPolicies found_;
  std::set<std::string> known_;
};

}  // namespace

bool is_companion(const std::string& path) { return path.ends_with(companion_end); }

std::string policy_of(const std::string& path) {
  return is_companion(path) ? path.substr(0, path.size() - companion_end.size()).append(policy_end) : path;
}

std::variant<LoadedPolicy, FileError> load_with_scenarios(const std::string& path,
                                                          const std::vector<std::string>& further) {
  const std::string policy = policy_of(path);
  const std::string companion = companion_of(policy);
  if (!exists(policy) && exists(companion)) {
    return FileError{fmt::format("{}: no such file; it is the policy of the scenarios in `{}`", policy, companion)};
  }
  std::vector<std::string> parts = {policy};
  if (!companion.empty() && exists(companion)) parts.push_back(companion);
  parts.insert(parts.end(), further.begin(), further.end());
  Sources sources;
  std::set<std::string> known;
  for (const std::string& part : parts) {
    if (!known.insert(identity_of(part)).second) continue;
    auto text = read_file(part);
    if (auto* error = std::get_if<FileError>(&text)) return std::move(*error);
    sources.add(part, std::move(std::get<std::string>(text)));
  }
  return load_policy(std::move(sources), read_named);
}

bool is_folder(const std::string& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

std::variant<LoadedPolicySet, FileError> load_set(const std::string& folder, const std::vector<std::string>& further) {
  std::error_code failed;
  auto files = files_in(folder, failed);
  if (failed) return FileError{fmt::format("{}: {}", folder, reason_of(failed.value()))};
  if (files.empty()) return FileError{fmt::format("{}: no policy in this folder: no file `*.bywhen`", folder)};
  files.insert(files.end(), further.begin(), further.end());
  Sources sources;
  if (auto error = add_texts(sources, files)) return std::move(*error);
  return load_policy_set(std::move(sources), read_named);
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
  LoadedPolicy loaded = load_policy(std::move(sources), read_named);
  if (loaded.policy) return std::move(*loaded.policy);
  console.err(render_text(loaded.diagnostics, loaded.sources, console.colour_err()));
  return ExitStatus::refused;
}

FileReader named_file_reader() { return read_named; }

FoundPolicies find_policies(const std::vector<std::string>& paths) {
  Finder finder;
  for (const std::string& path : paths) finder.add(path);
  return finder.take();
}

std::vector<std::string> policies_of(const std::vector<std::string>& files) {
  Finder finder;
  for (const std::string& file : files) finder.add_policy(policy_of(file));
  return finder.take().paths;
}

}  // namespace bywhen::cli
