#include "cli/repl_session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "cli/interrupts.hpp"
#include "cli/policy_files.hpp"
#include "cli/read_file.hpp"
#include "cli/repl_help.hpp"
#include "cli/reply_text.hpp"
#include "cli/rule_sentence.hpp"
#include "cli/save_session.hpp"
#include "cli/subject.hpp"
#include "cli/text_width.hpp"

namespace bywhen::cli {
namespace {

/// The first word, and what follows it.
std::pair<std::string, std::string> split(const std::string& text) {
  const auto blank = text.find_first_of(" \t\r\n");
  if (blank == std::string::npos) return {text, ""};
  return {text.substr(0, blank), trimmed(text.substr(blank))};
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

/// The only word of a command, such as a path.
std::optional<std::string> only_word(const std::string& text) {
  const auto words = command_words(text);
  if (!words || words->size() != 1 || words->front().text.empty()) return std::nullopt;
  return words->front().text;
}

constexpr std::string_view how_to_save =
    "write `save scenario \"Paid late\" to late.scenarios.bywhen` or `save order to order.json`; what has blanks in it "
    "stands in double quotes";

}  // namespace

struct ReplSession::Command {
  std::string_view word;
  Outcome (ReplSession::*run)(const std::string& rest);
  /// Whether it takes no further words.
  bool alone = false;
  /// Whether it can be said before a policy is loaded.
  bool first = false;
  /// Whether an edit of the policy matters to it.
  bool looks = true;
};

const ReplSession::Command* ReplSession::find_command(std::string_view word) {
  static constexpr std::array commands = {
      Command{"quit", &ReplSession::quit, true, true, false},
      Command{"exit", &ReplSession::quit, true, true, false},
      Command{"help", &ReplSession::help, false, true, false},
      Command{"?", &ReplSession::help, false, true, false},
      Command{"undo", &ReplSession::undo, true},
      Command{"redo", &ReplSession::redo, true},
      Command{"reset", &ReplSession::reset, true},
      Command{"save", &ReplSession::save},
      Command{"load", &ReplSession::load},
      Command{"policy", &ReplSession::policy, false, true, false},
      Command{"source", &ReplSession::source},
  };
  const auto* const found =
      std::find_if(commands.begin(), commands.end(), [&](const Command& command) { return command.word == word; });
  return found == commands.end() ? nullptr : found;
}

ReplSession::ReplSession(std::string at, Console& console) : at_(std::move(at)), console_(console) {}

ReplSession::ReplSession(std::string policy_path, Session session, Console& console)
    : policy_path_(std::move(policy_path)),
      files_(session.set() != nullptr ? session.set()->sources() : session.policy().sources()),
      session_(std::move(session)),
      console_(console) {
  session_->stop_when(Interrupts::pressed);
}

void ReplSession::greet() {
  if (!session_) (void)without_policy();
}

ReplSession::Outcome ReplSession::tell(const Reply& reply) {
  const std::optional<Policy> policy = session_ ? std::optional(session_->policy()) : std::nullopt;
  console_.out(reply_text(reply, policy ? &*policy : nullptr, console_.look_out()));
  return reply.good ? Outcome::good : Outcome::refused;
}

ReplSession::Outcome ReplSession::complain(const std::string& message, const std::string& help) {
  return tell(refusal(message, help));
}

ReplSession::Outcome ReplSession::without_policy() {
  return complain("no policy is loaded", "`policy FILE` loads one: `policy policies/aliexpress.bywhen`");
}

ReplSession::Outcome ReplSession::stand() { return tell({true, {session_->standing()}}); }

ReplSession::Outcome ReplSession::say(const std::string& typed) {
  const std::string text = trimmed(typed);
  if (text.empty() || text.starts_with('#')) return Outcome::good;
  const auto [word, rest] = split(text);
  const Command* command = find_command(word);
  if (!session_ && (command == nullptr || !command->first)) return without_policy();
  if (command != nullptr && command->alone && !rest.empty())
    return complain(fmt::format("`{}` stands alone", word), fmt::format("write `{}`", word));
  const Outcome noticed = session_ && (command == nullptr || command->looks) ? notice_edits() : Outcome::good;
  const Outcome outcome = command == nullptr ? ask(text) : (this->*command->run)(rest);
  return outcome == Outcome::good ? noticed : outcome;
}

/// A word that is nearly a command is no question.
ReplSession::Outcome ReplSession::ask(const std::string& text) {
  const std::string word = split(text).first;
  const auto beginnings = session_->completions("");
  if (std::find(beginnings.begin(), beginnings.end(), word) == beginnings.end()) {
    std::vector<std::string_view> known(beginnings.begin(), beginnings.end());
    known.insert(known.end(), repl_commands().begin(), repl_commands().end());
    const auto meant = nearest_name(lower(word), known);
    if (meant && find_command(*meant) != nullptr) {
      return complain(fmt::format("`{}` is no question, no step and no command", printable(word)),
                      fmt::format("did you mean `{}`?", *meant));
    }
  }
  return tell(session_->ask(text));
}

ReplSession::Outcome ReplSession::help(const std::string& words) {
  const auto found = find_help(words);
  if (found.empty()) {
    const auto meant = nearest_help(words);
    return complain(fmt::format("there is no help on `{}`", printable(words)),
                    meant ? fmt::format("did you mean `help {}`?", *meant) : "`help` lists everything");
  }
  Page page(console_.look_out());
  for (const HelpEntry& entry : found) {
    page.line(0, {{std::string(entry.form), Style::strong}});
    page.line(4, {{std::string(entry.meaning)}});
    page.line(4, {{std::string(entry.example), Style::dim}});
  }
  console_.out(page.take());
  return Outcome::good;
}

ReplSession::Outcome ReplSession::quit(const std::string&) { return Outcome::quit; }

ReplSession::Outcome ReplSession::undo(const std::string&) {
  return session_->undo() ? stand() : complain("there is no step to take back");
}

ReplSession::Outcome ReplSession::redo(const std::string&) {
  return session_->redo() ? stand() : complain("there is no step to take again");
}

ReplSession::Outcome ReplSession::reset(const std::string&) {
  session_->reset();
  return stand();
}

ReplSession::Outcome ReplSession::save(const std::string& rest) {
  const auto words = command_words(rest);
  if (!words) return complain("a double quote is missing", std::string(how_to_save));
  const auto& all = *words;
  const bool order = all.size() == 3 && all[0].is("order") && all[1].is("to");
  const bool scenario = all.size() == 4 && all[0].is("scenario") && all[2].is("to");
  if ((!order && !scenario) || all.back().text.empty())
    return complain("save what, and where?", std::string(how_to_save));
  if (order) return tell(save_order(*session_, all.back().text));
  if (trimmed(all[1].text).empty()) return complain("the scenario needs a name", std::string(how_to_save));
  return tell(save_scenario(*session_, policy_path_, all[1].text, all.back().text));
}

ReplSession::Outcome ReplSession::load(const std::string& rest) {
  const auto path = only_word(rest);
  if (!path) return complain("load which order?", "write `load order.json`, or `load \"my order.json\"`");
  auto text = read_file(*path);
  if (const auto* error = std::get_if<FileError>(&text)) return complain(error->message);
  const auto& order_json = std::get<std::string>(text);
  if (session_->set() != nullptr) return tell(session_->load(order_json));
  auto order = read_order(session_->policy(), order_json);
  if (auto* problems = std::get_if<Problems>(&order)) {
    Reply reply = refusal(fmt::format("`{}` is no order of this policy:", *path));
    reply.parts.emplace_back(std::move(*problems));
    return tell(reply);
  }
  return tell(session_->load(std::get<Order>(order)));
}

ReplSession::Outcome ReplSession::policy(const std::string& rest) {
  if (rest.empty() && !session_) return without_policy();
  const auto path = rest.empty() ? policy_path_ : only_word(rest);
  if (!path) return complain("which policy?", "write `policy next.bywhen`, or `policy \"my policy.bywhen\"`");
  return use_policy(*path);
}

namespace {

/// What was read, or why there is nothing.
using Read = std::variant<Policy, PolicySet, Reply>;
Read read_policy(const std::string& path, WatchedFiles& files) {
  auto text = files.read(path);
  if (const auto* error = std::get_if<FileError>(&text)) return refusal(error->message);
  Sources sources;
  sources.add(path, std::move(std::get<std::string>(text)));
  LoadedPolicy loaded = load_policy(std::move(sources), files.reader());
  if (loaded.policy) return std::move(*loaded.policy);
  return Reply{false, {ReplyMistakes{std::move(loaded.diagnostics), std::move(loaded.sources)}}};
}

Read read_set(const std::string& folder, WatchedFiles& files) {
  auto outcome = load_set(folder);
  if (const auto* error = std::get_if<FileError>(&outcome)) return refusal(error->message);
  auto& loaded = std::get<LoadedPolicySet>(outcome);
  files = WatchedFiles(loaded.sources);
  if (loaded.set) return std::move(*loaded.set);
  return Reply{false, {ReplyMistakes{std::move(loaded.diagnostics), std::move(loaded.sources)}}};
}

/// The zone of times is that of any member.
const Policy& any_of(const Policy& policy) { return policy; }
const Policy& any_of(const PolicySet& set) { return set.members().back().policy; }

}  // namespace

/// The session goes on under the policy or the set, or begins with it.
template <typename Rules>
Reply ReplSession::go_on(Rules rules) {
  if (session_) return session_->use(std::move(rules));
  Instant at = present();
  if (!at_.empty()) {
    auto read = read_time(any_of(rules), at_);
    if (auto* problems = std::get_if<Problems>(&read)) return {false, {std::move(*problems)}};
    at = std::get<Instant>(read);
  }
  session_.emplace(std::move(rules), std::nullopt, at, read_policy_text);
  session_->stop_when(Interrupts::pressed);
  return {true, {session_->standing()}};
}

ReplSession::Outcome ReplSession::use_policy(const std::string& path) {
  WatchedFiles files;
  auto read = is_folder(path) ? read_set(path, files) : read_policy(path, files);
  // What is wrong with the policy's own files is told once, until they change again.
  if (path == policy_path_) files_ = files;
  Reply reply;
  if (auto* refused = std::get_if<Reply>(&read)) reply = std::move(*refused);
  if (auto* policy = std::get_if<Policy>(&read)) reply = go_on(std::move(*policy));
  if (auto* set = std::get_if<PolicySet>(&read)) reply = go_on(std::move(*set));
  if (!reply.good) {
    if (session_)
      reply.parts.emplace_back(ReplyLine{"the policy as it was before still answers", ReplyLine::Tone::plain});
    return tell(reply);
  }
  policy_path_ = path;
  files_ = std::move(files);
  return tell(reply);
}

ReplSession::Outcome ReplSession::notice_edits() {
  if (!files_.changed()) return Outcome::good;
  console_.out(painted(Style::dim, fmt::format("{} has changed:", printable(policy_path_)), console_.colour_out()) +
               "\n");
  return use_policy(policy_path_);
}

bool ReplSession::show_rule(const std::string& rule, const Source& text) {
  for (std::size_t line = 1; line <= text.line_count(); ++line) {
    const std::string label = trimmed(text.line(line));
    if (!label.starts_with(rule + ":") && !label.starts_with(fmt::format("replace {}:", rule))) continue;
    const std::string place = fmt::format("{}:{}", text.name(), line);
    console_.out(fmt::format("{}\n  {}\n", place, printable(rule_sentence({rule, place}, text))));
    return true;
  }
  return false;
}

ReplSession::Outcome ReplSession::source(const std::string& rule) {
  const Policy policy = session_->policy();
  const Sources& sources = policy.sources();
  if (rule.empty()) {
    console_.out(sources[0].text());
    return Outcome::good;
  }
  // What is laid over a version comes behind it, and takes the place of its sentences.
  const auto labels = session_->rule_labels();
  const bool known = std::find(labels.begin(), labels.end(), rule) != labels.end();
  for (auto i = static_cast<std::uint32_t>(sources.size()); known && i-- > 0;) {
    if (show_rule(rule, sources[i])) return Outcome::good;
  }
  const auto meant = nearest_name(rule, {labels.begin(), labels.end()});
  return complain(fmt::format("no rule has the label `{}`", printable(rule)),
                  meant ? fmt::format("did you mean `{}`?", *meant) : "`source` alone shows the whole policy");
}

}  // namespace bywhen::cli
