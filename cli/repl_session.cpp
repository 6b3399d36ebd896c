#include "cli/repl_session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "cli/people_time.hpp"
#include "cli/policy_files.hpp"
#include "cli/read_file.hpp"
#include "cli/repl_help.hpp"
#include "cli/replace_file.hpp"
#include "cli/reply_text.hpp"
#include "cli/rule_sentence.hpp"
#include "cli/subject.hpp"
#include "cli/text_width.hpp"

namespace bywhen::cli {
namespace {

namespace fs = std::filesystem;

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

/// The first word, and what follows it.
std::pair<std::string, std::string> split(const std::string& text) {
  const auto blank = text.find_first_of(" \t\n");
  if (blank == std::string::npos) return {text, ""};
  return {text.substr(0, blank), trimmed(text.substr(blank))};
}

/// A path may stand in quotes.
std::string unquoted(const std::string& text) {
  const bool quoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
  return quoted ? text.substr(1, text.size() - 2) : text;
}

fs::file_time_type time_of(const std::string& path) {
  std::error_code failed;
  const auto time = fs::last_write_time(path, failed);
  return failed ? fs::file_time_type::min() : time;
}

}  // namespace

ReplSession::ReplSession(std::string policy_path, Session session, Console& console)
    : policy_path_(std::move(policy_path)), session_(std::move(session)), console_(console) {
  note_file();
}

void ReplSession::note_file() { changed_ = time_of(policy_path_); }

ReplSession::Outcome ReplSession::tell(const Reply& reply) {
  console_.out(reply_text(reply, session_.policy().sources()[0], console_.look_out()));
  return reply.good ? Outcome::good : Outcome::refused;
}

ReplSession::Outcome ReplSession::complain(const std::string& message, const std::string& help) {
  Reply reply{false, {ReplyLine{message, ReplyLine::Tone::bad}}};
  if (!help.empty()) reply.parts.emplace_back(ReplyLine{help, ReplyLine::Tone::plain});
  return tell(reply);
}

void ReplSession::where() {
  const auto order = session_.order();
  const auto now = session_.now();
  const std::string text = order && now ? fmt::format("{} · {}", order->status, people_time(*now)) : "at the beginning";
  console_.out(painted(Style::dim, text, console_.colour_out()) + "\n");
}

ReplSession::Outcome ReplSession::say(const std::string& typed) {
  const std::string text = trimmed(typed);
  if (text.empty() || text.starts_with('#')) return Outcome::good;
  const auto [word, rest] = split(text);
  bool known = true;
  const Outcome outcome = command(word, rest, known);
  return known ? outcome : tell(session_.ask(text));
}

ReplSession::Outcome ReplSession::command(const std::string& word, const std::string& rest, bool& known) {
  if (word == "quit" || word == "exit") return Outcome::quit;
  if (word == "help" || word == "?") return help(rest);
  if (word == "undo" || word == "redo") return undo_or_redo(word == "redo");
  if (word == "reset") return reset();
  if (word == "save") return save(rest);
  if (word == "load") return load(unquoted(rest));
  if (word == "policy") return use_policy(unquoted(rest));
  if (word == "source") return source(rest);
  known = false;
  return Outcome::good;
}

ReplSession::Outcome ReplSession::help(const std::string& word) {
  bool found = false;
  Page page(console_.look_out());
  for (const HelpEntry& entry : repl_help()) {
    if (!word.empty() && entry.word != word) continue;
    found = true;
    page.line(0, {{std::string(entry.form), Style::strong}});
    page.line(4, {{std::string(entry.meaning)}});
    page.line(4, {{std::string(entry.example), Style::dim}});
  }
  if (!found) return complain(fmt::format("there is no help on `{}`", printable(word)), "`help` lists everything");
  console_.out(page.take());
  return Outcome::good;
}

ReplSession::Outcome ReplSession::undo_or_redo(bool redo) {
  if (redo ? !session_.redo() : !session_.undo())
    return complain(redo ? "there is no step to take again" : "there is no step to take back");
  where();
  return Outcome::good;
}

ReplSession::Outcome ReplSession::reset() {
  session_.reset();
  where();
  return Outcome::good;
}

ReplSession::Outcome ReplSession::save(const std::string& rest) {
  const auto [what, after] = split(rest);
  const auto to = after.rfind("to ");
  const std::string usage =
      "write `save scenario \"Paid late\" to late.scenarios.bywhen` or `save order to order.json`";
  if (to == std::string::npos || (what != "scenario" && what != "order"))
    return complain("save what, and where?", usage);
  const std::string path = unquoted(trimmed(after.substr(to + 3)));
  const std::string name = unquoted(trimmed(after.substr(0, to)));
  if (path.empty()) return complain("save what, and where?", usage);
  if (what == "scenario") {
    if (name.empty()) return complain("the scenario needs a name", usage);
    return save_text(path, session_.scenario(name), true);
  }
  const auto order = session_.order();
  if (!order) return complain("there is no order yet", "give its facts and then the time: `at 2026-03-01 10:00`");
  return save_text(path, to_json(*order) + "\n", false);
}

/// A scenario joins those that are in the file; an order takes its place.
ReplSession::Outcome ReplSession::save_text(const std::string& path, const std::string& text, bool append) {
  std::string whole = text;
  std::error_code ignored;
  if (append && fs::exists(path, ignored)) {
    auto before = read_file(path);
    if (const auto* error = std::get_if<FileError>(&before)) return complain(error->message);
    whole = std::get<std::string>(before) + "\n" + text;
  }
  if (const auto error = write_file(path, whole)) return complain(error->message);
  console_.out(fmt::format("saved in {}\n", printable(path)));
  return Outcome::good;
}

ReplSession::Outcome ReplSession::load(const std::string& path) {
  auto text = read_file(path);
  if (const auto* error = std::get_if<FileError>(&text)) return complain(error->message);
  auto order = read_order(session_.policy(), std::get<std::string>(text));
  if (auto* problems = std::get_if<Problems>(&order)) return tell({false, {std::move(*problems)}});
  const auto& read = std::get<Order>(order);
  const Instant now = session_.now().value_or(present());
  session_ = Session(session_.policy(), read, now, read_policy_text);
  where();
  return Outcome::good;
}

ReplSession::Outcome ReplSession::use_policy(const std::string& path) {
  const std::string wanted = path.empty() ? policy_path_ : path;
  auto text = read_file(wanted);
  if (const auto* error = std::get_if<FileError>(&text)) return complain(error->message);
  Sources sources;
  sources.add(wanted, std::move(std::get<std::string>(text)));
  LoadedPolicy loaded = load_policy(std::move(sources), read_policy_text);
  if (!loaded.policy) return tell({false, {ReplyMistakes{std::move(loaded.diagnostics), std::move(loaded.sources)}}});
  const Reply reply = session_.use(std::move(*loaded.policy));
  if (!reply.good) return tell(reply);
  policy_path_ = wanted;
  note_file();
  return tell(reply);
}

void ReplSession::notice_edits() {
  if (time_of(policy_path_) == changed_) return;
  note_file();
  console_.out(painted(Style::dim, fmt::format("{} has changed:", policy_path_), console_.colour_out()) + "\n");
  (void)use_policy("");
}

ReplSession::Outcome ReplSession::source(const std::string& rule) {
  const Source& text = session_.policy().sources()[0];
  if (rule.empty()) {
    console_.out(text.text());
    return Outcome::good;
  }
  for (std::size_t line = 1; line <= text.line_count(); ++line) {
    const std::string label = trimmed(text.line(line));
    if (!label.starts_with(rule + ":")) continue;
    const std::string place = fmt::format("{}:{}", text.name(), line);
    console_.out(fmt::format("{}\n  {}\n", place, printable(rule_sentence({rule, place}, text))));
    return Outcome::good;
  }
  return complain(fmt::format("no rule has the label `{}`", printable(rule)), "`source` alone shows the whole policy");
}

}  // namespace bywhen::cli
