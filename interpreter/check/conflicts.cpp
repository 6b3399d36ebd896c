#include <algorithm>
#include <compare>
#include <set>
#include <utility>

#include "interpreter/check/context.hpp"
#include "interpreter/check/proofs.hpp"

/// Sentences that contradict each other, where windows and conditions show it. A policy with a conflict has one meaning
/// all the same (a prohibition beats, the first of two lapses happens), so these are warnings.
namespace bywhen::check_stage {

namespace {

template <typename Id>
bool contains(const std::vector<Id>& all, Id one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

template <typename Id>
bool share(const std::vector<Id>& left, const std::vector<Id>& right) {
  return std::any_of(left.begin(), left.end(), [&](Id one) { return contains(right, one); });
}

template <typename Id>
bool includes(const std::vector<Id>& all, const std::vector<Id>& some) {
  return std::all_of(some.begin(), some.end(), [&](Id one) { return contains(all, one); });
}

Literals conditions_of(const Model& model, const Rule& rule) {
  Literals literals;
  if (rule.condition) add_literals(model.expressions, *rule.condition, true, literals);
  return literals;
}

/// When the rule holds, without its end.
Literals opened(const Model& model, const Rule& rule) {
  Literals literals = conditions_of(model, rule);
  if (rule.open) literals.push_back({Literal::passed, *rule.open, true});
  return literals;
}

Literals open_now(const Model& model, const Rule& rule) {
  Literals literals = opened(model, rule);
  if (rule.close) literals.push_back({Literal::passed, *rule.close, false});
  return literals;
}

using Rules = std::vector<const Rule*>;

bool covers_in(const Rule& prohibition, ActorId actor, ActionId action, StatusId status) {
  return contains(prohibition.actors, actor) && contains(prohibition.actions, action) && prohibition.statuses[status];
}

/// Whoever it speaks of, whatever they do, in each of its statuses one of these forbids it.
bool cover_all_of(const Rules& prohibitions, const Rule& rule) {
  const auto covered = [&](ActorId actor, ActionId action, StatusId status) {
    return std::any_of(prohibitions.begin(), prohibitions.end(),
                       [&](const Rule* one) { return covers_in(*one, actor, action, status); });
  };
  for (const StatusId status : rule.statuses) {
    for (const ActorId actor : rule.actors) {
      for (const ActionId action : rule.actions) {
        if (!covered(actor, action, status)) return false;
      }
    }
  }
  return true;
}

void sort_once(std::vector<std::uint32_t>& places) {
  std::sort(places.begin(), places.end());
  places.erase(std::unique(places.begin(), places.end()), places.end());
}

class ConflictFinder {
public:
  explicit ConflictFinder(Context& context) : context_(context), model_(context.model) {
    for (const Rule& rule : model_.rules) {
      if (rule.kind == RuleKind::may_not) add_prohibition(rule);
    }
    std::sort(said_.begin(), said_.end());
  }

  void find() {
    for (const Rule& rule : model_.rules) {
      if (rule.kind == RuleKind::may) find_covered(rule);
      if (rule.kind == RuleKind::must) find_forbidden(rule);
    }
    find_lapses();
  }

private:
  struct Prohibition {
    const Rule* rule;
    Literals holds;
  };

  /// Where a prohibition speaks of an action: rules of other statuses, or of other actions, need not be compared with
  /// it.
  struct Said {
    StatusId status = 0;
    ActionId action = 0;
    std::uint32_t prohibition = 0;
    friend auto operator<=>(const Said&, const Said&) = default;
  };

  void add_prohibition(const Rule& rule) {
    const auto place = static_cast<std::uint32_t>(prohibitions_.size());
    prohibitions_.push_back({&rule, open_now(model_, rule)});
    for (const StatusId status : rule.statuses) {
      for (const ActionId action : rule.actions) said_.push_back({status, action, place});
    }
  }

  /// The prohibitions that concern the rule, in the order of the text.
  [[nodiscard]] std::vector<const Prohibition*> concerning(const Rule& rule) const {
    std::vector<std::uint32_t> places;
    for (const StatusId status : rule.statuses) {
      for (const ActionId action : rule.actions) {
        auto said = std::lower_bound(said_.begin(), said_.end(), Said{status, action, 0});
        for (; said != said_.end() && said->status == status && said->action == action; ++said)
          places.push_back(said->prohibition);
      }
    }
    sort_once(places);
    std::vector<const Prohibition*> found;
    for (const std::uint32_t place : places) {
      if (share(prohibitions_[place].rule->actors, rule.actors)) found.push_back(&prohibitions_[place]);
    }
    return found;
  }

  /// The prohibitions that hold wherever all of the literals do.
  [[nodiscard]] Rules covering(const Rule& rule, const Literals& literals) const {
    Rules found;
    for (const Prohibition* one : concerning(rule)) {
      if (implies(model_.expressions, literals, one->holds)) found.push_back(one->rule);
    }
    return found;
  }

  void add_prohibitions(const Rules& prohibitions, Diagnostic& diagnostic) const {
    constexpr std::size_t shown = 4;  // enough to see which sentences work together
    for (std::size_t i = 0; i < prohibitions.size() && i < shown; ++i)
      diagnostic.further.push_back({prohibitions[i]->span, "the prohibition"});
  }

  void find_covered(const Rule& permission) {
    const Rules covering_it = covering(permission, open_now(model_, permission));
    if (covering_it.empty() || !cover_all_of(covering_it, permission)) return;
    Diagnostic& diagnostic = context_.warning(codes::permission_covered, permission.span,
                                              "this permission helps nobody: a prohibition covers all of it");
    add_prohibitions(covering_it, diagnostic);
    diagnostic.help = "a prohibition beats a permission: narrow the prohibition, or leave one of them out";
  }

  void find_forbidden(const Rule& duty) {
    const Rules covering_it = covering(duty, open_now(model_, duty));
    if (!covering_it.empty() && cover_all_of(covering_it, duty)) return report_forbidden(duty, covering_it);
    for (const Prohibition* one : concerning(duty)) {
      if (includes(one->rule->actions, duty.actions)) report_meeting(duty, *one);
    }
  }

  void report_forbidden(const Rule& duty, const Rules& prohibitions) {
    const bool late_is_possible = duty.close && !duty.lapses();
    const bool never = !late_is_possible || cover_all_of(covering(duty, opened(model_, duty)), duty);
    Diagnostic& diagnostic =
        context_.warning(codes::duty_forbidden, duty.span,
                         never ? "this duty can never be done: a prohibition covers all of its time"
                               : "this duty can only be done late: a prohibition covers all of its time");
    add_prohibitions(prohibitions, diagnostic);
    diagnostic.help =
        "a prohibition beats a duty, and the deadline runs on: narrow the prohibition, or let the duty be due later";
  }

  void report_meeting(const Rule& duty, const Prohibition& prohibition) {
    if (exclusive(model_.expressions, open_now(model_, duty), prohibition.holds)) return;
    if (holds_at_deadline(duty, prohibition.holds)) return report_at_deadline(duty, *prohibition.rule);
    Diagnostic& diagnostic =
        context_.warning(codes::duty_blocked, duty.span, "this duty may meet a prohibition of the same action");
    add_prohibitions({prohibition.rule}, diagnostic);
    diagnostic.help = "the deadline runs on while it is prohibited: let the duty open later, or narrow the prohibition";
  }

  /// It has begun before the deadline, and lasts at least as long.
  [[nodiscard]] bool holds_at_deadline(const Rule& duty, const Literals& prohibition) const {
    if (!duty.close) return false;
    const Literals given = opened(model_, duty);
    return std::all_of(prohibition.begin(), prohibition.end(), [&](const Literal& one) {
      if (implies(model_.expressions, given, one)) return true;
      if (one.kind != Literal::passed) return false;
      return one.holds ? before(model_.expressions, one.what, *duty.close)
                       : not_after(model_.expressions, *duty.close, one.what);
    });
  }

  void report_at_deadline(const Rule& duty, const Rule& prohibition) {
    Diagnostic& diagnostic = context_.warning(codes::duty_forbidden_at_deadline, duty.span,
                                              "this duty is prohibited when its deadline comes");
    add_prohibitions({&prohibition}, diagnostic);
    diagnostic.help =
        "it has to be done before the prohibition begins: say so with an earlier deadline, or let the "
        "prohibition begin at the deadline";
  }

  // ── What the clock does
  // ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  struct Lapse {
    const Rule* rule;
    const Action* action;
    Literals holds;
  };

  /// A duty that lapses has not been done: none of its events has happened. (One that happened before the duty opened
  /// does not count, but whoever sets `when it has happened` against the lapse means to tell the two apart.)
  [[nodiscard]] Literals when_it_acts(const Rule& rule) const {
    Literals literals = conditions_of(model_, rule);
    literals.push_back({Literal::passed, *rule.close, true});
    if (!rule.lapses()) return literals;
    for (const ActionId action : rule.actions) {
      for (const Mark& mark : model_.actions[action].marks) literals.push_back({Literal::happened, mark.event, false});
    }
    return literals;
  }

  void find_lapses() {
    std::vector<Lapse> earlier;
    std::vector<std::vector<std::uint32_t>> of_status(model_.statuses.size());
    for (const Rule& rule : model_.rules) {
      if (!rule.automatic()) continue;
      Lapse lapse{&rule, &model_.actions[rule.automatic_action()], when_it_acts(rule)};
      std::vector<std::uint32_t> places;
      for (const StatusId status : rule.statuses) {
        places.insert(places.end(), of_status[status].begin(), of_status[status].end());
        of_status[status].push_back(static_cast<std::uint32_t>(earlier.size()));
      }
      sort_once(places);
      for (const std::uint32_t place : places) {
        if (conflict(earlier[place], lapse)) report_lapses(*earlier[place].rule, rule);
      }
      earlier.push_back(std::move(lapse));
    }
  }

  [[nodiscard]] bool conflict(const Lapse& first, const Lapse& second) const {
    return outcomes_differ(first, second) && no_later(first.holds, second.holds) &&
           no_later(second.holds, first.holds) && !exclusive(model_.expressions, first.holds, second.holds);
  }

  /// Whatever the one waits for has come when what the other waits for has.
  [[nodiscard]] bool no_later(const Literals& left, const Literals& right) const {
    return std::all_of(left.begin(), left.end(), [&](const Literal& one) {
      if (one.kind != Literal::passed || !one.holds) return true;
      return std::any_of(right.begin(), right.end(), [&](const Literal& other) {
        return other.kind == Literal::passed && other.holds && not_after(model_.expressions, one.what, other.what);
      });
    });
  }

  [[nodiscard]] bool outcomes_differ(const Lapse& first, const Lapse& second) const {
    if (first.action == second.action) return false;
    for (const StatusId status : first.rule->statuses) {
      if (!second.rule->statuses[status]) continue;
      if (lead_apart(*first.action, *second.action, status) || set_apart(*first.action, *second.action)) return true;
      if (is_lost(first, second, status)) return true;
    }
    return false;
  }

  /// Where an action may lead from a status; the status itself where it may stay.
  static std::set<StatusId> ends_of(const Action& action, StatusId from) {
    std::set<StatusId> ends;
    for (const Becoming& becoming : action.becomes) {
      ends.insert(becoming.status);
      if (!becoming.condition) return ends;
    }
    ends.insert(from);
    return ends;
  }

  [[nodiscard]] bool same_becomings(const Action& left, const Action& right) const {
    return std::equal(left.becomes.begin(), left.becomes.end(), right.becomes.begin(), right.becomes.end(),
                      [&](const Becoming& one, const Becoming& other) {
                        if (one.status != other.status || !one.condition != !other.condition) return false;
                        return !one.condition || same(model_.expressions, *one.condition, *other.condition);
                      });
  }

  [[nodiscard]] bool lead_apart(const Action& left, const Action& right, StatusId from) const {
    if (same_becomings(left, right)) return false;
    for (const StatusId one : ends_of(left, from)) {
      for (const StatusId other : ends_of(right, from)) {
        if (one != from && other != from && one != other) return true;
      }
    }
    return false;
  }

  [[nodiscard]] const Setting* setting_of(const Action& action, FactId fact) const {
    const auto found = std::find_if(action.sets.begin(), action.sets.end(),
                                    [fact](const Setting& setting) { return setting.fact == fact; });
    return found == action.sets.end() ? nullptr : &*found;
  }

  [[nodiscard]] bool set_apart(const Action& left, const Action& right) const {
    return std::any_of(left.sets.begin(), left.sets.end(), [&](const Setting& setting) {
      const Setting* other = setting_of(right, setting.fact);
      return other != nullptr && !same(model_.expressions, setting.value, other->value);
    });
  }

  /// The first leads out of the second's statuses, so that what the second would set is never set.
  [[nodiscard]] bool is_lost(const Lapse& first, const Lapse& second, StatusId from) const {
    const auto ends = ends_of(*first.action, from);
    const bool leaves =
        std::any_of(ends.begin(), ends.end(), [&](StatusId end) { return !second.rule->statuses[end]; });
    return leaves && std::any_of(second.action->sets.begin(), second.action->sets.end(), [&](const Setting& setting) {
             return setting_of(*first.action, setting.fact) == nullptr;
           });
  }

  void report_lapses(const Rule& first, const Rule& second) {
    Diagnostic& diagnostic = context_.warning(codes::lapses_at_one_instant, second.span,
                                              "two sentences act at one instant, and their outcomes differ");
    diagnostic.further.push_back({first.span, "acts first: it stands before the other"});
    diagnostic.help = "tell them apart with `when`, or let one of them act later";
  }

  Context& context_;
  const Model& model_;
  std::vector<Prohibition> prohibitions_;
  std::vector<Said> said_;
};

}  // namespace

void find_conflicts(Context& context) {
  if (has_errors(context.diagnostics) || context.incomplete) return;  // what a wrong sentence means is not known
  ConflictFinder(context).find();
}

}  // namespace bywhen::check_stage
