#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "interpreter/check/analysis.hpp"
#include "interpreter/check/context.hpp"

namespace bywhen::check_stage {

namespace {

/// The facts that are sure to be there while a rule applies: those that all of its statuses need.
FactSet known_in(const Model& model, const StatusSet& statuses) {
  std::optional<FactSet> known;
  for (const StatusId status : statuses) {
    const std::vector<FactId>& needed = model.statuses[status].needs;
    const FactSet needs(needed.begin(), needed.end());
    if (!known) {
      known = needs;
    } else {
      known->keep(needs);
    }
  }
  return known.value_or(FactSet{});
}

bool lies_in(Span inner, Span outer) {
  return inner.source == outer.source && inner.begin >= outer.begin && inner.end <= outer.end;
}

/// Where the clock's sentence reads the unknown: there, or, by way of a definition, the sentence as a whole.
Diagnostic& report_unknown(Context& context, std::string_view code, Span sentence, ExprId reader,
                           std::string_view what) {
  const Node& read = context.model.expressions[reader];
  const MaybeUnknown unknown = read_by(context.model, reader);
  const bool here = lies_in(read.span, sentence);
  Diagnostic& diagnostic = context.error(code, here ? read.span : sentence,
                                         fmt::format("{} hangs on `{}`, which may be unknown", what, unknown.name));
  if (!here) diagnostic.further.push_back({read.span, "read here"});
  const bool optional = unknown.declared->optional;
  diagnostic.further.push_back(
      {unknown.declared->span, optional ? "declared with `?`" : "without records nothing tells the currency"});
  return diagnostic;
}

/// A condition that may be unknown is guarded inside, all else by a condition of its sentence.
std::string help_to_guard(const Model& model, ExprId reader, bool condition) {
  const MaybeUnknown unknown = read_by(model, reader);
  const std::string& fact = unknown.name;
  if (!unknown.guarded) return std::string(help_without_guard(unknown));
  return condition ? fmt::format("ask first whether it is there: `{} is known and …`; or give the fact a default", fact)
                   : fmt::format("let this happen only `when {} is known`, or give the fact a default", fact);
}

void prove_known(Context& context, const Rule& rule) {
  FactSet known = known_in(context.model, rule.statuses);
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
  const FactSet asked(action.asks.begin(), action.asks.end());
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
  for (const StatusId status : rule.statuses) {
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
  FactSet writes;
  FactSet reads;
  /// Statuses in which the order may be afterwards, by itself, for however long.
  StatusSet afterwards;
};

void add_marks(const std::vector<Mark>& marks, FactSet& facts) {
  for (const Mark& mark : marks) facts.insert(mark.event);
}

Automatic describe_automatic(const Model& model, const Rule& rule) {
  Automatic automatic;
  automatic.rule = &rule;
  const Action& action = model.actions[rule.automatic_action()];
  add_marks(action.marks, automatic.writes);
  for (const Setting& setting : action.sets) automatic.writes.insert(setting.fact);
  automatic.afterwards = StatusSet(model.statuses.size());
  for (const Becoming& becoming : action.becomes) {
    add_marks(model.statuses[becoming.status].marks, automatic.writes);
    automatic.afterwards.add(becoming.status);
  }
  if (action.becomes.empty() || action.becomes.back().condition) automatic.afterwards.add(rule.statuses);
  model.expressions.collect_facts(*rule.close, automatic.reads);
  return automatic;
}

/// From each status, where the clock alone may take an order, however many steps it needs; a status reaches itself.
std::vector<StatusSet> reached_alone(const Model& model, const std::vector<Automatic>& all) {
  const std::size_t count = model.statuses.size();
  std::vector<std::vector<StatusId>> steps(count);
  for (const Automatic& one : all) {
    for (const StatusId from : one.rule->statuses) {
      for (const Becoming& becoming : model.actions[one.rule->automatic_action()].becomes)
        steps[from].push_back(becoming.status);
    }
  }
  std::vector<StatusSet> reached(count, StatusSet(count));
  std::vector<StatusId> waiting;
  for (std::size_t start = 0; start < count; ++start) {
    waiting.push_back(static_cast<StatusId>(start));
    while (!waiting.empty()) {
      const StatusId from = waiting.back();
      waiting.pop_back();
      if (reached[start][from]) continue;
      reached[start].add(from);
      waiting.insert(waiting.end(), steps[from].begin(), steps[from].end());
    }
  }
  return reached;
}

/// Where one automatic action ends, another may go on.
void close_over(const Model& model, std::vector<Automatic>& all) {
  const std::vector<StatusSet> reached = reached_alone(model, all);
  for (Automatic& one : all) {
    StatusSet wider = one.afterwards;
    for (const StatusId from : one.afterwards) wider.add(reached[from]);
    one.afterwards = std::move(wider);
  }
}

std::optional<FactId> brings_about(const Automatic& one, const Automatic& other) {
  if (!one.afterwards.meets(other.rule->statuses)) return std::nullopt;
  for (const FactId fact : one.writes) {
    if (other.reads.contains(fact)) return fact;
  }
  return std::nullopt;
}

using Successors = std::vector<std::vector<std::size_t>>;

/// For each automatic action, those that it may bring about.
Successors successors_of(const std::vector<Automatic>& all, std::size_t facts) {
  std::vector<std::vector<std::size_t>> readers(facts);
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (const FactId fact : all[i].reads) readers[fact].push_back(i);
  }
  Successors successors(all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::vector<std::size_t>& next = successors[i];
    for (const FactId fact : all[i].writes) {
      for (const std::size_t reader : readers[fact]) {
        if (all[i].afterwards.meets(all[reader].rule->statuses)) next.push_back(reader);
      }
    }
    std::sort(next.begin(), next.end());
    next.erase(std::unique(next.begin(), next.end()), next.end());
  }
  return successors;
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

/// Depth first: an action that is met again while what it brings about is still being followed lies on a circle.
class CircleFinder {
public:
  CircleFinder(Context& context, const std::vector<Automatic>& all)
      : context_(context),
        all_(all),
        successors_(successors_of(all, context.model.facts.size())),
        places_(all.size(), Place::unseen) {}

  void find() {
    for (std::size_t i = 0; i < all_.size(); ++i) {
      if (places_[i] == Place::unseen) follow(i);
    }
  }

private:
  enum class Place : std::uint8_t { unseen, on_path, done };

  void follow(std::size_t at) {
    places_[at] = Place::on_path;
    path_.push_back(at);
    for (const std::size_t next : successors_[at]) {
      if (places_[next] == Place::unseen) {
        follow(next);
      } else if (places_[next] == Place::on_path) {
        report(next);
      }
    }
    path_.pop_back();
    places_[at] = Place::done;
  }

  /// Circles that share an action are one cause: only the first is shown.
  void report(std::size_t first) {
    const std::vector<std::size_t> circle(std::find(path_.begin(), path_.end(), first), path_.end());
    const bool known =
        std::any_of(circle.begin(), circle.end(), [&](std::size_t part) { return reported_.contains(part); });
    reported_.insert(circle.begin(), circle.end());
    if (!known) report_circle(context_, all_, circle);
  }

  Context& context_;
  const std::vector<Automatic>& all_;
  Successors successors_;
  std::vector<Place> places_;
  std::vector<std::size_t> path_;
  std::set<std::size_t> reported_;
};

void find_circles(Context& context) {
  std::vector<Automatic> all;
  for (const Rule& rule : context.model.rules) {
    if (rule.automatic()) all.push_back(describe_automatic(context.model, rule));
  }
  if (all.empty()) return;
  close_over(context.model, all);
  CircleFinder(context, all).find();
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
