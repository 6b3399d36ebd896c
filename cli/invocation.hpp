#pragma once

#include <functional>

#include "cli/console.hpp"
#include "cli/exit_status.hpp"

namespace CLI {
class App;
}  // namespace CLI

namespace bywhen::cli {

/// What the arguments ask for.
struct Invocation {
  std::function<ExitStatus(Console&)> task;
  ColourChoice colour = ColourChoice::automatic;
};

/// Each verb adds itself to the command and, if it is the one that is called, gives the task.
void add_check(CLI::App& app, Invocation& invocation);
void add_decide(CLI::App& app, Invocation& invocation);
void add_why(CLI::App& app, Invocation& invocation);
void add_when(CLI::App& app, Invocation& invocation);
void add_preview(CLI::App& app, Invocation& invocation);
void add_timeline(CLI::App& app, Invocation& invocation);
void add_apply(CLI::App& app, Invocation& invocation);
void add_record(CLI::App& app, Invocation& invocation);
void add_replay(CLI::App& app, Invocation& invocation);
void add_test(CLI::App& app, Invocation& invocation);
void add_fmt(CLI::App& app, Invocation& invocation);
void add_schema(CLI::App& app, Invocation& invocation);
void add_ask(CLI::App& app, Invocation& invocation);
void add_repl(CLI::App& app, Invocation& invocation);

}  // namespace bywhen::cli
