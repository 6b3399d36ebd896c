#include "interpreter/files/find.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

#include "bywhen/policy_file.hpp"
#include "interpreter/files/read_text.hpp"

namespace bywhen {
namespace files {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view policy_end = ".bywhen";
constexpr std::string_view companion_end = ".scenarios.bywhen";

/// One name for one file, so that it is not taken twice.
std::string identity_of(const std::string& path) {
  std::error_code failed;
  const auto real = fs::weakly_canonical(path, failed);
  return failed ? path : real.string();
}

}  // namespace

std::vector<std::string> files_in(const std::string& folder, std::error_code& failed) {
  std::vector<std::string> files;
  fs::directory_iterator entry(folder, failed);
  for (; !failed && entry != fs::directory_iterator(); entry.increment(failed)) {
    const std::string name = entry->path().filename().string();
    std::error_code ignored;
    if (!name.starts_with('.') && name.ends_with(policy_end) && entry->is_regular_file(ignored))
      files.push_back(entry->path().lexically_normal().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

namespace {

/// What cannot be read makes no set; whoever reads the files says so.
bool holds_set(const std::string& folder) {
  std::error_code failed;
  Sources sources;
  for (const std::string& file : files_in(folder, failed)) {
    TextFile text = read_text(file);
    if (text.text.text) sources.add(file, std::move(*text.text.text));
  }
  return !failed && is_policy_set(sources);
}

class Search {
public:
  void add_folder(const fs::path& folder) {
    if (holds_set(folder.string())) return found_.sets.push_back(folder.lexically_normal().string());
    std::error_code failed;
    fs::directory_iterator entry(folder, failed);
    for (; !failed && entry != fs::directory_iterator(); entry.increment(failed)) add(*entry);
    if (failed) found_.problems.push_back({folder.string(), reason_of(failed.value())});
  }

  PolicyPaths take(const std::string& folder) {
    std::sort(files_.begin(), files_.end());
    // The policies of scenarios are added too: where one is missing, its scenarios would go unheeded in silence.
    for (const std::string& file : files_) {
      std::string policy = policy_path(file);
      if (known_.insert(identity_of(policy)).second) found_.paths.push_back(std::move(policy));
    }
    std::sort(found_.sets.begin(), found_.sets.end());
    if (found_.paths.empty() && found_.sets.empty() && found_.problems.empty()) {
      found_.problems.push_back({folder, "no policy in this folder: no file `*.bywhen`"});
    }
    return std::move(found_);
  }

private:
  void add(const fs::directory_entry& entry) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with('.')) return;
    std::error_code ignored;
    const auto kind = entry.status(ignored).type();
    if (kind == fs::file_type::directory) {
      if (!entry.is_symlink(ignored)) add_folder(entry.path());
    } else if (name.ends_with(policy_end)) {
      add_file(entry.path().lexically_normal().string(), kind);
    }
  }

  /// What is not there behind a link, or hidden from us, is found out by reading it. Reading a pipe might never end.
  void add_file(std::string path, fs::file_type kind) {
    const bool readable =
        kind == fs::file_type::regular || kind == fs::file_type::not_found || kind == fs::file_type::none;
    if (readable) {
      files_.push_back(std::move(path));
    } else {
      found_.problems.push_back({std::move(path), "not a regular file"});
    }
  }

  std::vector<std::string> files_;
  PolicyPaths found_;
  std::set<std::string> known_;
};

}  // namespace

std::string companion_of(const std::string& policy) {
  return policy.ends_with(policy_end) ? policy.substr(0, policy.size() - policy_end.size()).append(companion_end)
                                      : std::string();
}

}  // namespace files

std::string policy_path(const std::string& path) {
  using files::companion_end;
  if (!path.ends_with(companion_end)) return path;
  return path.substr(0, path.size() - companion_end.size()).append(files::policy_end);
}

PolicyPaths find_policies(const std::string& folder) {
  files::Search search;
  search.add_folder(folder);
  return search.take(folder);
}

}  // namespace bywhen
