#include "interpreter/check/check_question.hpp"

#include "interpreter/check/expressions.hpp"

namespace bywhen {

namespace {

using check_stage::Context;

class Resolver {
public:
  Resolver(Context& context, CheckedSentence& checked) : context_(context), checked_(checked) {}

  void resolve(const Unresolved& sentence) {
    if (sentence.step != nullptr) checked_.step = check_stage::lower_step(context_, *sentence.step, sentence.started);
    if (sentence.moment != nullptr) checked_.moment = check_stage::lower_moment(context_, *sentence.moment);
    if (sentence.actor != nullptr) checked_.actor = actor_of(*sentence.actor);
    if (sentence.action != nullptr) checked_.action = action_of(*sentence.action);
    if (sentence.fact != nullptr) checked_.fact = check_stage::look_up_fact(context_, *sentence.fact);
    if (sentence.find != nullptr) resolve(*sentence.find);
  }

private:
  void resolve(const syntax::FindQuestion& find) {
    for (const auto& permission : find.permissions) {
      const auto actor = actor_of(permission.actor);
      const auto action = action_of(permission.action);
      if (actor && action) checked_.permissions.push_back({*actor, *action, permission.negated});
    }
    for (const syntax::Expr& condition : find.conditions) {
      if (const auto lowered = check_stage::lower_condition(context_, condition))
        checked_.conditions.push_back(*lowered);
    }
  }
  std::optional<ActorId> actor_of(const syntax::Name& name) {
    return check_stage::look_up(context_, context_.actors, name, "actor", codes::unknown_actor);
  }
  std::optional<ActionId> action_of(const syntax::Name& name) {
    return check_stage::look_up(context_, context_.actions, name, "action", codes::unknown_action);
  }

  Context& context_;
  CheckedSentence& checked_;
};

std::vector<const syntax::Declaration*> all_declarations(std::span<const Parsed> parsed) {
  std::vector<const syntax::Declaration*> all;
  for (const Parsed& file : parsed) {
    for (const syntax::Declaration& declaration : file.file.declarations) all.push_back(&declaration);
  }
  return all;
}

}  // namespace

CheckedSentence check_sentence(const Sources& sources, std::span<const Parsed> parsed, std::span<const NamedFile> files,
                               const Unresolved& sentence) {
  Model model;
  CheckedSentence checked;
  Diagnostics of_the_policy;
  Context context(sources, files, model, of_the_policy);
  const auto declarations = all_declarations(parsed);
  check_stage::declare(context, declarations);
  check_stage::lower_calendar_choices(context);
  check_stage::lower_named_values(context);
  check_stage::lower_actions(context, declarations);
  check_stage::lower_rules(context, declarations);
  of_the_policy.clear();
  context.in_session = true;
  context.month_places.clear();
  context.business_places.clear();
  Resolver(context, checked).resolve(sentence);
  check_stage::report_policy_wide(context);
  checked.diagnostics = std::move(of_the_policy);
  checked.model = std::make_shared<const Model>(std::move(model));
  return checked;
}

}  // namespace bywhen
