#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <utility>

#include <CLI/CLI.hpp>

#include "cli/line_editor.hpp"
#include "cli/line_reader.hpp"
#include "cli/options.hpp"
#include "cli/policy_files.hpp"
#include "cli/read_file.hpp"
#include "cli/repl_session.hpp"
#include "cli/subject.hpp"

namespace bywhen::cli {
namespace {

constexpr std::string_view prompt = "bywhen> ";
constexpr std::string_view prompt_going_on = "   ...> ";

struct Options {
  SubjectNames names;
};

/// Where the history lies: as the XDG base directories say. Empty where there is no home.
std::string history_file() {
  // NOLINTBEGIN(concurrency-mt-unsafe): nothing here changes the environment
  const char* state = std::getenv("XDG_STATE_HOME");
  const char* home = std::getenv("HOME");
  // NOLINTEND(concurrency-mt-unsafe)
  if (state != nullptr && *state != '\0') return std::string(state) + "/bywhen/history";
  return home == nullptr || *home == '\0' ? "" : std::string(home) + "/.local/state/bywhen/history";
}

/// A person at a terminal.
ExitStatus converse(ReplSession& session, Console& console) {
  LineEditor editor(history_file(), [&](std::string_view text) { return session.session().completions(text); });
  std::string sentence;
  while (true) {
    if (sentence.empty()) session.notice_edits();
    console.flush();
    const TypedLine typed = editor.read(std::string(sentence.empty() ? prompt : prompt_going_on));
    if (typed.kind == TypedLine::end) return ExitStatus::good;
    if (typed.kind == TypedLine::interrupted) {
      sentence.clear();
      continue;
    }
    sentence += typed.text;
    if (sentence_goes_on(sentence)) continue;
    // Nobody looks back for the word that ends a session.
    if (session.say(sentence) == ReplSession::Outcome::quit) return ExitStatus::good;
    editor.remember(std::exchange(sentence, {}));
  }
}

/// A file of questions: each is shown before its reply, so that the output reads as a conversation.
ExitStatus play(ReplSession& session, Console& console) {
  ExitStatus status = ExitStatus::good;
  std::string sentence;
  std::string line;
  const auto say = [&] {
    if (sentence.empty()) return true;
    console.out(std::string(prompt) + sentence);
    const auto outcome = session.say(std::exchange(sentence, {}));
    if (outcome == ReplSession::Outcome::refused) status = ExitStatus::refused;
    return outcome != ReplSession::Outcome::quit;
  };
  LineReader lines(Descriptor(STDIN_FILENO), largest_file, [&] { console.flush(); });
  while (lines.next(line) == LineReader::Outcome::line) {
    sentence += line + "\n";
    if (!sentence_goes_on(sentence) && !say()) return status;
  }
  (void)say();
  return status;
}

ExitStatus run(const Options& options, Console& console) {
  auto question = read_question(options.names, console);
  if (const auto* failed = std::get_if<ExitStatus>(&question)) return *failed;
  auto& [policy, at] = std::get<Question>(question);
  std::optional<Order> order;
  if (!options.names.order.empty()) {
    auto read = read_order_file(policy, options.names, console);
    if (const auto* failed = std::get_if<ExitStatus>(&read)) return *failed;
    order = std::move(std::get<Order>(read));
  }
  ReplSession session(options.names.policy, Session(policy, std::move(order), at, read_policy_text), console);
  return isatty(STDIN_FILENO) == 1 ? converse(session, console) : play(session, console);
}

constexpr const char* details =
    R"(Without an order the session begins as a scenario does: with `given …`, then `at TIME`.
Standard input may be a file of questions. `help` lists what can be said; docs/repl.md tells more.

Example:
  bywhen repl policies/aliexpress.bywhen examples/orders/paid.json --at 2026-03-02T20:00:00Z)";

}  // namespace

void add_repl(CLI::App& app, Invocation& invocation) {
  const auto options = std::make_shared<Options>();
  options->names.order.clear();
  CLI::App& verb = add_verb(app, invocation, {"repl", "Asks what if, in a conversation", details});
  add_policy_argument(verb, options->names);
  verb.add_option("ORDER", options->names.order, "The order's JSON file");
  add_at_option(verb, options->names);
  verb.callback(
      [options, &invocation] { invocation.task = [options](Console& console) { return run(*options, console); }; });
}

}  // namespace bywhen::cli
