#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "interpreter/check/analysis.hpp"
#include "interpreter/check/context.hpp"
#include "interpreter/performed.hpp"

namespace bywhen::check_stage {

namespace {

/// One way from a status to another: an action that some rule lets happen there.
struct Way {
  StatusId from = 0;
  StatusId to = 0;
};

std::array<const std::vector<Rule>*, 2> all_rules(const Context& context) {
  return {&context.model.rules, &context.partial_rules};
}

void add_ways(const Model& model, const Rule& rule, ActionId action, std::vector<Way>& ways) {
  for (const StatusId from : rule.statuses) {
    for (const Becoming& becoming : model.actions[action].becomes) {
      if (becoming.status != from) ways.push_back({from, becoming.status});
    }
  }
}

std::vector<Way> all_ways(const Context& context) {
  std::vector<Way> ways;
  for (const std::vector<Rule>* rules : all_rules(context)) {
    for (const Rule& rule : *rules) {
      each_performed(rule, [&](ActionId action) { add_ways(context.model, rule, action, ways); });
    }
  }
  return ways;
}

/// The ways by the status that they leave.
using Exits = std::vector<std::vector<StatusId>>;

Exits exits_of(const Model& model, const std::vector<Way>& ways) {
  Exits exits(model.statuses.size());
  for (const Way& way : ways) exits[way.from].push_back(way.to);
  return exits;
}

std::vector<bool> reachable(const Model& model, const Exits& exits) {
  std::vector<bool> reached(model.statuses.size(), false);
  std::vector<StatusId> waiting{model.initial};
  reached[model.initial] = true;
  while (!waiting.empty()) {
    const StatusId from = waiting.back();
    waiting.pop_back();
    for (const StatusId to : exits[from]) {
      if (reached[to]) continue;
      reached[to] = true;
      waiting.push_back(to);
    }
  }
  return reached;
}

std::vector<ActionId> idle_actions(const Context& context) {
  std::vector<bool> performed(context.model.actions.size(), false);
  for (const std::vector<Rule>* rules : all_rules(context)) {
    for (const Rule& rule : *rules) {
      each_performed(rule, [&](ActionId action) { performed[action] = true; });
    }
  }
  std::vector<ActionId> idle;
  for (std::size_t i = 0; i < performed.size(); ++i) {
    if (!performed[i]) idle.push_back(static_cast<ActionId>(i));
  }
  return idle;
}

void report_idle(Context& context, ActionId id) {
  const Action& action = context.model.actions[id];
  context.error(codes::nobody_performs, action.span, fmt::format("nothing ever performs the action `{}`", action.name))
      .help =
      "let somebody do it with `ACTOR may …`, let the clock do it with `otherwise` or `happens at`, or leave it out";
}

/// Where it would lead, somebody may yet be let do it from: that nothing leads there is no second mistake.
void add_possible_ways(const Model& model, ActionId idle, std::vector<Way>& ways) {
  for (std::size_t from = 0; from < model.statuses.size(); ++from) {
    for (const Becoming& becoming : model.actions[idle].becomes) {
      if (becoming.status != from) ways.push_back({static_cast<StatusId>(from), becoming.status});
    }
  }
}

void find_lost_statuses(Context& context, const Exits& exits) {
  const std::vector<bool> reached = reachable(context.model, exits);
  for (std::size_t i = 0; i < reached.size(); ++i) {
    const Status& status = context.model.statuses[i];
    if (!reached[i]) {
      context
          .warning(codes::unreachable_status, status.span,
                   fmt::format("no order ever gets into the status `{}`", status.name))
          .help = fmt::format("let an action end with `becomes {}`, or leave the status out", status.name);
      continue;
    }
    if (status.final || !exits[i].empty()) continue;
    context
        .warning(codes::stuck_status, status.span,
                 fmt::format("an order would be stuck in the status `{}`", status.name))
        .help = "give somebody an action that leaves it, or call the status `final`";
  }
}

/// An act as far as it is known without an order: who may do it tells its conditions, and so what is known then.
struct Act {
  StatusId from = 0;
  StatusId to = 0;
  ActionId id = 0;
  const Action* action = nullptr;
  FactSet known;
};

/// What is there whenever the rule lets its action be done in the status, once the inputs are put in.
FactSet known_when_acting(const Model& model, const Rule& rule, const Action& action, StatusId from) {
  const Status& status = model.statuses[from];
  FactSet known(status.needs.begin(), status.needs.end());
  known.insert(action.asks.begin(), action.asks.end());
  for (const Mark& mark : status.marks) known.insert(mark.event);
  if (rule.condition) collect_implied(model.expressions, *rule.condition, true, known);
  for (const Requirement& requirement : action.requirements)
    collect_implied(model.expressions, requirement.condition, true, known);
  return known;
}

/// Every way that an action may end, with what the conditions of the ways before it and its own tell.
void add_acts(const Model& model, const Rule& rule, ActionId id, StatusId from, std::vector<Act>& acts) {
  const Action& action = model.actions[id];
  FactSet known = known_when_acting(model, rule, action, from);
  for (const Becoming& becoming : action.becomes) {
    FactSet here = known;
    if (becoming.condition) collect_implied(model.expressions, *becoming.condition, true, here);
    acts.push_back({from, becoming.status, id, &action, std::move(here)});
    if (!becoming.condition) return;
    collect_implied(model.expressions, *becoming.condition, false, known);
  }
  acts.push_back({from, from, id, &action, std::move(known)});
}

/// Some status where the action may end needs something.
bool may_lack(const Model& model, const Action& action, StatusId from) {
  const auto needs = [&](StatusId status) { return !model.statuses[status].needs.empty(); };
  return needs(from) || std::any_of(action.becomes.begin(), action.becomes.end(),
                                    [&](const Becoming& becoming) { return needs(becoming.status); });
}

/// Those that may leave an order without what its status needs.
std::vector<Act> all_acts(const Model& model) {
  std::vector<Act> acts;
  for (const Rule& rule : model.rules) {
    each_performed(rule, [&](ActionId action) {
      for (const StatusId from : rule.statuses) {
        if (may_lack(model, model.actions[action], from)) add_acts(model, rule, action, from, acts);
      }
    });
  }
  return acts;
}

const Setting* setting_of(const Action& action, FactId fact) {
  const auto found = std::find_if(action.sets.rbegin(), action.sets.rend(),
                                  [fact](const Setting& setting) { return setting.fact == fact; });
  return found == action.sets.rend() ? nullptr : &*found;
}

/// What an action sets counts, whatever was there before.
bool supplies(const Model& model, const Act& act, FactId fact) {
  if (const Setting* setting = setting_of(*act.action, fact))
    return !unknown_reader(model, setting->value, act.known).has_value();
  const auto marks = [fact](const std::vector<Mark>& list) {
    return std::any_of(list.begin(), list.end(), [fact](const Mark& mark) { return mark.event == fact; });
  };
  return act.known.contains(fact) || marks(act.action->marks) ||
         (act.from != act.to && marks(model.statuses[act.to].marks));
}

/// The facts that the status needs and that are not sure to be there after this act.
std::vector<FactId> not_supplied(const Model& model, const Act& act) {
  std::vector<FactId> missing;
  for (const FactId fact : model.statuses[act.to].needs) {
    if (!model.facts[fact].required() && !model.facts[fact].default_value && !supplies(model, act, fact))
      missing.push_back(fact);
  }
  return missing;
}

std::string help_to_supply(const Model& model, const std::vector<FactId>& missing) {
  std::string clauses;
  for (const FactId id : missing) {
    const Fact& fact = model.facts[id];
    clauses += fmt::format("{}`{} {}`", clauses.empty() ? "" : ", ", fact.type.kind == Kind::event ? "marks" : "asks",
                           fact.name);
  }
  return fmt::format("let the action supply it: {}", clauses);
}

std::string help_to_know(const MaybeUnknown& source) {
  if (!source.guarded) return std::string(help_without_guard(source));
  return fmt::format("ask for it with `asks {0}`, or test it first with `requires {0} is known`", source.name);
}

/// A value that it is set to is read from a fact that may be missing.
void add_unknown_source(const Model& model, const Act& act, const std::vector<FactId>& missing,
                        Diagnostic& diagnostic) {
  for (const FactId id : missing) {
    const Setting* setting = setting_of(*act.action, id);
    const auto reader = setting ? unknown_reader(model, setting->value, act.known) : std::nullopt;
    if (!reader) continue;
    const Node& read = model.expressions[*reader];
    const MaybeUnknown source = read_by(model, *reader);
    diagnostic.further.push_back({read.span, fmt::format("`{}` may be unknown", source.name)});
    diagnostic.help = help_to_know(source);
    return;
  }
}

void report_need(Context& context, const Act& act, const std::vector<FactId>& missing) {
  const Status& status = context.model.statuses[act.to];
  std::string names;
  for (const FactId fact : missing)
    names += fmt::format("{}`{}`", names.empty() ? "" : " and ", context.model.facts[fact].name);
  const std::string_view verb = act.from == act.to ? "leaves an order in" : "leads to";
  Diagnostic& diagnostic = context.error(
      codes::need_not_supplied, act.action->span,
      fmt::format("`{}` {} `{}` without {}, which that status needs", act.action->name, verb, status.name, names));
  diagnostic.further.push_back({status.span, "the status that needs it"});
  diagnostic.help = help_to_supply(context.model, missing);
  add_unknown_source(context.model, act, missing, diagnostic);
}

void prove_needs(Context& context) {
  std::set<std::pair<ActionId, StatusId>> reported;  // one action is mended once, from wherever it leads there
  for (const Act& act : all_acts(context.model)) {
    const std::vector<FactId> missing = not_supplied(context.model, act);
    if (!missing.empty() && reported.emplace(act.id, act.to).second) report_need(context, act, missing);
  }
}

}  // namespace

void prove_lifecycle(Context& context) {
  if (context.incomplete || context.model.statuses.empty()) return;
  std::vector<Way> ways = all_ways(context);
  for (const ActionId idle : idle_actions(context)) {
    report_idle(context, idle);
    add_possible_ways(context.model, idle, ways);
  }
  // What leads where is not known of actions with mistakes, nor from where.
  if (!context.broken_actions && !context.unsure_of_initial) find_lost_statuses(context, exits_of(context.model, ways));
  if (!context.broken_actions) prove_needs(context);
}

// ── Duties
// ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

namespace {

bool always_leaves(const Action& action, const StatusSet& statuses) {
  if (action.becomes.empty() || action.becomes.back().condition) return false;
  return std::none_of(action.becomes.begin(), action.becomes.end(),
                      [&](const Becoming& becoming) { return statuses[becoming.status]; });
}

void prove_doable(Context& context, const Rule& rule) {
  for (const ActionId id : rule.actions) {
    const Action& action = context.model.actions[id];
    if (!action.marks.empty() || always_leaves(action, rule.statuses)) continue;
    Diagnostic& diagnostic =
        context.error(codes::never_done, rule.span, fmt::format("nothing shows when `{}` has been done", action.name));
    diagnostic.further.push_back({action.span, "marks no event, and does not always leave the status"});
    diagnostic.help = fmt::format(
        "let the action mark an event, for example `marks {}_at`, or always become a status outside this block",
        action.name);
  }
}

}  // namespace

void prove_duties(Context& context) {
  if (context.broken_actions) return;
  for (const Rule& rule : context.model.rules) {
    if (rule.kind == RuleKind::must) prove_doable(context, rule);
  }
}

}  // namespace bywhen::check_stage
