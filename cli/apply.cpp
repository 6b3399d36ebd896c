#include <memory>

#include <CLI/CLI.hpp>

#include "cli/options.hpp"
#include "cli/subject.hpp"

namespace bywhen::cli {
namespace {

struct Options {
  SubjectNames names;
  std::string actor;
  std::string action;
  std::vector<std::string> inputs;
};

ExitStatus run(const Options& options, Console& console) {
  const auto inputs = split_facts(options.inputs, console);
  if (const auto* failed = std::get_if<ExitStatus>(&inputs)) return *failed;
  const auto subject = read_subject(options.names, console);
  if (const auto* failed = std::get_if<ExitStatus>(&subject)) return *failed;
  const auto& asked = std::get<Subject>(subject);
  if (asked.set) {
    return put_order(
        apply(*asked.set, asked.order_json, options.actor, options.action, std::get<FactTexts>(inputs), asked.at),
        console);
  }
  return put_order(
      apply(asked.policy, asked.order, options.actor, options.action, std::get<FactTexts>(inputs), asked.at), console);
}

constexpr const char* details = R"(The order is brought up to the instant first: what the clock did until then is done.
Where the action is not allowed, says why and exits with 1. A list is given as JSON:
'parcels=[{"weight": 2.5}, {}]'.

Example:
  bywhen apply policies/aliexpress.bywhen examples/orders/unpaid.json \
    --at 2026-03-02T09:00:00Z buyer pay)";

}  // namespace

void add_apply(CLI::App& app, Invocation& invocation) {
  const auto options = std::make_shared<Options>();
  CLI::App& verb =
      add_verb(app, invocation, {"apply", "Does an action, if it is allowed, and prints the new order", details});
  add_policy_argument(verb, options->names);
  add_order_argument(verb, options->names);
  add_deed_arguments(verb, options->actor, options->action);
  verb.add_option("FACT=VALUE", options->inputs, "What the action asks")->option_text("...");
  add_at_option(verb, options->names);
  verb.callback(
      [options, &invocation] { invocation.task = [options](Console& console) { return run(*options, console); }; });
}

}  // namespace bywhen::cli
