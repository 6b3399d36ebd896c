#include <unistd.h>

#include <cstdint>
#include <memory>

#include <CLI/CLI.hpp>

#include "cli/answer_text.hpp"
#include "cli/decide_many.hpp"
#include "cli/options.hpp"
#include "cli/subject.hpp"

namespace bywhen::cli {
namespace {

struct Options {
  SubjectNames names;
  Format format = Format::text;
  /// A file of many orders, in place of the one.
  std::string orders;
  bool one_is_named = false;
  Output output = Output::answer;
};

ExitStatus decide_one(const Options& options, Question& question, Console& console) {
  const auto order = read_order_file(question, options.names, console);
  if (const auto* failed = std::get_if<ExitStatus>(&order)) return *failed;
  const auto outcome = decide(question.policy, std::get<Order>(order), question.at);
  if (const auto* problems = std::get_if<Problems>(&outcome)) return refuse(*problems, console);
  auto answer = std::get<Answer>(outcome);
  if (question.governed) complete(*question.governed, answer);
  if (options.format == Format::json) {
    console.out(to_json(answer) + "\n");
  } else {
    console.out(answer_text(answer, question.policy, console.look_out()));
  }
  return ExitStatus::good;
}

ExitStatus run(const Options& options, Console& console) {
  if (options.orders.empty() && !options.one_is_named && isatty(STDIN_FILENO) == 1) {
    console.complain("no order: give its file, or `-` to type it, or `--orders` and a file of many");
    return ExitStatus::usage;
  }
  auto question = read_question(options.names, console);
  if (const auto* failed = std::get_if<ExitStatus>(&question)) return *failed;
  if (!options.orders.empty())
    return decide_many(std::get<Question>(question), options.orders, options.output, console);
  return decide_one(options, std::get<Question>(question), console);
}

constexpr const char* details = R"(With --orders, every line of the file is an order, and gets a line with its answer as
JSON. A bad line gets an error with its number on standard error, and the rest goes on;
then the command exits with 1. With --log, each answer stands beside the order that was
asked about, which is what `bywhen replay` reads.

Examples:
  bywhen decide policies/aliexpress.bywhen examples/orders/cancellation_requested.json \
    --at 2026-03-10T09:00:00Z
  bywhen decide policies/aliexpress.bywhen --orders examples/orders/batch.ndjson \
    --at 2026-03-10T09:00:00Z > answers.ndjson)";

}  // namespace

void add_decide(CLI::App& app, Invocation& invocation) {
  const auto options = std::make_shared<Options>();
  CLI::App& verb =
      add_verb(app, invocation, {"decide", "Says who may do what until when, what is due and why", details});
  add_policy_argument(verb, options->names);
  auto* one = verb.add_option("ORDER", options->names.order, "The order's JSON file; `-`, or none, is standard input");
  add_at_option(verb, options->names);
  add_format_option(verb, options->format);
  auto* many = verb.add_option("--orders", options->orders,
                               "Many orders, one a line; `-` is standard input. The answers are JSON")
                   ->option_text("FILE")
                   ->excludes(one);
  const auto log = [options](std::int64_t) { options->output = Output::log_entry; };
  verb.add_flag_function("--log", log, "With --orders: puts each order beside its answer, for `bywhen replay`")
      ->needs(many);
  verb.callback([options, one, &invocation] {
    options->one_is_named = one->count() > 0;
    invocation.task = [options](Console& console) { return run(*options, console); };
  });
}

}  // namespace bywhen::cli
