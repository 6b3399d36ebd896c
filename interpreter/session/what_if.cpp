#include "interpreter/session/what_if.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "interpreter/api/names.hpp"
#include "interpreter/explain.hpp"
#include "interpreter/order/read_order.hpp"
#include "interpreter/session/realm.hpp"

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

// ── A sentence that several members of a set read ──

/// The lists of changes that a sentence has, in the order in which they stand.
std::vector<const std::vector<syntax::Change>*> lists_of(const Sentence& sentence) {
  if (!sentence.question) return {};
  if (const auto* what_if = std::get_if<syntax::WhatIfQuestion>(&*sentence.question)) return {&what_if->changes};
  if (const auto* compare = std::get_if<syntax::CompareQuestion>(&*sentence.question))
    return {&compare->left, &compare->right};
  return {};
}

std::size_t number_of(const Sentence& sentence, const std::vector<syntax::Change>& changes) {
  const auto lists = lists_of(sentence);
  return static_cast<std::size_t>(std::find(lists.begin(), lists.end(), &changes) - lists.begin());
}

void keep_known(const Model& model, Sorted& all) {
  std::erase_if(all.facts, [&](const syntax::Assignment& assignment) {
    return assignment.fact.text != "status" && !find_name(model.facts, assignment.fact.text);
  });
  std::erase_if(all.terms, [&](const syntax::TermChange& change) { return !find_name(model.terms, change.term.text); });
}

/// The changes of a sentence as a member reads them, as far as it knows their names.
struct Reading {
  Sentence sentence;
  Sorted all;
};
Reading read_in(const World& world, std::string_view text, std::size_t list) {
  Reading reading{read_sentence(world, text), {}};
  reading.all = sorted(*lists_of(reading.sentence)[list]);
  keep_known(world.model(), reading.all);
  return reading;
}

/// The world that governs the order with the facts told otherwise from the beginning: it may know facts that the
/// present one does not.
std::variant<const World*, Reply> reader_of(const World& world, const State& now, const History& history,
                                            const Sentence& sentence, std::size_t list,
                                            std::optional<Instant> asked_at) {
  const Realm& realm = *world.realm;
  const std::string_view text = sentence_text(sentence);
  const auto telling = [&](std::size_t member) {
    const World& reader = realm.world(member);
    const Reading reading = read_in(reader, text, list);
    const auto told = told_instead(reader, carried(world, reader, now), reading.sentence, reading.all.facts);
    const auto* changes = std::get_if<Changes>(&told);
    return changes == nullptr ? set::Told{} : named(reader, changes->facts);
  };
  const bool from_start = history.start.state.at.has_value();
  OrderData order = from_start ? data_of(*history.start.world, history.start.state) : data_of(world, now);
  const Instant known = from_start ? *history.start.state.at : *now.at;
  const Instant at = std::min(known, asked_at.value_or(known));
  const auto member = set::member_when_told(realm.cast(), order, telling, at, world.member);
  if (const auto* problem = std::get_if<Problem>(&member)) return refused(Problems{*problem});
  return &realm.world(std::get<std::size_t>(member));
}

Reply would_not_go(const std::string& text, Reply why) {
  why.parts.insert(why.parts.begin(), ReplyLine{fmt::format("`{}` would not go through:", text), ReplyLine::Tone::bad});
  return why;
}

std::variant<Planned, Reply> read_again(const World& world, const State& state, const Planned& step) {
  const Sentence sentence = read_sentence(world, step.text);
  const auto mode = world.realm == nullptr ? PlanMode::strict : PlanMode::as_far_as_known;
  auto planned = plan_step(world, state, sentence, mode);
  if (auto* reply = std::get_if<Reply>(&planned)) return would_not_go(step.text, std::move(*reply));
  return planned;
}

/// The steps with their names resolved in another world; times are what they were in this one, if that has its zone.
std::variant<History, Reply> planned_anew(const World& to, State start, const std::vector<Planned>& steps,
                                          bool same_times) {
  State state = start;
  History history{{&to, std::move(start)}, {}};
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
  // Before any time an order need not be whole.
  if (!state.at && (from.realm != nullptr || to.realm != nullptr)) return carried(from, to, state);
  OrderData data = order_data(from.model(), state.order);
  auto read = read_order_json(to.program(), to_json(data));
  if (auto* problems = std::get_if<Problems>(&read)) return refused(std::move(*problems));
  return State{std::move(std::get<ReadOrder>(read).state), state.at, state.id, std::nullopt};
}

std::variant<std::pair<Planned, Place>, Reply> say_again(const Place& position, const Planned& step) {
  auto read = read_again(*position.world, position.state, step);
  if (auto* reply = std::get_if<Reply>(&read)) return std::move(*reply);
  auto& planned = std::get<Planned>(read);
  auto stepped = take_step(*position.world, position.state, planned);
  if (auto* reply = std::get_if<Reply>(&stepped)) return would_not_go(step.text, std::move(*reply));
  auto& there = std::get<Stepped>(stepped);
  if (there.planned) planned = std::move(*there.planned);
  return std::pair{std::move(planned), Place{there.world, std::move(there.state)}};
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

/// Another policy or other terms, which the scene keeps: the world, and how the session came there.
struct OtherWorld {
  const World* world = nullptr;
  History history;
  std::shared_ptr<const void> keeps;
};

std::variant<OtherWorld, Reply> kept(World world, Place start, const std::vector<Planned>& steps, bool same_times) {
  auto owned = std::make_shared<const World>(std::move(world));
  auto anew = planned_anew(*owned, std::move(start.state), steps, same_times);
  if (auto* reply = std::get_if<Reply>(&anew)) return std::move(*reply);
  return OtherWorld{owned.get(), std::move(std::get<History>(anew)), owned};
}

std::variant<OtherWorld, Reply> with_other_policy(const History& history, const Sentence& sentence, const Sorted& all,
                                                  const FileReader& files) {
  auto other = other_policy(all.policies.back().path, files);
  if (auto* reply = std::get_if<Reply>(&other)) return std::move(*reply);
  World there = std::move(std::get<World>(other));
  auto fitted = moved(*history.start.world, there, history.start.state);
  if (auto* reply = std::get_if<Reply>(&fitted)) return std::move(*reply);
  if (!all.terms.empty()) {
    const Sentence here = read_sentence(there, sentence_text(sentence));
    auto changed = with_terms(there, here, all.terms);
    if (auto* wrong = std::get_if<Diagnostics>(&changed)) return refused(std::move(*wrong), here.sources);
    there = std::move(std::get<World>(changed));
  }
  return kept(std::move(there), {nullptr, std::move(std::get<State>(fitted))}, history.steps, false);
}

/// In a set every member that knows the terms has the other values.
std::variant<OtherWorld, Reply> with_other_terms(const World& world, const History& history, const Sentence& sentence,
                                                 const Sorted& all, std::size_t list) {
  auto changed = with_terms(world, sentence, all.terms);
  if (auto* wrong = std::get_if<Diagnostics>(&changed)) return refused(std::move(*wrong), sentence.sources);
  if (world.realm == nullptr) return kept(std::move(std::get<World>(changed)), history.start, history.steps, true);
  const std::string text(sentence_text(sentence));
  std::shared_ptr<const Realm> realm =
      world.realm->changed([text, list](const World& member) -> std::variant<World, Diagnostics> {
        const Reading reading = read_in(member, text, list);
        if (reading.all.terms.empty()) return member;
        return with_terms(member, reading.sentence, reading.all.terms);
      });
  return OtherWorld{&realm->world(world.member), history, realm};
}

/// Takes the steps again in the scene's world.
std::variant<Scene, Reply> played(Scene scene, const World& world, const State& now, const History& history,
                                  const Sentence& sentence, Sorted all) {
  std::vector<std::string> gone;
  if (world.realm != nullptr) gone = leave_out_withdrawn(world.model(), scene.world->model(), all.facts);
  auto instead = told_instead(*scene.world, scene.state, sentence, all.facts);
  if (auto* reply = std::get_if<Reply>(&instead)) return std::move(*reply);
  Changes told = std::move(std::get<Changes>(instead));
  told.gone = std::move(gone);
  if (!all.times.empty()) {
    const Sentence asked = read_sentence(world, sentence_text(sentence));
    auto instant = instant_of(world, now, asked, all.times.back());
    if (auto* reply = std::get_if<Reply>(&instant)) return std::move(*reply);
    told.at = std::get<Instant>(instant);
  }
  auto arrived = replay(*scene.world, now, history, told);
  const Realm* realm = scene.world->realm;
  if (realm != nullptr && realm->failure()) return refused(*realm->failure(), sentence.sources);
  if (auto* no = std::get_if<Refusal>(&arrived)) {
    // What is set again is no reason to look for another.
    for (const Override& other_fact : told.facts) {
      if (auto reply = set_again(*scene.world, now, history, other_fact.fact)) return std::move(*reply);
    }
    return std::move(no->reply);
  }
  auto& position = std::get<Place>(arrived);
  scene.world = position.world;
  scene.state = std::move(position.state);
  scene.later = !told.at && *scene.state.at > *now.at;
  return scene;
}

}  // namespace

std::variant<Scene, Reply> with_changes(const World& world, const State& now, const History& history,
                                        const Sentence& sentence, const std::vector<syntax::Change>& changes,
                                        const FileReader& files) {
  if (!now.at) return std::get<Reply>(answer_of(world, now));
  const std::size_t list = number_of(sentence, changes);
  const bool other_policy = !sorted(changes).policies.empty();
  Scene scene{&world, now};
  if (world.realm != nullptr && !other_policy) {
    std::optional<Instant> asked_at;
    if (const auto& times = sorted(changes).times; !times.empty()) {
      auto instant = instant_of(world, now, sentence, times.back());
      if (auto* reply = std::get_if<Reply>(&instant)) return std::move(*reply);
      asked_at = std::get<Instant>(instant);
    }
    auto reader = reader_of(world, now, history, sentence, list, asked_at);
    if (auto* reply = std::get_if<Reply>(&reader)) return std::move(*reply);
    scene.world = std::get<const World*>(reader);
    scene.state = carried(world, *scene.world, now);
  }
  // Each world reads the sentence anew: its places are those of that world's sources.
  Sentence here = read_sentence(*scene.world, sentence_text(sentence));
  Sorted all = sorted(*lists_of(here)[list]);
  std::optional<History> other;
  if (other_policy || !all.terms.empty()) {
    auto there = other_policy ? with_other_policy(history, here, all, files)
                              : with_other_terms(*scene.world, history, here, all, list);
    if (auto* reply = std::get_if<Reply>(&there)) return std::move(*reply);
    auto& found = std::get<OtherWorld>(there);
    scene.world = found.world;
    scene.keeps = std::move(found.keeps);
    if (other_policy) scene.state = carried(world, *scene.world, now);
    other = std::move(found.history);
    here = read_sentence(*scene.world, sentence_text(sentence));
    all = sorted(*lists_of(here)[list]);
  }
  return played(std::move(scene), world, now, other ? *other : history, here, std::move(all));
}

}  // namespace bywhen::session
