#include "interpreter/session/steps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "interpreter/api/names.hpp"
#include "interpreter/explain.hpp"
#include "interpreter/order/fault_text.hpp"
#include "interpreter/order/validate.hpp"
#include "interpreter/session/realm.hpp"
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
  auto standpoint = stand(world, state);
  if (auto* problems = std::get_if<Problems>(&standpoint)) return refused(std::move(*problems));
  const auto& [place, settled, by] = std::get<Standpoint>(standpoint);
  const World& here = *place.world;
  auto decided = settle_at(here, place.state, *state.at);
  if (auto* reply = std::get_if<Reply>(&decided)) return std::move(*reply);
  Answer answer = explain(here.program(), here.compiled->sources, std::get<Decision>(decided));
  answer.policy.digest = here.model().digest;
  answer.policy.tzdata = here.compiled->tzdata;
  answer.order.id = state.id;
  if (by) complete(*by, answer);
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

void leave_out_unknown(const Model& model, syntax::GivenStep& given) {
  std::erase_if(given.assignments, [&](const syntax::Assignment& assignment) {
    return assignment.fact.text != "status" && !find_name(model.facts, assignment.fact.text);
  });
}

std::vector<std::string> leave_out_withdrawn(const Model& before, const Model& after,
                                             std::vector<syntax::Assignment>& assignments) {
  std::vector<std::string> withdrawn;
  std::erase_if(assignments, [&](const syntax::Assignment& assignment) {
    const std::string& fact = assignment.fact.text;
    const auto* value = std::get_if<syntax::NameRef>(&assignment.value.node);
    const bool missing = value != nullptr && value->text == "missing";
    if (!missing || !find_name(before.facts, fact) || find_name(after.facts, fact)) return false;
    withdrawn.push_back(fact);
    return true;
  });
  return withdrawn;
}

std::variant<Planned, Reply> plan_step(const World& world, const State& state, const Sentence& sentence,
                                       PlanMode mode) {
  Planned planned;
  planned.text = std::string(sentence_text(sentence));
  while (!planned.text.empty() && std::string_view("\n ?").find(planned.text.back()) != std::string_view::npos)
    planned.text.pop_back();
  if (const auto* move = std::get_if<syntax::MoveStep>(&*sentence.question)) {
    auto instant = instant_of(world, state, sentence, move->time);
    if (auto* reply = std::get_if<Reply>(&instant)) return std::move(*reply);
    planned.does = std::get<Instant>(instant);
    planned.text = "at " + clock_text(world, std::get<Instant>(instant));
    return planned;
  }
  std::optional<syntax::Step> step;
  if (const auto* given = std::get_if<syntax::GivenStep>(&*sentence.question)) {
    step = *given;
    if (mode == PlanMode::as_far_as_known) leave_out_unknown(world.model(), std::get<syntax::GivenStep>(*step));
  }
  if (const auto* does = std::get_if<syntax::DoesStep>(&*sentence.question)) step = *does;
  if (!step) return planned;
  if (std::holds_alternative<syntax::DoesStep>(*step) && !state.at) return std::get<Reply>(answer_of(world, state));
  CheckedSentence checked = resolve(world, sentence, {.step = &*step, .started = state.at.has_value()});
  if (!checked.diagnostics.empty()) return refused(std::move(checked.diagnostics), sentence.sources);
  planned.model = checked.model;
  if (auto* given = std::get_if<GivenStep>(&*checked.step)) planned.does = std::move(*given);
  if (auto* does = std::get_if<DoesStep>(&*checked.step)) planned.does = std::move(*does);
  return planned;
}

std::variant<Planned, Reply> plan_deed(const World& world, const Sentence& sentence, const syntax::DoesStep& deed) {
  const syntax::Step step = deed;
  CheckedSentence checked = resolve(world, sentence, {.step = &step});
  if (!checked.diagnostics.empty()) return refused(std::move(checked.diagnostics), sentence.sources);
  Planned planned;
  planned.model = checked.model;
  planned.does = std::move(std::get<DoesStep>(*checked.step));
  return planned;
}

const Override* override_of(const std::vector<Override>& overrides, FactId fact) {
  const auto found = std::find_if(overrides.begin(), overrides.end(),
                                  [fact](const Override& candidate) { return candidate.fact == fact; });
  return found == overrides.end() ? nullptr : &*found;
}

Inputs told_by(const Planned& step, const State& state, const std::vector<Override>& overrides) {
  const auto* given = std::get_if<GivenStep>(&step.does);
  Inputs inputs;
  for (const Assigned& assigned : given != nullptr ? given->facts : std::get<DoesStep>(step.does).inputs) {
    if (const Override* other = override_of(overrides, assigned.fact)) {
      inputs.emplace_back(assigned.fact, other->value);
    } else {
      Evaluation evaluation(*step.model, state.order, state.at.value_or(Instant::first()));
      inputs.emplace_back(assigned.fact, evaluation.value(assigned.value));
    }
  }
  return inputs;
}

std::variant<OrderState, Problems> perform(const World& world, const State& state, const Planned& step,
                                           const std::vector<Override>& overrides, Instant at) {
  const Inputs told = told_by(step, state, overrides);
  const auto* deed = std::get_if<DoesStep>(&step.does);
  if (deed == nullptr) return record_facts(world.program(), state.order, told, at);
  return apply_action(world.program(), state.order, deed->actor, deed->action, told, at);
}

namespace {

/// Takes one step in one world.
class Stepper {
public:
  Stepper(const World& world, State state, const Planned& step)
      : world_(world), state_(std::move(state)), step_(step) {}

  using Result = std::variant<Stepped, Reply>;

  Result operator()(const GivenStep& given) {
    if (state_.at) return performed();
    if (given.status) state_.order.status = *given.status;
    for (const auto& [fact, value] : told_by(step_, state_, {})) state_.order.facts[fact] = value;
    return stay();
  }

  Result operator()(Instant at) {
    if (state_.at && at < *state_.at) {
      return refused(fmt::format("time runs backwards here: it is {} already", clock_text(world_, *state_.at)),
                     "ask `what if at …` about an earlier time, or take steps back with `undo`");
    }
    if (!state_.at) {
      Problems problems = validate(world_.program(), state_.order);
      if (!problems.empty()) return refused(std::move(problems));
    }
    state_.at = at;
    return settled();
  }

  Result operator()(const DoesStep&) { return performed(); }

  Result operator()(std::monostate) { return stay(); }

private:
  Result stay() { return Stepped{std::move(state_), &world_, {}, std::nullopt}; }

  Result performed() {
    auto outcome = perform(world_, state_, step_, {}, *state_.at);
    if (auto* problems = std::get_if<Problems>(&outcome)) return refused(std::move(*problems));
    const StatusId before = state_.order.status;
    state_.order = std::move(std::get<OrderState>(outcome));
    if (state_.order.status != before) state_.because.reset();
    return settled();
  }

  Result settled() {
    auto decided = settle_at(world_, state_, *state_.at);
    if (auto* reply = std::get_if<Reply>(&decided)) return std::move(*reply);
    Decision& decision = std::get<Decision>(decided);
    Stepped stepped{std::move(state_), &world_, explain(world_.program(), world_.compiled->sources, decision).settled,
                    std::nullopt};
    for (const SettledAnswer& settled : stepped.settled) {
      if (settled.from != settled.to) stepped.state.because = settled.because;
    }
    stepped.state.order = std::move(decision.order);
    return stepped;
  }

  const World& world_;
  State state_;
  const Planned& step_;
};

/// Takes one step in a set: before it the policy is picked by what is known then, and after it by what it told.
class SetStepper {
public:
  SetStepper(const World& world, const State& state, const Planned& step) : place_{&world, state}, step_(step) {}

  using Result = std::variant<Stepped, Reply>;

  Result operator()(const GivenStep&) {
    if (auto no = enter(place_.state.at)) return std::move(*no);
    if (auto no = run_clock()) return std::move(*no);
    auto told = tell_anew(place_, step_, {});
    if (auto* reply = std::get_if<Reply>(&told)) return std::move(*reply);
    place_ = std::move(std::get<Place>(told));
    return arrive();
  }

  Result operator()(Instant at) {
    const auto& now = place_.state.at;
    if (now && at < *now) return Stepper(*place_.world, place_.state, step_)(at);
    if (auto no = enter(at)) return std::move(*no);
    place_.state.at = at;
    return arrive();
  }

  Result operator()(const DoesStep&) {
    if (auto no = enter(place_.state.at)) return std::move(*no);
    const World& world = *place_.world;
    auto plan = plan_step(world, place_.state, read_sentence(world, step_.text));
    if (auto* reply = std::get_if<Reply>(&plan)) return std::move(*reply);
    auto outcome = perform(world, place_.state, std::get<Planned>(plan), {}, *place_.state.at);
    if (auto* problems = std::get_if<Problems>(&outcome)) return refused(std::move(*problems));
    State& state = place_.state;
    const StatusId before = std::exchange(state.order, std::move(std::get<OrderState>(outcome))).status;
    if (state.order.status != before) state.because.reset();
    return arrive();
  }

  Result operator()(std::monostate) { return Stepped{place_.state, place_.world, {}, std::nullopt}; }

private:
  std::optional<Reply> enter(std::optional<Instant> at) {
    if (!at) return std::nullopt;
    auto here = stand_at(*place_.world, place_.state, *at);
    if (auto* problems = std::get_if<Problems>(&here)) return refused(std::move(*problems));
    auto& standpoint = std::get<Standpoint>(here);
    place_ = std::move(standpoint.place);
    settled_.insert(settled_.end(), standpoint.settled.begin(), standpoint.settled.end());
    return std::nullopt;
  }

  /// What the clock has done is done by the policy that was there before something new is told.
  std::optional<Reply> run_clock() {
    if (!place_.state.at) return std::nullopt;
    auto stepped = Stepper(*place_.world, place_.state, step_)(*place_.state.at);
    if (auto* reply = std::get_if<Reply>(&stepped)) return std::move(*reply);
    auto& there = std::get<Stepped>(stepped);
    place_.state = std::move(there.state);
    settled_.insert(settled_.end(), there.settled.begin(), there.settled.end());
    return std::nullopt;
  }

  Result arrive() {
    if (auto no = enter(place_.state.at)) return std::move(*no);
    const World& world = *place_.world;
    auto planned = replanned(world);
    if (!place_.state.at) return Stepped{place_.state, &world, {}, std::move(planned)};
    auto stepped = Stepper(world, place_.state, step_)(*place_.state.at);
    if (auto* there = std::get_if<Stepped>(&stepped)) {
      there->settled.insert(there->settled.begin(), settled_.begin(), settled_.end());
      there->planned = std::move(planned);
    }
    return stepped;
  }

  /// The step as the world reads it in which it ends, as far as it does.
  [[nodiscard]] std::optional<Planned> replanned(const World& world) const {
    if (step_.model == nullptr) return std::nullopt;
    auto plan = plan_step(world, place_.state, read_sentence(world, step_.text), PlanMode::as_far_as_known);
    auto* planned = std::get_if<Planned>(&plan);
    return planned == nullptr ? std::nullopt : std::optional(std::move(*planned));
  }

  Place place_;
  const Planned& step_;
  std::vector<SettledAnswer> settled_;
};

}  // namespace

std::variant<Stepped, Reply> take_step(const World& world, const State& state, const Planned& step) {
  if (world.realm != nullptr) return std::visit(SetStepper(world, state, step), step.does);
  return std::visit(Stepper(world, state, step), step.does);
}

}  // namespace bywhen::session
