#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <memory>
#include <utility>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cli/interrupts.hpp"
#include "cli/line_editor.hpp"
#include "cli/line_reader.hpp"
#include "cli/options.hpp"
#include "cli/policy_files.hpp"
#include "cli/read_file.hpp"
#include "cli/repl_completion.hpp"
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
  const Interrupts interrupts;
  LineEditor editor(history_file(), [&](std::string_view text) { return complete(session.session(), text); });
  session.greet();
  std::string sentence;
  while (true) {
    console.flush();
    const TypedLine typed = editor.read(std::string(sentence.empty() ? prompt : prompt_going_on));
    if (typed.kind == TypedLine::end) return ExitStatus::good;
    if (typed.kind == TypedLine::interrupted) {
      sentence.clear();
      continue;
    }
    sentence += typed.text;
    if (sentence_goes_on(sentence)) continue;
    Interrupts::forget();
    // Nobody looks back for the word that ends a session.
    if (session.say(sentence) == ReplSession::Outcome::quit) return ExitStatus::good;
    editor.remember(std::exchange(sentence, {}));
  }
}

/// A file of questions: each is shown before its reply, so that the output reads as a conversation.
class Transcript {
public:
  Transcript(ReplSession& session, Console& console) : session_(session), console_(console) {}

  ExitStatus play() {
    LineReader lines(Descriptor(STDIN_FILENO), largest_file, [this] {
      console_.flush();
      return true;
    });
    std::string line;
    for (bool goes_on = true; goes_on;) {
      const auto outcome = lines.next(line);
      if (outcome == LineReader::Outcome::line) {
        sentence_ += line + "\n";
        goes_on = sentence_goes_on(sentence_) || say();
      } else if (outcome == LineReader::Outcome::too_long) {
        leave_out(lines.number());
      } else {
        if (outcome == LineReader::Outcome::failed) fail(errno);
        (void)say();
        goes_on = false;
      }
    }
    return status_;
  }

private:
  /// False once there is nothing more to say.
  bool say() {
    if (sentence_.empty()) return true;
    console_.out(std::string(prompt) + sentence_);
    const auto outcome = session_.say(std::exchange(sentence_, {}));
    if (outcome == ReplSession::Outcome::refused) status_ = worse(status_, ExitStatus::refused);
    return outcome != ReplSession::Outcome::quit;
  }
  /// The sentence that the line belonged to is left out with it.
  void leave_out(std::size_t number) {
    console_.complain(fmt::format("standard input:{}: longer than {} MiB: left out", number, largest_file >> 20U));
    sentence_.clear();
    status_ = worse(status_, ExitStatus::refused);
  }
  void fail(int error) {
    console_.complain(fmt::format("standard input: {}", reason_of(error)));
    status_ = ExitStatus::machine;
  }

  ReplSession& session_;
  Console& console_;
  ExitStatus status_ = ExitStatus::good;
  std::string sentence_;
};

ExitStatus talk(ReplSession session, Console& console) {
  return isatty(STDIN_FILENO) == 1 ? converse(session, console) : Transcript(session, console).play();
}

ExitStatus run(const Options& options, Console& console) {
  if (options.names.policy.empty()) return talk(ReplSession(options.names.at, console), console);
  auto question = read_question(options.names, console);
  if (const auto* failed = std::get_if<ExitStatus>(&question)) return *failed;
  auto& asked = std::get<Question>(question);
  std::optional<Order> order;
  if (!options.names.order.empty()) {
    auto read = read_order_file(asked, options.names, console);
    if (const auto* failed = std::get_if<ExitStatus>(&read)) return *failed;
    order = std::move(std::get<Order>(read));
  }
  std::optional<std::string> json;
  if (order) json = asked.order_json;
  Session session = asked.set ? Session(*asked.set, std::move(json), asked.at, read_policy_text)
                              : Session(asked.policy, std::move(order), asked.at, read_policy_text);
  return talk(ReplSession(options.names.policy, std::move(session), console), console);
}

constexpr const char* details =
    R"(Without an order the session begins as a scenario does: with `given …`, then `at TIME`; without
a policy, with `policy FILE`.
Standard input may be a file of questions. `help` lists what can be said; docs/repl.md tells more.

Example:
  bywhen repl policies/aliexpress.bywhen examples/orders/paid.json --at 2026-03-02T20:00:00Z)";

}  // namespace

void add_repl(CLI::App& app, Invocation& invocation) {
  const auto options = std::make_shared<Options>();
  options->names.order.clear();
  CLI::App& verb = add_verb(app, invocation, {"repl", "Asks what if, in a conversation", details});
  verb.add_option("POLICY", options->names.policy,
                  "The policy's file, *.bywhen, or the folder of its versions; else `policy FILE` loads one");
  verb.add_option("ORDER", options->names.order, "The order's JSON file");
  add_at_option(verb, options->names);
  verb.callback(
      [options, &invocation] { invocation.task = [options](Console& console) { return run(*options, console); }; });
}

}  // namespace bywhen::cli
