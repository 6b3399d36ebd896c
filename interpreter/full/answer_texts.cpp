#include "interpreter/full/answer_texts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>

#include "interpreter/answer_json.hpp"
#include "interpreter/json_writer.hpp"
#include "interpreter/rule_name.hpp"

namespace bywhen::full {
namespace {

std::string quoted(std::string_view text) {
  std::string json;
  append_json_string(json, text);
  return json;
}

/// `["pay","ship"]`
template <typename Items, typename Ids>
std::string names_of(const Items& items, const Ids& ids) {
  std::string json = "[";
  for (const auto id : ids) json += (json.size() > 1 ? "," : "") + quoted(items[id].name);
  return json + "]";
}

std::string head_of(const Model& model, std::string_view tzdata) {
  PolicyIdentity identity;
  identity.name = model.name;
  identity.version = model.version ? format_date(*model.version) : "";
  identity.digest = model.digest;
  identity.tzdata = tzdata;
  JsonWriter json;
  write(json, identity);
  return R"({"policy":)" + json.take() + R"(,"at":)";
}

/// As the machine's translation numbers them.
std::vector<std::string> reasons_of(const Model& model, const StatusProgram& status) {
  std::vector<std::string> reasons{""};
  const auto add = [&](const std::string& reason) {
    const bool known = std::find(reasons.begin(), reasons.end(), reason) != reasons.end();
    if (!known) reasons.push_back(reason);
  };
  for (const Entitlement& entitlement : status.entitlements) {
    for (const Ground& ground : entitlement.grounds) {
      const Rule& rule = model.rules[ground.rule];
      add(ground.kind == GroundKind::right ? rule.otherwise->because : rule.because);
    }
    for (const RuleId rule : entitlement.prohibitions) add(model.rules[rule].because);
  }
  return reasons;
}

AnswerTexts::Events events_of(const Model& model, const std::optional<ExprId>& moment) {
  AnswerTexts::Events events;
  if (!moment) return events;
  std::set<FactId> facts;
  model.expressions.collect_facts(*moment, facts);
  for (const FactId fact : facts) {
    const Kind kind = model.facts[fact].type.kind;
    if (kind == Kind::event) events.facts.push_back(fact);
    events.in_lists = events.in_lists || kind == Kind::list;
  }
  return events;
}

std::string because_member(const std::string& because) { return R"(,"because":)" + quoted(because); }

std::string otherwise_of(const Model& model, const OtherwiseRule& otherwise) {
  if (otherwise.actors.empty())
    return R"(,"otherwise":{"action":)" + quoted(model.actions[otherwise.actions.front()].name) + R"(,"becomes":)";
  return R"(,"otherwise":{"actors":)" + names_of(model.actors, otherwise.actors) + R"(,"may":)" +
         names_of(model.actions, otherwise.actions) + because_member(otherwise.because) + "}";
}

}  // namespace

AnswerTexts::AnswerTexts(const Program& program, const Sources& sources, std::string_view tzdata) {
  const Model& model = *program.model;
  head = pieces.add(head_of(model, tzdata));
  add_names(model);
  add_statuses(program);
  add_rules(model, sources);
}

void AnswerTexts::add_names(const Model& model) {
  for (const Actor& actor : model.actors) actors.push_back(pieces.add(quoted(actor.name)));
  for (const Action& action : model.actions)
    actions.push_back(pieces.add(R"(,"asks":)" + names_of(model.facts, action.asks) + R"(,"rule":)"));
  for (const Fact& fact : model.facts) {
    members.push_back(pieces.add(quoted(fact.name) + ":"));
    facts.push_back(pieces.add(quoted(fact.name)));
  }
  for (const std::string& choice : model.choice_names) choices.push_back(pieces.add(quoted(choice)));
  for (const Verdict verdict :
       {Verdict::allowed, Verdict::not_yet, Verdict::expired, Verdict::forbidden, Verdict::unknown})
    verdicts.push_back(pieces.add(quoted(to_string(verdict)) + R"(,"from":)"));
  for (const DutyState state : {DutyState::ahead, DutyState::pending, DutyState::overdue, DutyState::met,
                                DutyState::met_late, DutyState::unknown})
    states.push_back(pieces.add(R"(,"state":)" + quoted(to_string(state))));
}

void AnswerTexts::add_statuses(const Program& program) {
  const Model& model = *program.model;
  for (std::size_t id = 0; id < model.statuses.size(); ++id) {
    const Status& status = model.statuses[id];
    StatusTexts& texts = statuses.emplace_back();
    texts.name = pieces.add(quoted(status.name));
    texts.head = pieces.add(R"(,"status":{"name":)" + quoted(status.name) + R"(,"label":)" + quoted(status.label) +
                            R"(},"settled":[)");
    for (const Entitlement& entitlement : program.statuses[id].entitlements) {
      const Action& action = model.actions[entitlement.action];
      texts.entitlements.push_back(pieces.add(R"({"actor":)" + quoted(model.actors[entitlement.actor].name) +
                                              R"(,"action":)" + quoted(action.name) + R"(,"label":)" +
                                              quoted(action.label) + R"(,"verdict":)"));
    }
    for (const std::string& reason : reasons_of(model, program.statuses[id]))
      texts.reasons.push_back(pieces.add(quoted(reason)));
  }
}

void AnswerTexts::add_rules(const Model& model, const Sources& sources) {
  for (RuleId id = 0; id < model.rules.size(); ++id) {
    const Rule& rule = model.rules[id];
    const std::string name = quoted(rule.name);
    const std::string source = quoted(rule_source(model, sources, id));
    RuleTexts& texts = rules.emplace_back();
    texts.opens_by = events_of(model, rule.open);
    texts.closes_by = events_of(model, rule.close);
    texts.name = pieces.add(name);
    texts.of_action = pieces.add(fmt::format(R"({},"source":{},"because":[)", name, source));
    texts.of_deadline = pieces.add(fmt::format(R"({{"rule":{},"source":{},"actor":)", name, source));
    texts.actions = pieces.add(R"(,"actions":)" + names_of(model.actions, rule.actions) + R"(,"opens":)");
    texts.because = pieces.add(rule.because.empty() ? "" : because_member(rule.because));
    if (rule.otherwise) texts.otherwise = pieces.add(otherwise_of(model, *rule.otherwise));
    if (!rule.automatic()) continue;
    const std::string action = quoted(model.actions[rule.automatic_action()].name);
    texts.settled = pieces.add(fmt::format(R"(,"rule":{},"source":{},"action":{},"from":)", name, source, action));
    texts.next = pieces.add(fmt::format(R"(,"rule":{},"action":{},"to":)", name, action));
    texts.automatic_because = pieces.add(because_member(rule.automatic_because()));
  }
}

}  // namespace bywhen::full
