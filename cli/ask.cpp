#include <algorithm>
#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cli/command_words.hpp"
#include "cli/options.hpp"
#include "cli/policy_files.hpp"
#include "cli/repl_help.hpp"
#include "cli/reply_text.hpp"
#include "cli/save_session.hpp"
#include "cli/subject.hpp"
#include "cli/text_width.hpp"

namespace bywhen::cli {
namespace {

struct Options {
  SubjectNames names;
  std::vector<std::string> sentences;
  Format format = Format::text;
};

void tell(const Reply& reply, const Session& session, Format format, Console& console) {
  if (format == Format::json) return console.out(to_json(reply) + "\n");
  const Policy policy = session.policy();
  const std::string text = reply_text(reply, &policy, console.look_out());
  reply.good ? console.out(text) : console.err(text);
}

/// What can be said in a conversation only is no question.
Reply reply_to(const std::string& sentence, Session& session) {
  const auto words = command_words(sentence);
  const auto commands = repl_commands();
  const bool is_command = words && !words->empty() && !words->front().quoted &&
                          std::find(commands.begin(), commands.end(), words->front().text) != commands.end();
  if (!is_command) return session.ask(sentence);
  return refusal(fmt::format("`{}` is a command of a conversation", words->front().text),
                 "`bywhen repl` holds one; `bywhen ask` answers questions and takes steps");
}

/// What follows a refusal may hang on it.
void tell_unasked(const std::vector<std::string>& sentences, Console& console) {
  std::string all;
  for (const std::string& sentence : sentences)
    all += fmt::format("{}`{}`", all.empty() ? "" : ", ", printable(sentence));
  if (!all.empty()) console.complain(fmt::format("not asked after this refusal: {}", all));
}

ExitStatus run(const Options& options, Console& console) {
  auto subject = read_subject(options.names, console);
  if (const auto* failed = std::get_if<ExitStatus>(&subject)) return *failed;
  auto& asked = std::get<Subject>(subject);
  Session session = asked.set ? Session(*asked.set, asked.order_json, asked.at, read_policy_text)
                              : Session(asked.policy, std::move(asked.order), asked.at, read_policy_text);
  for (auto sentence = options.sentences.begin(); sentence != options.sentences.end(); ++sentence) {
    const Reply reply = reply_to(*sentence, session);
    tell(reply, session, options.format, console);
    if (reply.good) continue;
    tell_unasked({sentence + 1, options.sentences.end()}, console);
    return ExitStatus::refused;
  }
  return ExitStatus::good;
}

constexpr const char* details =
    R"(Each QUESTION is a sentence of docs/repl.md, in quotes; several are asked in turn, and steps
among them move the order on. Where one is refused, the rest is not asked, and the command
exits with 1.

Examples:
  bywhen ask policies/aliexpress.bywhen examples/orders/paid.json \
    'what if at +2 days: who may' --at 2026-03-02T20:00:00Z
  bywhen ask policies/aliexpress.bywhen examples/orders/unpaid.json --at 2026-03-02T09:00:00Z \
    'buyer does pay' 'at +1 day' 'until when may buyer request_cancellation')";

}  // namespace

void add_ask(CLI::App& app, Invocation& invocation) {
  const auto options = std::make_shared<Options>();
  CLI::App& verb = add_verb(app, invocation, {"ask", "Answers a question in the language's own words", details});
  add_policy_argument(verb, options->names);
  add_order_argument(verb, options->names);
  verb.add_option("QUESTION", options->sentences, "What is asked")->required();
  add_at_option(verb, options->names);
  add_format_option(verb, options->format);
  verb.callback(
      [options, &invocation] { invocation.task = [options](Console& console) { return run(*options, console); }; });
}

}  // namespace bywhen::cli
