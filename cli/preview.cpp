#include "bywhen/preview.hpp"

#include <memory>

#include <CLI/CLI.hpp>

#include "cli/options.hpp"
#include "cli/preview_text.hpp"
#include "cli/subject.hpp"

namespace bywhen::cli {
namespace {

struct Options {
  SubjectNames names;
  std::string actor;
  std::string action;
  std::vector<std::string> inputs;
  Format format = Format::text;
};

ExitStatus run(const Options& options, Console& console) {
  const auto inputs = split_facts(options.inputs, console);
  if (const auto* failed = std::get_if<ExitStatus>(&inputs)) return *failed;
  const auto subject = read_subject(options.names, console);
  if (const auto* failed = std::get_if<ExitStatus>(&subject)) return *failed;
  const auto& asked = std::get<Subject>(subject);
  const auto outcome = preview_of(asked, options.actor, options.action, std::get<FactTexts>(inputs));
  if (const auto* problems = std::get_if<Problems>(&outcome)) return refuse(*problems, console);
  const auto& pieces = std::get<Preview>(outcome);
  console.out(options.format == Format::json ? to_json(pieces) + "\n"
                                             : preview_text(pieces, asked.policy, console.look_out()));
  return ExitStatus::good;
}

constexpr const char* details =
    R"(Says, for each time of doing it from --at on, whether it is allowed, where it leads, which
duties arise with which amounts, who may do what then, and what happens by itself. Neighbouring
times that bring the same are told together. Nothing is done. Exits with 0 whatever the verdict.
A list is given as JSON: 'parcels=[{"weight": 2.5}, {}]'.

Example:
  bywhen preview policies/aliexpress.bywhen examples/orders/paid.json \
    --at 2026-03-02T20:00:00Z buyer request_cancellation cancel_reason=changed_mind)";

}  // namespace

void add_preview(CLI::App& app, Invocation& invocation) {
  const auto options = std::make_shared<Options>();
  CLI::App& verb =
      add_verb(app, invocation, {"preview", "Says what doing an action brings, over the time of doing it", details});
  add_policy_argument(verb, options->names);
  add_order_argument(verb, options->names);
  add_deed_arguments(verb, options->actor, options->action);
  verb.add_option("FACT=VALUE", options->inputs, "What the action asks")->option_text("...");
  add_at_option(verb, options->names);
  add_format_option(verb, options->format);
  verb.callback(
      [options, &invocation] { invocation.task = [options](Console& console) { return run(*options, console); }; });
}

}  // namespace bywhen::cli
