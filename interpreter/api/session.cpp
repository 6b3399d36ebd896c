#include "bywhen/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

#include "interpreter/api/access.hpp"
#include "interpreter/api/order_parts.hpp"
#include "interpreter/explain.hpp"
#include "interpreter/order/validate.hpp"
#include "interpreter/session/completion.hpp"
#include "interpreter/session/questioner.hpp"
#include "interpreter/session/realm.hpp"
#include "interpreter/session/scenario_text.hpp"
#include "interpreter/session/what_if.hpp"
#include "interpreter/set/picker.hpp"
#include "interpreter/time/zone_text.hpp"

namespace bywhen {

using session::History;
using session::Place;
using session::Realm;
using session::Sentence;
using session::State;
using session::World;

struct Session::Inside {
  Inside(const Policy& policy, Instant now)
      : alone(std::make_unique<World>(session::make_world(policy))), began(now), first(alone.get()) {
    start = {first, session::empty_state(*first)};
  }
  Inside(PolicySet set, Instant now) : realm(std::make_unique<Realm>(std::move(set), now)), began(now) {
    const auto picked = set::Picker(PolicySetAccess::inside(realm->set()), "{}").pick(now);
    first = &realm->world(picked ? picked->member : 0);
    start = {first, session::empty_state(*first)};
  }

  /// One of the two: the world of a policy, or those of a set.
  std::unique_ptr<World> alone;
  std::unique_ptr<Realm> realm;
  FileReader files;
  std::function<bool()> stopped;
  /// When an order is looked at that comes before any time was said.
  Instant began;
  /// By which nothing that is told yet is read.
  const World* first;
  Place start;
  /// Why the order that it should begin with does not fit the policy.
  Problems unfit;
  struct Turn {
    enum Kind {
      step,
      /// Changes nothing: only a saved scenario needs it.
      expectation,
      /// Another order takes the place of all that was before.
      loaded,
    };
    session::Planned planned;
    Place after;
    Kind kind = step;
  };
  std::vector<Turn> turns;
  std::vector<Turn> undone;

  [[nodiscard]] const Place& now() const { return turns.empty() ? start : turns.back().after; }
  /// In the world that governs now.
  [[nodiscard]] std::variant<Place, Problems> here() const {
    auto standpoint = session::stand(*now().world, now().state);
    if (auto* problems = std::get_if<Problems>(&standpoint)) return std::move(*problems);
    return std::move(std::get<session::Standpoint>(standpoint).place);
  }
  /// The same; where the order cannot be looked at now, the world that it was last read by.
  [[nodiscard]] Place somewhere() const {
    auto found = here();
    if (auto* place = std::get_if<Place>(&found)) return std::move(*place);
    return now();
  }
  /// The turns since the order came.
  [[nodiscard]] std::span<const Turn> story() const {
    const auto from =
        std::find_if(turns.rbegin(), turns.rend(), [](const Turn& turn) { return turn.kind == Turn::loaded; });
    return std::span(turns).subspan(static_cast<std::size_t>(from.base() - turns.begin()));
  }
  [[nodiscard]] History history() const {
    const auto since = story();
    History history{since.size() == turns.size() ? start : turns[turns.size() - since.size() - 1].after, {}};
    for (const Turn& turn : since) history.steps.push_back(turn.planned);
    return history;
  }
  /// A turn of another session, said again in a state of this one.
  [[nodiscard]] std::variant<Turn, Reply> again(const Place& place, const Turn& turn) const {
    if (turn.kind == Turn::expectation) return Turn{turn.planned, place, turn.kind};
    if (turn.kind == Turn::loaded) {
      auto there = taken_over(turn.after);
      if (auto* reply = std::get_if<Reply>(&there)) return std::move(*reply);
      return Turn{turn.planned, std::move(std::get<Place>(there)), turn.kind};
    }
    auto said = session::say_again(place, turn.planned);
    if (auto* reply = std::get_if<Reply>(&said)) return std::move(*reply);
    auto& [planned, there] = std::get<std::pair<session::Planned, Place>>(said);
    return Turn{std::move(planned), std::move(there), turn.kind};
  }
  /// An order of another session, in a world of this one.
  [[nodiscard]] std::variant<Place, Reply> taken_over(const Place& other) const {
    const World* to = first;
    if (realm && other.state.at) {
      auto place = in_set(to_json(session::data_of(*other.world, other.state)), *other.state.at);
      if (auto* problems = std::get_if<Problems>(&place)) return session::refused(std::move(*problems));
      return std::move(std::get<Place>(place));
    }
    auto there = session::moved(*other.world, *to, other.state);
    if (auto* reply = std::get_if<Reply>(&there)) return std::move(*reply);
    return Place{to, std::move(std::get<State>(there))};
  }
  /// An order as it comes to the set: by the member that its story begins with.
  [[nodiscard]] std::variant<Place, Problems> in_set(std::string_view order_json, Instant at) const {
    return session::begin_with(*realm, order_json, at);
  }
  /// Goes on with another order; the reply does not tell yet where it stands.
  Reply load(Place place);
  /// A step, said in the world that governs now.
  Reply take(const Place& here, const Sentence& sentence);
  /// Takes the turns that another session could redo, as far as they go through here; the first that does not.
  [[nodiscard]] std::optional<std::string> take_undone(const Inside& other) {
    std::vector<Turn> taken;
    std::optional<std::string> lost;
    for (auto turn = other.undone.rbegin(); turn != other.undone.rend() && !lost; ++turn) {
      auto here = again(taken.empty() ? now() : taken.back().after, *turn);
      if (std::holds_alternative<Reply>(here)) {
        lost = turn->planned.text;
      } else {
        taken.push_back(std::move(std::get<Turn>(here)));
      }
    }
    undone.assign(std::make_move_iterator(taken.rbegin()), std::make_move_iterator(taken.rend()));
    return lost;
  }
};

namespace {

/// The problems of an order that does not fit the policy.
std::variant<State, Problems> state_of(const Policy& policy, const Order& order, Instant now) {
  auto mine = parts_for(policy, order);
  if (auto* problems = std::get_if<Problems>(&mine)) return std::move(*problems);
  auto& parts = std::get<OrderParts>(mine);
  return State{std::move(parts.state), now, std::move(parts.id), std::nullopt};
}

ReplyLine where_it_stands(const World& world, const State& state) {
  const Status& status = world.model().statuses[state.order.status];
  if (!state.at) return {fmt::format("{} · no time yet", status.label), ReplyLine::Tone::dim};
  return {fmt::format("{} · {}", status.label, zone_time_words(world.model().zone, *state.at)),
          ReplyLine::Tone::heading};
}

/// Says that another version governs since the step.
void tell_of_version(const World& before, const World& after, Reply& reply) {
  if (&before == &after) return;
  const PolicyMember& member = after.realm->set().members()[after.member];
  std::string by = member.version.empty() ? "the first version" : fmt::format("version {}", member.version);
  for (std::size_t i = 0; i < member.overlays.size(); ++i)
    by += fmt::format("{}{}", i == 0 ? " with " : ", ", member.overlays[i]);
  reply.parts.emplace_back(ReplyLine{fmt::format("governed by {} from now on", by), ReplyLine::Tone::dim});
}

Reply reply_to_step(const World& before, const session::Stepped& stepped) {
  const World& world = *stepped.world;
  Reply reply;
  for (const SettledAnswer& settled : stepped.settled) {
    const std::string because = settled.because.empty() ? "" : " · " + settled.because;
    reply.parts.emplace_back(ReplyLine{fmt::format("{}  {} → {}{}", session::clock_text(world, settled.at),
                                                   settled.action_label, settled.to_label, because),
                                       ReplyLine::Tone::waiting});
  }
  tell_of_version(before, world, reply);
  reply.parts.emplace_back(where_it_stands(world, stepped.state));
  return reply;
}

bool is_step(const syntax::Question& question) {
  return std::holds_alternative<syntax::GivenStep>(question) || std::holds_alternative<syntax::MoveStep>(question) ||
         std::holds_alternative<syntax::DoesStep>(question);
}

}  // namespace

Reply Session::Inside::take(const Place& here, const Sentence& sentence) {
  // In a set what is told may bring in a policy that knows more facts.
  const auto mode = realm ? session::PlanMode::as_far_as_known : session::PlanMode::strict;
  auto planned = session::plan_step(*here.world, here.state, sentence, mode);
  if (auto* reply = std::get_if<Reply>(&planned)) return std::move(*reply);
  auto& step = std::get<session::Planned>(planned);
  auto stepped = session::take_step(*now().world, now().state, step);
  if (auto* reply = std::get_if<Reply>(&stepped)) return std::move(*reply);
  auto& taken = std::get<session::Stepped>(stepped);
  Reply reply = reply_to_step(*here.world, taken);
  if (taken.planned) step = std::move(*taken.planned);
  step.text = question_text(step.text);
  turns.push_back({std::move(step), {taken.world, std::move(taken.state)}, Turn::step});
  undone.clear();
  return reply;
}

Session::Session(const Policy& policy, std::optional<Order> order, Instant now, FileReader files)
    : inside_(std::make_unique<Inside>(policy, now)) {
  inside_->files = std::move(files);
  if (!order) return;
  auto state = state_of(policy, *order, now);
  if (auto* problems = std::get_if<Problems>(&state)) {
    inside_->unfit = std::move(*problems);
  } else {
    inside_->start.state = std::move(std::get<State>(state));
  }
}
Session::Session(PolicySet set, std::optional<std::string> order_json, Instant now, FileReader files)
    : inside_(std::make_unique<Inside>(std::move(set), now)) {
  inside_->files = std::move(files);
  if (!order_json) return;
  auto place = inside_->in_set(*order_json, now);
  if (auto* problems = std::get_if<Problems>(&place)) {
    inside_->unfit = std::move(*problems);
  } else {
    inside_->start = std::move(std::get<Place>(place));
  }
}
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;
Session::~Session() = default;

Reply Session::ask(std::string_view text) {
  if (!inside_->unfit.empty()) return session::refused(inside_->unfit);
  auto standing = inside_->here();
  if (auto* problems = std::get_if<Problems>(&standing)) return session::refused(std::move(*problems));
  const Place& here = std::get<Place>(standing);
  const Sentence sentence = session::read_sentence(*here.world, text);
  if (!sentence.question) return session::refused(sentence.diagnostics, sentence.sources);
  if (is_step(*sentence.question)) return inside_->take(here, sentence);
  const Place now = inside_->now();
  Reply reply = session::answer_question(now, here, inside_->history(), sentence, inside_->files, inside_->stopped);
  const bool kept = std::holds_alternative<syntax::ExpectStep>(*sentence.question) && reply.good;
  if (kept) inside_->turns.push_back({{question_text(text), nullptr, {}}, now, Inside::Turn::expectation});
  return reply;
}

void Session::stop_when(std::function<bool()> stopped) { inside_->stopped = std::move(stopped); }

bool Session::undo() {
  auto& turns = inside_->turns;
  const auto is_step = [](const Inside::Turn& turn) { return turn.kind != Inside::Turn::expectation; };
  if (std::none_of(turns.begin(), turns.end(), is_step)) return false;
  for (bool step = false; !step;) {
    step = is_step(turns.back());
    inside_->undone.push_back(std::move(turns.back()));
    turns.pop_back();
  }
  return true;
}

bool Session::redo() {
  auto& undone = inside_->undone;
  if (undone.empty()) return false;
  // What was expected after a step comes back with it.
  do {
    inside_->turns.push_back(std::move(undone.back()));
    undone.pop_back();
  } while (!undone.empty() && undone.back().kind == Inside::Turn::expectation);
  return true;
}

void Session::reset() {
  inside_->turns.resize(inside_->turns.size() - inside_->story().size());
  inside_->undone.clear();
}

Reply Session::Inside::load(Place place) {
  State& state = place.state;
  const bool later = state.order.as_of && *state.at < *state.order.as_of;
  if (later) state.at = state.order.as_of;
  if (auto answer = session::answer_of(*place.world, state); auto* reply = std::get_if<Reply>(&answer))
    return std::move(*reply);
  Reply reply;
  if (later) {
    const std::string when = session::clock_text(*place.world, *state.at);
    reply.parts.emplace_back(ReplyLine{fmt::format("this order was last right at {}: the session goes on then", when)});
  }
  turns.push_back({{}, std::move(place), Turn::loaded});
  undone.clear();
  unfit.clear();
  return reply;
}

Reply Session::load(const Order& order) {
  if (inside_->realm) return load(to_json(order.data()));
  const Instant at = now().value_or(inside_->began);
  auto read = state_of(policy(), order, at);
  if (auto* problems = std::get_if<Problems>(&read)) return session::refused(std::move(*problems));
  Reply reply = inside_->load({inside_->first, std::move(std::get<State>(read))});
  if (reply.good) reply.parts.emplace_back(standing());
  return reply;
}

Reply Session::load(std::string_view order_json) {
  if (!inside_->realm) {
    auto order = read_order(policy(), order_json);
    if (auto* problems = std::get_if<Problems>(&order)) return session::refused(std::move(*problems));
    return load(std::get<Order>(order));
  }
  const Instant at = now().value_or(inside_->began);
  auto place = inside_->in_set(order_json, at);
  if (auto* problems = std::get_if<Problems>(&place)) return session::refused(std::move(*problems));
  Reply reply = inside_->load(std::move(std::get<Place>(place)));
  if (reply.good) reply.parts.emplace_back(standing());
  return reply;
}

ReplyLine Session::standing() const {
  auto [world, state] = inside_->somewhere();
  if (state.at) {
    auto settled = session::settle_at(*world, state, *state.at);
    if (auto* decision = std::get_if<Decision>(&settled)) state.order = std::move(decision->order);
  }
  return where_it_stands(*world, state);
}

Policy Session::policy() const { return PolicyAccess::wrap(inside_->somewhere().world->compiled); }

const PolicySet* Session::set() const { return inside_->realm ? &inside_->realm->set() : nullptr; }

Reply Session::use(const Policy& policy) { return go_on(std::make_unique<Inside>(policy, inside_->began)); }
Reply Session::use(PolicySet set) { return go_on(std::make_unique<Inside>(std::move(set), inside_->began)); }

Reply Session::go_on(std::unique_ptr<Inside> next) {
  auto start = next->taken_over(inside_->start);
  if (auto* reply = std::get_if<Reply>(&start)) return std::move(*reply);
  next->start = std::move(std::get<Place>(start));
  for (const Inside::Turn& turn : inside_->turns) {
    auto here = next->again(next->now(), turn);
    if (auto* reply = std::get_if<Reply>(&here)) return std::move(*reply);
    next->turns.push_back(std::move(std::get<Inside::Turn>(here)));
  }
  const auto lost = next->take_undone(*inside_);
  next->files = std::move(inside_->files);
  next->stopped = std::move(inside_->stopped);
  const Place now = next->now();
  Reply reply{true, {where_it_stands(*now.world, now.state)}};
  if (inside_->now().state.at) {
    const Place before = inside_->now();
    reply = session::differing({before.world, before.state}, {now.world, now.state}, "before", "now");
  }
  if (lost) reply.parts.emplace_back(ReplyLine{fmt::format("`{}` cannot be redone any more", *lost)});
  inside_ = std::move(next);
  return reply;
}

std::optional<OrderData> Session::order() const {
  const Place now = inside_->somewhere();
  if (!now.state.at) return std::nullopt;
  return session::data_of(*now.world, now.state);
}

std::optional<Instant> Session::now() const { return inside_->now().state.at; }

std::string Session::scenario(std::string_view name) const {
  const History history = inside_->history();
  std::vector<std::string> steps;
  for (const session::Planned& step : history.steps) steps.push_back(step.text);
  return session::scenario_text(*history.start.world, name, history.start.state, steps);
}

std::vector<std::string> Session::completions(std::string_view text) const {
  return session::completions(inside_->somewhere().world->model(), text);
}

std::vector<std::string> Session::rule_labels() const {
  std::vector<std::string> labels;
  const Place now = inside_->somewhere();
  for (const Rule& rule : now.world->model().rules) {
    if (rule.labelled) labels.push_back(rule.name);
  }
  std::sort(labels.begin(), labels.end());
  labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
  return labels;
}

bool sentence_goes_on(std::string_view text) { return question_goes_on(text); }

}  // namespace bywhen
