#include "tests/naive/course.hpp"

#include <algorithm>
#include <stdexcept>

#include "tests/naive/wall_clock.hpp"

namespace bywhen::naive {
namespace {

/// What `check` has proved finite ends long before this.
constexpr std::size_t most_happenings = 200;

std::optional<Instant> first_time(const Sentence& sentence, const std::set<Instant>& moments, Instant clock,
                                  Evaluator& evaluator) {
  if (happens_by_itself(sentence, evaluator, clock)) return clock;
  for (auto moment = moments.upper_bound(clock); moment != moments.end(); ++moment) {
    if (happens_by_itself(sentence, evaluator, *moment)) return *moment;
  }
  return std::nullopt;
}

}  // namespace

namespace {

/// What cannot be computed of what the clock does then refuses the order from then on.
Refusals not_before(Refusals refusals, Instant at) {
  for (auto& [text, from] : refusals) from = std::max(from, at);
  return refusals;
}

}  // namespace

struct Course::Found {
  Instant at;
  Sentence sentence;
};

Instant last_right(const Tree& tree, const Order& order) {
  Instant start = Instant::always();
  if (tree.version) start = instant_of(*tree.version + std::chrono::microseconds(0), tree.zone);
  if (order.as_of) return std::max(start, *order.as_of);
  for (const auto& mark : tree.statuses.at(order.status)->marks) {
    const auto told = order.facts.find(mark.event.text);
    if (told != order.facts.end()) start = std::max(start, std::get<Instant>(told->second));
  }
  return start;
}

std::map<std::string, Value> changes(const Order& before, const Order& after) {
  std::map<std::string, Value> changed;
  for (const auto& [name, value] : after.facts) {
    const auto old = before.facts.find(name);
    if (old == before.facts.end() || old->second != value) changed.emplace(name, value);
  }
  return changed;
}

Course::Course(const Tree& tree, const Order& start) : tree_(tree) {
  add_state(start);
  Instant clock = last_right(tree, start);
  while (const auto found = next(clock)) {
    step(*found);
    clock = found->at;
    if (happenings_.size() > most_happenings) throw std::logic_error("the clock does not come to rest");
  }
}

std::size_t Course::settled(Instant at) const {
  const auto later = [&](const Happening& happening) { return happening.at > at; };
  return static_cast<std::size_t>(std::find_if(happenings_.begin(), happenings_.end(), later) - happenings_.begin());
}

std::optional<Course::Found> Course::next(Instant clock) {
  Evaluator& present = evaluators_.back();
  const std::set<Instant> moments = present.moments();
  static_cast<void>(present.take_told());
  std::optional<Found> first;
  for (const Sentence& sentence : tree_.sentences_in(present.order().status)) {
    if (!automatic_action(sentence)) continue;
    const auto time = first_time(sentence, moments, clock, present);
    if (time && (!first || *time < first->at)) first = Found{*time, sentence};
  }
  add_refusals(not_before(present.take_refusals(), clock), refusals_);
  return first;
}

void Course::add_state(Order order) {
  states_.push_back(std::move(order));
  evaluators_.emplace_back(tree_, states_.back());
}

void Course::step(const Found& found) {
  const std::string& action = *automatic_action(found.sentence);
  const Order& before = states_.back();
  Evaluator& evaluator = evaluators_.back();
  const auto* happens = std::get_if<syntax::HappensRule>(found.sentence.rule);
  std::set<std::string> notes = notes_on_moments(found.sentence, evaluator, found.at);
  auto amount = happens ? owed(happens->amount, evaluator, found.at) : std::nullopt;
  auto told = evaluator.take_told();
  evaluator.put_back(told);
  add_refusals(not_before(evaluator.take_refusals(), found.at), refusals_);
  evaluator.put_back(std::move(told));
  notes.merge(evaluator.take_notes());
  Order after = after_action(*tree_.actions.at(action), evaluator, found.at);
  add_refusals(not_before(evaluator.take_refusals(), found.at), refusals_);
  happenings_.push_back({found.at, tree_.name_of(*found.sentence.rule), action, before.status, after.status,
                         changes(before, after), std::move(amount), std::move(notes)});
  add_state(std::move(after));
}

}  // namespace bywhen::naive
