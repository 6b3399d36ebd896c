#include <algorithm>
#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "bywhen/diagnostic.hpp"
#include "cli/json_text.hpp"
#include "cli/options.hpp"
#include "cli/policy_files.hpp"

namespace bywhen::cli {
namespace {

struct Options {
  std::vector<std::string> files;
  Format format = Format::text;
};

std::string counted(std::ptrdiff_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

/// `good`, `good, 2 warnings`, `1 error, 2 warnings`
std::string verdict(const Diagnostics& diagnostics) {
  const auto is_error = [](const Diagnostic& diagnostic) { return diagnostic.severity == Severity::error; };
  const auto errors = std::count_if(diagnostics.begin(), diagnostics.end(), is_error);
  const auto warnings = static_cast<std::ptrdiff_t>(diagnostics.size()) - errors;
  const std::string words = errors == 0 ? "good" : counted(errors, "error");
  return warnings == 0 ? words : fmt::format("{}, {}", words, counted(warnings, "warning"));
}

void put_text(const std::string& path, const Diagnostics& all, const Sources& sources, Console& console) {
  const std::string diagnostics = render_text(all, sources, console.colour_err());
  if (!diagnostics.empty()) console.err(diagnostics + "\n");
  const std::string line = fmt::format("{}: {}\n", path, verdict(all));
  if (has_errors(all)) {
    console.err(line);
  } else {
    console.out(line);
  }
}

/// The versions of a set, each with the overlays that may hold with it.
void put_members(const PolicySet& set, Console& console) {
  for (const PolicyMember& member : set.members()) {
    std::string line = member.version.empty() ? "  first version" : fmt::format("  version {}", member.version);
    for (std::size_t i = 0; i < member.overlays.size(); ++i) {
      const std::string& dated = member.overlay_versions[i];
      line += fmt::format("{}{}{}", i == 0 ? " with " : ", ", member.overlays[i], dated.empty() ? "" : " of " + dated);
    }
    console.out(!member.example.empty() ? fmt::format("{}: {}\n", line, member.example) : line + "\n");
  }
}

ExitStatus check_set(const std::string& folder, Format format, JsonArray& found, Console& console) {
  const auto outcome = load_set(folder);
  if (const auto* error = std::get_if<FileError>(&outcome)) {
    console.complain(error->message);
    return ExitStatus::machine;
  }
  const auto& loaded = std::get<LoadedPolicySet>(outcome);
  if (format == Format::text) {
    put_text(folder, loaded.diagnostics, loaded.sources, console);
    if (loaded.set) put_members(*loaded.set, console);
  } else {
    found.add_items_of(render_json(loaded.diagnostics, loaded.sources));
  }
  return has_errors(loaded.diagnostics) ? ExitStatus::refused : ExitStatus::good;
}

ExitStatus run(const Options& options, Console& console) {
  ExitStatus status = ExitStatus::good;
  JsonArray found;
  const FoundPolicies policies = find_policies_and_sets(options.files);
  for (const FileError& error : policies.errors) {
    console.complain(error.message);
    status = ExitStatus::machine;
  }
  for (const std::string& path : policies.paths) {
    if (is_folder(path)) {
      status = worse(status, check_set(path, options.format, found, console));
      continue;
    }
    const auto outcome = load_with_scenarios(path);
    if (const auto* error = std::get_if<FileError>(&outcome)) {
      console.complain(error->message);
      status = ExitStatus::machine;
      continue;
    }
    const auto& loaded = std::get<LoadedPolicy>(outcome);
    if (options.format == Format::text) {
      put_text(path, loaded.diagnostics, loaded.sources, console);
    } else {
      found.add_items_of(render_json(loaded.diagnostics, loaded.sources));
    }
    if (has_errors(loaded.diagnostics)) status = worse(status, ExitStatus::refused);
  }
  if (options.format == Format::json) console.out(found.text() + "\n");
  return status;
}

constexpr const char* details = R"(With X.bywhen the scenarios in X.scenarios.bywhen beside it are checked too.
A folder stands for the versions and overlays of one policy that lie in it, or for all
policies in it and in its folders. Exits with 1 if there are errors; warnings do not count.

Examples:
  bywhen check policies/aliexpress.bywhen
  bywhen check policies)";

}  // namespace

void add_check(CLI::App& app, Invocation& invocation) {
  const auto options = std::make_shared<Options>();
  CLI::App& verb = add_verb(app, invocation,
                            {"check", "Checks policies: says everything that is wrong with them, at once", details});
  verb.add_option("PATH", options->files, "Policies, *.bywhen, and folders of them")->required()->option_text("...");
  add_format_option(verb, options->format);
  verb.callback(
      [options, &invocation] { invocation.task = [options](Console& console) { return run(*options, console); }; });
}

}  // namespace bywhen::cli
