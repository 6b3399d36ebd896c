#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "interpreter/evaluate/settle.hpp"
#include "interpreter/order/fault_text.hpp"
#include "interpreter/order/validate.hpp"
#include "interpreter/order/value_text.hpp"
#include "interpreter/session/what_if.hpp"

namespace bywhen::session {
namespace {

using Refused = std::optional<Refusal>;

bool is_told(const std::vector<Assigned>& facts, FactId fact) {
  return std::any_of(facts.begin(), facts.end(), [fact](const Assigned& assigned) { return assigned.fact == fact; });
}

bool tells(const Planned& step, FactId fact) {
  if (const auto* given = std::get_if<GivenStep>(&step.does)) return is_told(given->facts, fact);
  const auto* deed = std::get_if<DoesStep>(&step.does);
  return deed != nullptr && is_told(deed->inputs, fact);
}

bool does_mark(const Model& model, const Planned& step, FactId fact) {
  const auto* deed = std::get_if<DoesStep>(&step.does);
  return deed != nullptr && marks(model, model.actions[deed->action], fact);
}

/// Takes the steps once.
class Replayer {
public:
  Replayer(const World& world, const State& now, const History& history, const Changes& changes)
      : world_(world), model_(world.model()), now_(now), history_(history), changes_(changes), state_(history.start) {}

  std::variant<State, Refusal> run() {
    find_marking_steps();
    if (Refused no = begin()) return std::move(*no);
    for (; next_ < history_.steps.size(); ++next_) {
      if (Refused no = take(history_.steps[next_])) return std::move(*no);
    }
    if (changes_.status && acted_) {
      if (Refused no = put_status()) return std::move(*no);
    }
    return arrive();
  }

private:
  // ── The beginning ──────────────────────────────────────────────────────────────────────────────────────────────

  /// The last step that marked a changed event is the one that is done at another time.
  void find_marking_steps() {
    for (const Override& other : changes_.facts) {
      std::optional<std::size_t> last;
      for (std::size_t i = 0; i < history_.steps.size(); ++i) {
        if (does_mark(model_, history_.steps[i], other.fact)) last = i;
      }
      if (last) moved_.emplace_back(*last, other.value);
    }
  }

  [[nodiscard]] bool said_by_a_step(FactId fact) const {
    return std::any_of(history_.steps.begin(), history_.steps.end(),
                       [&](const Planned& step) { return tells(step, fact) || does_mark(model_, step, fact); });
  }

  [[nodiscard]] bool any_acts() const {
    bool begun = history_.start.at.has_value();
    for (const Planned& step : history_.steps) {
      const bool moves = std::holds_alternative<Instant>(step.does);
      if (begun && !moves && !std::holds_alternative<std::monostate>(step.does)) return true;
      begun = begun || moves;
    }
    return false;
  }

  /// Up to the first time of the session; the order has to be a valid one then.
  Refused begin() {
    for (const Override& other : changes_.facts) {
      if (said_by_a_step(other.fact)) continue;
      state_.order.facts[other.fact] = other.value;
      state_.order.as_of.reset();
      check_ = true;
    }
    if (!state_.at) tell_the_order();
    if (!state_.at) return Refusal{std::get<Reply>(answer_of(world_, state_)), ""};
    if (changes_.at && !history_.start.at && *changes_.at < *state_.at) {
      return Refusal{refused(fmt::format("the session begins at {}", clock_text(world_, *state_.at)),
                             "ask about that time or a later one"),
                     ""};
    }
    acted_ = any_acts();
    if (changes_.status && !acted_) return put_status();
    return check_ ? check_order() : std::nullopt;
  }

  void tell_the_order() {
    check_ = true;
    for (; next_ < history_.steps.size() && !state_.at; ++next_) {
      const Planned& step = history_.steps[next_];
      if (const auto* at = std::get_if<Instant>(&step.does)) said_ = state_.at = *at;
      const auto* given = std::get_if<GivenStep>(&step.does);
      if (given == nullptr) continue;
      if (given->status) state_.order.status = *given->status;
      for (const auto& [fact, value] : told_by(step, state_, changes_.facts)) state_.order.facts[fact] = value;
    }
  }

  Refused put_status() {
    state_.order.status = *changes_.status;
    state_.order.as_of.reset();
    state_.because.reset();
    return check_order();
  }

  Refused check_order() const {
    Problems problems = validate(world_.program(), state_.order);
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
                                         clock_text(world_, at), before_->text, clock_text(world_, done_at_));
    return {refused(text, "what was done keeps its order: ask about a time between what was done before and after"),
            fmt::format("`{}` would come before `{}`", step.text, before_->text)};
  }

  Refused act(const Planned& step, Instant at) {
    if (Refused no = run_clock(at)) return would_not_go(step, std::move(*no));
    auto outcome = perform(world_, state_, step, changes_.facts, at);
    if (auto* problems = std::get_if<Problems>(&outcome))
      return would_not_go(step, {refused(std::move(*problems)), ""});
    const StatusId before = state_.order.status;
    state_.order = std::move(std::get<OrderState>(outcome));
    if (state_.order.status != before) state_.because.reset();
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
    Problems problems = validate_instant(model_, state_.order, at);
    if (!problems.empty()) return Refusal{refused(std::move(problems)), ""};
    std::optional<Fault> fault;
    const auto happened = settle(world_.program(), state_.order, at, fault);
    if (fault && fault->end <= at) return Refusal{refused(Problems{fault_problem(model_, *fault)}), ""};
    for (const Happening& happening : happened) {
      if (happening.from != happening.to) state_.because = model_.rules[happening.rule].automatic_because();
      for (const auto& [fact, value] : happening.changed) by_clock_.emplace_back(fact, happening.rule);
    }
    state_.order.as_of = at;
    return std::nullopt;
  }

  // ── The end ────────────────────────────────────────────────────────────────────────────────────────────────────

  std::variant<State, Refusal> arrive() {
    Instant end = changes_.at.value_or(*now_.at);
    if (before_ != nullptr) end = std::max(end, done_at_);
    // What the clock does after the last step is the answer's to tell.
    if (said_ && validate_instant(model_, state_.order, *said_).empty()) {
      if (Refused no = run_clock(*said_)) return std::move(*no);
    }
    State arrived = state_;
    arrived.at = end;
    if (changes_.facts.empty()) return arrived;
    if (Refused no = run_clock(end)) return std::move(*no);
    if (Refused no = find_dropped()) return std::move(*no);
    return arrived;
  }

  /// A changed fact that is another again.
  Refused find_dropped() const {
    for (const Override& other : changes_.facts) {
      const Value& value = state_.order.facts[other.fact];
      if (value == other.value) continue;
      const std::string& name = model_.facts[other.fact].name;
      const auto clock = std::find_if(by_clock_.rbegin(), by_clock_.rend(),
                                      [&](const auto& changed) { return changed.first == other.fact; });
      const std::string would_be = fmt::format("`{}` would be {} all the same", name, words_of(value));
      if (clock != by_clock_.rend()) return set_by_clock(name, would_be, clock->second);
      return Refusal{refused(would_be + ": a step sets it", "take that step back with `undo`, and ask then"),
                     would_be + ", by a step", true};
    }
    return std::nullopt;
  }

  [[nodiscard]] Refusal set_by_clock(const std::string& name, const std::string& would_be, RuleId rule) const {
    std::string help = fmt::format("`{}` follows from the order's other facts: ask about them", name);
    for (const FactId fact : world_.program().facts_read[rule]) {
      const auto* instant = std::get_if<Instant>(&state_.order.facts[fact]);
      if (instant == nullptr || !instant->is_real() || model_.facts[fact].name == name) continue;
      help += fmt::format(", such as `what if {} = …`", model_.facts[fact].name);
      break;
    }
    return {refused(would_be + ": the clock sets it", std::move(help)), would_be + ", set by the clock", true};
  }

  [[nodiscard]] std::string words_of(const Value& value) const {
    if (is_unknown(value)) return "missing";
    if (const auto* instant = std::get_if<Instant>(&value)) return clock_text(world_, *instant);
    return value_words(model_, value);
  }

  const World& world_;
  const Model& model_;
  const State& now_;
  const History& history_;
  const Changes& changes_;
  State state_;
  std::size_t next_ = 0;
  bool check_ = false;
  bool acted_ = false;
  /// Steps that are done at another time.
  std::vector<std::pair<std::size_t, Value>> moved_;
  /// The facts that the clock changed, in turn, and by which rule.
  std::vector<std::pair<FactId, RuleId>> by_clock_;
  /// What was done last, and when.
  const Planned* before_ = nullptr;
  Instant done_at_ = Instant::first();
  /// The time of the last step.
  std::optional<Instant> said_;
};

}  // namespace

std::variant<State, Refusal> replay(const World& world, const State& now, const History& history,
                                    const Changes& changes) {
  return Replayer(world, now, history, changes).run();
}

}  // namespace bywhen::session
