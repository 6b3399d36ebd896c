#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <new>
#include <sstream>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "bywhen/diagnostic.hpp"
#include "bywhen/version.hpp"
#include "cli/console.hpp"
#include "cli/exit_status.hpp"
#include "cli/invocation.hpp"
#include "cli/text_width.hpp"

namespace bywhen::cli {
namespace {

constexpr std::size_t help_column = 24;

/// Names the values of options and nothing else: usage and footer tell what is needed.
class Help : public CLI::Formatter {
public:
  [[nodiscard]] std::string make_option_opts(const CLI::Option* option) const override {
    return option->get_option_text().empty() ? "" : " " + option->get_option_text();
  }
};

void describe(CLI::App& app) {
  auto help = std::make_shared<Help>();
  help->column_width(help_column);
  help->label("OPTIONS", "options");
  help->label("SUBCOMMAND", "VERB ...");
  help->label("Positionals", "Arguments");
  app.formatter(help);
  app.set_help_flag("-h,--help", "Prints this help");
  app.set_version_flag("--version", "bywhen " + std::string(bywhen::version()), "Prints the version");
  app.require_subcommand(1);
  app.footer(R"(Each verb has a help of its own: bywhen decide --help

Exit status:
  0  good
  1  the policy, scenario or order was refused
  2  wrong usage
  3  the machine failed: a file cannot be read, the output cannot be written

Example:
  bywhen decide policies/aliexpress.bywhen examples/orders/unpaid.json)");
}

void add_verbs(CLI::App& app, Invocation& invocation) {
  add_check(app, invocation);
  add_decide(app, invocation);
  add_why(app, invocation);
  add_when(app, invocation);
  add_preview(app, invocation);
  add_timeline(app, invocation);
  add_apply(app, invocation);
  add_record(app, invocation);
  add_replay(app, invocation);
  add_test(app, invocation);
  add_fmt(app, invocation);
  add_schema(app, invocation);
  add_ask(app, invocation);
  add_repl(app, invocation);
}

/// The verb whose arguments were read when things went wrong, or the command itself.
const CLI::App& deepest(const CLI::App& app) {
  const auto called = app.get_subcommands();
  return called.empty() ? app : *called.front();
}

/// The option or verb that was probably meant.
std::optional<std::string> suggestion(const CLI::App& app, const std::string& wrong) {
  std::vector<std::string> names;
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(verb->get_name());
  }
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  const auto nearest = nearest_name(wrong, {names.begin(), names.end()});
  if (!nearest) return std::nullopt;
  return std::string(*nearest);
}

std::string usage_words(const CLI::App& app, const CLI::Error& error) {
  const auto extras = deepest(app).remaining(true);
  if (extras.empty()) {
    return app.get_subcommands().empty() ? "a verb is missing, such as `check` or `decide`" : error.what();
  }
  const auto meant = suggestion(deepest(app), extras.front());
  return fmt::format("`{}` is not expected here{}", extras.front(),
                     meant ? fmt::format("; did you mean `{}`?", *meant) : "");
}

ExitStatus explain(const CLI::App& app, const CLI::ParseError& error, Console& console) {
  std::ostringstream shown;
  if (error.get_exit_code() == 0) {
    app.exit(error, shown, shown);
    console.out(shown.str());
    return ExitStatus::good;
  }
  const std::string name = &deepest(app) == &app ? "bywhen" : "bywhen " + deepest(app).get_name();
  console.complain(usage_words(app, error));
  console.err(fmt::format("Try `{} --help`.\n", name));
  return ExitStatus::usage;
}

ExitStatus run(int count, char** arguments, Console& console) {
  CLI::App app("bywhen: who may do what, by when, and what happens otherwise", "bywhen");
  Invocation invocation;
  describe(app);
  add_verbs(app, invocation);
  try {
    app.parse(count, arguments);
  } catch (const CLI::ParseError& error) {
    return explain(app, error, console);
  }
  console.choose_colour(invocation.colour);
  return invocation.task(console);
}

ExitStatus run_safely(int count, char** arguments, Console& console) {
  try {
    return run(count, arguments, console);
  } catch (const std::bad_alloc&) {
    console.complain("out of memory");
  } catch (const std::exception& error) {
    console.complain(error.what());
  }
  return ExitStatus::machine;
}

/// A caller may have closed the standard descriptors. They are held, so that no file of ours takes their numbers; each
/// in the wrong direction, so that using it fails as it should.
void hold_standard_descriptors() {
  for (int number = STDIN_FILENO; number <= STDERR_FILENO; ++number) {
    if (fcntl(number, F_GETFD) == -1 && errno == EBADF) {
      static_cast<void>(open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY));
    }
  }
}

ExitStatus run_process(int count, char** arguments) {
  hold_standard_descriptors();
  // A reader that goes away shows as a failed write, and so in the exit status.
  std::signal(SIGPIPE, SIG_IGN);
  read_text_as_utf8();
  Console console;
  const ExitStatus status = run_safely(count, arguments, console);
  return console.finish() ? status : ExitStatus::machine;
}

}  // namespace
}  // namespace bywhen::cli

int main(int count, char** arguments) { return static_cast<int>(bywhen::cli::run_process(count, arguments)); }
