#include "interpreter/explain_outlook.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "interpreter/explain.hpp"
#include "interpreter/order/fault_text.hpp"
#include "interpreter/rule_name.hpp"
#include "interpreter/time/real.hpp"

namespace bywhen {

namespace {

StatusName status_name(const Status& status) { return {status.name, status.label}; }

class OutlookExplainer {
public:
  OutlookExplainer(const Program& program, const Sources& sources, const Projection& projection)
      : program_(program), model_(*program.model), sources_(sources), projection_(projection) {}

  [[nodiscard]] Outlook outlook() const {
    Answer present = explain(program_, sources_, projection_.present);
    Outlook outlook;
    outlook.policy = std::move(present.policy);
    outlook.at = present.at;
    for (const Projection::Stay& each : projection_.stays) outlook.stays.push_back(stay(each));
    outlook.present = projection_.present_stay;
    for (const Projection::Course& each : projection_.courses) outlook.courses.push_back(course(each, present.actions));
    outlook.settled = std::move(present.settled);
    outlook.next = std::move(present.next);
    outlook.events = events();
    if (projection_.fault) outlook.horizon = {projection_.fault->end, fault_problem(model_, *projection_.fault)};
    return outlook;
  }

private:
  [[nodiscard]] Stay stay(const Projection::Stay& projected) const {
    Stay stay;
    stay.status = status_name(model_.statuses[projected.status]);
    stay.from = projected.from;
    stay.entered = projected.entered;
    stay.until = real(projected.until);
    if (projected.ended_by) {
      const Action& action = model_.actions[projected.ended_by->action];
      const RuleId rule = projected.ended_by->rule;
      stay.ended_by = {rule_name(model_, sources_, rule), action.name, action.label,
                       model_.rules[rule].automatic_because()};
    }
    for (const Decision& reading : projected.readings) {
      auto deadlines = explain(program_, sources_, reading).deadlines;
      for (std::size_t i = 0; i < deadlines.size(); ++i)
        deadlines[i].until = lapse_of(projected, reading.view.duties[i], reading.at);
      std::move(deadlines.begin(), deadlines.end(), std::back_inserter(stay.deadlines));
    }
    return stay;
  }

  /// When a duty that stands at an instant ceases to, before the stay ends.
  static std::optional<Instant> lapse_of(const Projection::Stay& stay, const DutyView& duty, Instant at) {
    for (const Projection::Lapse& lapse : stay.lapses) {
      if (lapse.at > at && lapse.at < stay.until && same_deadline(lapse.duty, duty)) return lapse.at;
    }
    return std::nullopt;
  }

  [[nodiscard]] Course course(const Projection::Course& projected, const std::vector<ActionAnswer>& actions) const {
    Course course = empty_course(program_, sources_, projected.actor, projected.action);
    for (const Projection::Window& each : projected.windows) course.windows.push_back(window(each));
    const auto now = std::find_if(actions.begin(), actions.end(), [&](const ActionAnswer& action) {
      return action.actor == course.actor && action.action == course.action;
    });
    if (now != actions.end()) course.now = *now;
    return course;
  }

  [[nodiscard]] Window window(const Projection::Window& projected) const {
    Window window;
    window.from = projected.from;
    window.until = real(projected.until);
    window.verdict = projected.verdict;
    if (projected.rule) window.rule = rule_name(model_, sources_, *projected.rule);
    window.because.assign(projected.reasons.begin(), projected.reasons.end());
    for (const FactPart& fact : projected.unknown) window.unknown.push_back(part_name(model_, fact));
    return window;
  }

  [[nodiscard]] std::vector<EventAnswer> events() const {
    std::vector<EventAnswer> events;
    for (FactId fact = 0; fact < model_.fact_count(); ++fact) {
      if (model_.facts[fact].type.kind != Kind::event) continue;
      const Instant at = std::get<Instant>(fact_value(model_, projection_.present.order, fact));
      if (at.is_real()) events.push_back({model_.facts[fact].name, at});
    }
    std::stable_sort(events.begin(), events.end(),
                     [](const EventAnswer& left, const EventAnswer& right) { return left.at < right.at; });
    return events;
  }

  const Program& program_;
  const Model& model_;
  const Sources& sources_;
  const Projection& projection_;
};

}  // namespace

Outlook explain(const Program& program, const Sources& sources, const Projection& projection) {
  return OutlookExplainer(program, sources, projection).outlook();
}

namespace {

std::vector<RuleName> rules_that_may_allow(const Program& program, const Sources& sources, const StatusProgram& status,
                                           const Course& course) {
  const Model& model = *program.model;
  std::vector<RuleName> rules;
  for (const Entitlement& entitlement : status.entitlements) {
    if (model.actors[entitlement.actor].name != course.actor || model.actions[entitlement.action].name != course.action)
      continue;
    for (const Ground& ground : entitlement.grounds) rules.push_back(rule_name(model, sources, ground.rule));
  }
  return rules;
}

}  // namespace

Course empty_course(const Program& program, const Sources& sources, ActorId actor, ActionId action) {
  const Model& model = *program.model;
  Course course;
  course.actor = model.actors[actor].name;
  course.actor_label = model.actors[actor].label;
  course.action = model.actions[action].name;
  course.label = model.actions[action].label;
  for (std::size_t status = 0; status < program.statuses.size(); ++status) {
    auto rules = rules_that_may_allow(program, sources, program.statuses[status], course);
    if (!rules.empty()) course.possible_in.push_back({status_name(model.statuses[status]), std::move(rules)});
  }
  return course;
}

}  // namespace bywhen
