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
#include "interpreter/session/questions.hpp"
#include "interpreter/session/scenario_text.hpp"
#include "interpreter/session/searches.hpp"
#include "interpreter/session/what_if.hpp"
#include "interpreter/time/zone_text.hpp"

namespace bywhen {

using session::History;
using session::Scene;
using session::Sentence;
using session::State;
using session::World;

struct Session::Inside {
  Inside(Policy of, Instant now) : policy(std::move(of)), world(session::make_world(policy)), began(now) {}

  Policy policy;
  World world;
  FileReader files;
  std::function<bool()> stopped;
  /// When an order is looked at that comes before any time was said.
  Instant began;
  State start;
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
    State after;
    Kind kind = step;
  };
  std::vector<Turn> turns;
  std::vector<Turn> undone;

  [[nodiscard]] const State& now() const { return turns.empty() ? start : turns.back().after; }
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
  [[nodiscard]] std::variant<Turn, Reply> again(const State& state, const World& from, const Turn& turn) const {
    if (turn.kind == Turn::expectation) return Turn{turn.planned, state, turn.kind};
    if (turn.kind == Turn::loaded) {
      auto there = session::moved(from, world, turn.after);
      if (auto* reply = std::get_if<Reply>(&there)) return std::move(*reply);
      return Turn{turn.planned, std::move(std::get<State>(there)), turn.kind};
    }
    auto said = session::say_again(world, state, turn.planned);
    if (auto* reply = std::get_if<Reply>(&said)) return std::move(*reply);
    auto& [planned, there] = std::get<std::pair<session::Planned, State>>(said);
    return Turn{std::move(planned), std::move(there), turn.kind};
  }
  /// Takes the turns that another session could redo, as far as they go through here; the first that does not.
  [[nodiscard]] std::optional<std::string> take_undone(const Inside& other) {
    std::vector<Turn> taken;
    std::optional<std::string> lost;
    for (auto turn = other.undone.rbegin(); turn != other.undone.rend() && !lost; ++turn) {
      auto here = again(taken.empty() ? now() : taken.back().after, other.world, *turn);
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
  auto& parts = std::get<PolicyAccess::OrderParts>(mine);
  return State{std::move(parts.state), now, std::move(parts.id), std::nullopt};
}

ReplyLine where_it_stands(const World& world, const State& state) {
  const Status& status = world.model().statuses[state.order.status];
  if (!state.at) return {fmt::format("{} · no time yet", status.label), ReplyLine::Tone::dim};
  return {fmt::format("{} · {}", status.label, zone_time_words(world.model().zone, *state.at)),
          ReplyLine::Tone::heading};
}

Reply reply_to_step(const World& world, const session::Stepped& stepped) {
  Reply reply;
  for (const SettledAnswer& settled : stepped.settled) {
    const std::string because = settled.because.empty() ? "" : " · " + settled.because;
    reply.parts.emplace_back(ReplyLine{fmt::format("{}  {} → {}{}", session::clock_text(world, settled.at),
                                                   settled.action_label, settled.to_label, because),
                                       ReplyLine::Tone::waiting});
  }
  reply.parts.emplace_back(where_it_stands(world, stepped.state));
  return reply;
}

bool is_step(const syntax::Question& question) {
  return std::holds_alternative<syntax::GivenStep>(question) || std::holds_alternative<syntax::MoveStep>(question) ||
         std::holds_alternative<syntax::DoesStep>(question);
}

/// Answers what is no step.
class Questioner {
public:
  Questioner(const World& world, const State& now, History history, const Sentence& sentence, const FileReader& files,
             const std::function<bool()>& stopped)
      : world_(world), now_(now), history_(std::move(history)), sentence_(sentence), files_(files), stopped_(stopped) {}

  Reply operator()(const syntax::WhatIfQuestion& what_if) const {
    auto scene = changed(what_if.changes);
    if (auto* reply = std::get_if<Reply>(&scene)) return std::move(*reply);
    const Scene& there = std::get<Scene>(scene);
    Reply reply =
        what_if.question ? in_scene(there, *what_if.question) : differing({world_, now_}, there, "as it is", "what if");
    tell_when(reply, there);
    return reply;
  }

  Reply operator()(const syntax::CompareQuestion& compare) const {
    auto left = compare.right.empty() ? std::variant<Scene, Reply>(Scene{world_, now_}) : changed(compare.left);
    auto right = changed(compare.right.empty() ? compare.left : compare.right);
    for (auto* side : {&left, &right}) {
      if (auto* reply = std::get_if<Reply>(side)) return std::move(*reply);
    }
    const std::string first = compare.right.empty() ? "as it is" : "the first";
    const std::string second = compare.right.empty() ? "changed" : "the second";
    Reply reply;
    if (compare.question) {
      add(reply, first, in_scene(std::get<Scene>(left), *compare.question));
      add(reply, second, in_scene(std::get<Scene>(right), *compare.question));
    } else {
      reply = differing(std::get<Scene>(left), std::get<Scene>(right), first, second);
    }
    for (const auto* side : {&right, &left}) tell_when(reply, std::get<Scene>(*side));
    return reply;
  }

  Reply operator()(const syntax::VariesQuestion& varies) const {
    return session::ask_varies(world_, now_, history_, sentence_, varies, stopped_);
  }
  Reply operator()(const syntax::FindQuestion& find) const {
    return session::ask_find(world_, sentence_, find, stopped_);
  }
  Reply operator()(const syntax::GivenStep&) const { return {}; }
  Reply operator()(const syntax::MoveStep&) const { return {}; }
  Reply operator()(const syntax::DoesStep&) const { return {}; }
  template <typename Plain>
  Reply operator()(const Plain& plain) const {
    return session::ask_plain(world_, now_, sentence_, plain);
  }

  /// What two scenes say otherwise.
  static Reply differing(const Scene& left, const Scene& right, const std::string& first, const std::string& second) {
    auto before = session::answer_of(left.world, left.state);
    auto after = session::answer_of(right.world, right.state);
    for (auto* answer : {&before, &after}) {
      if (auto* reply = std::get_if<Reply>(answer)) return std::move(*reply);
    }
    ReplyTable table = session::differences(session::sayings(left.world, std::get<Answer>(before)),
                                            session::sayings(right.world, std::get<Answer>(after)), first, second);
    if (table.rows.empty()) return {true, {ReplyLine{"nothing would be otherwise", ReplyLine::Tone::plain}}};
    return {true, {std::move(table)}};
  }

private:
  [[nodiscard]] std::variant<Scene, Reply> changed(const std::vector<syntax::Change>& changes) const {
    return session::with_changes(world_, now_, history_, sentence_, changes, files_);
  }

  [[nodiscard]] Reply in_scene(const Scene& scene, const syntax::PlainQuestion& question) const {
    if (scene.world.compiled == world_.compiled)
      return session::ask_plain(scene.world, scene.state, sentence_, question);
    const auto last = static_cast<std::uint32_t>(sentence_.sources.size() - 1);
    const Sentence there = session::read_sentence(scene.world, sentence_.sources[last].text());
    return session::ask_plain(scene.world, scene.state, there, question);
  }

  /// A change may lead beyond the present.
  static void tell_when(Reply& reply, const Scene& scene) {
    if (!scene.later || !reply.good) return;
    const std::string text =
        fmt::format("at {}, which is later than now", session::clock_text(scene.world, *scene.state.at));
    reply.parts.insert(reply.parts.begin(), ReplyLine{text, ReplyLine::Tone::dim});
  }

  static void add(Reply& reply, const std::string& heading, Reply more) {
    reply.good = reply.good && more.good;
    reply.parts.emplace_back(ReplyLine{heading, ReplyLine::Tone::heading});
    std::move(more.parts.begin(), more.parts.end(), std::back_inserter(reply.parts));
  }

  const World& world_;
  const State& now_;
  History history_;
  const Sentence& sentence_;
  const FileReader& files_;
  const std::function<bool()>& stopped_;
};

}  // namespace

Session::Session(Policy policy, std::optional<Order> order, Instant now, FileReader files)
    : inside_(std::make_unique<Inside>(std::move(policy), now)) {
  inside_->files = std::move(files);
  inside_->start = session::empty_state(inside_->world);
  if (!order) return;
  auto state = state_of(inside_->policy, *order, now);
  if (auto* problems = std::get_if<Problems>(&state)) {
    inside_->unfit = std::move(*problems);
  } else {
    inside_->start = std::move(std::get<State>(state));
  }
}
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;
Session::~Session() = default;

Reply Session::ask(std::string_view text) {
  if (!inside_->unfit.empty()) return session::refused(inside_->unfit);
  const Sentence sentence = session::read_sentence(inside_->world, text);
  if (!sentence.question) return session::refused(sentence.diagnostics, sentence.sources);
  const State& now = inside_->now();
  if (!is_step(*sentence.question)) {
    Reply reply =
        std::visit(Questioner(inside_->world, now, inside_->history(), sentence, inside_->files, inside_->stopped),
                   *sentence.question);
    const bool kept = std::holds_alternative<syntax::ExpectStep>(*sentence.question) && reply.good;
    if (kept) inside_->turns.push_back({{question_text(text), nullptr, {}}, now, Inside::Turn::expectation});
    return reply;
  }
  auto planned = session::plan_step(inside_->world, now, sentence);
  if (auto* reply = std::get_if<Reply>(&planned)) return std::move(*reply);
  auto& step = std::get<session::Planned>(planned);
  auto stepped = session::take_step(inside_->world, now, step);
  if (auto* reply = std::get_if<Reply>(&stepped)) return std::move(*reply);
  auto& taken = std::get<session::Stepped>(stepped);
  Reply reply = reply_to_step(inside_->world, taken);
  step.text = question_text(step.text);
  inside_->turns.push_back({std::move(step), std::move(taken.state), Inside::Turn::step});
  inside_->undone.clear();
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

Reply Session::load(const Order& order) {
  const World& world = inside_->world;
  auto read = state_of(inside_->policy, order, now().value_or(inside_->began));
  if (auto* problems = std::get_if<Problems>(&read)) return session::refused(std::move(*problems));
  State state = std::move(std::get<State>(read));
  const bool later = state.order.as_of && *state.at < *state.order.as_of;
  if (later) state.at = state.order.as_of;
  if (auto answer = session::answer_of(world, state); auto* reply = std::get_if<Reply>(&answer))
    return std::move(*reply);
  Reply reply;
  if (later) {
    const std::string when = session::clock_text(world, *state.at);
    reply.parts.emplace_back(ReplyLine{fmt::format("this order was last right at {}: the session goes on then", when)});
  }
  inside_->turns.push_back({{}, std::move(state), Inside::Turn::loaded});
  inside_->undone.clear();
  inside_->unfit.clear();
  reply.parts.emplace_back(standing());
  return reply;
}

ReplyLine Session::standing() const {
  State state = inside_->now();
  if (state.at) {
    auto settled = session::settle_at(inside_->world, state, *state.at);
    if (auto* decision = std::get_if<Decision>(&settled)) state.order = std::move(decision->order);
  }
  return where_it_stands(inside_->world, state);
}

const Policy& Session::policy() const { return inside_->policy; }

Reply Session::use(Policy policy) {
  auto next = std::make_unique<Inside>(std::move(policy), inside_->began);
  auto start = session::moved(inside_->world, next->world, inside_->start);
  if (auto* reply = std::get_if<Reply>(&start)) return std::move(*reply);
  next->start = std::move(std::get<State>(start));
  for (const Inside::Turn& turn : inside_->turns) {
    auto here = next->again(next->now(), inside_->world, turn);
    if (auto* reply = std::get_if<Reply>(&here)) return std::move(*reply);
    next->turns.push_back(std::move(std::get<Inside::Turn>(here)));
  }
  const auto lost = next->take_undone(*inside_);
  next->files = std::move(inside_->files);
  next->stopped = std::move(inside_->stopped);
  Reply reply{true, {where_it_stands(next->world, next->now())}};
  if (inside_->now().at) {
    reply = Questioner::differing({inside_->world, inside_->now()}, {next->world, next->now()}, "before", "now");
  }
  if (lost) reply.parts.emplace_back(ReplyLine{fmt::format("`{}` cannot be redone any more", *lost)});
  inside_ = std::move(next);
  return reply;
}

std::optional<OrderData> Session::order() const {
  const State& now = inside_->now();
  if (!now.at) return std::nullopt;
  OrderData data = order_data(inside_->world.model(), now.order);
  data.id = now.id;
  return data;
}

std::optional<Instant> Session::now() const { return inside_->now().at; }

std::string Session::scenario(std::string_view name) const {
  const History history = inside_->history();
  std::vector<std::string> steps;
  for (const session::Planned& step : history.steps) steps.push_back(step.text);
  return session::scenario_text(inside_->world, name, history.start, steps);
}

std::vector<std::string> Session::completions(std::string_view text) const {
  return session::completions(inside_->world.model(), text);
}

std::vector<std::string> Session::rule_labels() const {
  std::vector<std::string> labels;
  for (const Rule& rule : inside_->world.model().rules) {
    if (rule.labelled) labels.push_back(rule.name);
  }
  std::sort(labels.begin(), labels.end());
  labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
  return labels;
}

bool sentence_goes_on(std::string_view text) { return question_goes_on(text); }

}  // namespace bywhen
