#include <fmt/format.h>

#include <memory>

#include <CLI/CLI.hpp>

#include "bywhen/diagnostic.hpp"
#include "cli/options.hpp"
#include "cli/policy_files.hpp"
#include "cli/replace_file.hpp"

namespace bywhen::cli {
namespace {

struct Options {
  std::vector<std::string> files;
  bool check = false;
};

ExitStatus fail(const FileError& error, Console& console) {
  console.complain(error.message);
  return ExitStatus::machine;
}

ExitStatus put_difference(const std::string& path, Console& console) {
  console.out(fmt::format("{}: not formatted\n", name_of_input(path)));
  return ExitStatus::refused;
}

ExitStatus put_text(const std::string& path, bool changed, std::string_view text, Console& console) {
  if (path == "-") {
    console.out(text);
    return ExitStatus::good;
  }
  if (!changed) return ExitStatus::good;
  if (const auto error = replace_file(path, text)) return fail(*error, console);
  console.out(fmt::format("{}: formatted\n", path));
  return ExitStatus::good;
}

ExitStatus format_file(const std::string& path, bool check, Console& console) {
  auto text = read_input(path);
  if (const auto* error = std::get_if<FileError>(&text)) return fail(*error, console);
  Sources sources;
  const std::uint32_t source = sources.add(name_of_input(path), std::move(std::get<std::string>(text)));
  const FormattedSource formatted = format_source(sources, source);
  if (!formatted.diagnostics.empty()) {
    console.err(render_text(formatted.diagnostics, sources, console.colour_err()));
    return ExitStatus::refused;
  }
  const bool changed = sources[source].original() != formatted.text;
  if (check) return changed ? put_difference(path, console) : ExitStatus::good;
  return put_text(path, changed, formatted.text, console);
}

ExitStatus run(const Options& options, Console& console) {
  ExitStatus status = ExitStatus::good;
  const FoundPolicies texts = find_texts(options.files);
  for (const FileError& error : texts.errors) status = worse(status, fail(error, console));
  for (const std::string& path : texts.paths) status = worse(status, format_file(path, options.check, console));
  return status;
}

constexpr const char* details =
    R"(Files are rewritten in place, and only if that changes them; `-` reads standard input and
prints the result. What cannot be read is not touched. A folder stands for all *.bywhen in it and
in its folders.

Examples:
  bywhen fmt policies
  bywhen fmt --check policies/aliexpress.bywhen policies/aliexpress.scenarios.bywhen)";

}  // namespace

void add_fmt(CLI::App& app, Invocation& invocation) {
  const auto options = std::make_shared<Options>();
  CLI::App& verb = add_verb(app, invocation, {"fmt", "Brings policies into their one layout", details});
  verb.add_option("PATH", options->files,
                  "Policies and scenarios, *.bywhen, and folders of them; `-` is standard input")
      ->required()
      ->option_text("...");
  verb.add_flag("--check", options->check, "Changes nothing: names the files that it would change, if any with exit 1");
  verb.callback(
      [options, &invocation] { invocation.task = [options](Console& console) { return run(*options, console); }; });
}

}  // namespace bywhen::cli
