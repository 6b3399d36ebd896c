#include "bywhen/policy.hpp"

#include <charconv>
#include <utility>

#include "grammar/parse.hpp"
#include "interpreter/api/access.hpp"
#include "interpreter/api/named_files.hpp"
#include "interpreter/api/names.hpp"
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

// ── Handles
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

std::optional<FactHandle> Policy::fact(std::string_view name) const {
  const auto index = find_name(compiled_->program.model->facts, name);
  return index ? std::optional(FactHandle{compiled_->stamp, *index}) : std::nullopt;
}

std::optional<StatusHandle> Policy::status(std::string_view name) const {
  const auto index = find_name(compiled_->program.model->statuses, name);
  return index ? std::optional(StatusHandle{compiled_->stamp, *index}) : std::nullopt;
}

std::optional<PermissionHandle> Policy::permission(std::string_view actor, std::string_view action) const {
  const auto who = find_name(compiled_->program.model->actors, actor);
  const auto what = find_name(compiled_->program.model->actions, action);
  return who && what ? std::optional(PermissionHandle{compiled_->stamp, *who, *what}) : std::nullopt;
}

std::optional<DutyHandle> Policy::duty(std::string_view label) const {
  const std::vector<Rule>& rules = compiled_->program.model->rules;
  for (RuleId id = 0; id < rules.size(); ++id) {
    if (rules[id].kind == RuleKind::must && rules[id].labelled && rules[id].name == label)
      return DutyHandle{compiled_->stamp, id};
  }
  return std::nullopt;
}

std::vector<PermissionHandle> Policy::permissions() const {
  std::vector<PermissionHandle> all;
  for (const auto& [actor, action] : compiled_->kernel->permissions) all.push_back({compiled_->stamp, actor, action});
  return all;
}

std::vector<DutyHandle> Policy::duties() const {
  std::vector<DutyHandle> all;
  const std::vector<Rule>& rules = compiled_->program.model->rules;
  for (RuleId id = 0; id < rules.size(); ++id) {
    if (rules[id].kind == RuleKind::must) all.push_back({compiled_->stamp, id});
  }
  return all;
}

std::vector<DutyHandle> Policy::duties_in(StatusHandle status) const {
  std::vector<DutyHandle> all;
  if (status.policy != compiled_->stamp || status.index >= compiled_->program.statuses.size()) return all;
  for (const RuleId id : compiled_->program.statuses[status.index].duties) all.push_back({compiled_->stamp, id});
  return all;
}

/// The first 32 bits of a digest, `sha256:` and hexadecimal digits; they tell texts apart well enough for a mistake to
/// be seen.
std::uint32_t stamp_of(std::string_view digest) {
  const auto digits = digest.substr(digest.find(':') + 1).substr(0, 8);
  std::uint32_t stamp = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), stamp, 16);
  return stamp == 0 ? 1 : stamp;
}

void Policy::Compiled::translate() {
  code = machine::translate(program);
  kernel = std::make_shared<const kernel::Code>(kernel::lower(program, code));
  brief_texts = std::make_shared<const BriefTexts>(program, *kernel);
}

LoadedPolicy load_policy(Sources sources, const FileReader& files) {
  std::vector<Parsed> parsed;
  parsed.reserve(sources.size());
  for (std::uint32_t i = 0; i < sources.size(); ++i) parsed.push_back(parse(sources, i));
  const std::vector<NamedFile> named = read_named_files(sources, parsed, files);
  LoadedPolicy loaded;
  Checked checked = check(sources, parsed, named);
  loaded.diagnostics = std::move(checked.diagnostics);
  loaded.sources = sources;
  if (!checked.model) return loaded;
  auto compiled = std::make_shared<Policy::Compiled>();
  compiled->program = compile(std::move(checked.model));
  compiled->translate();
  compiled->stamp = stamp_of(compiled->program.model->digest);
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
