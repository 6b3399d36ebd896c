#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "interpreter/check/expressions.hpp"
#include "interpreter/scenario/scenario.hpp"

namespace bywhen::check_stage {

namespace {

constexpr std::array<std::string_view, 6> duty_states{"ahead", "pending", "overdue", "met", "met_late", "unknown"};

std::optional<std::string> text_of(const std::optional<syntax::Text>& text) {
  return text ? std::optional(text->text) : std::nullopt;
}

/// Lowers one scenario; a step with a mistake is reported and left out.
class ScenarioLowerer {
public:
  ScenarioLowerer(Context& context, const syntax::ScenarioDecl& decl) : context_(context), decl_(decl) {}

  Scenario lower_all() {
    scenario_.name = decl_.name.text;
    scenario_.span = decl_.name.span;
    for (const syntax::Step& step : decl_.steps) std::visit(*this, step);
    return std::move(scenario_);
  }

  /// One step of a session, which may have begun already.
  std::optional<ScenarioStep> lower_one(const syntax::Step& step, bool started) {
    started_ = started;
    std::visit(*this, step);
    return scenario_.steps.empty() ? std::nullopt : std::optional(std::move(scenario_.steps.front()));
  }

  void operator()(const syntax::GivenStep& step) {
    GivenStep given;
    given.span = step.span;
    std::vector<syntax::Assignment> facts;
    for (const syntax::Assignment& assignment : step.assignments) {
      if (assignment.fact.text != "status") {
        facts.push_back(assignment);
        continue;
      }
      given.status = start_status(assignment);
    }
    given.facts = assigned(facts);
    scenario_.steps.emplace_back(std::move(given));
  }

  void operator()(const syntax::AtStep& step) {
    started_ = true;
    if (const auto time = lower_moment(context_, step.time)) scenario_.steps.emplace_back(AtStep{*time, step.span});
  }

  void operator()(const syntax::DoesStep& step) {
    if (!need_time(step.span)) return;
    const auto actor = actor_of(step.actor);
    const auto action = action_of(step.action);
    auto inputs = assigned(step.inputs);
    if (actor && action) scenario_.steps.emplace_back(DoesStep{*actor, *action, std::move(inputs), step.span});
  }

  void operator()(const syntax::ExpectStep& step) {
    if (!need_time(step.span)) return;
    span_ = step.span;
    std::visit(*this, step.expectation);
  }

  void operator()(const syntax::ExpectMay& expect) {
    const auto actor = actor_of(expect.actor);
    const auto action = action_of(expect.action);
    bool failed = !actor || !action;
    const auto from = optional_moment(expect.from, failed);
    const auto until = optional_moment(expect.until, failed);
    if (failed) return;
    scenario_.steps.emplace_back(
        ExpectMay{*actor, *action, expect.negated, from, until, text_of(expect.because), span_});
  }

  void operator()(const syntax::ExpectUnknown& expect) {
    const auto actor = actor_of(expect.actor);
    const auto action = action_of(expect.action);
    if (actor && action) scenario_.steps.emplace_back(ExpectUnknown{*actor, *action, span_});
  }

  void operator()(const syntax::ExpectMust& expect) {
    const auto actor = actor_of(expect.actor);
    auto actions = look_up_all(context_, context_.actions, expect.actions, "action", codes::unknown_action);
    bool failed = !actor || actions.size() != expect.actions.size();
    const auto by = optional_moment(expect.by, failed);
    std::optional<ExprId> amount;
    if (expect.amount) {
      amount = lower_as(context_, *expect.amount, {Kind::money});
      failed = failed || !amount;
    }
    if (failed) return;
    scenario_.steps.emplace_back(
        ExpectMust{*actor, std::move(actions), expect.negated, amount, by, text_of(expect.because), span_});
  }

  void operator()(const syntax::ExpectCannot& expect) {
    const auto actor = actor_of(expect.actor);
    const auto action = action_of(expect.action);
    auto inputs = assigned(expect.inputs);
    if (actor && action)
      scenario_.steps.emplace_back(ExpectCannot{*actor, *action, std::move(inputs), text_of(expect.because), span_});
  }

  void operator()(const syntax::ExpectHappens& expect) {
    const auto action = action_of(expect.action);
    const auto at = lower_moment(context_, expect.at);
    if (action && at) scenario_.steps.emplace_back(ExpectHappens{*action, *at, text_of(expect.because), span_});
  }

  void operator()(const syntax::ExpectStatus& expect) {
    // A lone name may also be a yes/no fact or a define.
    if (!context_.statuses.contains(expect.status.text) && context_.values.contains(expect.status.text)) {
      syntax::Expr expr;
      expr.node = syntax::NameRef{expect.status.text};
      expr.span = expect.status.span;
      return (*this)(syntax::ExpectCondition{std::move(expr)});
    }
    const auto status = look_up(context_, context_.statuses, expect.status, "status", codes::unknown_status);
    if (status) scenario_.steps.emplace_back(ExpectStatus{*status, text_of(expect.because), span_});
  }

  void operator()(const syntax::ExpectCondition& expect) {
    if (lower_duty_state(expect.condition)) return;
    if (const auto condition = lower_condition(context_, expect.condition))
      scenario_.steps.emplace_back(ExpectCondition{*condition, span_});
  }

private:
  [[nodiscard]] std::optional<ActorId> actor_of(const syntax::Name& name) {
    return look_up(context_, context_.actors, name, "actor", codes::unknown_actor);
  }
  [[nodiscard]] std::optional<ActionId> action_of(const syntax::Name& name) {
    return look_up(context_, context_.actions, name, "action", codes::unknown_action);
  }

  [[nodiscard]] std::optional<ExprId> optional_moment(const std::optional<syntax::Expr>& expr, bool& failed) {
    if (!expr) return std::nullopt;
    const auto moment = lower_moment(context_, *expr);
    failed = failed || !moment;
    return moment;
  }

  [[nodiscard]] std::vector<Assigned> assigned(const std::vector<syntax::Assignment>& assignments) {
    std::vector<Assigned> lowered;
    for (const syntax::Assignment& assignment : assignments) {
      const auto fact = look_up_fact(context_, assignment.fact);
      if (!fact) continue;
      const bool twice =
          std::any_of(lowered.begin(), lowered.end(), [&](const Assigned& other) { return other.fact == *fact; });
      if (twice) {
        context_
            .error(codes::repeated_in_list, assignment.fact.span,
                   fmt::format("`{}` stands twice in this list", assignment.fact.text))
            .help = "leave out one of them";
        continue;
      }
      if (const auto value = value_for(*fact, assignment)) lowered.push_back({*fact, *value, assignment.span});
    }
    return lowered;
  }

  /// `missing` takes the fact away; people try other words for it.
  [[nodiscard]] std::optional<ExprId> value_for(FactId fact, const syntax::Assignment& assignment) {
    const Type type = context_.model.facts[fact].type;
    const auto* name = std::get_if<syntax::NameRef>(&assignment.value.node);
    if (name != nullptr && name->text == "missing")
      return context_.model.expressions.add_constant(Value{}, type, assignment.value.span);
    if (type.kind == Kind::list) return lower_records(context_, fact, assignment.value);
    const std::size_t before = context_.diagnostics.size();
    const auto value = lower_for_fact(context_, assignment.value, type);
    constexpr std::array<std::string_view, 6> absent{"never", "none", "nothing", "null", "unknown", "undefined"};
    const bool meant = name != nullptr && std::find(absent.begin(), absent.end(), name->text) != absent.end();
    if (!value && meant && context_.diagnostics.size() > before) {
      context_.diagnostics.back().help =
          fmt::format("write `{} = missing` for what has not happened or is not told", assignment.fact.text);
    }
    return value;
  }

  [[nodiscard]] std::optional<StatusId> start_status(const syntax::Assignment& assignment) {
    if (started_) {
      context_.error(codes::late_status, assignment.span, "the status can only be given before the first `at`").help =
          "later, let an action change it: `ACTOR does ACTION`";
      return std::nullopt;
    }
    const auto* name = std::get_if<syntax::NameRef>(&assignment.value.node);
    if (name == nullptr) {
      context_.error(codes::wrong_type, assignment.value.span, "a status is wanted here").help =
          "name one of the policy's statuses";
      return std::nullopt;
    }
    return look_up(context_, context_.statuses, {name->text, assignment.value.span}, "status", codes::unknown_status);
  }

  bool need_time(Span span) {
    if (started_ || complained_) return started_;
    complained_ = true;
    context_.error(codes::no_time_yet, span, "this scenario has not said when yet").help =
        "begin with `at 2026-03-01 10:00`, after what is given";
    return false;
  }

  /// `expect money_back is overdue`: a label, and how the duty stands. A fact of that name comes first.
  bool lower_duty_state(const syntax::Expr& expr) {
    const auto* compare = std::get_if<syntax::Compare>(&expr.node);
    if (compare == nullptr) return false;
    const bool negated = compare->comparison == syntax::Comparison::is_not;
    if (!negated && compare->comparison != syntax::Comparison::is) return false;
    const auto* label = std::get_if<syntax::NameRef>(&compare->left->node);
    const auto* state = std::get_if<syntax::NameRef>(&compare->right->node);
    if (label == nullptr || state == nullptr || context_.values.contains(label->text)) return false;
    if (!context_.labels.contains(label->text)) return unknown_label(label->text, state->text, compare->left->span);
    lower_duty_state(label->text, state->text, compare->left->span, compare->right->span, negated);
    return true;
  }

  /// A name that nothing has, said to be in a duty's state, is a label misspelt.
  bool unknown_label(const std::string& label, const std::string& state, Span span) {
    if (std::find(duty_states.begin(), duty_states.end(), state) == duty_states.end() ||
        !other_role(context_, label).empty())
      return false;
    if (context_.maybe_declared(label)) return true;
    std::vector<std::string_view> known = names_of(context_.values);
    for (const std::string_view name : names_of(context_.labels)) known.push_back(name);
    Diagnostic& diagnostic = context_.error(codes::unknown_value, span, fmt::format("unknown rule `{}`", label));
    diagnostic.label = "no rule has this label";
    diagnostic.help = suggestion(label, std::move(known));
    return true;
  }

  void lower_duty_state(const std::string& label, const std::string& state, Span label_span, Span state_span,
                        bool negated) {
    const auto word = std::find(duty_states.begin(), duty_states.end(), state);
    if (word == duty_states.end()) {
      context_.error(codes::unknown_choice, state_span, fmt::format("`{}` is not how a duty can stand", state)).help =
          suggestion(state, {duty_states.begin(), duty_states.end()});
      return;
    }
    const auto& rules = context_.model.rules;
    const auto rule = std::find_if(rules.begin(), rules.end(), [&](const Rule& candidate) {
      return candidate.labelled && candidate.name == label;
    });
    if (rule == rules.end()) return;  // it has a mistake, which has been reported
    if (rule->kind != RuleKind::must) {
      context_.error(codes::wrong_type, label_span, fmt::format("`{}` is no duty", label)).help =
          "only rules with `must` are ahead, pending, overdue or met";
      return;
    }
    scenario_.steps.emplace_back(ExpectDuty{static_cast<RuleId>(rule - rules.begin()),
                                            static_cast<DutyState>(word - duty_states.begin()), negated, span_});
  }

  Context& context_;
  const syntax::ScenarioDecl& decl_;
  Scenario scenario_;
  Span span_;
  bool started_ = false;
  bool complained_ = false;
};

}  // namespace

std::optional<ScenarioStep> lower_step(Context& context, const syntax::Step& step, bool started) {
  const syntax::ScenarioDecl session;
  const std::size_t before = context.diagnostics.size();
  auto lowered = ScenarioLowerer(context, session).lower_one(step, started);
  return context.diagnostics.size() == before ? std::move(lowered) : std::nullopt;
}

std::vector<Scenario> lower_scenarios(Context& context, const std::vector<const syntax::Declaration*>& declarations) {
  std::vector<Scenario> scenarios;
  std::unordered_map<std::string, Span> names;
  for (const auto* declaration : declarations) {
    const auto* decl = std::get_if<syntax::ScenarioDecl>(declaration);
    if (decl == nullptr) continue;
    const auto [place, fresh] = names.try_emplace(decl->name.text, decl->name.span);
    if (!fresh) {
      Diagnostic& diagnostic = context.error(codes::duplicate_name, decl->name.span,
                                             fmt::format("two scenarios have the name \"{}\"", decl->name.text));
      diagnostic.further.push_back({place->second, "the first one"});
      diagnostic.help = "give one of them another name";
    }
    scenarios.push_back(ScenarioLowerer(context, *decl).lower_all());
  }
  return scenarios;
}

}  // namespace bywhen::check_stage
