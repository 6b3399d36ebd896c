#include "cli/options.hpp"

#include <vector>

#include <CLI/CLI.hpp>

namespace bywhen::cli {
namespace {

ColourChoice colour_choice(const std::string& word) {
  if (word == "always") return ColourChoice::always;
  return word == "never" ? ColourChoice::never : ColourChoice::automatic;
}

}  // namespace

CLI::App& add_verb(CLI::App& app, Invocation& invocation, const VerbText& text) {
  CLI::App& verb = *app.add_subcommand(text.name, text.summary);
  verb.group("Verbs");
  verb.footer(text.details);
  const auto choose = [&invocation](const std::string& word) { invocation.colour = colour_choice(word); };
  verb.add_option_function<std::string>("--color", choose,
                                        "auto (default: on a terminal without NO_COLOR), always or never")
      ->option_text("WHEN")
      ->check(CLI::IsMember(std::vector<std::string>{"auto", "always", "never"}));
  return verb;
}

void add_format_option(CLI::App& verb, Format& format) {
  const auto choose = [&format](const std::string& word) { format = word == "json" ? Format::json : Format::text; };
  verb.add_option_function<std::string>("--format", choose, "text (default), or json for programs")
      ->option_text("FORMAT")
      ->check(CLI::IsMember(std::vector<std::string>{"text", "json"}));
}

void add_policy_argument(CLI::App& verb, SubjectNames& names) {
  verb.add_option("POLICY", names.policy, "The policy's file, *.bywhen, or the folder of its versions")->required();
}

void add_order_argument(CLI::App& verb, SubjectNames& names) {
  verb.add_option("ORDER", names.order, "The order's JSON file; `-` is standard input")->required();
}

void add_deed_arguments(CLI::App& verb, std::string& actor, std::string& action) {
  verb.add_option("ACTOR", actor, "Whose action it is, by name")->required();
  verb.add_option("ACTION", action, "The action, by name")->required();
}

void add_at_option(CLI::App& verb, SubjectNames& names) {
  verb.add_option("--at", names.at, "2026-03-10T09:00:00Z, or 2026-03-10 09:00 in the policy's zone; else now")
      ->option_text("TIME");
}

}  // namespace bywhen::cli
