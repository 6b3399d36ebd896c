#include "bywhen/policy.hpp"

#include <utility>

#include "grammar/parse.hpp"
#include "interpreter/api/access.hpp"
#include "interpreter/api/named_files.hpp"
#include "interpreter/check/check.hpp"
#include "interpreter/scenario/run.hpp"
#include "interpreter/time/zone.hpp"
#include "interpreter/time/zone_text.hpp"

namespace bywhen {

Policy::Policy(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}

const std::string& Policy::name() const { return compiled_->program.model->name; }
const std::string& Policy::digest() const { return compiled_->program.model->digest; }
std::string_view Policy::zone() const { return compiled_->program.model->zone.name(); }
std::size_t Policy::scenario_count() const { return compiled_->scenarios.size(); }
const Sources& Policy::sources() const { return compiled_->sources; }

LoadedPolicy load_policy(Sources sources, const FileReader& files) {
  std::vector<Parsed> parsed;
  for (std::uint32_t i = 0; i < sources.size(); ++i) parsed.push_back(parse(sources, i));
  const std::vector<NamedFile> named = read_named_files(sources, parsed, files);
  LoadedPolicy loaded;
  Checked checked = check(sources, parsed, named);
  loaded.diagnostics = std::move(checked.diagnostics);
  loaded.sources = sources;
  if (!checked.model) return loaded;
  auto compiled = std::make_shared<Policy::Compiled>();
  compiled->program = compile(std::move(checked.model));
  compiled->sources = std::move(sources);
  compiled->scenarios = std::move(checked.scenarios);
  compiled->tzdata = tzdata_version();
  loaded.policy = PolicyAccess::wrap(std::move(compiled));
  return loaded;
}

std::string people_time(const Policy& policy, Instant instant) {
  return zone_time_words(PolicyAccess::compiled(policy)->program.model->zone, instant);
}

std::vector<ScenarioResult> run_scenarios(const Policy& policy) {
  const auto& compiled = *PolicyAccess::compiled(policy);
  std::vector<ScenarioResult> results;
  for (const Scenario& scenario : compiled.scenarios)
    results.push_back(run_scenario(compiled.program, compiled.sources, scenario));
  return results;
}

}  // namespace bywhen
