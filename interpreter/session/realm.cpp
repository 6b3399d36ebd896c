#include "interpreter/session/realm.hpp"

#include <algorithm>
#include <utility>

#include "interpreter/api/names.hpp"
#include "interpreter/explain.hpp"
#include "interpreter/order/read_order.hpp"
#include "interpreter/order/validate.hpp"
#include "interpreter/order/value_text.hpp"
#include "interpreter/set/picker.hpp"
#include "interpreter/set/takeover.hpp"

namespace bywhen::session {

// ── The worlds ──

std::unique_ptr<Realm> Realm::changed(Change change) const {
  auto realm = std::make_unique<Realm>(set_, began_);
  realm->change_ = std::move(change);
  return realm;
}

const World& Realm::world(std::size_t member) const {
  std::unique_ptr<World>& known = worlds_[member];
  if (known) return *known;
  World made = make_world(set_.members()[member].policy);
  if (change_) {
    auto changed = change_(made);
    if (auto* wrong = std::get_if<Diagnostics>(&changed)) {
      failure_ = std::move(*wrong);
    } else {
      made = std::move(std::get<World>(changed));
    }
  }
  made.realm = this;
  made.member = member;
  known = std::make_unique<World>(std::move(made));
  return *known;
}

set::Cast Realm::cast() const {
  if (!change_) return set::Cast(set_);
  return set::Cast(set_, [this](std::size_t member) { return PolicyAccess::wrap(world(member).compiled); });
}

const std::variant<Planned, Reply>& Realm::plan(std::size_t member, const std::string& text, bool started) const {
  const auto key = std::make_tuple(member, text, started);
  const auto known = plans_.find(key);
  if (known != plans_.end()) return known->second;
  const World& reader = world(member);
  State state = empty_state(reader);
  // Only whether there is a time matters to what a sentence means.
  if (started) state.at = began_;
  return plans_.emplace(key, plan_step(reader, state, read_sentence(reader, text), PlanMode::as_far_as_known))
      .first->second;
}

// ── Where an order stands ──

OrderData data_of(const World& world, const State& state) {
  OrderData data = order_data(world.model(), state.order);
  data.id = state.id;
  return data;
}

State carried(const World& from, const World& to, const State& state) {
  if (&from == &to) return state;
  return {read_facts_told(to.program(), to_json(data_of(from, state))), state.at, state.id, state.because};
}

std::variant<Place, Problems> begin_with(const Realm& realm, std::string_view order_json, Instant at) {
  auto told = set::tell_story(realm.cast(), order_json, at);
  if (auto* problems = std::get_if<Problems>(&told)) return std::move(*problems);
  const set::Chapter& chapter = std::get<set::Story>(told).chapters.front();
  const OrderParts parts = PolicyAccess::parts(chapter.order);
  return Place{&realm.world(chapter.member), {parts.state, at, parts.id, std::nullopt}};
}

std::variant<Standpoint, Problems> stand_at(const World& world, const State& state, Instant at) {
  if (world.realm == nullptr) return Standpoint{{&world, state}, {}, std::nullopt};
  Problems problems = validate_instant(world.model(), state.order, at);
  if (!problems.empty()) return problems;
  const set::Cast cast = world.realm->cast();
  auto told = set::tell_story(cast, to_json(data_of(world, state)), at);
  if (auto* wrong = std::get_if<Problems>(&told)) return std::move(*wrong);
  const std::size_t member = std::get<set::Story>(told).present().member;
  Governed by = set::governed_by(cast, std::move(std::get<set::Story>(told)));
  set::tell_takeover(cast, by);
  const OrderParts parts = PolicyAccess::parts(by.order);
  Standpoint here{
      {&world.realm->world(member), {parts.state, state.at, parts.id, state.because}}, by.settled, std::nullopt};
  for (const SettledAnswer& settled : by.settled) {
    if (settled.from != settled.to) here.place.state.because = settled.because;
  }
  here.by = std::move(by);
  return here;
}

std::variant<Standpoint, Problems> stand(const World& world, const State& state) {
  if (state.at) return stand_at(world, state, *state.at);
  return Standpoint{{&world, state}, {}, std::nullopt};
}

// ── What is told ──

NamedOverrides named(const World& world, const std::vector<Override>& overrides) {
  NamedOverrides told;
  for (const Override& each : overrides) {
    std::optional<Scalar> value;
    if (!is_unknown(each.value)) value = to_scalar(world.model(), each.value);
    told.emplace_back(world.model().facts[each.fact].name, std::move(value));
  }
  return told;
}

std::vector<Override> in_slots(const World& world, const NamedOverrides& overrides) {
  OrderData data;
  const OrderState told = read_facts_told(world.program(), to_json(set::with_told(data, overrides)));
  std::vector<Override> slots;
  for (const auto& [name, value] : overrides) {
    if (const auto fact = find_name(world.model().facts, name)) slots.push_back({*fact, told.facts[*fact]});
  }
  return slots;
}

namespace {

/// The facts that a sentence tells, as far as a member reads it.
set::Told told_in(const World& from, const State& state, std::size_t member, const Planned& step,
                  const NamedOverrides& overrides) {
  const World& reader = from.realm->world(member);
  const auto& plan = from.realm->plan(member, step.text, state.at.has_value());
  const auto* planned = std::get_if<Planned>(&plan);
  if (planned == nullptr || planned->model == nullptr) return {};
  std::vector<Override> told;
  for (auto& [fact, value] : told_by(*planned, carried(from, reader, state), in_slots(reader, overrides)))
    told.push_back({fact, std::move(value)});
  return named(reader, told);
}

/// A step as a world reads it, every fact of it but those that are gone with the world before; these are to be missing.
struct Strict {
  std::variant<Planned, Reply> plan;
  NamedOverrides gone;
};

Strict strictly(const World& world, const Place& place, const Planned& step, const NamedOverrides& overrides) {
  Sentence sentence = read_sentence(world, step.text);
  NamedOverrides gone;
  if (auto* given = std::get_if<syntax::GivenStep>(&*sentence.question)) {
    for (std::string& fact : leave_out_withdrawn(place.world->model(), world.model(), given->assignments))
      gone.emplace_back(std::move(fact), std::nullopt);
    // What is to be missing all the same need not be known.
    std::erase_if(given->assignments, [&](const syntax::Assignment& assignment) {
      return !find_name(world.model().facts, assignment.fact.text) &&
             std::any_of(overrides.begin(), overrides.end(),
                         [&](const auto& other) { return other.first == assignment.fact.text && !other.second; });
    });
  }
  return {plan_step(world, place.state, sentence), std::move(gone)};
}

Reply would_not_be_read(Problem problem) { return refused(Problems{std::move(problem)}); }

/// In the light of the world that is to govern; the order must be good as a whole if it has a time.
std::variant<Place, Reply> told_under(const World& world, const Place& place, const Planned& step,
                                      const NamedOverrides& overrides) {
  auto [plan, gone] = strictly(world, place, step, overrides);
  if (auto* reply = std::get_if<Reply>(&plan)) return std::move(*reply);
  const auto& planned = std::get<Planned>(plan);
  State state = carried(*place.world, world, place.state);
  std::vector<Override> told;
  for (auto& [fact, value] : told_by(planned, state, in_slots(world, overrides)))
    told.push_back({fact, std::move(value)});
  OrderData data = set::with_told(data_of(*place.world, place.state), gone);
  data = set::with_told(std::move(data), named(world, told));
  if (const auto* given = std::get_if<GivenStep>(&planned.does); given != nullptr && given->status)
    data.status = world.model().statuses[*given->status].name;
  if (!place.state.at) {
    state.order = read_facts_told(world.program(), to_json(data));
    return Place{&world, std::move(state)};
  }
  auto read = read_order_json(world.program(), to_json(data));
  if (auto* problems = std::get_if<Problems>(&read)) return refused(std::move(*problems));
  state.order = std::move(std::get<ReadOrder>(read).state);
  Problems ahead = validate_instant(world.model(), state.order, *place.state.at);
  if (!ahead.empty()) return refused(std::move(ahead));
  return Place{&world, std::move(state)};
}

/// The member that reads what is told, seen from an instant.
std::variant<const World*, Reply> reader_at(const Place& place, const Planned& step, const NamedOverrides& overrides,
                                            Instant at) {
  const Realm& realm = *place.world->realm;
  const auto telling = [&](std::size_t member) { return told_in(*place.world, place.state, member, step, overrides); };
  auto member =
      set::member_when_told(realm.cast(), data_of(*place.world, place.state), telling, at, place.world->member);
  if (auto* problem = std::get_if<Problem>(&member)) return would_not_be_read(std::move(*problem));
  return &realm.world(std::get<std::size_t>(member));
}

/// The latest event that is told.
std::optional<Instant> latest_event(const Place& place) {
  std::optional<Instant> latest;
  const Model& model = place.world->model();
  for (FactId fact = 0; fact < model.fact_count(); ++fact) {
    const auto* at = std::get_if<Instant>(&place.state.order.facts[fact]);
    const bool happened = at != nullptr && at->is_real() && model.facts[fact].type.kind == Kind::event;
    if (happened) latest = std::max(latest.value_or(*at), *at);
  }
  return latest;
}

}  // namespace

std::variant<Place, Reply> tell_anew(const Place& place, const Planned& step, const NamedOverrides& overrides) {
  const Instant at = place.state.at.value_or(place.world->realm->began());
  const auto reader = reader_at(place, step, overrides, at);
  if (const auto* reply = std::get_if<Reply>(&reader)) return *reply;
  auto told = told_under(*std::get<const World*>(reader), place, step, overrides);
  if (std::holds_alternative<Place>(told) || place.state.at) return told;
  // No time is said yet: it may be an order of long ago, with facts that no policy of today knows.
  const auto latest = latest_event(place);
  if (!latest) return told;
  const auto earlier = reader_at(place, step, overrides, *latest);
  if (std::holds_alternative<Reply>(earlier)) return told;
  auto again = told_under(*std::get<const World*>(earlier), place, step, overrides);
  return std::holds_alternative<Place>(again) ? again : told;
}

}  // namespace bywhen::session
