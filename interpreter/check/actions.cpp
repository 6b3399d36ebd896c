#include <fmt/format.h>

#include <algorithm>

#include "interpreter/check/expressions.hpp"

namespace bywhen::check_stage {

namespace {

template <typename SyntaxMark>
std::vector<Mark> lower_marks(Context& context, const std::vector<SyntaxMark>& marks) {
  std::vector<Mark> lowered;
  for (const SyntaxMark& mark : marks) {
    const auto fact = look_up_fact(context, mark.event);
    if (!fact) continue;
    if (context.model.facts[*fact].type.kind != Kind::event) {
      Diagnostic& diagnostic = context.error(codes::marks_no_event, mark.event.span,
                                             fmt::format("`{}` is {}, and only events are marked", mark.event.text,
                                                         describe_type(context, context.model.facts[*fact].type)));
      diagnostic.help = "mark a fact of type event; other facts are given a value with `sets`";
      continue;
    }
    lowered.push_back({*fact, mark.once});
  }
  return lowered;
}

void lower_status(Context& context, const syntax::StatusDecl& decl) {
  const auto found = context.statuses.find(decl.name.text);
  if (found == context.statuses.end() || !(found->second.span == decl.name.span))
    return;  // a second declaration, reported
  Status& status = context.model.statuses[found->second.index];
  status.marks = lower_marks(context, decl.marks);
  for (const syntax::Name& name : decl.needs) {
    if (const auto fact = look_up_fact(context, name)) status.needs.push_back(*fact);
  }
}

std::vector<FactId> lower_asks(Context& context, const syntax::ActionDecl& decl) {
  std::vector<FactId> asks;
  for (const syntax::Name& name : decl.asks) {
    const auto fact = look_up_fact(context, name);
    if (!fact) continue;
    if (std::find(asks.begin(), asks.end(), *fact) != asks.end()) {
      context.error(codes::repeated_in_list, name.span, fmt::format("`{}` stands twice in this list", name.text)).help =
          "leave out one of them";
      continue;
    }
    asks.push_back(*fact);
  }
  return asks;
}

std::vector<Requirement> lower_requirements(Context& context, const syntax::ActionDecl& decl) {
  std::vector<Requirement> requirements;
  for (const syntax::ActionDecl::Requires& requirement : decl.requirements) {
    const auto condition = lower_condition(context, requirement.condition);
    if (condition)
      requirements.push_back({*condition, requirement.because ? requirement.because->text : "", requirement.span});
  }
  return requirements;
}

std::vector<Setting> lower_sets(Context& context, const syntax::ActionDecl& decl) {
  std::vector<Setting> settings;
  for (const syntax::ActionDecl::Sets& setting : decl.sets) {
    const auto fact = look_up_fact(context, setting.fact);
    if (!fact) continue;
    const Type type = context.model.facts[*fact].type;
    if (type.kind == Kind::event) {
      context
          .error(codes::sets_event, setting.fact.span, fmt::format("the event `{}` cannot be set", setting.fact.text))
          .help =
          fmt::format("an event is stamped with the instant at which it happens: `marks {}`", setting.fact.text);
      continue;
    }
    if (type.kind == Kind::list) {
      context
          .error(codes::list_is_told, setting.fact.span, fmt::format("the list `{}` cannot be set", setting.fact.text))
          .help = "its records are told by the order, or asked for: `asks " + setting.fact.text + "`";
      continue;
    }
    context.in_sets = true;
    if (const auto value = lower_for_fact(context, setting.value, type)) settings.push_back({*fact, *value});
    context.in_sets = false;
  }
  return settings;
}

std::vector<Becoming> lower_becomes(Context& context, const syntax::ActionDecl& decl) {
  std::vector<Becoming> becomings;
  const syntax::ActionDecl::Becomes* always = nullptr;
  for (const syntax::ActionDecl::Becomes& becomes : decl.becomes) {
    if (always != nullptr) {
      Diagnostic& diagnostic =
          context.error(codes::becomes_never_reached, becomes.span, "this `becomes` is never reached");
      diagnostic.further.push_back({always->span, "this one always holds"});
      diagnostic.help = "put a `when` on the earlier one, or leave this one out";
      continue;
    }
    if (!becomes.condition) always = &becomes;
    const auto status = look_up(context, context.statuses, becomes.status, "status", codes::unknown_status);
    const auto condition = becomes.condition ? lower_condition(context, *becomes.condition) : std::nullopt;
    if (!status || (becomes.condition && !condition)) continue;
    becomings.push_back({*status, condition, becomes.span});
  }
  return becomings;
}

void lower_action(Context& context, const syntax::ActionDecl& decl) {
  const auto found = context.actions.find(decl.name.text);
  if (found == context.actions.end() || !(found->second.span == decl.name.span))
    return;  // a second declaration, reported
  Action& action = context.model.actions[found->second.index];
  action.asks = lower_asks(context, decl);
  action.requirements = lower_requirements(context, decl);
  action.marks = lower_marks(context, decl.marks);
  action.sets = lower_sets(context, decl);
  action.becomes = lower_becomes(context, decl);
}

}  // namespace

void lower_actions(Context& context, const std::vector<const syntax::Declaration*>& declarations) {
  for (const auto* declaration : declarations) {
    if (const auto* status = std::get_if<syntax::StatusDecl>(declaration)) lower_status(context, *status);
    if (const auto* action = std::get_if<syntax::ActionDecl>(declaration)) lower_action(context, *action);
  }
}

}  // namespace bywhen::check_stage
