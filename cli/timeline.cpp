#include <memory>

#include <CLI/CLI.hpp>

#include "bywhen/outlook.hpp"
#include "cli/options.hpp"
#include "cli/subject.hpp"
#include "cli/timeline_svg.hpp"
#include "cli/timeline_text.hpp"

namespace bywhen::cli {
namespace {

/// Where there is no window to fill: what a mail or a ticket shows.
constexpr std::size_t columns_elsewhere = 80;
constexpr std::size_t fewest_columns = 20;
constexpr std::size_t most_columns = 1000;

enum class Form { text, json, svg };

struct Options {
  SubjectNames names;
  Form form = Form::text;
  /// 0: as wide as the window.
  std::size_t columns = 0;
};

Look look_of(const Options& options, const Console& console) {
  Look look = console.look_out();
  if (!console.out_is_terminal()) look.columns = columns_elsewhere;
  if (options.columns > 0) look.columns = options.columns;
  return look;
}

std::string form_of(const Outlook& outlook, const Policy& policy, const Options& options, const Console& console) {
  if (options.form == Form::json) return to_json(outlook) + "\n";
  if (options.form == Form::svg) return timeline_svg(outlook, policy);
  return timeline_text(outlook, policy, look_of(options, console));
}

ExitStatus run(const Options& options, Console& console) {
  const auto subject = read_subject(options.names, console);
  if (const auto* failed = std::get_if<ExitStatus>(&subject)) return *failed;
  const auto& asked = std::get<Subject>(subject);
  const auto outcome = outlook_of(asked);
  if (const auto* problems = std::get_if<Problems>(&outcome)) return refuse(*problems, console);
  console.out(form_of(std::get<Outlook>(outcome), asked.policy, options, console));
  return ExitStatus::good;
}

void add_form_option(CLI::App& verb, Options& options) {
  const auto choose = [&options](const std::string& word) {
    options.form = word == "json" ? Form::json : word == "svg" ? Form::svg : Form::text;
  };
  verb.add_option_function<std::string>("--format", choose, "text (default), json for programs, or svg for a web page")
      ->option_text("FORMAT")
      ->check(CLI::IsMember(std::vector<std::string>{"text", "json", "svg"}));
}

constexpr const char* details =
    R"(A row for each status, action and deadline, from the status in which the order is stored
to the end. Distances are not to scale: every instant at which something begins, ends or
happens has a column, and the columns between two grow with the root of the time.

Examples:
  bywhen timeline policies/aliexpress.bywhen examples/orders/cancellation_requested.json \
    --at 2026-03-10T09:00:00Z
  bywhen timeline policies/aliexpress.bywhen examples/orders/cancellation_requested.json \
    --at 2026-03-10T09:00:00Z --format svg > order.svg)";

}  // namespace

void add_timeline(CLI::App& app, Invocation& invocation) {
  const auto options = std::make_shared<Options>();
  CLI::App& verb = add_verb(app, invocation, {"timeline", "Draws an order over time, if nobody acts", details});
  add_policy_argument(verb, options->names);
  add_order_argument(verb, options->names);
  add_at_option(verb, options->names);
  add_form_option(verb, *options);
  verb.add_option("--width", options->columns, "How many columns the text may take; else the window's, or 80")
      ->option_text("COLUMNS")
      ->check(CLI::Range(fewest_columns, most_columns));
  verb.callback(
      [options, &invocation] { invocation.task = [options](Console& console) { return run(*options, console); }; });
}

}  // namespace bywhen::cli
