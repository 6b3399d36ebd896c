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
      files_(session.policy().sources()),
      session_(std::move(session)),
      console_(console) {
  session_->stop_when(Interrupts::pressed);
}

void ReplSession::greet() {
  if (!session_) (void)without_policy();
}

ReplSession::Outcome ReplSession::tell(const Reply& reply) {
  console_.out(reply_text(reply, session_ ? &session_->policy() : nullptr, console_.look_out()));
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
  auto order = read_order(session_->policy(), std::get<std::string>(text));
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

/// A policy that was read, or why there is none.
std::variant<Policy, Reply> read_policy(const std::string& path, WatchedFiles& files) {
  auto text = files.read(path);
  if (const auto* error = std::get_if<FileError>(&text)) return refusal(error->message);
  Sources sources;
  sources.add(path, std::move(std::get<std::string>(text)));
  LoadedPolicy loaded = load_policy(std::move(sources), files.reader());
  if (loaded.policy) return std::move(*loaded.policy);
  return Reply{false, {ReplyMistakes{std::move(loaded.diagnostics), std::move(loaded.sources)}}};
}

/// Of a folder of versions, the one that governs the order of the session, if there is one.
std::variant<Policy, Reply> read_set(const std::string& folder, WatchedFiles& files,
                                     const std::optional<Session>& session) {
  auto outcome = load_set(folder);
  if (const auto* error = std::get_if<FileError>(&outcome)) return refusal(error->message);
  auto& loaded = std::get<LoadedPolicySet>(outcome);
  files = WatchedFiles(loaded.sources);
  if (!loaded.set) return Reply{false, {ReplyMistakes{std::move(loaded.diagnostics), std::move(loaded.sources)}}};
  const auto now = session ? session->now() : std::nullopt;
  const auto order = session ? session->order() : std::nullopt;
  if (!now || !order) return policy_at(*loaded.set, present());
  auto governed = govern(*loaded.set, to_json(*order), *now);
  if (auto* problems = std::get_if<Problems>(&governed)) return Reply{false, {std::move(*problems)}};
  return std::move(std::get<Governed>(governed).policy);
}

}  // namespace

ReplSession::Outcome ReplSession::use_policy(const std::string& path) {
  WatchedFiles files;
  auto read = is_folder(path) ? read_set(path, files, session_) : read_policy(path, files);
  // What is wrong with the policy's own files is told once, until they change again.
  if (path == policy_path_) files_ = files;
  auto* refused = std::get_if<Reply>(&read);
  Reply reply = refused != nullptr ? std::move(*refused) : go_on(std::move(std::get<Policy>(read)));
  if (!reply.good) {
    if (session_)
      reply.parts.emplace_back(ReplyLine{"the policy as it was before still answers", ReplyLine::Tone::plain});
    return tell(reply);
  }
  policy_path_ = path;
  files_ = std::move(files);
  return tell(reply);
}

/// The session goes on under the policy, or begins with it.
Reply ReplSession::go_on(Policy policy) {
  if (session_) return session_->use(std::move(policy));
  Instant at = present();
  if (!at_.empty()) {
    auto read = read_time(policy, at_);
    if (auto* problems = std::get_if<Problems>(&read)) return {false, {std::move(*problems)}};
    at = std::get<Instant>(read);
  }
  session_.emplace(std::move(policy), std::nullopt, at, read_policy_text);
  session_->stop_when(Interrupts::pressed);
  return {true, {session_->standing()}};
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
  const Source& text = session_->policy().sources()[0];
  if (rule.empty()) {
    console_.out(text.text());
    return Outcome::good;
  }
  const Sources& sources = session_->policy().sources();
  for (std::uint32_t i = 0; i < sources.size(); ++i) {
    if (show_rule(rule, sources[i])) return Outcome::good;
  }
  const auto labels = session_->rule_labels();
  const auto meant = nearest_name(rule, {labels.begin(), labels.end()});
  return complain(fmt::format("no rule has the label `{}`", printable(rule)),
                  meant ? fmt::format("did you mean `{}`?", *meant) : "`source` alone shows the whole policy");
}

}  // namespace bywhen::cli
