#include "interpreter/session/steps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "interpreter/evaluate/act.hpp"
#include "interpreter/explain.hpp"
#include "interpreter/order/fault_text.hpp"
#include "interpreter/order/validate.hpp"
#include "interpreter/time/zone_text.hpp"

namespace bywhen::session {

Reply refused(std::string text, std::string help) {
  Reply reply{false, {ReplyLine{std::move(text), ReplyLine::Tone::bad}}};
  if (!help.empty()) reply.parts.emplace_back(ReplyLine{std::move(help), ReplyLine::Tone::plain});
  return reply;
}

Reply refused(Diagnostics diagnostics, const Sources& sources) {
  return {false, {ReplyMistakes{std::move(diagnostics), sources}}};
}

Reply refused(Problems problems) { return {false, {std::move(problems)}}; }

std::string clock_text(const World& world, Instant instant) { return zone_time_literal(world.model().zone, instant); }

std::variant<Decision, Reply> settle_at(const World& world, const State& state, Instant at) {
  Problems problems = validate_instant(world.model(), state.order, at);
  if (!problems.empty()) return refused(std::move(problems));
  auto decided = decide(world.program(), state.order, at);
  if (const auto* fault = std::get_if<Fault>(&decided)) return refused(Problems{fault_problem(world.model(), *fault)});
  return std::move(std::get<Decision>(decided));
}

std::variant<Answer, Reply> answer_of(const World& world, const State& state) {
  if (!state.at)
    return refused("the session has not said when it is yet",
                   "give the order's facts and then the time: `at 2026-03-01 10:00`");
  auto decided = settle_at(world, state, *state.at);
  if (auto* reply = std::get_if<Reply>(&decided)) return std::move(*reply);
  Answer answer = explain(world.program(), world.compiled->sources, std::get<Decision>(decided));
  answer.policy.digest = world.model().digest;
  answer.policy.tzdata = world.compiled->tzdata;
  answer.order.id = state.id;
  return answer;
}

namespace {

/// The next deadline that is not met.
std::optional<Instant> next_deadline(const Answer& answer) {
  std::optional<Instant> next;
  for (const DeadlineAnswer& duty : answer.deadlines) {
    const bool open = duty.state == DutyState::pending || duty.state == DutyState::ahead;
    if (open && duty.due && (!next || *duty.due < *next)) next = duty.due;
  }
  return next;
}

/// The time as a moment of the language, counted from now or from the deadline.
std::variant<syntax::Expr, Reply> moment_of(const World& world, const State& state, const syntax::SessionTime& time) {
  if (time.moment) return *time.moment;
  auto answered = answer_of(world, state);
  if (auto* reply = std::get_if<Reply>(&answered)) return std::move(*reply);
  std::optional<Instant> from = state.at;
  if (time.deadline) from = next_deadline(std::get<Answer>(answered));
  if (!from) return refused("no deadline lies ahead", "say the time itself, or `at +3 days`");
  syntax::Expr anchor{syntax::TimeLiteral{format_rfc3339(*from)}, time.span};
  if (!time.duration) return anchor;
  syntax::Shift shift;
  shift.duration = *time.duration;
  shift.before = time.before;
  shift.anchor = std::move(anchor);
  return syntax::Expr{std::move(shift), time.span};
}

}  // namespace

std::variant<Instant, Reply> instant_of(const World& world, const State& state, const Sentence& sentence,
                                        const syntax::SessionTime& time) {
  auto moment = moment_of(world, state, time);
  if (auto* reply = std::get_if<Reply>(&moment)) return std::move(*reply);
  CheckedSentence checked = resolve(world, sentence, {.moment = &std::get<syntax::Expr>(moment)});
  if (!checked.diagnostics.empty()) return refused(std::move(checked.diagnostics), sentence.sources);
  Evaluation evaluation(*checked.model, state.order, state.at.value_or(Instant::first()));
  const auto instant = evaluation.moment(*checked.moment);
  if (instant && instant->is_real()) return *instant;
  return refused("this time never comes", "count from something that has happened");
}

bool marks(const Model& model, const Action& action, FactId event) {
  const auto has = [event](const std::vector<Mark>& all) {
    return std::any_of(all.begin(), all.end(), [event](const Mark& mark) { return mark.event == event; });
  };
  return has(action.marks) || std::any_of(action.becomes.begin(), action.becomes.end(), [&](const Becoming& becoming) {
           return has(model.statuses[becoming.status].marks);
         });
}

namespace {

/// Takes steps of one sentence in one world.
class Stepper {
public:
  Stepper(const World& world, State state, const Sentence& sentence, const std::vector<Override>& overrides)
      : world_(world), state_(std::move(state)), sentence_(sentence), overrides_(overrides) {}

  using Result = std::variant<Stepped, Reply>;

  Result operator()(const syntax::GivenStep& given) {
    auto step = lowered(given);
    if (auto* reply = std::get_if<Reply>(&step)) return std::move(*reply);
    const auto& told = std::get<GivenStep>(std::get<ScenarioStep>(step));
    if (told.status) state_.order.status = *told.status;
    Inputs facts = values_of(told.facts);
    put_overrides(facts);
    if (!state_.at) {
      for (const auto& [fact, value] : facts) state_.order.facts[fact] = value;
      return done(written());
    }
    return taken(record_facts(world_.program(), state_.order, facts, *state_.at), written());
  }

  Result operator()(const syntax::MoveStep& move) {
    auto instant = instant_of(world_, state_, sentence_, move.time);
    if (auto* reply = std::get_if<Reply>(&instant)) return std::move(*reply);
    return move_to(std::get<Instant>(instant));
  }

  Result operator()(const syntax::DoesStep& does) {
    if (!state_.at) return std::get<Reply>(answer_of(world_, state_));
    auto step = lowered(does);
    if (auto* reply = std::get_if<Reply>(&step)) return std::move(*reply);
    const auto& deed = std::get<DoesStep>(std::get<ScenarioStep>(step));
    if (const Override* moved = override_of_mark(deed.action)) {
      const auto* when = std::get_if<Instant>(&moved->value);
      if (when == nullptr || !when->is_real()) return refused(fmt::format("`{}` would not have been done", written()));
      auto arrived = move_to(*when);
      if (auto* reply = std::get_if<Reply>(&arrived)) return std::move(*reply);
      state_ = std::move(std::get<Stepped>(arrived).state);
    }
    Inputs inputs = values_of(deed.inputs);
    put_overrides(inputs);
    return taken(apply_action(world_.program(), state_.order, deed.actor, deed.action, inputs, *state_.at), written());
  }

  template <typename Other>
  Result operator()(const Other&) {
    return refused("this is no step");
  }

private:
  std::variant<ScenarioStep, Reply> lowered(const syntax::Step& step) {
    CheckedSentence checked = resolve(world_, sentence_, {.step = &step, .started = state_.at.has_value()});
    if (!checked.diagnostics.empty()) return refused(std::move(checked.diagnostics), sentence_.sources);
    model_ = checked.model;
    return std::move(*checked.step);
  }

  Inputs values_of(const std::vector<Assigned>& assigned) const {
    Inputs inputs;
    for (const Assigned& assignment : assigned) {
      Evaluation evaluation(*model_, state_.order, state_.at.value_or(Instant::first()));
      inputs.emplace_back(assignment.fact, evaluation.value(assignment.value));
    }
    return inputs;
  }

  /// What is told here is told otherwise.
  void put_overrides(Inputs& facts) const {
    for (auto& [fact, value] : facts) {
      if (const Override* other = override_of(fact)) value = other->value;
    }
  }

  Result move_to(Instant at) {
    if (state_.at && at < *state_.at) {
      return refused(fmt::format("time runs backwards here: it is {} already", clock_text(world_, *state_.at)),
                     "ask `what if at …` about an earlier time, or take steps back with `undo`");
    }
    if (!state_.at) {
      Problems problems = validate(world_.program(), state_.order);
      if (!problems.empty()) return refused(std::move(problems));
    }
    state_.at = at;
    return done("at " + clock_text(world_, at));
  }

  Result taken(std::variant<OrderState, Problems> outcome, std::string text) {
    if (auto* problems = std::get_if<Problems>(&outcome)) return refused(std::move(*problems));
    const StatusId before = state_.order.status;
    state_.order = std::move(std::get<OrderState>(outcome));
    if (state_.order.status != before) state_.because.reset();
    return done(std::move(text));
  }

  /// Settles, as soon as there is a time.
  Result done(std::string text) {
    Stepped stepped{state_, {}, std::move(text)};
    if (!state_.at) return stepped;
    auto decided = settle_at(world_, state_, *state_.at);
    if (auto* reply = std::get_if<Reply>(&decided)) return std::move(*reply);
    stepped.settled = explain(world_.program(), world_.compiled->sources, std::get<Decision>(decided)).settled;
    for (const SettledAnswer& settled : stepped.settled) {
      if (settled.from != settled.to) stepped.state.because = settled.because;
    }
    stepped.state.order = std::move(std::get<Decision>(decided).order);
    return stepped;
  }

  [[nodiscard]] const Override* override_of(FactId fact) const {
    const auto found = std::find_if(overrides_.begin(), overrides_.end(),
                                    [fact](const Override& candidate) { return candidate.fact == fact; });
    return found == overrides_.end() ? nullptr : &*found;
  }

  /// Of an event that doing this marks.
  [[nodiscard]] const Override* override_of_mark(ActionId id) const {
    const Model& model = world_.model();
    const auto found = std::find_if(overrides_.begin(), overrides_.end(), [&](const Override& candidate) {
      return marks(model, model.actions[id], candidate.fact);
    });
    return found == overrides_.end() ? nullptr : &*found;
  }

  [[nodiscard]] std::string written() const {
    std::string text(sentence_.sources[static_cast<std::uint32_t>(sentence_.sources.size() - 1)].text());
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ' || text.back() == '?')) text.pop_back();
    return text;
  }

  const World& world_;
  State state_;
  const Sentence& sentence_;
  const std::vector<Override>& overrides_;
  /// What the lowered step's expressions belong to.
  std::shared_ptr<const Model> model_;
};

}  // namespace

std::variant<Stepped, Reply> take_step(const World& world, const State& state, const Sentence& sentence,
                                       const std::vector<Override>& overrides) {
  return std::visit(Stepper(world, state, sentence, overrides), *sentence.question);
}

}  // namespace bywhen::session
