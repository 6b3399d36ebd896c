#include "tests/naive/rules.hpp"

#include <algorithm>

namespace bywhen::naive {
namespace {

Truth at_or_after(Instant at, const Value& bound) {
  if (is_unknown(bound)) return Truth::unknown;
  return truth_of(at >= std::get<Instant>(bound));
}

Truth before(Instant at, const Value& bound) { return opposite(at_or_after(at, bound)); }

struct Bounds {
  Value open = Instant::always();
  Value close = Instant::never();
};

Bounds bounds_of(const std::optional<syntax::Window>& window, Evaluator& evaluator, Instant at) {
  Bounds bounds;
  if (!window) return bounds;
  if (window->within) {
    const auto& shift = std::get<syntax::Shift>(window->within->node);
    bounds.open = evaluator.value(*shift.anchor, at);
    bounds.close = evaluator.value(*window->within, at);
    if (shift.before) std::swap(bounds.open, bounds.close);
  }
  if (window->from) bounds.open = evaluator.value(*window->from, at);
  if (window->until) bounds.close = evaluator.value(*window->until, at);
  if (window->by) bounds.close = evaluator.value(*window->by, at);
  return bounds;
}

Truth inside(const Bounds& bounds, Instant at) { return both(at_or_after(at, bounds.open), before(at, bounds.close)); }

bool names(const std::vector<syntax::Name>& list, const std::string& name) {
  return std::any_of(list.begin(), list.end(), [&](const syntax::Name& item) { return item.text == name; });
}

bool speaks_of(const std::vector<syntax::Name>& actors, const std::vector<syntax::Name>& actions, const Doing& doing) {
  return names(actors, doing.first) && names(actions, doing.second);
}

void add_doings(const std::vector<syntax::Name>& actors, const std::vector<syntax::Name>& actions,
                std::set<Doing>& found) {
  for (const auto& actor : actors) {
    for (const auto& action : actions) found.emplace(actor.text, action.text);
  }
}

/// The instants at which the duty's actions were marked, as far as they happened up to the instant.
std::vector<Instant> marks_of(const syntax::MustRule& duty, Evaluator& evaluator, Instant at) {
  std::vector<Instant> found;
  for (const auto& action : duty.actions) {
    for (const auto& mark : evaluator.tree().actions.at(action.text)->marks) {
      const auto marked = std::get<Instant>(evaluator.fact(mark.event.text));
      if (marked <= at) found.push_back(marked);
    }
  }
  return found;
}

Truth any_mark(const syntax::MustRule& duty, bool in_time, Evaluator& evaluator, Instant at) {
  const DutyBounds bounds = duty_bounds(duty, evaluator, at);
  Truth any = Truth::no;
  for (const Instant marked : marks_of(duty, evaluator, at)) {
    const Truth good = both(at_or_after(marked, bounds.opens), in_time ? before(marked, bounds.due) : Truth::yes);
    any = either(any, good);
  }
  return any;
}

Truth duty_permits(const Sentence& sentence, const syntax::MustRule& duty, Evaluator& evaluator, Instant at) {
  const DutyBounds bounds = duty_bounds(duty, evaluator, at);
  Truth open = both(bounds.arises, at_or_after(at, bounds.opens));
  if (lapses_into_action(duty)) open = both(open, before(at, bounds.due));
  return both(both(open, conditions_hold(sentence, evaluator, at)), opposite(duty_done(duty, evaluator, at)));
}

Truth right_at_expiry(const Sentence& sentence, const syntax::MustRule& duty, Evaluator& evaluator, Instant at) {
  const DutyBounds bounds = duty_bounds(duty, evaluator, at);
  Truth open = both(bounds.arises, at_or_after(at, bounds.due));
  if (duty.otherwise->until) open = both(open, before(at, evaluator.value(*duty.otherwise->until, at)));
  return both(both(open, conditions_hold(sentence, evaluator, at)), opposite(duty_done(duty, evaluator, at)));
}

/// The status that the action leads to.
std::string next_status(const syntax::ActionDecl& action, Evaluator& evaluator, Instant at) {
  for (const auto& becomes : action.becomes) {
    if (!becomes.condition || evaluator.truth(*becomes.condition, at) == Truth::yes) return becomes.status.text;
  }
  return evaluator.order().status;
}

/// The event by which one sees that the action has happened.
const std::string* guard_event(const syntax::ActionDecl& action, Evaluator& evaluator, Instant at) {
  for (const auto& mark : action.marks) {
    if (!mark.once) return &mark.event.text;
  }
  for (const auto& mark : evaluator.tree().statuses.at(next_status(action, evaluator, at))->marks) {
    if (!mark.once) return &mark.event.text;
  }
  return nullptr;
}

template <typename Marks>
void stamp(const Marks& marks, Instant at, const Order& before_it, Order& order) {
  for (const auto& mark : marks) {
    if (!mark.once || !before_it.facts.contains(mark.event.text)) order.facts[mark.event.text] = at;
  }
}

std::string text_of(const Value& value) { return to_text(to_scalar(value)); }

}  // namespace

Truth block_applies(const Sentence& sentence, Evaluator& evaluator, Instant at) {
  return evaluator.truth(sentence.block->conditions, at);
}

Truth conditions_hold(const Sentence& sentence, Evaluator& evaluator, Instant at) {
  const auto& own = std::visit(
      [](const auto& rule) -> const auto& { return rule.conditions; }, *sentence.rule);
  return both(block_applies(sentence, evaluator, at), evaluator.truth(own, at));
}

bool lapses_into_action(const syntax::MustRule& duty) { return duty.otherwise && duty.otherwise->actors.empty(); }

DutyBounds duty_bounds(const syntax::MustRule& duty, Evaluator& evaluator, Instant at) {
  const Bounds bounds = bounds_of(duty.due, evaluator, at);
  DutyBounds result{bounds.open, bounds.close};
  if (bounds.open == Value(Instant::never())) {
    result.arises = Truth::no;
  } else if (is_unknown(bounds.open) || is_unknown(bounds.close)) {
    result.arises = bounds.open == Value(Instant::always()) ? Truth::yes : Truth::unknown;
  } else {
    result.arises = truth_of(std::get<Instant>(bounds.open) < std::get<Instant>(bounds.close));
  }
  return result;
}

Truth duty_done(const syntax::MustRule& duty, Evaluator& evaluator, Instant at) {
  return any_mark(duty, lapses_into_action(duty), evaluator, at);
}

Truth duty_done_in_time(const syntax::MustRule& duty, Evaluator& evaluator, Instant at) {
  return any_mark(duty, true, evaluator, at);
}

Truth permits(const Sentence& sentence, const Doing& doing, Evaluator& evaluator, Instant at) {
  if (const auto* may = std::get_if<syntax::MayRule>(sentence.rule)) {
    if (may->prohibition || !speaks_of(may->actors, may->actions, doing)) return Truth::no;
    return both(conditions_hold(sentence, evaluator, at), inside(bounds_of(may->window, evaluator, at), at));
  }
  const auto* must = std::get_if<syntax::MustRule>(sentence.rule);
  if (!must) return Truth::no;
  Truth result = Truth::no;
  if (speaks_of(must->actors, must->actions, doing)) result = duty_permits(sentence, *must, evaluator, at);
  if (must->otherwise && speaks_of(must->otherwise->actors, must->otherwise->actions, doing)) {
    result = either(result, right_at_expiry(sentence, *must, evaluator, at));
  }
  return result;
}

Truth prohibits(const Sentence& sentence, const Doing& doing, Evaluator& evaluator, Instant at) {
  const auto* may = std::get_if<syntax::MayRule>(sentence.rule);
  if (!may || !may->prohibition || !speaks_of(may->actors, may->actions, doing)) return Truth::no;
  return both(conditions_hold(sentence, evaluator, at), inside(bounds_of(may->window, evaluator, at), at));
}

std::set<Doing> doings_in(const Sentence& sentence) {
  std::set<Doing> found;
  if (const auto* may = std::get_if<syntax::MayRule>(sentence.rule)) add_doings(may->actors, may->actions, found);
  const auto* must = std::get_if<syntax::MustRule>(sentence.rule);
  if (!must) return found;
  add_doings(must->actors, must->actions, found);
  if (must->otherwise) add_doings(must->otherwise->actors, must->otherwise->actions, found);
  return found;
}

const std::string* automatic_action(const Sentence& sentence) {
  if (const auto* happens = std::get_if<syntax::HappensRule>(sentence.rule)) return &happens->action.text;
  const auto* must = std::get_if<syntax::MustRule>(sentence.rule);
  return must && lapses_into_action(*must) ? &must->otherwise->actions.at(0).text : nullptr;
}

Value automatic_instant(const Sentence& sentence, Evaluator& evaluator, Instant at) {
  if (const auto* happens = std::get_if<syntax::HappensRule>(sentence.rule)) return evaluator.value(happens->at, at);
  return duty_bounds(std::get<syntax::MustRule>(*sentence.rule), evaluator, at).due;
}

bool happens_by_itself(const Sentence& sentence, Evaluator& evaluator, Instant at) {
  const Value moment = automatic_instant(sentence, evaluator, at);
  if (at_or_after(at, moment) != Truth::yes || conditions_hold(sentence, evaluator, at) != Truth::yes) return false;
  if (const auto* must = std::get_if<syntax::MustRule>(sentence.rule)) {
    if (duty_bounds(*must, evaluator, at).arises != Truth::yes || duty_done(*must, evaluator, at) != Truth::no)
      return false;
  }
  const auto& action = *evaluator.tree().actions.at(*automatic_action(sentence));
  const std::string* guard = guard_event(action, evaluator, at);
  if (!guard) return true;
  const auto marked = std::get<Instant>(evaluator.fact(*guard));
  return marked.is_never() || marked < std::get<Instant>(moment);
}

std::optional<Owed> owed(const std::optional<syntax::Amount>& amount, Evaluator& evaluator, Instant at) {
  if (!amount) return std::nullopt;
  const Value gross = evaluator.value(amount->gross, at);
  if (is_unknown(gross)) return std::nullopt;
  Money left = std::get<Money>(gross);
  Money less{0, left.currency};
  for (const auto& part : amount->less) {
    const Value taken = evaluator.value(part, at);
    if (is_unknown(taken)) return std::nullopt;
    less.minor += std::get<Money>(taken).minor;
  }
  left.minor = std::max<std::int64_t>(0, left.minor - less.minor);
  Owed result{to_text(left), text_of(gross), to_text(less), std::nullopt};
  if (!amount->to) return result;
  const Value to = evaluator.value(*amount->to, at);
  if (!is_unknown(to)) result.to = text_of(to);
  return result;
}

Order after_action(const syntax::ActionDecl& action, Evaluator& evaluator, Instant at) {
  const Order& order = evaluator.order();
  Order result = order;
  for (const auto& sets : action.sets) {
    const Value value = evaluator.value(sets.value, at, &evaluator.tree().facts.at(sets.fact.text).choices());
    result.facts.erase(sets.fact.text);
    if (!is_unknown(value)) result.facts[sets.fact.text] = value;
  }
  stamp(action.marks, at, order, result);
  result.status = next_status(action, evaluator, at);
  if (result.status != order.status) stamp(evaluator.tree().statuses.at(result.status)->marks, at, order, result);
  return result;
}

}  // namespace bywhen::naive
