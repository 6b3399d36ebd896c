#include "interpreter/store/looker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

namespace bywhen::store {
namespace {

constexpr std::string_view not_kept =
    "a folder of versions and overlays, which a store does not keep: load it with `load_policy_set_folder`";

}  // namespace

StoreReport Looker::look() {
  report_ = {};
  if (!list()) return std::exchange(report_, {});
  std::vector<std::string> paths = changed();
  Attempts attempts = attempt_until_still(paths, shelf_, stillness_);
  report_.pending = !paths.empty();
  take_in(std::move(attempts));
  forget();
  return std::exchange(report_, {});
}

/// False: there is nothing to look at, and all stays as it is.
bool Looker::list() {
  std::error_code failed;
  const auto kind = std::filesystem::status(root_, failed).type();
  const bool gone = kind == std::filesystem::file_type::not_found;
  if (kind == std::filesystem::file_type::directory || (gone && folder_)) return list_folder();
  folder_ = false;
  note_problems({});
  listed_ = {policy_path(root_)};
  return true;
}

bool Looker::list_folder() {
  folder_ = true;
  PolicyPaths found = find_policies(root_);
  for (std::string& set : found.sets) found.problems.push_back({std::move(set), std::string(not_kept)});
  note_problems(found.problems);
  listed_ = {found.paths.begin(), found.paths.end()};
  // Where the whole folder cannot be read, nothing is known of its files.
  std::error_code failed;
  const std::filesystem::directory_iterator readable(root_, failed);
  return !failed;
}

void Looker::note_problems(const std::vector<FileProblem>& problems) {
  for (const FileProblem& problem : problems) {
    const bool known = std::find(problems_.begin(), problems_.end(), problem) != problems_.end();
    if (!known) report_.problems.push_back(problem);
  }
  problems_ = problems;
}

/// Also those that are listed no more.
std::vector<std::string> Looker::changed() {
  std::vector<std::string> paths;
  for (const auto& [path, tracked] : tracked_) {
    if (!listed_.contains(path) || !still(tracked.attempt, shelf_)) paths.push_back(path);
  }
  for (const std::string& path : listed_) {
    if (!tracked_.contains(path)) paths.push_back(path);
  }
  return paths;
}

void Looker::take_in(Attempts&& attempts) {
  std::set<std::string> fresh;
  for (auto& [path, made] : attempts) {
    fresh.insert(path);
    tracked_[path].attempt = std::move(made);
  }
  find_claims();
  for (auto& [path, tracked] : tracked_) judge(path, tracked, fresh.contains(path));
}

void Looker::find_claims() {
  claims_.clear();
  for (const auto& [path, tracked] : tracked_) {
    const Policy* policy = tracked.attempt.policy();
    if (policy != nullptr && listed_.contains(path)) claims_[policy->name()].push_back(path);
  }
}

/// What is new of one file. Other files may make it count, or not, though it is as it was.
void Looker::judge(const std::string& path, Tracked& tracked, bool fresh) {
  const Policy* policy = tracked.attempt.policy();
  if (!listed_.contains(path)) {
    // Another name of the file, or another file with its policy, is listed instead.
    if (!fresh || policy != nullptr || claims_.contains(tracked.held)) return;
  }
  const bool contested = policy != nullptr && claims_[policy->name()].size() > 1;
  if (!fresh && contested == tracked.contested) return;
  tracked.contested = contested;
  PolicyEdit edit = edit_of(path, tracked);
  if (contested) {
    edit.problem = files::claimed_twice(claims_, edit.name, path);
  } else if (policy != nullptr) {
    put_in_force(edit, tracked, *policy);
  }
  report_.edits.push_back(std::move(edit));
}

/// As long as it is not in force.
PolicyEdit Looker::edit_of(const std::string& path, const Tracked& tracked) const {
  PolicyEdit edit;
  edit.path = path;
  const Policy* policy = tracked.attempt.policy();
  edit.name = policy != nullptr ? policy->name() : tracked.held;
  if (const Policy* before = held_before(edit.name)) edit.before = edit.after = before->digest();
  if (const auto* loaded = std::get_if<LoadedPolicy>(&tracked.attempt.outcome)) {
    edit.diagnostics = loaded->diagnostics;
    edit.sources = loaded->sources;
  } else {
    edit.problem = std::get<FileProblem>(tracked.attempt.outcome);
  }
  return edit;
}

/// The policy of a single file is the one before, whatever its name was.
const Policy* Looker::held_before(const std::string& name) const {
  const auto found = folder_ ? in_force_.find(name) : in_force_.begin();
  return found == in_force_.end() ? nullptr : &found->second;
}

void Looker::put_in_force(PolicyEdit& edit, Tracked& tracked, const Policy& policy) {
  edit.in_force = true;
  edit.after = policy.digest();
  if (!folder_) in_force_.clear();
  in_force_.insert_or_assign(policy.name(), policy);
  const std::string held = std::exchange(tracked.held, policy.name());
  if (folder_ && !held.empty() && !claims_.contains(held)) {
    report_.problems.push_back(
        {edit.path, fmt::format("the policy `{}` is in no file any more; it stays in force", held)});
  }
}

void Looker::forget() {
  std::erase_if(tracked_, [&](const auto& entry) {
    return !listed_.contains(entry.first) && (entry.second.attempt.policy() == nullptr || !report_.pending);
  });
  std::set<std::string> needed;
  for (const auto& [path, tracked] : tracked_) {
    for (const Attempt::Input& input : tracked.attempt.inputs) needed.insert(input.path);
  }
  shelf_.keep(needed);
}

}  // namespace bywhen::store
