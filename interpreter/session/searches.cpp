#include "interpreter/session/searches.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "interpreter/ask/search.hpp"
#include "interpreter/ask/verdict.hpp"
#include "interpreter/session/scenario_text.hpp"

namespace bywhen::session {
namespace {

using Tone = ReplyLine::Tone;

/// As a scenario's `expect` means it: `may not` only where it is certain.
bool permission_holds(const Program& program, const Decision& decision, const AskedPermission& asked) {
  const auto& entitlements = program.statuses[decision.order.status].entitlements;
  for (std::size_t i = 0; i < entitlements.size(); ++i) {
    if (entitlements[i].actor != asked.actor || entitlements[i].action != asked.action) continue;
    const auto& view = decision.view.actions[i];
    if (!view) return asked.negated;
    return asked.negated ? view->verdict != Verdict::allowed && view->verdict != Verdict::unknown
                         : view->verdict == Verdict::allowed;
  }
  return asked.negated;
}

bool speaks_of(const Rule& rule, const AskedPermission& asked) {
  const auto performed = rule.performed();
  const bool forbids = std::find(rule.actions.begin(), rule.actions.end(), asked.action) != rule.actions.end();
  return forbids || std::find(performed.begin(), performed.end(), asked.action) != performed.end();
}

/// The facts that the conditions read, and the rules on what is asked about.
std::set<FactId> facts_of(const Program& program, const CheckedSentence& checked) {
  std::set<FactId> facts;
  for (const ExprId condition : checked.conditions) checked.model->expressions.collect_facts(condition, facts);
  for (RuleId id = 0; id < checked.model->rules.size(); ++id) {
    const Rule& rule = checked.model->rules[id];
    const bool asked = std::any_of(checked.permissions.begin(), checked.permissions.end(),
                                   [&](const AskedPermission& permission) { return speaks_of(rule, permission); });
    if (asked) facts.insert(program.facts_read[id].begin(), program.facts_read[id].end());
  }
  return facts;
}

/// The statuses whose rules let everybody do what they are asked to be allowed.
std::set<StatusId> statuses_of(const Program& program, const CheckedSentence& checked) {
  std::set<StatusId> statuses;
  for (std::size_t id = 0; id < program.statuses.size(); ++id) {
    const auto status = static_cast<StatusId>(id);
    const bool fits =
        std::all_of(checked.permissions.begin(), checked.permissions.end(), [&](const AskedPermission& asked) {
          return asked.negated || ask::find_entitlement(program, status, asked.actor, asked.action) != nullptr;
        });
    if (fits) statuses.insert(status);
  }
  return statuses;
}

/// Which lists are tried, where the policy has some.
std::string tried_lists(const Model& model) {
  const bool any = std::any_of(model.facts.begin(), model.facts.end(),
                               [](const Fact& fact) { return fact.type.kind == Kind::list; });
  return any ? "; of lists only some with up to two records were tried" : "";
}

std::string not_found(const ask::OrderSearch& search) {
  if (search.stopped) return fmt::format("stopped: {} orders were tried, and none was one", search.tried);
  if (search.cut) {
    return fmt::format(
        "no such order was found in {} tries, where the search ends: there may be one that it did not try",
        search.tried);
  }
  return fmt::format(
      "there is no such order among all {} that were tried: those with the values that the policy and the "
      "question name",
      search.tried);
}

}  // namespace

Reply ask_find(const World& world, const Sentence& sentence, const syntax::FindQuestion& find,
               const std::function<bool()>& stopped) {
  CheckedSentence checked = resolve(world, sentence, {.find = &find});
  if (!checked.diagnostics.empty()) return refused(std::move(checked.diagnostics), sentence.sources);
  Program program = world.program();
  program.model = checked.model;
  const auto wanted = [&](const OrderState&, Instant at, const Decision& decision) {
    Evaluation evaluation(*checked.model, decision.order, at);
    return std::all_of(checked.permissions.begin(), checked.permissions.end(),
                       [&](const AskedPermission& asked) { return permission_holds(program, decision, asked); }) &&
           std::all_of(checked.conditions.begin(), checked.conditions.end(),
                       [&](ExprId condition) { return evaluation.truth(condition) == Truth::yes; });
  };
  const ask::OrderSearch search = ask::find_order(
      program, wanted,
      {.stopped = stopped, .first = facts_of(program, checked), .first_statuses = statuses_of(program, checked)});
  if (!search.found) return {true, {ReplyLine{not_found(search) + tried_lists(world.model()), Tone::bad}}};
  State found{search.found->order, search.found->at, "", std::nullopt};
  Reply reply{true, {}};
  reply.parts.emplace_back(ReplyLine{"given " + given_text(world, found), Tone::good});
  reply.parts.emplace_back(ReplyLine{"at " + clock_text(world, *found.at), Tone::good});
  return reply;
}

}  // namespace bywhen::session
