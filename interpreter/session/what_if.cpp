#include "interpreter/session/what_if.hpp"

#include <fmt/format.h>

#include <algorithm>
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

struct Told {
  std::vector<Override> overrides;
  std::optional<StatusId> status;
};

/// The values that facts, and perhaps the status, are to have instead.
std::variant<Told, Reply> told_instead(const World& world, const State& now, const Sentence& sentence,
                                       const std::vector<syntax::Assignment>& facts) {
  Told told;
  if (facts.empty()) return told;
  const syntax::Step given = syntax::GivenStep{facts, facts.front().span};
  CheckedSentence checked = resolve(world, sentence, {.step = &given, .started = false});
  if (!checked.diagnostics.empty()) return refused(std::move(checked.diagnostics), sentence.sources);
  const auto& step = std::get<GivenStep>(*checked.step);
  told.status = step.status;
  for (const Assigned& assigned : step.facts) {
    Evaluation evaluation(*checked.model, now.order, now.at.value_or(Instant::first()));
    told.overrides.push_back({assigned.fact, evaluation.value(assigned.value)});
  }
  return told;
}

/// A step of the session tells the fact, or marks it: it is told or marked otherwise there.
bool says(const World& world, const std::string& text, FactId fact) {
  const Sentence sentence = read_sentence(world, text);
  if (!sentence.question) return false;
  const std::string& name = world.model().facts[fact].name;
  if (const auto* given = std::get_if<syntax::GivenStep>(&*sentence.question)) {
    return std::any_of(given->assignments.begin(), given->assignments.end(),
                       [&](const syntax::Assignment& assignment) { return assignment.fact.text == name; });
  }
  const auto* does = std::get_if<syntax::DoesStep>(&*sentence.question);
  if (does == nullptr) return false;
  const auto& actions = world.model().actions;
  const auto action = std::find_if(actions.begin(), actions.end(),
                                   [&](const Action& candidate) { return candidate.name == does->action.text; });
  return action != actions.end() && marks(world.model(), *action, fact);
}

bool any_says(const World& world, const std::vector<std::string>& steps, FactId fact) {
  return std::any_of(steps.begin(), steps.end(), [&](const std::string& text) { return says(world, text, fact); });
}

/// The order that the session began with, told otherwise: then nothing of what the clock did is settled yet.
State told_otherwise(const World& world, State start, const std::vector<std::string>& steps,
                     const std::vector<Override>& overrides) {
  for (const Override& other : overrides) {
    if (any_says(world, steps, other.fact)) continue;
    start.order.facts[other.fact] = other.value;
    start.order.as_of.reset();
  }
  return start;
}

}  // namespace

std::variant<State, Reply> moved(const World& from, const World& to, const State& state) {
  if (from.compiled == to.compiled || from.model().facts.size() == 0) return state;
  OrderData data = order_data(from.model(), state.order);
  auto read = read_order_json(to.program(), to_json(data));
  if (auto* problems = std::get_if<Problems>(&read)) return refused(std::move(*problems));
  return State{std::move(std::get<ReadOrder>(read).state), state.at, state.id, std::nullopt};
}

std::variant<State, Reply> replay(const World& world, const History& history, std::optional<Instant> upto,
                                  const std::vector<Override>& overrides) {
  State state = told_otherwise(world, history.start, history.steps, overrides);
  if (upto && state.at) state.at = std::min(*state.at, *upto);
  for (const std::string& text : history.steps) {
    const Sentence sentence = read_sentence(world, text);
    if (!sentence.question) return refused(sentence.diagnostics, sentence.sources);
    if (std::holds_alternative<syntax::ExpectStep>(*sentence.question)) continue;
    auto stepped = take_step(world, state, sentence, overrides);
    if (auto* reply = std::get_if<Reply>(&stepped)) {
      reply->parts.insert(reply->parts.begin(),
                          ReplyLine{fmt::format("`{}` would not go through:", text), ReplyLine::Tone::bad});
      return std::move(*reply);
    }
    State& after = std::get<Stepped>(stepped).state;
    if (upto && after.at && *after.at > *upto) break;
    state = std::move(after);
  }
  return state;
}

std::variant<Scene, Reply> with_changes(const World& world, const State& now, const History& history,
                                        const Sentence& sentence, const std::vector<syntax::Change>& changes,
                                        const FileReader& files) {
  const Sorted all = sorted(changes);
  Scene scene{world, now};
  History there = history;
  if (!all.policies.empty()) {
    auto other = other_policy(all.policies.back().path, files);
    if (auto* reply = std::get_if<Reply>(&other)) return std::move(*reply);
    scene.world = std::move(std::get<World>(other));
    auto start = moved(world, scene.world, history.start);
    if (auto* reply = std::get_if<Reply>(&start)) return std::move(*reply);
    there.start = std::move(std::get<State>(start));
  }
  // The sentence is read anew there: its places are those of that world's sources.
  const std::string_view text = sentence.sources[static_cast<std::uint32_t>(sentence.sources.size() - 1)].text();
  const Sentence here = all.policies.empty() ? sentence : read_sentence(scene.world, text);
  if (!all.terms.empty()) {
    auto changed = with_terms(scene.world, here, all.terms);
    if (auto* wrong = std::get_if<Diagnostics>(&changed)) return refused(std::move(*wrong), here.sources);
    scene.world = std::move(std::get<World>(changed));
  }
  auto instead = told_instead(scene.world, now, here, all.facts);
  if (auto* reply = std::get_if<Reply>(&instead)) return std::move(*reply);
  const Told& told = std::get<Told>(instead);
  std::optional<Instant> at;
  if (!all.times.empty()) {
    auto instant = instant_of(world, now, sentence, all.times.back());
    if (auto* reply = std::get_if<Reply>(&instant)) return std::move(*reply);
    at = std::get<Instant>(instant);
  }
  auto state = replay(scene.world, there, at, told.overrides);
  if (auto* reply = std::get_if<Reply>(&state)) return std::move(*reply);
  scene.state = std::move(std::get<State>(state));
  if (told.status) {
    scene.state.order.status = *told.status;
    scene.state.order.as_of.reset();
  }
  if (scene.state.at && (at || now.at)) scene.state.at = std::max(*scene.state.at, at.value_or(*now.at));
  return scene;
}

}  // namespace bywhen::session
