#include <unistd.h>

#include <filesystem>
#include <memory>

#include <CLI/CLI.hpp>

#include "cli/answer_text.hpp"
#include "cli/brief_text.hpp"
#include "cli/decide_many.hpp"
#include "cli/options.hpp"
#include "cli/order_decider.hpp"
#include "cli/subject.hpp"

namespace bywhen::cli {
namespace {

struct Options {
  SubjectNames names;
  Format format = Format::text;
  /// A file of many orders, in place of the one.
  std::string orders;
  bool one_is_named = false;
  bool brief = false;
  bool log = false;
  unsigned threads = 0;
  bool progress = false;
  /// `csv`, `ndjson`, or empty: by the file's name.
  std::string input;
  CsvOptions csv;

  [[nodiscard]] bool is_csv() const {
    const std::string ending = std::filesystem::path(orders).extension().string();
    return input.empty() ? ending == ".csv" || ending == ".CSV" : input == "csv";
  }

  [[nodiscard]] Output output() const { return log ? Output::log_entry : brief ? Output::brief : Output::answer; }
};

ExitStatus put_briefly(const Question& question, const Order& order, Console& console) {
  std::string text;
  OrderDecider decider(question, Output::brief);
  const Problems problems = decider.decide(order, text);
  if (!problems.empty()) return refuse(problems, console);
  console.out(text);
  return ExitStatus::good;
}

ExitStatus decide_one(const Options& options, Question& question, Console& console) {
  const auto order = read_order_file(question, options.names, console);
  if (const auto* failed = std::get_if<ExitStatus>(&order)) return *failed;
  if (options.brief && options.format == Format::json) return put_briefly(question, std::get<Order>(order), console);
  const auto outcome = decide(question.policy, std::get<Order>(order), question.at);
  if (const auto* problems = std::get_if<Problems>(&outcome)) return refuse(*problems, console);
  auto answer = std::get<Answer>(outcome);
  if (question.governed) complete(*question.governed, answer);
  if (options.format == Format::json) {
    console.out(to_json(answer) + "\n");
  } else {
    const auto text = options.brief ? brief_text : answer_text;
    console.out(text(answer, question.policy, console.look_out()));
  }
  return ExitStatus::good;
}

ExitStatus run(const Options& options, Console& console) {
  if (options.orders.empty() && !options.one_is_named && isatty(STDIN_FILENO) == 1) {
    console.complain("no order: give its file, or `-` to type it, or `--orders` and a file of many");
    return ExitStatus::usage;
  }
  if (options.log && options.brief) {
    console.complain("`--log` keeps full answers: leave out `--answer brief`");
    return ExitStatus::usage;
  }
  auto question = read_question(options.names, console);
  if (const auto* failed = std::get_if<ExitStatus>(&question)) return *failed;
  if (!options.csv.empty() && !options.is_csv()) {
    console.complain("`--map`, `--zone` and `--currency` are for CSV: add `--input csv`");
    return ExitStatus::usage;
  }
  if (options.progress) console.ask_for_progress();
  if (!options.orders.empty()) {
    return decide_many(std::get<Question>(question),
                       {options.orders, options.output(), options.threads, options.is_csv(), options.csv}, console);
  }
  return decide_one(options, std::get<Question>(question), console);
}

constexpr unsigned most_threads = 1024;

constexpr const char* details = R"(With --orders, every line of the file is an order, and gets a line with its answer as
JSON. A bad line gets an error with its number on standard error, and the rest goes on;
then the command exits with 1. With --log, each answer stands beside the order that was
asked about, which is what `bywhen replay` reads. With --answer brief, an answer has only
what a program acts on, and is decided several times as fast.

In a CSV file every row is an order. The first row names the facts, an empty cell is not
told, and amounts are `59.90 USD` or, with --currency USD, `59.90`.

Examples:
  bywhen decide policies/aliexpress.bywhen examples/orders/cancellation_requested.json \
    --at 2026-03-10T09:00:00Z
  bywhen decide policies/aliexpress.bywhen --orders examples/orders/batch.ndjson \
    --at 2026-03-10T09:00:00Z > answers.ndjson
  bywhen decide policies/aliexpress.bywhen --orders examples/orders/batch.csv \
    --at 2026-03-10T09:00:00Z --map order=id --map note= --currency USD)";

}  // namespace

namespace {

void add_csv_options(CLI::App& verb, const std::shared_ptr<Options>& options, CLI::Option& many) {
  verb.add_option("--input", options->input, "With --orders: ndjson, or csv; else by the file's name, *.csv")
      ->option_text("FORM")
      ->needs(&many)
      ->check(CLI::IsMember(std::vector<std::string>{"csv", "ndjson"}));
  verb.add_option("--map", options->csv.map, "Of CSV: which FACT, status, id or as_of a column is; none: passed over")
      ->option_text("COLUMN=FACT")
      ->needs(&many)
      ->allow_extra_args(false);
  verb.add_option("--zone", options->csv.zone, "Of CSV: where times without an offset are; else the policy's zone")
      ->option_text("ZONE")
      ->needs(&many);
  verb.add_option("--currency", options->csv.currency, "Of CSV: what amounts are in that do not say it")
      ->option_text("CODE")
      ->needs(&many);
}

}  // namespace

void add_decide(CLI::App& app, Invocation& invocation) {
  const auto options = std::make_shared<Options>();
  CLI::App& verb =
      add_verb(app, invocation, {"decide", "Says who may do what until when, what is due and why", details});
  add_policy_argument(verb, options->names);
  auto* one = verb.add_option("ORDER", options->names.order, "The order's JSON file; `-`, or none, is standard input");
  add_at_option(verb, options->names);
  add_format_option(verb, options->format);
  const auto choose = [options](const std::string& word) { options->brief = word == "brief"; };
  verb.add_option_function<std::string>("--answer", choose, "full (default), or brief: what may be done, what is due")
      ->option_text("ANSWER")
      ->check(CLI::IsMember(std::vector<std::string>{"full", "brief"}));
  auto* many = verb.add_option("--orders", options->orders,
                               "Many orders, one a line; `-` is standard input. The answers are JSON")
                   ->option_text("FILE")
                   ->excludes(one);
  verb.add_flag("--log", options->log, "With --orders: puts each order beside its answer, for `bywhen replay`")
      ->needs(many);
  verb.add_option("--threads", options->threads,
                  "With --orders: decides by so many; else by as many as the processor has")
      ->option_text("N")
      ->needs(many)
      ->check(CLI::Range(1U, most_threads));
  verb.add_flag("--progress", options->progress,
                "With --orders: shows how far it is where the answers go to a terminal, too")
      ->needs(many);
  add_csv_options(verb, options, *many);
  verb.callback([options, one, &invocation] {
    options->one_is_named = one->count() > 0;
    invocation.task = [options](Console& console) { return run(*options, console); };
  });
}

}  // namespace bywhen::cli
