#include "tests/naive/rules.hpp"

#include <algorithm>

namespace bywhen::naive {
namespace {

Truth at_or_after(Instant at, const Value& bound) {
  if (is_unknown(bound)) return Truth::unknown;
  return truth_of(at >= std::get<Instant>(bound));
}

Truth at_or_after(Instant at, const Reach& bound) {
  if (at >= bound.latest) return Truth::yes;
  return at < bound.soonest ? Truth::no : Truth::unknown;
}

Truth before(Instant at, const Reach& bound) { return opposite(at_or_after(at, bound)); }

/// What opens a window and what closes it; nothing: it is open from the beginning, or never closes.
struct Bounds {
  const syntax::Expr* open = nullptr;
  const syntax::Expr* close = nullptr;
};

Bounds bounds_of(const std::optional<syntax::Window>& window) {
  Bounds bounds;
  if (!window) return bounds;
  if (window->within) {
    const auto& shift = std::get<syntax::Shift>(window->within->node);
    bounds = {&*shift.anchor, &*window->within};
    if (shift.before) std::swap(bounds.open, bounds.close);
  }
  if (window->from) bounds.open = &*window->from;
  if (window->until) bounds.close = &*window->until;
  if (window->by) bounds.close = &*window->by;
  return bounds;
}

Truth opened(const Bounds& bounds, Evaluator& evaluator, Instant at) {
  return bounds.open ? evaluator.come(*bounds.open, at) : Truth::yes;
}

Truth closed(const Bounds& bounds, Evaluator& evaluator, Instant at) {
  return bounds.close ? evaluator.come(*bounds.close, at) : Truth::no;
}

Truth inside(const std::optional<syntax::Window>& window, Evaluator& evaluator, Instant at) {
  const Bounds bounds = bounds_of(window);
  return both(opened(bounds, evaluator, at), opposite(closed(bounds, evaluator, at)));
}

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
  const Bounds window = bounds_of(duty.due);
  Truth open = both(bounds.arises, opened(window, evaluator, at));
  if (lapses_into_action(duty)) open = both(open, opposite(closed(window, evaluator, at)));
  return both(both(open, conditions_hold(sentence, evaluator, at)), opposite(duty_done(duty, evaluator, at)));
}

Truth right_at_expiry(const Sentence& sentence, const syntax::MustRule& duty, Evaluator& evaluator, Instant at) {
  const DutyBounds bounds = duty_bounds(duty, evaluator, at);
  Truth open = both(bounds.arises, closed(bounds_of(duty.due), evaluator, at));
  if (duty.otherwise->until) open = both(open, opposite(evaluator.come(*duty.otherwise->until, at)));
  return both(both(open, conditions_hold(sentence, evaluator, at)), opposite(duty_done(duty, evaluator, at)));
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
  const Bounds bounds = bounds_of(duty.due);
  DutyBounds result;
  if (bounds.open) result.opens = evaluator.reach(*bounds.open, at);
  if (bounds.close) result.due = evaluator.reach(*bounds.close, at);
  const bool empty_for_sure = result.opens.soonest >= result.due.latest;
  const bool never_empty = !bounds.open || result.opens.latest < result.due.soonest;
  result.arises = empty_for_sure ? Truth::no : never_empty ? Truth::yes : Truth::unknown;
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
    return both(conditions_hold(sentence, evaluator, at), inside(may->window, evaluator, at));
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
  return both(conditions_hold(sentence, evaluator, at), inside(may->window, evaluator, at));
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
  const Reach due = duty_bounds(std::get<syntax::MustRule>(*sentence.rule), evaluator, at).due;
  return due.soonest == due.latest ? Value(due.soonest) : Value(Unknown{});
}

bool happens_by_itself(const Sentence& sentence, Evaluator& evaluator, Instant at) {
  const Value moment = automatic_instant(sentence, evaluator, at);
  Truth ready = both(at_or_after(at, moment), conditions_hold(sentence, evaluator, at));
  if (const auto* must = std::get_if<syntax::MustRule>(sentence.rule)) {
    ready = both(ready, duty_bounds(*must, evaluator, at).arises);
    ready = both(ready, opposite(duty_done(*must, evaluator, at)));
  }
  if (ready != Truth::yes) return false;
  const auto& action = *evaluator.tree().actions.at(*automatic_action(sentence));
  const std::string* guard = guard_event(action, evaluator, at);
  if (!guard) return true;
  const auto marked = std::get<Instant>(evaluator.fact(*guard));
  return marked.is_never() || marked < std::get<Instant>(moment);
}

std::optional<Owed> owed(const std::optional<syntax::Amount>& amount, Evaluator& evaluator, Instant at) {
  if (!amount) return std::nullopt;
  const Value gross = evaluator.value(amount->gross, at);
  std::vector<Value> parts;
  for (const auto& part : amount->less) parts.push_back(evaluator.value(part, at));
  const Value left = evaluator.left_of(gross, parts);
  if (is_unknown(left)) return std::nullopt;
  // No more is taken off than there is; and where there is less than nothing, all of it is made up.
  const auto& whole = std::get<Money>(gross);
  const Money paid{std::max<std::int64_t>(std::get<Money>(left).minor, 0), whole.currency};
  Owed result{to_text(paid), to_text(whole), to_text(Money{whole.minor - paid.minor, whole.currency}), std::nullopt};
  if (!amount->to) return result;
  const Value to = evaluator.value(*amount->to, at);
  if (!is_unknown(to)) result.to = text_of(to);
  return result;
}

const std::optional<syntax::Amount>& amount_of(const Sentence& sentence) {
  static const std::optional<syntax::Amount> none;
  if (const auto* must = std::get_if<syntax::MustRule>(sentence.rule)) return must->amount;
  const auto* happens = std::get_if<syntax::HappensRule>(sentence.rule);
  return happens ? happens->amount : none;
}

std::set<std::string> notes_on_moments(const Sentence& sentence, Evaluator& evaluator, Instant at) {
  static_cast<void>(evaluator.take_told());
  if (const auto* happens = std::get_if<syntax::HappensRule>(sentence.rule)) {
    static_cast<void>(evaluator.value(happens->at, at));
  } else {
    const auto* may = std::get_if<syntax::MayRule>(sentence.rule);
    const Bounds bounds = bounds_of(may ? may->window : std::get<syntax::MustRule>(*sentence.rule).due);
    for (const auto* bound : {bounds.open, bounds.close}) {
      if (bound) static_cast<void>(evaluator.value(*bound, at));
    }
  }
  return evaluator.take_notes();
}

std::set<std::string> notes_on(const Sentence& sentence, Evaluator& evaluator, Instant at) {
  std::set<std::string> notes = notes_on_moments(sentence, evaluator, at);
  static_cast<void>(conditions_hold(sentence, evaluator, at));
  static_cast<void>(owed(amount_of(sentence), evaluator, at));
  notes.merge(evaluator.take_notes());
  return notes;
}

std::string next_status(const syntax::ActionDecl& action, Evaluator& evaluator, Instant at) {
  for (const auto& becomes : action.becomes) {
    if (!becomes.condition || evaluator.truth(*becomes.condition, at) == Truth::yes) return becomes.status.text;
  }
  return evaluator.order().status;
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
