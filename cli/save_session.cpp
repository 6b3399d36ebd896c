#include "cli/save_session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "bywhen/codes.hpp"
#include "bywhen/scenario.hpp"
#include "cli/policy_files.hpp"
#include "cli/read_file.hpp"
#include "cli/replace_file.hpp"
#include "cli/text_width.hpp"

namespace bywhen::cli {
namespace {

namespace fs = std::filesystem;

using Tone = ReplyLine::Tone;

bool exists(const std::string& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

bool same_file(const std::string& one, const std::string& other) {
  std::error_code ignored;
  return fs::equivalent(one, other, ignored);
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

Reply write_whole(const std::string& path, const std::string& text) {
  if (const auto error = write_file(path, text)) return refusal(error->message);
  return {true, {ReplyLine{fmt::format("saved in {}", path), Tone::plain}}};
}

/// The session's policy with a text of scenarios. Where they are to stand in the policy's own file, that is both.
LoadedPolicy with_scenarios(const Policy& policy, bool in_the_policy, const std::string& path, std::string text) {
  const Sources& known = policy.sources();
  Sources sources;
  if (!in_the_policy) sources.add(known[0].name(), std::string(known[0].original()));
  sources.add(path, std::move(text));
  return load_policy(std::move(sources), [&known](const std::string& named) {
    for (std::uint32_t i = 1; i < known.size(); ++i) {
      if (known[i].name() == named) return FileText{std::string(known[i].original()), ""};
    }
    return read_policy_text(named);
  });
}

template <typename Rules>
bool has_scenario(const Rules& rules, const std::string& name) {
  const auto results = run_scenarios(rules);
  return std::any_of(results.begin(), results.end(), [&](const ScenarioResult& result) { return result.name == name; });
}

template <typename Loaded>
Reply mistakes_of(Loaded loaded, const std::string& message, const std::string& help) {
  Reply reply = refusal(message, help);
  reply.parts.emplace_back(ReplyMistakes{std::move(loaded.diagnostics), std::move(loaded.sources)});
  return reply;
}

/// A file of scenarios that lie beside their policy.
bool is_companion(const std::string& path) { return bywhen::policy_path(path) != path; }

/// The set with a file of scenarios as it is to be.
LoadedPolicySet with_scenarios(const PolicySet& set, const std::string& path, const std::string& text) {
  Sources sources;
  for (std::uint32_t i = 0; i < set.sources().size(); ++i) {
    const Source& source = set.sources()[i];
    if (source.name() == path || same_file(source.name(), path) || !source.name().ends_with(".bywhen")) continue;
    sources.add(source.name(), std::string(source.original()));
  }
  sources.add(path, text);
  return load_policy_set(std::move(sources), read_policy_text);
}

/// Whether a file lies in a folder, or will once it is written.
bool lies_in(const std::string& path, const std::string& folder) {
  const std::string parent = fs::path(path).parent_path().string();
  return same_file(parent.empty() ? "." : parent, folder);
}

/// How what was saved is run.
std::string how_to_play(const std::string& policy_path, const std::string& path) {
  if (is_folder(policy_path) && lies_in(path, policy_path))
    return fmt::format("`bywhen test {}` plays it", policy_path);
  const bool beside =
      same_file(path, policy_path) || (is_companion(path) && same_file(bywhen::policy_path(path), policy_path));
  return beside ? fmt::format("`bywhen test {}` plays it", policy_path)
                : fmt::format("`bywhen test {} --scenarios {}` plays it", policy_path, path);
}

/// What is in the file so far, which a scenario may follow.
std::variant<std::string, Reply> text_before(const Session& session, bool in_the_policy, const std::string& name,
                                             const std::string& path) {
  auto read = read_file(path);
  if (const auto* error = std::get_if<FileError>(&read)) return refusal(error->message);
  auto& text = std::get<std::string>(read);
  if (is_blank(text)) return std::string();
  const std::string foreign = fmt::format("`{}` has no scenarios of this policy: nothing was saved", path);
  constexpr std::string_view elsewhere = "save to another file, such as `late.scenarios.bywhen`";
  bool known = false;
  if (session.set() != nullptr) {
    LoadedPolicySet before = with_scenarios(*session.set(), path, text);
    if (!before.set || !is_companion(path)) return mistakes_of(std::move(before), foreign, std::string(elsewhere));
    known = has_scenario(*before.set, name);
  } else {
    LoadedPolicy before = with_scenarios(session.policy(), in_the_policy, path, text);
    if (!before.policy) return mistakes_of(std::move(before), foreign, std::string(elsewhere));
    known = has_scenario(*before.policy, name);
  }
  if (known) {
    return refusal(fmt::format("`{}` or its policy has a scenario \"{}\" already: nothing was saved", path, name),
                   "save it under another name");
  }
  if (!text.ends_with('\n')) text += '\n';
  return text + "\n";
}

}  // namespace

Reply refusal(std::string message, std::string help) {
  Reply reply{false, {ReplyLine{std::move(message), Tone::bad}}};
  if (!help.empty()) reply.parts.emplace_back(ReplyLine{std::move(help), Tone::plain});
  return reply;
}

Reply save_scenario(const Session& session, const std::string& policy_path, const std::string& name,
                    const std::string& path) {
  const bool in_the_policy = same_file(path, policy_path);
  std::string whole;
  if (exists(path)) {
    auto before = text_before(session, in_the_policy, name, path);
    if (auto* refused = std::get_if<Reply>(&before)) return std::move(*refused);
    whole = std::move(std::get<std::string>(before));
  }
  if (whole.empty() && !is_companion(path)) {
    return refusal(fmt::format("`{}` is no name for scenarios: nothing was saved", path),
                   "files of scenarios end in `.scenarios.bywhen`");
  }
  whole += session.scenario(name);
  const std::string not_good = fmt::format("`{}` would not be good then: nothing was saved", path);
  if (session.set() != nullptr) {
    LoadedPolicySet after = with_scenarios(*session.set(), path, whole);
    if (!after.set) return mistakes_of(std::move(after), not_good, "");
  } else {
    LoadedPolicy after = with_scenarios(session.policy(), in_the_policy, path, whole);
    if (!after.policy) return mistakes_of(std::move(after), not_good, "");
  }
  Reply reply = write_whole(path, whole);
  if (reply.good) reply.parts.emplace_back(ReplyLine{how_to_play(policy_path, path), Tone::dim});
  return reply;
}

namespace {

/// Whether it is an order of the policy, or of some member of the set.
bool reads(const Session& session, const std::string& order_json) {
  const auto fits = [&](const Policy& policy) { return std::holds_alternative<Order>(read_order(policy, order_json)); };
  if (session.set() == nullptr) return fits(session.policy());
  const auto& members = session.set()->members();
  return std::any_of(members.begin(), members.end(), [&](const PolicyMember& member) { return fits(member.policy); });
}

}  // namespace

Reply save_order(const Session& session, const std::string& path) {
  const auto order = session.order();
  if (!order) return refusal("there is no order yet", "give its facts and then the time: `at 2026-03-01 10:00`");
  if (path.ends_with(".bywhen")) {
    return refusal(fmt::format("`{}` is a name for policies and scenarios: nothing was saved", path),
                   "orders are saved as JSON: `save order to order.json`");
  }
  if (exists(path)) {
    const auto before = read_file(path);
    if (const auto* error = std::get_if<FileError>(&before)) return refusal(error->message);
    const auto& text = std::get<std::string>(before);
    const bool is_order = is_blank(text) || reads(session, text);
    if (!is_order) {
      return refusal(fmt::format("`{}` is there and holds no order of this policy: it stays as it is", path),
                     "save to another file");
    }
  }
  return write_whole(path, to_json(*order) + "\n");
}

}  // namespace bywhen::cli
