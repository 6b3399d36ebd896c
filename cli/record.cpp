#include <memory>

#include <CLI/CLI.hpp>

#include "cli/options.hpp"
#include "cli/subject.hpp"

namespace bywhen::cli {
namespace {

struct Options {
  SubjectNames names;
  std::vector<std::string> facts;
};

ExitStatus run(const Options& options, Console& console) {
  const auto facts = split_facts(options.facts, console);
  if (const auto* failed = std::get_if<ExitStatus>(&facts)) return *failed;
  const auto subject = read_subject(options.names, console);
  if (const auto* failed = std::get_if<ExitStatus>(&subject)) return *failed;
  const auto& asked = std::get<Subject>(subject);
  const auto& reported = std::get<FactTexts>(facts);
  if (asked.set) return put_order(record(*asked.set, asked.order_json, reported, asked.at), console);
  return put_order(record(asked.policy, asked.order, reported, asked.at), console);
}

constexpr const char* details = R"(The order is brought up to the instant first: what the clock did until then is done.
The value `missing` takes a fact away. A list is given as JSON: 'parcels=[{"weight": 2.5}, {}]'.

Example:
  bywhen record policies/aliexpress.bywhen examples/orders/cancellation_requested.json \
    --at 2026-03-10T09:00:00Z tracking=wrong)";

}  // namespace

void add_record(CLI::App& app, Invocation& invocation) {
  const auto options = std::make_shared<Options>();
  CLI::App& verb =
      add_verb(app, invocation, {"record", "Takes in what the world reports, and prints the new order", details});
  add_policy_argument(verb, options->names);
  add_order_argument(verb, options->names);
  verb.add_option("FACT=VALUE", options->facts, "What is reported")->required()->option_text("...");
  add_at_option(verb, options->names);
  verb.callback(
      [options, &invocation] { invocation.task = [options](Console& console) { return run(*options, console); }; });
}

}  // namespace bywhen::cli
