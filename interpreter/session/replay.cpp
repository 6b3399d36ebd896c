#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "interpreter/api/names.hpp"
#include "interpreter/evaluate/settle.hpp"
#include "interpreter/order/fault_text.hpp"
#include "interpreter/order/validate.hpp"
#include "interpreter/order/value_text.hpp"
#include "interpreter/session/realm.hpp"
#include "interpreter/session/what_if.hpp"

namespace bywhen::session {
namespace {

using Refused = std::optional<Refusal>;

// A step may have been read in another world than that in which it is taken again: facts go by their names.

bool tells(const Planned& step, const std::string& fact) {
  const auto* given = std::get_if<GivenStep>(&step.does);
  const auto* deed = std::get_if<DoesStep>(&step.does);
  if (given == nullptr && deed == nullptr) return false;
  const std::vector<Assigned>& facts = given != nullptr ? given->facts : deed->inputs;
  return std::any_of(facts.begin(), facts.end(),
                     [&](const Assigned& assigned) { return step.model->facts[assigned.fact].name == fact; });
}

bool does_mark(const Planned& step, const std::string& fact) {
  const auto* deed = std::get_if<DoesStep>(&step.does);
  if (deed == nullptr) return false;
  const auto id = find_name(step.model->facts, fact);
  return id && marks(*step.model, step.model->actions[deed->action], *id);
}

/// Takes the steps once.
class Replayer {
public:
  Replayer(const World& world, const State& now, const History& history, const Changes& changes)
      : world_(&world),
        now_(now),
        history_(history),
        changes_(changes),
        overrides_(named(world, changes.facts)),
        facts_(changes.facts),
        state_(history.start.state) {
    for (const std::string& fact : changes.gone) overrides_.emplace_back(fact, std::nullopt);
    if (changes.status) status_ = world.model().statuses[*changes.status].name;
  }

  std::variant<Place, Refusal> run() {
    find_marking_steps();
    if (Refused no = begin()) return std::move(*no);
    for (; next_ < history_.steps.size(); ++next_) {
      if (Refused no = take(history_.steps[next_])) return std::move(*no);
    }
    if (status_ && acted_) {
      if (Refused no = put_status()) return std::move(*no);
    }
    return arrive();
  }

private:
  // ── The beginning ──────────────────────────────────────────────────────────────────────────────────────────────

  /// The last step that marked a changed event is the one that is done at another time.
  void find_marking_steps() {
    for (std::size_t changed = 0; changed < overrides_.size(); ++changed) {
      std::optional<std::size_t> last;
      for (std::size_t i = 0; i < history_.steps.size(); ++i) {
        if (does_mark(history_.steps[i], overrides_[changed].first)) last = i;
      }
      const bool known = changed < changes_.facts.size();
      if (last) moved_.emplace_back(*last, known ? changes_.facts[changed].value : Value{});
    }
  }

  [[nodiscard]] bool said_by_a_step(const std::string& fact) const {
    return std::any_of(history_.steps.begin(), history_.steps.end(),
                       [&](const Planned& step) { return tells(step, fact) || does_mark(step, fact); });
  }

  [[nodiscard]] bool any_acts() const {
    bool begun = history_.start.state.at.has_value();
    for (const Planned& step : history_.steps) {
      const bool moves = std::holds_alternative<Instant>(step.does);
      if (begun && !moves && !std::holds_alternative<std::monostate>(step.does)) return true;
      begun = begun || moves;
    }
    return false;
  }

  /// Up to the first time of the session; the order has to be a valid one then.
  Refused begin() {
    acted_ = any_acts();
    if (Refused no = world_->realm != nullptr ? begin_in_set() : begin_alone()) return no;
    if (changes_.at && !history_.start.state.at && *changes_.at < *state_.at) {
      return Refusal{refused(fmt::format("the session begins at {}", clock_text(*world_, *state_.at)),
                             "ask about that time or a later one"),
                     ""};
    }
    if (world_->realm != nullptr) return std::nullopt;
    if (status_ && !acted_) return put_status();
    return check_ ? check_order() : std::nullopt;
  }

  Refused begin_alone() {
    for (const Override& other : facts_) {
      if (said_by_a_step(model().facts[other.fact].name)) continue;
      state_.order.facts[other.fact] = other.value;
      state_.order.as_of.reset();
      check_ = true;
    }
    if (!state_.at) tell_the_order();
    return state_.at ? std::nullopt : Refused(no_time());
  }
  [[nodiscard]] Refusal no_time() const { return {std::get<Reply>(answer_of(*world_, state_)), ""}; }

  /// The order with what is otherwise picks the policy that it begins under.
  Refused begin_in_set() {
    NamedOverrides from_the_beginning;
    for (const auto& other : overrides_) {
      if (!said_by_a_step(other.first)) from_the_beginning.push_back(other);
    }
    const bool otherwise = !from_the_beginning.empty() || (status_ && !acted_);
    OrderData data = data_of(*history_.start.world, history_.start.state);
    if (!state_.at) {
      auto told = tell_in_set();
      if (auto* refusal = std::get_if<Refusal>(&told)) return std::move(*refusal);
      data = std::move(std::get<OrderData>(told));
    }
    data = set::with_told(std::move(data), from_the_beginning);
    if (otherwise) data.as_of.reset();
    if (status_ && !acted_) data.status = *status_;
    const Instant upto = std::min(*state_.at, changes_.at.value_or(*state_.at));
    auto begun = begin_with(*world_->realm, to_json(data), upto);
    if (auto* problems = std::get_if<Problems>(&begun)) return Refusal{refused(std::move(*problems)), ""};
    const auto because = otherwise ? std::nullopt : state_.because;
    enter({std::move(std::get<Place>(begun)), {}, std::nullopt});
    state_.because = because;
    return std::nullopt;
  }

  /// What is told before the first time of the session.
  std::variant<OrderData, Refusal> tell_in_set() {
    Place place{world_, empty_state(*world_)};
    for (; next_ < history_.steps.size() && !state_.at; ++next_) {
      const Planned& step = history_.steps[next_];
      if (const auto* at = std::get_if<Instant>(&step.does)) said_ = state_.at = *at;
      if (!std::holds_alternative<GivenStep>(step.does)) continue;
      auto told = tell_anew(place, step, overrides_);
      if (auto* reply = std::get_if<Reply>(&told)) return would_not_go(step, {std::move(*reply), ""});
      place = std::move(std::get<Place>(told));
    }
    if (!state_.at) return no_time();
    return data_of(*place.world, place.state);
  }

  /// Another policy may govern from here on.
  void enter(Standpoint here) {
    if (here.place.world != world_) {
      for (auto& [fact, rule] : by_clock_) rule.reset();
    }
    for (const SettledAnswer& settled : here.settled) {
      for (const auto& [fact, value] : settled.changed) by_clock_.emplace_back(fact, std::nullopt);
    }
    const auto at = state_.at;
    world_ = here.place.world;
    state_ = std::move(here.place.state);
    state_.at = at;
    facts_ = in_slots(*world_, overrides_);
  }

  void tell_the_order() {
    check_ = true;
    for (; next_ < history_.steps.size() && !state_.at; ++next_) {
      const Planned& step = history_.steps[next_];
      if (const auto* at = std::get_if<Instant>(&step.does)) said_ = state_.at = *at;
      const auto* given = std::get_if<GivenStep>(&step.does);
      if (given == nullptr) continue;
      if (given->status) state_.order.status = *given->status;
      for (const auto& [fact, value] : told_by(step, state_, facts_)) state_.order.facts[fact] = value;
    }
  }

  Refused put_status() {
    const auto status = find_name(model().statuses, *status_);
    if (!status) return Refusal{refused(fmt::format("there is no status `{}` then", *status_)), ""};
    state_.order.status = *status;
    state_.order.as_of.reset();
    state_.because.reset();
    return check_order();
  }

  Refused check_order() const {
    Problems problems = validate(world_->program(), state_.order);
    if (problems.empty()) return std::nullopt;
    return Refusal{refused(std::move(problems)), ""};
  }

  // ── The steps ──────────────────────────────────────────────────────────────────────────────────────────────────

  Refused take(const Planned& step) {
    if (const auto* at = std::get_if<Instant>(&step.does)) {
      state_.at = *at;
      if (!changes_.at || *at <= *changes_.at) said_ = std::max(said_.value_or(*at), *at);
      return std::nullopt;
    }
    if (std::holds_alternative<std::monostate>(step.does)) return std::nullopt;
    const auto own = moved_time();
    if (own && !own->is_real()) return std::nullopt;
    const Instant at = own.value_or(*state_.at);
    if (changes_.at && at > *changes_.at) return std::nullopt;
    if (before_ != nullptr && at < done_at_) return out_of_order(step, at);
    before_ = &step;
    done_at_ = at;
    said_ = std::max(said_.value_or(at), at);
    return act(step, at);
  }

  /// When this step is done, if at another time than its own; never, where it is left out.
  [[nodiscard]] std::optional<Instant> moved_time() const {
    for (const auto& [index, value] : moved_) {
      if (index != next_) continue;
      const auto* instant = std::get_if<Instant>(&value);
      return instant == nullptr ? Instant::never() : *instant;
    }
    return std::nullopt;
  }

  [[nodiscard]] Refusal out_of_order(const Planned& step, Instant at) const {
    const std::string text = fmt::format("`{}` at {} would come before `{}` at {}, which was done first", step.text,
                                         clock_text(*world_, at), before_->text, clock_text(*world_, done_at_));
    return {refused(text, "what was done keeps its order: ask about a time between what was done before and after"),
            fmt::format("`{}` would come before `{}`", step.text, before_->text)};
  }

  Refused act(const Planned& step, Instant at) {
    if (Refused no = run_clock(at)) return would_not_go(step, std::move(*no));
    if (world_->realm != nullptr && std::holds_alternative<GivenStep>(step.does)) return tell(step, at);
    const Planned* here = &step;
    if (world_->realm != nullptr) {
      const auto& plan = world_->realm->plan(world_->member, step.text, true);
      if (const auto* reply = std::get_if<Reply>(&plan)) return would_not_go(step, {*reply, ""});
      here = &std::get<Planned>(plan);
    }
    auto outcome = perform(*world_, state_, *here, facts_, at);
    if (auto* problems = std::get_if<Problems>(&outcome))
      return would_not_go(step, {refused(std::move(*problems)), ""});
    const StatusId before = state_.order.status;
    state_.order = std::move(std::get<OrderState>(outcome));
    if (state_.order.status != before) state_.because.reset();
    return std::nullopt;
  }

  /// In a set what is told may bring in another policy.
  Refused tell(const Planned& step, Instant at) {
    Place place{world_, state_};
    place.state.at = at;
    auto told = tell_anew(place, step, overrides_);
    if (auto* reply = std::get_if<Reply>(&told)) return would_not_go(step, {std::move(*reply), ""});
    enter({std::move(std::get<Place>(told)), {}, std::nullopt});
    return std::nullopt;
  }

  [[nodiscard]] static Refusal would_not_go(const Planned& step, Refusal why) {
    const std::string words = fmt::format("`{}` would not go through", step.text);
    why.reply.parts.insert(why.reply.parts.begin(), ReplyLine{words + ":", ReplyLine::Tone::bad});
    why.words = words;
    return why;
  }

  /// What the clock does until an instant.
  Refused run_clock(Instant at) {
    Problems problems = validate_instant(model(), state_.order, at);
    if (!problems.empty()) return Refusal{refused(std::move(problems)), ""};
    if (world_->realm != nullptr) {
      auto here = stand_at(*world_, state_, at);
      if (auto* wrong = std::get_if<Problems>(&here)) return Refusal{refused(std::move(*wrong)), ""};
      enter(std::move(std::get<Standpoint>(here)));
    }
    std::optional<Fault> fault;
    const auto happened = settle(world_->program(), state_.order, at, fault);
    if (fault && fault->end <= at) return Refusal{refused(Problems{fault_problem(model(), *fault)}), ""};
    for (const Happening& happening : happened) {
      if (happening.from != happening.to) state_.because = model().rules[happening.rule].automatic_because();
      for (const auto& [fact, value] : happening.changed)
        by_clock_.emplace_back(model().facts[fact].name, happening.rule);
    }
    state_.order.as_of = at;
    return std::nullopt;
  }

  // ── The end ────────────────────────────────────────────────────────────────────────────────────────────────────

  std::variant<Place, Refusal> arrive() {
    Instant end = changes_.at.value_or(*now_.at);
    if (before_ != nullptr) end = std::max(end, done_at_);
    // What the clock does after the last step is the answer's to tell.
    if (said_ && validate_instant(model(), state_.order, *said_).empty()) {
      if (Refused no = run_clock(*said_)) return std::move(*no);
    }
    State arrived = state_;
    arrived.at = end;
    const Place place{world_, std::move(arrived)};
    if (changes_.facts.empty()) return place;
    if (Refused no = run_clock(end)) return std::move(*no);
    if (Refused no = find_dropped()) return std::move(*no);
    return place;
  }

  /// A changed fact that is another again.
  Refused find_dropped() const {
    for (const Override& other : facts_) {
      const Value& value = state_.order.facts[other.fact];
      if (value == other.value) continue;
      const std::string& name = model().facts[other.fact].name;
      const auto clock = std::find_if(by_clock_.rbegin(), by_clock_.rend(),
                                      [&](const auto& changed) { return changed.first == name; });
      const std::string would_be = fmt::format("`{}` would be {} all the same", name, words_of(value));
      if (clock != by_clock_.rend()) return set_by_clock(name, would_be, clock->second);
      return Refusal{refused(would_be + ": a step sets it", "take that step back with `undo`, and ask then"),
                     would_be + ", by a step", true};
    }
    return std::nullopt;
  }

  [[nodiscard]] Refusal set_by_clock(const std::string& name, const std::string& would_be,
                                     std::optional<RuleId> rule) const {
    std::string help = fmt::format("`{}` follows from the order's other facts: ask about them", name);
    const std::vector<FactId> none;
    for (const FactId fact : rule ? world_->program().facts_read[*rule] : none) {
      const auto* instant = std::get_if<Instant>(&state_.order.facts[fact]);
      if (instant == nullptr || !instant->is_real() || model().facts[fact].name == name) continue;
      help += fmt::format(", such as `what if {} = …`", model().facts[fact].name);
      break;
    }
    return {refused(would_be + ": the clock sets it", std::move(help)), would_be + ", set by the clock", true};
  }

  [[nodiscard]] std::string words_of(const Value& value) const {
    if (is_unknown(value)) return "missing";
    if (const auto* instant = std::get_if<Instant>(&value)) return clock_text(*world_, *instant);
    return value_words(model(), value);
  }

  [[nodiscard]] const Model& model() const { return world_->model(); }

  const World* world_;
  const State& now_;
  const History& history_;
  const Changes& changes_;
  /// What is otherwise, by names, and in the slots of the world.
  NamedOverrides overrides_;
  std::vector<Override> facts_;
  std::optional<std::string> status_;
  State state_;
  std::size_t next_ = 0;
  bool check_ = false;
  bool acted_ = false;
  /// Steps that are done at another time.
  std::vector<std::pair<std::size_t, Value>> moved_;
  /// The facts that the clock changed, in turn, and by which rule of the world, if it was in this one.
  std::vector<std::pair<std::string, std::optional<RuleId>>> by_clock_;
  /// What was done last, and when.
  const Planned* before_ = nullptr;
  Instant done_at_ = Instant::first();
  /// The time of the last step.
  std::optional<Instant> said_;
};

}  // namespace

std::variant<Place, Refusal> replay(const World& world, const State& now, const History& history,
                                    const Changes& changes) {
  return Replayer(world, now, history, changes).run();
}

}  // namespace bywhen::session
