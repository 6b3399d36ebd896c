#include <algorithm>
#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "bywhen/scenario.hpp"
#include "cli/json_text.hpp"
#include "cli/options.hpp"
#include "cli/policy_files.hpp"

namespace bywhen::cli {
namespace {

struct Options {
  std::vector<std::string> paths;
  /// Files of scenarios that lie elsewhere.
  std::vector<std::string> scenarios;
  Format format = Format::text;
};

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::size_t count_failed(const std::vector<ScenarioResult>& results) {
  return static_cast<std::size_t>(
      std::count_if(results.begin(), results.end(), [](const ScenarioResult& result) { return !result.passed(); }));
}

/// Runs the scenarios of one policy after another and puts out what came of each.
class TestRun {
public:
  TestRun(const Options& options, Console& console) : options_(options), console_(console) {}

  void add_error(const FileError& error) {
    console_.complain(error.message);
    status_ = ExitStatus::machine;
  }
  void add(const std::string& path) {
    if (is_folder(path)) return add_set(path);
    const auto outcome = load_with_scenarios(path, options_.scenarios);
    if (const auto* error = std::get_if<FileError>(&outcome)) return add_error(*error);
    ++policies_;
    const auto& loaded = std::get<LoadedPolicy>(outcome);
    if (loaded.policy) {
      add_results(path, loaded.policy->sources(), run_scenarios(*loaded.policy));
    } else {
      add_refused(path, loaded.diagnostics, loaded.sources);
    }
  }
  ExitStatus finish() {
    if (options_.format == Format::json) {
      put_json_end();
    } else if (policies_ > 0) {
      console_.out(total());
    }
    return status_;
  }

private:
  void add_set(const std::string& folder) {
    const auto outcome = load_set(folder, options_.scenarios);
    if (const auto* error = std::get_if<FileError>(&outcome)) return add_error(*error);
    ++policies_;
    const auto& loaded = std::get<LoadedPolicySet>(outcome);
    if (loaded.set) {
      add_results(folder, loaded.set->sources(), run_scenarios(*loaded.set));
    } else {
      add_refused(folder, loaded.diagnostics, loaded.sources);
    }
  }
  void add_refused(const std::string& path, const Diagnostics& diagnostics, const Sources& sources) {
    ++refused_;
    status_ = worse(status_, ExitStatus::refused);
    if (options_.format == Format::json) {
      add_json(path, "refused", render_json(diagnostics, sources), "[]");
      return;
    }
    console_.err(render_text(diagnostics, sources, console_.colour_err()) + "\n");
    console_.out(fmt::format("{}: {}\n", path, painted(Style::bad, "refused", console_.colour_out())));
  }

  void add_results(const std::string& path, const Sources& sources, const std::vector<ScenarioResult>& results) {
    const std::size_t failed = count_failed(results);
    failed_ += failed;
    passed_ += results.size() - failed;
    if (failed > 0) status_ = worse(status_, ExitStatus::refused);
    if (options_.format == Format::json) {
      return add_json(path, failed > 0 ? "failed" : "passed", "[]", json_of(sources, results));
    }
    for (const ScenarioResult& result : results) put_failure(sources, result);
    console_.out(fmt::format("{}: {}\n", path, counts(results.size(), failed)));
  }
  void put_failure(const Sources& sources, const ScenarioResult& result) {
    if (result.passed()) return;
    const std::string title = fmt::format("scenario \"{}\" failed", result.name);
    console_.out(painted(Style::strong, title, console_.colour_out()) + "\n");
    console_.out(render_text(result.failures, sources, console_.colour_out()) + "\n");
  }
  [[nodiscard]] std::string counts(std::size_t scenarios, std::size_t failed) const {
    const bool colour = console_.colour_out();
    if (scenarios == 0) return painted(Style::waiting, "no scenarios", colour);
    const std::string passed = fmt::format("{} passed", scenarios - failed);
    if (failed == 0) return painted(Style::good, passed, colour);
    return fmt::format("{}, {}", passed, painted(Style::bad, fmt::format("{} failed", failed), colour));
  }
  [[nodiscard]] std::string total() const {
    const std::string policies = counted(policies_, "policy", "policies");
    const std::string refused = refused_ == 0 ? "" : fmt::format(" ({} refused)", refused_);
    return fmt::format("{}{}, {}: {} passed, {} failed\n", policies, refused,
                       counted(passed_ + failed_, "scenario", "scenarios"), passed_, failed_);
  }

  [[nodiscard]] static std::string json_of(const Sources& sources, const std::vector<ScenarioResult>& results) {
    JsonArray scenarios;
    for (const ScenarioResult& result : results) {
      JsonArray failures;
      failures.add_items_of(render_json(result.failures, sources));
      const std::string& file = sources[result.span.source].name();
      scenarios.add(fmt::format(R"({{"name": {}, "file": {}, "line": {}, "passed": {}, "failures": {}}})",
                                json_string(result.name), json_string(file), sources.position(result.span).line,
                                result.passed(), failures.text()));
    }
    return scenarios.text();
  }
  void add_json(const std::string& path, std::string_view outcome, std::string_view diagnostics,
                std::string_view scenarios) {
    JsonArray found;
    found.add_items_of(diagnostics);
    files_.add(fmt::format(R"({{"policy": {}, "outcome": "{}", "diagnostics": {}, "scenarios": {}}})",
                           json_string(path), outcome, found.text(), scenarios));
  }
  void put_json_end() {
    console_.out(fmt::format(R"({{"passed": {}, "failed": {}, "refused": {}, "policies": {}}})", passed_, failed_,
                             refused_, files_.text()));
    console_.out("\n");
  }

  const Options& options_;
  Console& console_;
  ExitStatus status_ = ExitStatus::good;
  JsonArray files_;
  std::size_t policies_ = 0;
  std::size_t refused_ = 0;
  std::size_t passed_ = 0;
  std::size_t failed_ = 0;
};

ExitStatus run(const Options& options, Console& console) {
  TestRun tests(options, console);
  const FoundPolicies found = find_policies(options.paths);
  for (const FileError& error : found.errors) tests.add_error(error);
  for (const std::string& path : found.paths) tests.add(path);
  return tests.finish();
}

constexpr const char* details = R"(The scenarios of X.bywhen are those in it and in X.scenarios.bywhen beside it.
A folder stands for all policies in it and in its folders; one of versions and overlays
of a policy is tested as a whole, by the scenarios in its files. Scenarios that lie elsewhere, such
as those that `bywhen repl` saves, are run with --scenarios.
Exits with 1 if a scenario fails or a policy is refused.

Examples:
  bywhen test policies
  bywhen test policies/aliexpress.bywhen --scenarios late.scenarios.bywhen)";

}  // namespace

void add_test(CLI::App& app, Invocation& invocation) {
  const auto options = std::make_shared<Options>();
  CLI::App& verb = add_verb(app, invocation, {"test", "Runs the scenarios of policies", details});
  verb.add_option("PATH", options->paths, "Policies, *.bywhen, and folders of them")->required()->option_text("...");
  verb.add_option("--scenarios", options->scenarios, "Scenarios to run as well, by each policy")
      ->option_text("FILE")
      ->expected(1)
      ->take_all();
  add_format_option(verb, options->format);
  verb.callback(
      [options, &invocation] { invocation.task = [options](Console& console) { return run(*options, console); }; });
}

}  // namespace bywhen::cli
