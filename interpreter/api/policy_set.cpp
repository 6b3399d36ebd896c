#include "bywhen/policy_set.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include <nlohmann/json.hpp>

#include "interpreter/api/access.hpp"
#include "interpreter/api/names.hpp"
#include "interpreter/api/order_parts.hpp"
#include "interpreter/order/value_text.hpp"
#include "interpreter/session/play_set.hpp"
#include "interpreter/set/elsewhere.hpp"
#include "interpreter/set/inside.hpp"
#include "interpreter/set/picker.hpp"
#include "interpreter/set/story.hpp"
#include "interpreter/set/takeover.hpp"

namespace bywhen {

PolicySet::PolicySet(std::shared_ptr<const Inside> inside) : inside_(std::move(inside)) {}

const std::string& PolicySet::name() const { return inside_->name; }
std::string_view PolicySet::zone() const { return inside_->zone; }
const Sources& PolicySet::sources() const { return inside_->sources; }
const std::vector<PolicyMember>& PolicySet::members() const { return inside_->members; }
std::size_t PolicySet::scenario_count() const { return inside_->scenario_count; }

std::variant<Governed, Problems> govern(const PolicySet& set, std::string_view order_json, Instant at) {
  return set::govern_until(set::Cast(set), order_json, at);
}

const Policy& policy_at(const PolicySet& set, Instant at) {
  const PolicySet::Inside& inside = PolicySetAccess::inside(set);
  const auto picked = set::Picker(inside, "{}").pick(at);
  return inside.members[picked ? picked->member : 0].policy;
}

void complete(const Governed& governed, PolicyIdentity& identity) {
  identity.version = governed.version;
  identity.overlays = governed.overlays;
  identity.because = governed.because;
}

void complete(const Governed& governed, Answer& answer) {
  complete(governed, answer.policy);
  answer.settled.insert(answer.settled.begin(), governed.settled.begin(), governed.settled.end());
  if (!governed.until) return;
  answer.takeover = governed.takeover;
  answer.valid_until = std::min(answer.valid_until.value_or(*governed.until), *governed.until);
  std::erase_if(answer.next, [&](const NextAnswer& next) { return next.at >= *governed.until; });
}

std::variant<Answer, Problems> decide(const PolicySet& set, std::string_view order_json, Instant at) {
  auto governed = govern(set, order_json, at);
  if (auto* problems = std::get_if<Problems>(&governed)) return std::move(*problems);
  const auto& by = std::get<Governed>(governed);
  auto answer = decide(by.policy, by.order, at);
  if (auto* told = std::get_if<Answer>(&answer)) complete(by, *told);
  return answer;
}

std::variant<Preview, Problems> preview(const PolicySet& set, std::string_view order_json, std::string_view actor,
                                        std::string_view action, const FactTexts& inputs, Instant from) {
  return set::preview(set::Cast(set), order_json, actor, action, inputs, from);
}

std::variant<Outlook, Problems> project(const PolicySet& set, std::string_view order_json, Instant at) {
  return set::project(set::Cast(set), order_json, at);
}

std::variant<Outlook, Problems> project(const PolicySet& set, std::string_view order_json, std::string_view actor,
                                        std::string_view action, Instant at) {
  return set::project(set::Cast(set), order_json, actor, action, at);
}

std::variant<Why, Problems> why(const PolicySet& set, std::string_view order_json, std::string_view actor,
                                std::string_view action, Instant at) {
  return set::why(set::Cast(set), order_json, actor, action, at);
}

std::variant<Order, Problems> apply(const PolicySet& set, std::string_view order_json, std::string_view actor,
                                    std::string_view action, const FactTexts& inputs, Instant at) {
  auto governed = govern(set, order_json, at);
  if (auto* problems = std::get_if<Problems>(&governed)) return std::move(*problems);
  const auto& by = std::get<Governed>(governed);
  auto acted = apply(by.policy, by.order, actor, action, inputs, at);
  if (auto* problems = std::get_if<Problems>(&acted))
    set::tell_where_known(PolicySetAccess::inside(set), action, *problems);
  return acted;
}

namespace {

/// What is reported, as far as a member reads it. What it cannot read is told when it is the one that governs.
set::Told read_report(const Policy& policy, const FactTexts& facts) {
  const Model& model = *PolicyAccess::compiled(policy)->program.model;
  set::Told told;
  for (const auto& [name, text] : facts) {
    const auto fact = find_name(model.facts, name);
    if (text == "missing") told.emplace_back(name, std::nullopt);
    if (!fact || text == "missing") continue;
    const auto value = read_value(model, model.facts[*fact].type, text);
    if (const auto* known = std::get_if<Value>(&value)) told.emplace_back(name, to_scalar(model, *known));
  }
  return told;
}

/// The report changes which policy governs: what the clock did until then is done by the one before.
std::variant<Order, Problems> record_under(const Policy& policy, const OrderData& settled, const FactTexts& facts,
                                           Instant at) {
  const Model& model = *PolicyAccess::compiled(policy)->program.model;
  const auto known_before = [&](const std::string& name) {
    return std::any_of(settled.facts.begin(), settled.facts.end(),
                       [&](const auto& fact) { return fact.first == name; });
  };
  // A fact that only the policy before knew is taken away with it.
  FactTexts readable;
  std::copy_if(facts.begin(), facts.end(), std::back_inserter(readable), [&](const auto& fact) {
    return fact.second != "missing" || find_name(model.facts, fact.first) || !known_before(fact.first);
  });
  Problems problems = problems_of_inputs(policy, readable);
  if (!problems.empty()) return problems;
  auto order = read_order(policy, to_json(set::with_told(settled, read_report(policy, facts))));
  if (std::holds_alternative<Problems>(order)) return order;
  auto answer = decide(policy, std::get<Order>(order), at);
  if (auto* refused = std::get_if<Problems>(&answer)) return std::move(*refused);
  return order;
}

}  // namespace

std::variant<Order, Problems> record(const PolicySet& set, std::string_view order_json, const FactTexts& facts,
                                     Instant at) {
  const set::Cast cast(set);
  auto told = set::tell_story(cast, order_json, at);
  if (auto* problems = std::get_if<Problems>(&told)) return std::move(*problems);
  const set::Chapter& before = std::get<set::Story>(told).present();
  auto answer = decide(before.policy, before.order, at);
  if (auto* problems = std::get_if<Problems>(&answer)) return std::move(*problems);
  const OrderData& settled = std::get<Answer>(answer).order;
  const auto telling = [&](std::size_t member) { return read_report(cast.policy(member), facts); };
  const auto member = set::member_when_told(cast, settled, telling, at, before.member);
  if (const auto* problem = std::get_if<Problem>(&member)) return Problems{*problem};
  const std::size_t after = std::get<std::size_t>(member);
  if (after == before.member) return record(before.policy, before.order, facts, at);
  return record_under(cast.policy(after), settled, facts, at);
}

std::vector<ScenarioResult> run_scenarios(const PolicySet& set) { return session::play_scenarios(set); }

std::string order_schema(const PolicySet& set) {
  nlohmann::ordered_json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", set.name()}};
  for (const PolicyMember& member : set.members()) {
    auto one = nlohmann::ordered_json::parse(order_schema(member.policy));
    one.erase("$schema");
    std::string title = member.version.empty() ? set.name() : fmt::format("{}, version {}", set.name(), member.version);
    for (const std::string& overlay : member.overlays) title += fmt::format(", with {}", overlay);
    one["title"] = std::move(title);
    schema["anyOf"].push_back(std::move(one));
  }
  return schema.dump(2);
}

}  // namespace bywhen
