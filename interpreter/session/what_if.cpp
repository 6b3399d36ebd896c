#include "interpreter/session/what_if.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "interpreter/explain.hpp"
#include "interpreter/order/read_order.hpp"

namespace bywhen::session {
namespace {

struct Sorted {
  std::vector<syntax::Assignment> facts;
  std::vector<syntax::TermChange> terms;
  std::vector<syntax::SessionTime> times;
  std::vector<syntax::PolicyChange> policies;
};

Sorted sorted(const std::vector<syntax::Change>& changes) {
  Sorted sorted;
  for (const syntax::Change& change : changes) {
    if (const auto* fact = std::get_if<syntax::Assignment>(&change)) sorted.facts.push_back(*fact);
    if (const auto* term = std::get_if<syntax::TermChange>(&change)) sorted.terms.push_back(*term);
    if (const auto* time = std::get_if<syntax::SessionTime>(&change)) sorted.times.push_back(*time);
    if (const auto* policy = std::get_if<syntax::PolicyChange>(&change)) sorted.policies.push_back(*policy);
  }
  return sorted;
}

std::variant<World, Reply> other_policy(const syntax::Text& path, const FileReader& files) {
  if (!files) return refused("this program reads no files");
  FileText text = files(path.text);
  if (!text.text) return refused(fmt::format("`{}` cannot be read: {}", path.text, text.error));
  Sources sources;
  sources.add(path.text, std::move(*text.text));
  const LoadedPolicy loaded = load_policy(std::move(sources), files);
  if (!loaded.policy) return refused(loaded.diagnostics, loaded.sources);
  return make_world(*loaded.policy);
}

/// The values that facts, and perhaps the status, are to have instead.
std::variant<Changes, Reply> told_instead(const World& world, const State& now, const Sentence& sentence,
                                          const std::vector<syntax::Assignment>& facts) {
  Changes told;
  if (facts.empty()) return told;
  const syntax::Step given = syntax::GivenStep{facts, facts.front().span};
  CheckedSentence checked = resolve(world, sentence, {.step = &given, .started = false});
  if (!checked.diagnostics.empty()) return refused(std::move(checked.diagnostics), sentence.sources);
  const auto& step = std::get<GivenStep>(*checked.step);
  told.status = step.status;
  for (const Assigned& assigned : step.facts) {
    Evaluation evaluation(*checked.model, now.order, now.at.value_or(Instant::first()));
    told.facts.push_back({assigned.fact, evaluation.value(assigned.value)});
  }
  return told;
}

Reply would_not_go(const std::string& text, Reply why) {
  why.parts.insert(why.parts.begin(), ReplyLine{fmt::format("`{}` would not go through:", text), ReplyLine::Tone::bad});
  return why;
}

std::variant<Planned, Reply> read_again(const World& world, const State& state, const Planned& step) {
  const Sentence sentence = read_sentence(world, step.text);
  auto planned = plan_step(world, state, sentence);
  if (auto* reply = std::get_if<Reply>(&planned)) return would_not_go(step.text, std::move(*reply));
  return planned;
}

/// The steps with their names resolved in another world; times are what they were in this one, if that has its zone.
std::variant<History, Reply> planned_anew(const World& to, State start, const std::vector<Planned>& steps,
                                          bool same_times) {
  History history{std::move(start), {}};
  State state = history.start;
  for (const Planned& step : steps) {
    if (std::holds_alternative<std::monostate>(step.does)) continue;
    if (const auto* at = std::get_if<Instant>(&step.does)) {
      state.at = *at;
      if (same_times) {
        history.steps.push_back(step);
        continue;
      }
    }
    auto planned = read_again(to, state, step);
    if (auto* reply = std::get_if<Reply>(&planned)) return std::move(*reply);
    history.steps.push_back(std::move(std::get<Planned>(planned)));
  }
  return history;
}

}  // namespace

std::variant<State, Reply> moved(const World& from, const World& to, const State& state) {
  if (from.compiled == to.compiled || from.model().facts.size() == 0) return state;
  OrderData data = order_data(from.model(), state.order);
  auto read = read_order_json(to.program(), to_json(data));
  if (auto* problems = std::get_if<Problems>(&read)) return refused(std::move(*problems));
  return State{std::move(std::get<ReadOrder>(read).state), state.at, state.id, std::nullopt};
}

std::variant<std::pair<Planned, State>, Reply> say_again(const World& world, const State& state, const Planned& step) {
  auto planned = read_again(world, state, step);
  if (auto* reply = std::get_if<Reply>(&planned)) return std::move(*reply);
  auto stepped = take_step(world, state, std::get<Planned>(planned));
  if (auto* reply = std::get_if<Reply>(&stepped)) return would_not_go(step.text, std::move(*reply));
  return std::pair{std::move(std::get<Planned>(planned)), std::move(std::get<Stepped>(stepped).state)};
}

std::optional<Reply> set_again(const World& world, const State& now, const History& history, FactId fact) {
  Changes without;
  without.facts.push_back({fact, Value{}});
  auto replayed = replay(world, now, history, without);
  auto* refusal = std::get_if<Refusal>(&replayed);
  if (refusal == nullptr || !refusal->set_again) return std::nullopt;
  return std::move(refusal->reply);
}

namespace {

/// Another policy or other terms: the scene in that world, and how the session came there.
std::variant<std::pair<World, History>, Reply> other_world(const World& world, const History& history,
                                                           const Sentence& sentence, const Sorted& all,
                                                           const FileReader& files) {
  World there = world;
  State start = history.start;
  if (!all.policies.empty()) {
    auto other = other_policy(all.policies.back().path, files);
    if (auto* reply = std::get_if<Reply>(&other)) return std::move(*reply);
    there = std::move(std::get<World>(other));
    auto fitted = moved(world, there, history.start);
    if (auto* reply = std::get_if<Reply>(&fitted)) return std::move(*reply);
    start = std::move(std::get<State>(fitted));
  }
  if (!all.terms.empty()) {
    const Sentence here = all.policies.empty() ? sentence : read_sentence(there, sentence_text(sentence));
    auto changed = with_terms(there, here, all.terms);
    if (auto* wrong = std::get_if<Diagnostics>(&changed)) return refused(std::move(*wrong), here.sources);
    there = std::move(std::get<World>(changed));
  }
  auto anew = planned_anew(there, std::move(start), history.steps, all.policies.empty());
  if (auto* reply = std::get_if<Reply>(&anew)) return std::move(*reply);
  return std::pair{std::move(there), std::move(std::get<History>(anew))};
}

}  // namespace

std::variant<Scene, Reply> with_changes(const World& world, const State& now, const History& history,
                                        const Sentence& sentence, const std::vector<syntax::Change>& changes,
                                        const FileReader& files) {
  const Sorted all = sorted(changes);
  if (!now.at) return std::get<Reply>(answer_of(world, now));
  Scene scene{world, now};
  std::optional<History> other;
  if (!all.policies.empty() || !all.terms.empty()) {
    auto there = other_world(world, history, sentence, all, files);
    if (auto* reply = std::get_if<Reply>(&there)) return std::move(*reply);
    std::tie(scene.world, other) = std::move(std::get<std::pair<World, History>>(there));
  }
  // The sentence is read anew there: its places are those of that world's sources.
  const Sentence here = all.policies.empty() ? sentence : read_sentence(scene.world, sentence_text(sentence));
  auto instead = told_instead(scene.world, now, here, all.facts);
  if (auto* reply = std::get_if<Reply>(&instead)) return std::move(*reply);
  Changes told = std::move(std::get<Changes>(instead));
  if (!all.times.empty()) {
    auto instant = instant_of(world, now, sentence, all.times.back());
    if (auto* reply = std::get_if<Reply>(&instant)) return std::move(*reply);
    told.at = std::get<Instant>(instant);
  }
  auto state = replay(scene.world, now, other ? *other : history, told);
  if (auto* no = std::get_if<Refusal>(&state)) {
    // What is set again is no reason to look for another.
    for (const Override& other_fact : told.facts) {
      if (auto reply = set_again(scene.world, now, other ? *other : history, other_fact.fact)) return std::move(*reply);
    }
    return std::move(no->reply);
  }
  scene.state = std::move(std::get<State>(state));
  scene.later = !told.at && *scene.state.at > *now.at;
  return scene;
}

}  // namespace bywhen::session
