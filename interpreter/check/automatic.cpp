#include <fmt/format.h>

#include <algorithm>

#include "interpreter/check/analysis.hpp"
#include "interpreter/check/context.hpp"

namespace bywhen::check_stage {

namespace {

/// The facts that are sure to be there while a rule applies: those that all of its statuses need.
std::set<FactId> known_in(const Model& model, const StatusSet& statuses) {
  std::optional<std::set<FactId>> known;
  for (std::size_t i = 0; i < statuses.size(); ++i) {
    if (!statuses[i]) continue;
    const std::set<FactId> needs(model.statuses[i].needs.begin(), model.statuses[i].needs.end());
    if (!known) {
      known = needs;
    } else {
      std::erase_if(*known, [&](FactId fact) { return !needs.contains(fact); });
    }
  }
  return known.value_or(std::set<FactId>{});
}

bool lies_in(Span inner, Span outer) {
  return inner.source == outer.source && inner.begin >= outer.begin && inner.end <= outer.end;
}

/// Where the clock's sentence reads the unknown: there, or, by way of a definition, the sentence as a whole.
Diagnostic& report_unknown(Context& context, std::string_view code, Span sentence, ExprId reader,
                           std::string_view what) {
  const Node& read = context.model.expressions[reader];
  const Fact& unknown = context.model.facts[static_cast<FactId>(read.payload)];
  const bool here = lies_in(read.span, sentence);
  Diagnostic& diagnostic = context.error(code, here ? read.span : sentence,
                                         fmt::format("{} hangs on `{}`, which may be unknown", what, unknown.name));
  if (!here) diagnostic.further.push_back({read.span, "read here"});
  diagnostic.further.push_back({unknown.span, "declared with `?`"});
  return diagnostic;
}

/// A condition that may be unknown is guarded inside, all else by a condition of its sentence.
std::string help_to_guard(const Model& model, ExprId reader, bool condition) {
  const std::string& fact = model.facts[static_cast<FactId>(model.expressions[reader].payload)].name;
  return condition ? fmt::format("ask first whether it is there: `{} is known and …`; or give the fact a default", fact)
                   : fmt::format("let this happen only `when {} is known`, or give the fact a default", fact);
}

void prove_known(Context& context, const Rule& rule) {
  std::set<FactId> known = known_in(context.model, rule.statuses);
  const std::string_view what = "what the clock does";
  if (rule.condition) {
    if (const auto reader = unknown_reader(context.model, *rule.condition, known)) {
      report_unknown(context, codes::clock_needs_unknown, rule.span, *reader, what).help =
          help_to_guard(context.model, *reader, true);
      return;
    }
    collect_implied(context.model.expressions, *rule.condition, true, known);
  }
  std::vector<ExprId> read;
  for (const auto& moment : {rule.open, rule.close}) {
    if (moment) read.push_back(*moment);
  }
  for (const Setting& setting : context.model.actions[rule.automatic_action()].sets) read.push_back(setting.value);
  for (const ExprId expr : read) {
    const auto reader = unknown_reader(context.model, expr, known);
    if (!reader) continue;
    report_unknown(context, codes::clock_needs_unknown, rule.span, *reader, what).help =
        help_to_guard(context.model, *reader, false);
    return;
  }
}

void prove_becoming_known(Context& context, const Action& action) {
  const std::set<FactId> asked(action.asks.begin(), action.asks.end());
  for (const Becoming& becoming : action.becomes) {
    if (!becoming.condition) continue;
    const auto reader = unknown_reader(context.model, *becoming.condition, asked);
    if (!reader) continue;
    report_unknown(context, codes::becomes_needs_unknown, becoming.span, *reader,
                   fmt::format("what `{}` becomes", action.name))
        .help = help_to_guard(context.model, *reader, true);
  }
}

/// The part of the sentence that lets the clock act.
Span clock_span(const Rule& rule) { return rule.lapses() ? rule.otherwise->span : rule.span; }

void prove_asks_nothing(Context& context, const Rule& rule) {
  const Action& action = context.model.actions[rule.automatic_action()];
  if (action.asks.empty() && action.requirements.empty()) return;
  const std::string what = action.asks.empty()
                               ? "requires something"
                               : fmt::format("asks for `{}`", context.model.facts[action.asks.front()].name);
  Diagnostic& diagnostic = context.error(codes::clock_asks, clock_span(rule),
                                         fmt::format("the clock cannot do `{}`, which {}", action.name, what));
  diagnostic.further.push_back({action.asks.empty() ? action.requirements.front().span : action.span, what});
  diagnostic.help = "give the clock an action of its own that asks and requires nothing";
}

/// Every way that the action may end must mark an event, or it would happen again and again.
bool leaves_a_mark(const Model& model, const Rule& rule, const Action& action) {
  const bool stays_possible = action.becomes.empty() || action.becomes.back().condition.has_value();
  for (std::size_t from = 0; from < model.statuses.size(); ++from) {
    if (!rule.statuses[from]) continue;
    const auto status = static_cast<StatusId>(from);
    if (stays_possible && !guard_event(model, action, status, status)) return false;
    for (const Becoming& becoming : action.becomes) {
      if (!guard_event(model, action, status, becoming.status)) return false;
    }
  }
  return true;
}

void prove_mark(Context& context, const Rule& rule) {
  const Action& action = context.model.actions[rule.automatic_action()];
  if (leaves_a_mark(context.model, rule, action)) return;
  Diagnostic& diagnostic = context.error(codes::clock_marks_nothing, clock_span(rule),
                                         fmt::format("nothing shows that the clock has done `{}`", action.name));
  if (action.marks.empty()) {
    diagnostic.further.push_back({action.span, "marks no event, nor does every status that it leads to"});
    diagnostic.help = fmt::format("let it mark an event, for example `marks {}_at`", action.name);
  } else {
    diagnostic.further.push_back({action.span, "marks an event only once, so a second time would not show"});
    diagnostic.help = "leave out `once`, or let it mark another event";
  }
}

// ── Circles
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
//
// An automatic action happens again only if the instant it is counted to moves past the mark that it left. So something
// that it brings about must write a fact which its own instant reads: a circle in the graph "writes what the other's
// instant reads".

struct Automatic {
  const Rule* rule = nullptr;
  std::set<FactId> writes;
  std::set<FactId> reads;
  /// Statuses in which the order may be afterwards, by itself, for however long.
  StatusSet afterwards;
};

void add_marks(const std::vector<Mark>& marks, std::set<FactId>& facts) {
  for (const Mark& mark : marks) facts.insert(mark.event);
}

Automatic describe_automatic(const Model& model, const Rule& rule) {
  Automatic automatic;
  automatic.rule = &rule;
  const Action& action = model.actions[rule.automatic_action()];
  add_marks(action.marks, automatic.writes);
  for (const Setting& setting : action.sets) automatic.writes.insert(setting.fact);
  automatic.afterwards.assign(model.statuses.size(), false);
  for (const Becoming& becoming : action.becomes) {
    add_marks(model.statuses[becoming.status].marks, automatic.writes);
    automatic.afterwards[becoming.status] = true;
  }
  if (action.becomes.empty() || action.becomes.back().condition) {
    for (std::size_t i = 0; i < rule.statuses.size(); ++i)
      automatic.afterwards[i] = automatic.afterwards[i] || rule.statuses[i];
  }
  model.expressions.collect_facts(*rule.close, automatic.reads);
  return automatic;
}

bool meets(const StatusSet& left, const StatusSet& right) {
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (left[i] && right[i]) return true;
  }
  return false;
}

/// Where one automatic action ends, another may go on.
void close_over(std::vector<Automatic>& all) {
  for (bool grown = true; grown;) {
    grown = false;
    for (Automatic& one : all) {
      for (const Automatic& other : all) {
        if (!meets(one.afterwards, other.rule->statuses)) continue;
        for (std::size_t i = 0; i < one.afterwards.size(); ++i) {
          if (!other.afterwards[i] || one.afterwards[i]) continue;
          one.afterwards[i] = true;
          grown = true;
        }
      }
    }
  }
}

std::optional<FactId> brings_about(const Automatic& one, const Automatic& other) {
  if (!meets(one.afterwards, other.rule->statuses)) return std::nullopt;
  for (const FactId fact : one.writes) {
    if (other.reads.contains(fact)) return fact;
  }
  return std::nullopt;
}

/// A circle through `path`'s first, found depth first; empty if there is none.
bool find_circle(const std::vector<Automatic>& all, std::vector<std::size_t>& path, std::vector<bool>& seen) {
  for (std::size_t next = 0; next < all.size(); ++next) {
    if (!brings_about(all[path.back()], all[next])) continue;
    if (next == path.front()) return true;
    if (seen[next]) continue;
    seen[next] = true;
    path.push_back(next);
    if (find_circle(all, path, seen)) return true;
    path.pop_back();
  }
  return false;
}

/// What an automatic action is counted from, as it stands in its sentence.
Span counted_at(const Model& model, const Rule& rule) {
  const Span moment = model.expressions[*rule.close].span;
  return lies_in(moment, rule.span) ? moment : rule.span;
}

void report_circle(Context& context, const std::vector<Automatic>& all, const std::vector<std::size_t>& path) {
  const auto action_of = [&](std::size_t i) { return context.model.actions[all[i].rule->automatic_action()].name; };
  std::string circle;
  for (const std::size_t i : path) circle += fmt::format("`{}` → ", action_of(i));
  circle += fmt::format("`{}`", action_of(path.front()));
  Diagnostic& diagnostic = context.error(codes::circle, counted_at(context.model, *all[path.front()].rule),
                                         fmt::format("the clock would do this again and again: {}", circle));
  for (std::size_t i = 0; i < path.size(); ++i) {
    const std::size_t before = path[(i + path.size() - 1) % path.size()];
    const FactId fact = *brings_about(all[before], all[path[i]]);
    const std::string text =
        fmt::format("counts from `{}`, which `{}` changes", context.model.facts[fact].name, action_of(before));
    if (i == 0) {
      diagnostic.label = text;
    } else {
      diagnostic.further.push_back({counted_at(context.model, *all[path[i]].rule), text});
    }
  }
  diagnostic.help = "count from an event that the clock does not change, or let a person take one of the steps";
}

void find_circles(Context& context) {
  std::vector<Automatic> all;
  for (const Rule& rule : context.model.rules) {
    if (rule.automatic()) all.push_back(describe_automatic(context.model, rule));
  }
  close_over(all);
  std::vector<bool> reported(all.size(), false);
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::vector<std::size_t> path{i};
    std::vector<bool> seen = reported;
    if (reported[i] || !find_circle(all, path, seen)) continue;
    for (const std::size_t part : path) reported[part] = true;
    report_circle(context, all, path);
  }
}

}  // namespace

void prove_automatic(Context& context) {
  for (const Rule& rule : context.model.rules) {
    if (!rule.automatic()) continue;
    prove_asks_nothing(context, rule);
    if (!context.broken_actions) prove_mark(context, rule);
    prove_known(context, rule);
  }
  for (const Action& action : context.model.actions) prove_becoming_known(context, action);
  find_circles(context);
}

}  // namespace bywhen::check_stage
