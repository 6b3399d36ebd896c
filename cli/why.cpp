#include "bywhen/why.hpp"

#include <memory>

#include <CLI/CLI.hpp>

#include "cli/options.hpp"
#include "cli/subject.hpp"
#include "cli/why_text.hpp"

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
  const auto outcome = why_of(asked, options.actor, options.action);
  if (const auto* problems = std::get_if<Problems>(&outcome)) return refuse(*problems, console);
  const Why& reasons = std::get<Why>(outcome);
  console.out(options.format == Format::json ? to_json(reasons) + "\n"
                                             : why_text(reasons, asked.policy, console.look_out()));
  return ExitStatus::good;
}

constexpr const char* details = R"(Shows the sentences that decide, part by part with the order's values, and what would
lead to a yes: what to wait for, what somebody may do, which fact would have to be another.
Each of these was tried. For a yes, shows what will end it. Exits with 0 whatever the verdict.

Example:
  bywhen why policies/aliexpress.bywhen examples/orders/paid.json \
    --at 2026-03-02T20:00:00Z buyer request_cancellation)";

}  // namespace

void add_why(CLI::App& app, Invocation& invocation) {
  const auto options = std::make_shared<Options>();
  CLI::App& verb = add_verb(app, invocation, {"why", "Says why somebody may or may not do something", details});
  add_policy_argument(verb, options->names);
  add_order_argument(verb, options->names);
  add_deed_arguments(verb, options->actor, options->action);
  add_at_option(verb, options->names);
  add_format_option(verb, options->format);
  verb.callback(
      [options, &invocation] { invocation.task = [options](Console& console) { return run(*options, console); }; });
}

}  // namespace bywhen::cli
