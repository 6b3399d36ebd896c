#include <memory>

#include <CLI/CLI.hpp>

#include "bywhen/outlook.hpp"
#include "cli/options.hpp"
#include "cli/subject.hpp"
#include "cli/when_text.hpp"

namespace bywhen::cli {
namespace {

struct Options {
  SubjectNames names;
  std::string actor;
  std::string action;
  Format format = Format::text;
};

ExitStatus run(const Options& options, Console& console) {
  const auto subject = read_subject(options.names, console);
  if (const auto* failed = std::get_if<ExitStatus>(&subject)) return *failed;
  const auto& asked = std::get<Subject>(subject);
  const auto outcome = outlook_of(asked, options.actor, options.action);
  if (const auto* problems = std::get_if<Problems>(&outcome)) return refuse(*problems, console);
  const auto& outlook = std::get<Outlook>(outcome);
  if (options.format == Format::json) {
    console.out(to_json(outlook) + "\n");
  } else {
    console.out(when_text(outlook, asked.policy, console.look_out()));
  }
  return ExitStatus::good;
}

constexpr const char* details =
    R"(Says first how it stands now, then every window with its reason, past ones too. That it is
never possible is an answer too: the command exits with 0 then.

Example:
  bywhen when policies/aliexpress.bywhen examples/orders/paid.json \
    --at 2026-03-02T20:00:00Z buyer request_cancellation)";

}  // namespace

void add_when(CLI::App& app, Invocation& invocation) {
  const auto options = std::make_shared<Options>();
  CLI::App& verb =
      add_verb(app, invocation, {"when", "Says when somebody may do something, and why not else", details});
  add_policy_argument(verb, options->names);
  add_order_argument(verb, options->names);
  add_deed_arguments(verb, options->actor, options->action);
  add_at_option(verb, options->names);
  add_format_option(verb, options->format);
  verb.callback(
      [options, &invocation] { invocation.task = [options](Console& console) { return run(*options, console); }; });
}

}  // namespace bywhen::cli
