#include "interpreter/scenario/run.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "interpreter/check/codes.hpp"
#include "interpreter/evaluate/act.hpp"
#include "interpreter/evaluate/decide.hpp"
#include "interpreter/explain.hpp"
#include "interpreter/order/fault_text.hpp"
#include "interpreter/order/validate.hpp"
#include "interpreter/order/value_text.hpp"
#include "interpreter/time/zone_text.hpp"

namespace bywhen {

namespace {

/// What has been settled so far, for the reasons of statuses.
struct Entry {
  StatusId status = 0;
  std::string because;
};

class Player {
public:
  Player(const Program& program, const Sources& sources, const Scenario& scenario)
      : program_(program), model_(*program.model), sources_(sources), scenario_(scenario) {
    order_.status = model_.initial;
    order_.facts.resize(model_.facts.size());
    result_.name = scenario.name;
    result_.span = scenario.span;
  }

  /// On an order that is there already.
  ScenarioResult play_on(const OrderState& order, Instant at, const std::optional<std::string>& because,
                         const std::optional<std::vector<NextAnswer>>& next) {
    next_ = next;
    order_ = order;
    if (because) entries_.push_back({order.status, *because});
    at_ = at;
    started_ = true;
    look();
    return play();
  }

  ScenarioResult play() {
    for (const ScenarioStep& step : scenario_.steps) {
      if (!stopped_) std::visit(*this, step);
    }
    return std::move(result_);
  }

  Diagnostics play_one(Standing& standing, const ScenarioStep& step) {
    next_ = standing.next;
    order_ = standing.order;
    if (standing.because) entries_.push_back({order_.status, *standing.because});
    if (standing.at) {
      at_ = *standing.at;
      started_ = true;
      look();
    }
    if (!stopped_) std::visit(*this, step);
    const bool told = !entries_.empty() && entries_.back().status == order_.status && !entries_.back().because.empty();
    standing.because = told ? std::optional(entries_.back().because) : std::nullopt;
    if (started_) standing.at = at_;
    standing.stopped = stopped_;
    standing.order = std::move(order_);
    return std::move(result_.failures);
  }

  // ── Steps
  // ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  void operator()(const GivenStep& step) {
    span_ = step.span;
    if (step.status) order_.status = *step.status;
    const Inputs facts = values_of(step.facts);
    if (started_)
      return take(record_facts(program_, order_, facts, at_), codes::step_refused, "what is given here is refused");
    for (const auto& [fact, value] : facts) order_.facts[fact] = value;
  }

  void operator()(const AtStep& step) {
    span_ = step.span;
    const auto time = moment(step.time);
    if (!time || !time->is_real())
      return stop(codes::time_runs_back, "this time never comes", "count from something that has happened");
    if (started_ && *time < at_) {
      return stop(codes::time_runs_back, "time runs backwards here",
                  fmt::format("the scenario is at {} already", clock(at_)));
    }
    at_ = *time;
    if (!started_ && !start()) return;
    started_ = true;
    look();
  }

  void operator()(const DoesStep& step) {
    span_ = step.span;
    take(apply_action(program_, order_, step.actor, step.action, values_of(step.inputs), at_), codes::step_refused,
         fmt::format("{} cannot {} here", model_.actors[step.actor].name, model_.actions[step.action].name));
  }

  void operator()(const ExpectMay& expect) {
    span_ = expect.span;
    const ActionAnswer* action = find_action(expect.actor, expect.action);
    const std::string what = fmt::format("{} may{} {}", model_.actors[expect.actor].name, expect.negated ? " not" : "",
                                         model_.actions[expect.action].name);
    if (action == nullptr) {
      if (!expect.negated || expect.because)
        fail(what, fmt::format("no rule speaks of it in the status `{}`", answer_.status), "");
      return;
    }
    const bool good = expect.negated ? refuses(*action, expect) : permits(*action, expect);
    if (!good)
      return fail(what + times_expected(expect), verdict_text(*action), action->rule ? action->rule->name : "");
    check_because(expect.because, action->because);
  }

  void operator()(const ExpectUnknown& expect) {
    span_ = expect.span;
    const ActionAnswer* action = find_action(expect.actor, expect.action);
    if (action != nullptr && action->verdict == Verdict::unknown) return;
    fail("that this is unknown", action == nullptr ? "no rule speaks of it in this status" : verdict_text(*action), "");
  }

  void operator()(const ExpectMust& expect) {
    span_ = expect.span;
    const DeadlineAnswer* duty = find_duty(expect.actor, expect.actions);
    const std::string what = fmt::format("{} {} {}", model_.actors[expect.actor].name,
                                         expect.negated ? "need not" : "must", action_names(expect.actions));
    if (expect.negated) {
      if (duty != nullptr) fail(what, duty_text(*duty), duty->rule.name);
      return;
    }
    if (duty == nullptr) return fail(what, "no such duty is open or ahead", "");
    const auto by = expect.by ? moment(*expect.by) : std::nullopt;
    if (expect.by && duty->due != by) {
      return fail(fmt::format("{} by {}", what, by ? clock(*by) : "an unknown time"), duty_text(*duty),
                  duty->rule.name);
    }
    const std::string amount = expect.amount ? value_text(*expect.amount) : "";
    if (expect.amount && (!duty->amount || duty->amount->amount != amount)) {
      return fail(fmt::format("{} {}", what, amount), duty_text(*duty), duty->rule.name);
    }
    check_because(expect.because, {duty->because});
  }

  void operator()(const ExpectCannot& expect) {
    span_ = expect.span;
    const auto acted = apply_action(program_, order_, expect.actor, expect.action, values_of(expect.inputs), at_);
    const auto* problems = std::get_if<Problems>(&acted);
    const std::string what =
        fmt::format("{} cannot {}", model_.actors[expect.actor].name, model_.actions[expect.action].name);
    if (problems == nullptr) return fail(what, "it succeeds", "");
    if (!expect.because) return;
    const bool named = std::any_of(problems->begin(), problems->end(), [&](const Problem& problem) {
      return problem.message.find(*expect.because) != std::string::npos;
    });
    if (!named) fail(fmt::format("{} because \"{}\"", what, *expect.because), all_messages(*problems), "");
  }

  void operator()(const ExpectHappens& expect) {
    span_ = expect.span;
    const std::string& name = model_.actions[expect.action].name;
    const auto at = moment(expect.at);
    const auto next = std::find_if(answer_.next.begin(), answer_.next.end(),
                                   [&](const NextAnswer& candidate) { return candidate.action == name; });
    const std::string what = fmt::format("{} happens at {}", name, at ? clock(*at) : "an unknown time");
    if (next == answer_.next.end()) return fail(what, "it will not happen by itself", "");
    if (!at || next->at != *at) return fail(what, fmt::format("it happens at {}", clock(next->at)), next->rule.name);
    check_because(expect.because, {next->because});
  }

  void operator()(const ExpectStatus& expect) {
    span_ = expect.span;
    if (order_.status != expect.status) {
      return fail(fmt::format("the status {}", model_.statuses[expect.status].name),
                  fmt::format("the status is {}", answer_.status), last_reason());
    }
    if (!expect.because) return;
    if (entries_.empty() || entries_.back().status != expect.status)
      return fail(quoted(*expect.because), "the clock did not bring it there", "");
    check_because(expect.because, {entries_.back().because});
  }

  void operator()(const ExpectDuty& expect) {
    span_ = expect.span;
    const std::string& label = model_.rules[expect.rule].name;
    const auto duty = std::find_if(answer_.deadlines.begin(), answer_.deadlines.end(),
                                   [&](const DeadlineAnswer& candidate) { return candidate.rule.name == label; });
    const bool is = duty != answer_.deadlines.end() && duty->state == expect.state;
    if (is != expect.negated) return;
    const std::string what = fmt::format("{} is{} {}", label, expect.negated ? " not" : "", to_string(expect.state));
    fail(what, duty == answer_.deadlines.end() ? why_no_duty(expect.rule) : duty_text(*duty), label);
  }

  void operator()(const ExpectCondition& expect) {
    span_ = expect.span;
    Evaluation evaluation(model_, order_, at_);
    const Truth truth = evaluation.truth(expect.condition);
    if (truth == Truth::yes) return;
    fail(std::string(sources_.text(model_.expressions[expect.condition].span)), facts_text(expect.condition, truth),
         "");
  }

private:
  // ── Time and facts
  // ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  [[nodiscard]] std::optional<Instant> moment(ExprId expr) const {
    Evaluation evaluation(model_, order_, at_);
    return evaluation.moment(expr);
  }

  [[nodiscard]] Inputs values_of(const std::vector<Assigned>& assigned) const {
    Inputs inputs;
    for (const Assigned& assignment : assigned) {
      Evaluation evaluation(model_, order_, at_);
      inputs.emplace_back(assignment.fact, evaluation.value(assignment.value));
    }
    return inputs;
  }

  bool start() {
    const Problems problems = validate(program_, order_);
    if (problems.empty()) return true;
    stop(codes::scenario_order_refused, "the order given here is refused", all_messages(problems));
    return false;
  }

  /// Settles up to now and looks at what holds.
  void look() {
    const Problems problems = validate_instant(model_, order_, at_);
    if (!problems.empty())
      return stop(codes::scenario_order_refused, "the order cannot be asked about here", all_messages(problems));
    auto decided = decide(program_, order_, at_);
    if (const auto* fault = std::get_if<Fault>(&decided)) {
      return stop(codes::scenario_order_refused, "the order cannot be decided here",
                  fault_problem(model_, *fault).message);
    }
    Decision& decision = std::get<Decision>(decided);
    for (const Happening& happening : decision.settled)
      entries_.push_back({happening.to, model_.rules[happening.rule].automatic_because()});
    answer_ = explain(program_, sources_, decision);
    if (next_) answer_.next = *next_;
    order_ = std::move(decision.order);
  }

  void take(std::variant<OrderState, Problems> outcome, std::string_view code, std::string message) {
    if (const auto* problems = std::get_if<Problems>(&outcome))
      return stop(code, std::move(message), all_messages(*problems));
    const StatusId before = order_.status;
    order_ = std::move(std::get<OrderState>(outcome));
    if (order_.status != before) entries_.push_back({order_.status, ""});
    look();
  }

  // ── Matching
  // ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  [[nodiscard]] const ActionAnswer* find_action(ActorId actor, ActionId action) const {
    const auto found = std::find_if(answer_.actions.begin(), answer_.actions.end(), [&](const ActionAnswer& candidate) {
      return candidate.actor == model_.actors[actor].name && candidate.action == model_.actions[action].name;
    });
    return found == answer_.actions.end() ? nullptr : &*found;
  }

  [[nodiscard]] const DeadlineAnswer* find_duty(ActorId actor, const std::vector<ActionId>& actions) const {
    const auto has = [&](const DeadlineAnswer& duty, ActionId action) {
      return std::find(duty.actions.begin(), duty.actions.end(), model_.actions[action].name) != duty.actions.end();
    };
    const auto found =
        std::find_if(answer_.deadlines.begin(), answer_.deadlines.end(), [&](const DeadlineAnswer& duty) {
          const bool open = duty.state != DutyState::met && duty.state != DutyState::met_late;
          return open && duty.actor == model_.actors[actor].name &&
                 std::all_of(actions.begin(), actions.end(), [&](ActionId action) { return has(duty, action); });
        });
    return found == answer_.deadlines.end() ? nullptr : &*found;
  }

  /// With `from`, that it opens then; else that it is allowed now. With `until`, that it ends then.
  [[nodiscard]] bool permits(const ActionAnswer& action, const ExpectMay& expect) const {
    if (expect.until && action.until != moment(*expect.until)) return false;
    if (!expect.from) return action.verdict == Verdict::allowed;
    return action.verdict == Verdict::not_yet && action.from == moment(*expect.from);
  }

  [[nodiscard]] bool refuses(const ActionAnswer& action, const ExpectMay& expect) const {
    if (action.verdict == Verdict::allowed || action.verdict == Verdict::unknown) return false;
    return !expect.until || action.from == moment(*expect.until);
  }

  void check_because(const std::optional<std::string>& expected, const std::vector<std::string>& found) {
    if (!expected || std::find(found.begin(), found.end(), *expected) != found.end()) return;
    std::string reasons;
    for (const std::string& reason : found) {
      if (!reason.empty()) reasons += fmt::format("{}{}", reasons.empty() ? "" : ", ", quoted(reason));
    }
    fail(fmt::format("because {}", quoted(*expected)),
         reasons.empty() ? "no reason is given" : fmt::format("because {}", reasons), "");
  }

  // ── Words
  // ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  [[nodiscard]] static std::string quoted(const std::string& text) { return fmt::format("\"{}\"", text); }
  [[nodiscard]] std::string clock(Instant instant) const { return zone_time_literal(model_.zone, instant); }

  [[nodiscard]] std::string times_expected(const ExpectMay& expect) const {
    std::string text;
    const auto add = [&](std::string_view word, const std::optional<ExprId>& expr) {
      if (!expr) return;
      const auto time = moment(*expr);
      text += fmt::format(" {} {}", word, time ? clock(*time) : "an unknown time");
    };
    add("from", expect.from);
    add("until", expect.until);
    return text;
  }

  [[nodiscard]] std::string verdict_text(const ActionAnswer& action) const {
    std::string text =
        fmt::format("it is {}", action.verdict == Verdict::not_yet ? "not possible yet" : to_string(action.verdict));
    if (action.from) text += fmt::format(", from {}", clock(*action.from));
    if (action.until) text += fmt::format(", until {}", clock(*action.until));
    for (const std::string& reason : action.because) text += fmt::format(" ({})", reason);
    if (!action.unknown.empty()) text += fmt::format(": {} is not known", action.unknown.front());
    return text;
  }

  [[nodiscard]] std::string duty_text(const DeadlineAnswer& duty) const {
    std::string text = fmt::format("the duty is {}", to_string(duty.state));
    if (duty.amount) text += fmt::format(", {}", duty.amount->amount);
    if (duty.due) text += fmt::format(", due {}", clock(*duty.due));
    return text;
  }

  /// A duty is there while its rule applies, done or not.
  [[nodiscard]] std::string why_no_duty(RuleId id) const {
    const Rule& rule = model_.rules[id];
    if (!rule.statuses[order_.status]) return fmt::format("its rule does not apply in the status `{}`", answer_.status);
    Evaluation evaluation(model_, order_, at_);
    const bool applies = !rule.condition || evaluation.truth(*rule.condition) != Truth::no;
    return applies ? "the duty has not arisen" : "its rule does not apply: its conditions do not hold";
  }

  [[nodiscard]] std::string action_names(const std::vector<ActionId>& actions) const {
    std::string names;
    for (const ActionId action : actions)
      names += fmt::format("{}{}", names.empty() ? "" : " or ", model_.actions[action].name);
    return names;
  }

  [[nodiscard]] std::string text_of(const Value& value) const {
    if (const auto* instant = std::get_if<Instant>(&value)) return instant->is_real() ? clock(*instant) : "never";
    const Scalar scalar = to_scalar(model_, value);
    if (const auto* text = std::get_if<std::string>(&scalar)) return *text;
    if (const auto* yes = std::get_if<bool>(&scalar)) return *yes ? "yes" : "no";
    if (const auto* whole = std::get_if<std::int64_t>(&scalar)) return std::to_string(*whole);
    if (const auto* list = std::get_if<ListText>(&scalar)) return list->json;
    return std::get<NumberText>(scalar).text;
  }

  [[nodiscard]] std::string value_text(ExprId expr) const {
    Evaluation evaluation(model_, order_, at_);
    return text_of(evaluation.value(expr));
  }

  /// The facts of a condition that does not hold, with their values.
  [[nodiscard]] std::string facts_text(ExprId condition, Truth truth) const {
    std::set<FactId> facts;
    model_.expressions.collect_facts(condition, facts);
    std::string text = truth == Truth::unknown ? "it is unknown" : "it does not hold";
    for (const FactId fact : facts)
      text += fmt::format(", {} is {}", model_.facts[fact].name, text_of(fact_value(model_, order_, fact)));
    if (facts.empty()) text += fmt::format(", the status is {}", answer_.status);
    return text;
  }

  [[nodiscard]] std::string last_reason() const { return entries_.empty() ? "" : entries_.back().because; }

  [[nodiscard]] static std::string all_messages(const Problems& problems) {
    std::string text;
    for (const Problem& problem : problems) {
      text += fmt::format("{}{}", text.empty() ? "" : "\n", problem.message);
      if (!problem.help.empty()) text += fmt::format(" ({})", problem.help);
    }
    return text;
  }

  // ── Failures
  // ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /// `reason` is the rule or the sentence that made it so; may be empty.
  void fail(const std::string& expected, const std::string& found, const std::string& reason) {
    Diagnostic diagnostic;
    diagnostic.code = codes::expectation_failed;
    diagnostic.span = span_;
    diagnostic.message = fmt::format("expected {}; found: {}", expected, found);
    diagnostic.label = fmt::format("at {}", clock(at_));
    if (!reason.empty()) diagnostic.help = fmt::format("decided by: {}", reason);
    result_.failures.push_back(std::move(diagnostic));
  }

  void stop(std::string_view code, std::string message, std::string help) {
    Diagnostic diagnostic;
    diagnostic.code = code;
    diagnostic.span = span_;
    diagnostic.message = std::move(message);
    diagnostic.help = std::move(help);
    if (started_) diagnostic.label = fmt::format("at {}", clock(at_));
    result_.failures.push_back(std::move(diagnostic));
    stopped_ = true;
  }

  const Program& program_;
  const Model& model_;
  const Sources& sources_;
  const Scenario& scenario_;
  ScenarioResult result_;
  OrderState order_;
  Instant at_ = Instant::first();
  Answer answer_;
  std::optional<std::vector<NextAnswer>> next_;
  std::vector<Entry> entries_;
  Span span_;
  bool started_ = false;
  bool stopped_ = false;
};

}  // namespace

ScenarioResult run_scenario(const Program& program, const Sources& sources, const Scenario& scenario) {
  return Player(program, sources, scenario).play();
}

ScenarioResult run_expectation(const Program& program, const Sources& sources, const OrderState& order, Instant at,
                               const std::optional<std::string>& because, const ScenarioStep& step,
                               const std::optional<std::vector<NextAnswer>>& next) {
  const Scenario alone{"", {}, {step}};
  return Player(program, sources, alone).play_on(order, at, because, next);
}

Diagnostics play_step(const Program& program, const Sources& sources, Standing& standing, const ScenarioStep& step) {
  const Scenario none;
  return Player(program, sources, none).play_one(standing, step);
}

}  // namespace bywhen
