#include "tests/naive/outlook.hpp"

#include <algorithm>

#include "tests/naive/expressions.hpp"

namespace bywhen::naive {
namespace {

std::optional<Instant> real(Instant instant) { return instant.is_real() ? std::optional(instant) : std::nullopt; }

std::optional<Instant> real(const Reach& reach) {
  return reach.soonest == reach.latest ? real(reach.soonest) : std::nullopt;
}

}  // namespace

Outlook::Outlook(Course& course, std::size_t state)
    : course_(course), state_(state), sentences_(course.tree().sentences_in(course.state(state).status)) {
  std::set<Instant> all = {Instant::always()};
  for (std::size_t number = state; number < course.states(); ++number) all.merge(course.evaluator(number).moments());
  for (const auto& happening : course.happenings()) all.insert(happening.at);
  candidates_.assign(all.begin(), all.end());
  for (const Sentence& sentence : sentences_) named_.emplace(course.tree().name_of(*sentence.rule), sentence);
  find_doings();
}

std::set<std::string> Outlook::notes(const std::string& rule, Instant at) {
  return notes_on(named_.at(rule), course_.evaluator(state_), at);
}

void Outlook::find_doings() {
  static_cast<void>(take_refusals());
  for (const Sentence& sentence : sentences_) {
    const bool applies_some_time = std::any_of(candidates_.begin(), candidates_.end(), [&](Instant at) {
      const auto then = state_at(at);
      return then && block_applies(sentence, course_.evaluator(*then), at) != Truth::no;
    });
    if (!applies_some_time) continue;
    for (const Doing& doing : doings_in(sentence)) doings_[doing];
  }
  for (auto& [doing, samples] : doings_) {
    for (const Instant at : candidates_) samples.push_back(sample(doing, at));
  }
  refusals_ = take_refusals();
}

Refusals Outlook::take_refusals() {
  Refusals refusals;
  for (std::size_t number = state_; number < course_.states(); ++number)
    add_refusals(course_.evaluator(number).take_refusals(), refusals);
  return refusals;
}

Refusals Outlook::refusals(Instant at) {
  static_cast<void>(take_refusals());
  for (const Sentence& sentence : sentences_) {
    const auto* must = std::get_if<syntax::MustRule>(sentence.rule);
    if (must) static_cast<void>(duty(sentence, *must, at));
  }
  Refusals all = take_refusals();
  add_refusals(refusals_, all);
  return all;
}

/// The state that holds then if nobody acts; none once the clock has moved the order out of its status.
std::optional<std::size_t> Outlook::state_at(Instant at) const {
  const auto& happenings = course_.happenings();
  std::size_t number = state_;
  for (; number < happenings.size() && happenings[number].at <= at; ++number) {
    if (happenings[number].from != happenings[number].to) return std::nullopt;
  }
  return number;
}

Outlook::Sample Outlook::sample(const Doing& doing, Instant at) {
  const auto then = state_at(at);
  if (!then) return {at};
  Evaluator& evaluator = course_.evaluator(*then);
  Truth permitted = Truth::no;
  Truth prohibited = Truth::no;
  for (const Sentence& sentence : sentences_) {
    permitted = either(permitted, permits(sentence, doing, evaluator, at));
    prohibited = either(prohibited, prohibits(sentence, doing, evaluator, at));
  }
  return {at, permitted, both(permitted, opposite(prohibited))};
}

/// The samples at all candidates, and one at the instant itself.
std::vector<Outlook::Sample> Outlook::samples(const Doing& doing, Instant at) {
  std::vector<Sample> all = doings_.at(doing);
  const auto place =
      std::lower_bound(all.begin(), all.end(), at, [](const Sample& left, Instant right) { return left.at < right; });
  if (place == all.end() || place->at != at) all.insert(place, sample(doing, at));
  return all;
}

ActionView Outlook::verdict(const Doing& doing, Instant at) {
  const std::vector<Sample> all = samples(doing, at);
  const auto now = std::find_if(all.begin(), all.end(), [&](const Sample& one) { return one.at == at; });
  const auto end_of_piece = [&](auto piece) -> std::optional<Instant> {
    const auto end = std::find_if(piece, all.end(), [&](const Sample& one) { return one.allowed != piece->allowed; });
    return end == all.end() ? std::nullopt : std::optional(end->at);
  };
  if (now->allowed == Truth::yes) return {Verdict::allowed, std::nullopt, end_of_piece(now)};
  if (now->allowed == Truth::unknown) return {Verdict::unknown, std::nullopt, end_of_piece(now)};
  const auto later = std::find_if(now, all.end(), [](const Sample& one) { return one.allowed != Truth::no; });
  if (later != all.end()) return {Verdict::not_yet, later->at, end_of_piece(later)};
  if (now->permitted == Truth::yes) return {};
  for (auto end = now; end != all.begin(); --end) {
    if (std::prev(end)->permitted == Truth::yes) return {Verdict::expired, std::nullopt, end->at};
  }
  return {};
}

/// When the sentence's conditions begin to hold after the instant, by the facts as they are.
std::optional<Instant> Outlook::conditions_open(const Sentence& sentence, Instant at) {
  Evaluator& now = course_.evaluator(state_);
  auto told = now.take_told();
  const auto opens = std::find_if(candidates_.begin(), candidates_.end(), [&](Instant later) {
    return later > at && conditions_hold(sentence, now, later) != Truth::no;
  });
  now.put_back(std::move(told));
  return opens == candidates_.end() ? std::nullopt : std::optional(*opens);
}

std::optional<DutyView> Outlook::duty(const Sentence& sentence, const syntax::MustRule& must, Instant at) {
  Evaluator& now = course_.evaluator(state_);
  const DutyBounds bounds = duty_bounds(must, now, at);
  const Truth conditions = conditions_hold(sentence, now, at);
  if (bounds.arises == Truth::no) return std::nullopt;
  const auto opens = conditions == Truth::no ? conditions_open(sentence, at) : std::nullopt;
  if (conditions == Truth::no && !opens) return std::nullopt;
  DutyView view{real(bounds.opens), real(bounds.due), DutyState::unknown, owed(must.amount, now, at)};
  if (lapses_into_action(must)) {
    static_cast<void>(next_status(*course_.tree().actions.at(must.otherwise->actions.at(0).text), now, at));
  }
  if (conditions == Truth::no) {
    view.opens = std::max(view.opens.value_or(*opens), *opens);
    view.state = DutyState::ahead;
    return view;
  }
  const Truth done = duty_done(must, now, at);
  if (done == Truth::yes) {
    const Truth in_time = duty_done_in_time(must, now, at);
    if (in_time != Truth::unknown) view.state = in_time == Truth::yes ? DutyState::met : DutyState::met_late;
    return view;
  }
  const bool certain = bounds.arises == Truth::yes && conditions == Truth::yes && done == Truth::no;
  if (!certain) return view;
  const bool surely_open = at >= bounds.opens.latest;
  const bool surely_in_time = at < bounds.due.soonest;
  if (surely_open && surely_in_time) view.state = DutyState::pending;
  if (at >= bounds.due.latest) view.state = DutyState::overdue;
  if (at < bounds.opens.soonest) view.state = DutyState::ahead;
  return view;
}

View Outlook::view(Instant at) {
  View result;
  for (const auto& [doing, samples] : doings_) result.actions[doing] = verdict(doing, at);
  for (const Sentence& sentence : sentences_) {
    const auto* must = std::get_if<syntax::MustRule>(sentence.rule);
    const auto found = must ? duty(sentence, *must, at) : std::nullopt;
    if (!found) continue;
    for (const auto& actor : must->actors)
      result.deadlines[{course_.tree().name_of(*sentence.rule), actor.text}] = *found;
  }
  return result;
}

const View& Outlook::view_at_candidate(Instant candidate) {
  const auto known = views_.find(candidate);
  return known != views_.end() ? known->second : views_.emplace(candidate, view(candidate)).first->second;
}

std::optional<Instant> Outlook::valid_until(Instant at) {
  const View now = view(at);
  const auto& happenings = course_.happenings();
  const auto next = state_ < happenings.size() ? std::optional(happenings[state_].at) : std::nullopt;
  for (const Instant later : candidates_) {
    if (later <= at || (next && later >= *next)) continue;
    if (view_at_candidate(later) != now) return later;
  }
  return next;
}

std::set<std::string> Outlook::unknown_facts(const Doing& doing) {
  Expressions read;
  for (const Sentence& sentence : sentences_) {
    if (!doings_in(sentence).contains(doing)) continue;
    read.add(sentence.block->conditions);
    read.add(*sentence.rule);
  }
  std::set<std::string> found;
  for (const auto& name : facts_read(course_.tree(), read.found)) {
    if (course_.tree().facts.at(name).type() == "list") {
      found.merge(course_.evaluator(state_).unknown_in(name));
    } else if (is_unknown(course_.evaluator(state_).fact(name))) {
      found.insert(name);
    }
  }
  return found;
}

}  // namespace bywhen::naive
