#include "interpreter/ask/doing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "interpreter/ask/verdict.hpp"
#include "interpreter/order/codes.hpp"
#include "interpreter/order/fault_text.hpp"
#include "interpreter/order/value_text.hpp"

namespace bywhen::ask {

bool same(const Brought& left, const Brought& right) {
  return left.shape == right.shape && std::equal(left.slots.begin(), left.slots.end(), right.slots.begin(),
                                                 right.slots.end(), [](const Slot& a, const Slot& b) {
                                                   return (a.moving && b.moving) ||
                                                          (a.fixed && b.fixed && a.at == b.at);
                                                 });
}

Doing Doer::do_at(Instant at) const {
  Doing doing;
  doing.at = at;
  auto decided = decide(program_, order_, at);
  if (const auto* fault = std::get_if<Fault>(&decided)) {
    doing.problems.push_back(fault_problem(*program_.model, *fault));
    return doing;
  }
  doing.before = std::move(std::get<Decision>(decided));
  const ActionView* view = find_view(program_, *doing.before, deed_.actor, deed_.action);
  if (view != nullptr) doing.view = *view;
  if (view == nullptr || view->verdict != Verdict::allowed) return doing;
  auto acted = apply_action(program_, *doing.before, deed_.actor, deed_.action, deed_.inputs);
  if (auto* problems = std::get_if<Problems>(&acted)) {
    doing.problems = std::move(*problems);
    return doing;
  }
  auto& order = std::get<OrderState>(acted);
  for (FactId fact = 0; fact < program_.model->fact_count(); ++fact) {
    if (order.facts[fact] != doing.before->order.facts[fact]) doing.changed.emplace_back(fact, order.facts[fact]);
  }
  auto after = decide(program_, std::move(order), at);
  if (const auto* fault = std::get_if<Fault>(&after)) {
    doing.problems.push_back(fault_problem(*program_.model, *fault));
  } else {
    doing.after = std::move(std::get<Decision>(after));
  }
  return doing;
}

namespace {

/// The order right after the doing, before the clock acts at the same instant.
OrderState acted_order(const Doing& doing) {
  OrderState order = doing.before->order;
  for (const auto& [fact, value] : doing.changed) order.facts[fact] = value;
  order.status = doing.after->settled.empty() ? doing.after->order.status : doing.after->settled.front().from;
  order.as_of = doing.at;
  return order;
}

}  // namespace

std::vector<Scene> Doer::scenes_of(const Doing& doing) const {
  std::vector<Scene> scenes;
  if (!doing.before) return scenes;
  scenes.push_back(scenes_.before(doing.before->order, doing.at));
  if (!doing.after) return scenes;
  scenes.push_back(scenes_.done(doing.before->order, acted_order(doing), doing.at));
  bool moving = true;
  for (const auto* happenings : {&doing.after->settled, &doing.after->next}) {
    for (const Happening& happening : *happenings) scenes.push_back(scenes_.after(scenes.back(), happening, moving));
  }
  return scenes;
}

namespace {

/// The instants that what follows can have.
struct Instants {
  std::vector<Instant> fixed;
  std::vector<Instant> moving;

  void add(Instant at, bool moves) { (moves ? moving : fixed).push_back(at); }
  static bool holds(const std::vector<Instant>& all, Instant at) {
    return std::find(all.begin(), all.end(), at) != all.end();
  }
  /// Some two meet, and it cannot be told which of them an instant comes from. Just beside it can.
  [[nodiscard]] bool meet() const {
    return std::any_of(moving.begin(), moving.end(), [this](Instant at) { return holds(fixed, at); });
  }
};

/// Writes down what a doing brings.
/// Whether an action keeps in the fact how long something lasted: one that grows with the time of doing it.
bool keeps_time(const Model& model, FactId fact) {
  const std::function<bool(ExprId)> counts = [&](ExprId expr) {
    const auto operands = model.expressions.operands(expr);
    return model.expressions[expr].op == Op::since || std::any_of(operands.begin(), operands.end(), counts);
  };
  return std::any_of(model.actions.begin(), model.actions.end(), [&](const Action& action) {
    return std::any_of(action.sets.begin(), action.sets.end(),
                       [&](const Setting& setting) { return setting.fact == fact && counts(setting.value); });
  });
}

class Writer {
public:
  Writer(const Program& program, const Doing& doing, const Instants& instants)
      : model_(*program.model), doing_(doing), instants_(instants), meet_(instants.meet()) {}

  Brought take() {
    add_verdict();
    if (doing_.after) add_after();
    return std::move(brought_);
  }

private:
  template <typename... Args>
  void add(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(brought_.shape), format, std::forward<Args>(args)...);
  }
  void add(const std::set<FactPart>& parts) {
    for (const FactPart& part : parts) add("?{}", part_name(model_, part));
  }
  void add(const std::optional<RuleId>& rule) { rule ? add("r{}", *rule) : add("r-"); }
  void add(const ActionView& view) {
    add("{}", to_string(view.verdict));
    add(view.rule);
    for (const std::string_view reason : view.reasons) add("“{}”", reason);
    add(view.unknown);
  }
  void add(const std::optional<AmountDue>& due) {
    if (!due) return;
    add("={} less {} {}", format_money(due->amount), format_money(due->less),
        is_unknown(due->to) ? "" : value_words(model_, due->to));
  }
  void add_slot(std::string_view name, std::optional<Instant> at, const std::string& place) {
    add(" {}{}", name, at ? "@" : "");
    if (!at) return;
    const bool moving = Instants::holds(instants_.moving, *at);
    brought_.slots.push_back({*at, meet_ || !moving, meet_ || moving, place});
  }

  void add_verdict() {
    if (doing_.before) add("{}:", doing_.before->order.status);
    if (doing_.view) add(*doing_.view);
    for (const Problem& problem : doing_.problems) {
      const bool steady = problem.code == codes::requirement_failed;
      add("!{}{}{}", problem.code, problem.pointer, steady ? problem.message : "");
    }
  }

  void add_after() {
    const Decision& after = *doing_.after;
    add(">{}", after.order.status);
    add_changed(doing_.changed, "/then/changed");
    for (std::size_t i = 0; i < after.settled.size(); ++i) {
      const Happening& settled = after.settled[i];
      const std::string place = fmt::format("/then/settled/{}", i);
      add("\ns{}.{}", settled.rule, settled.to);
      add(settled.amount);
      add_slot("at", settled.at, place + "/at");
      add_changed(settled.changed, place + "/changed");
    }
    add_actions(after);
    for (std::size_t i = 0; i < after.view.duties.size(); ++i)
      add_duty(after.view.duties[i], fmt::format("/then/deadlines/{}", i));
    for (std::size_t i = 0; i < after.next.size(); ++i) {
      add("\nn{}.{}", after.next[i].rule, after.next[i].to);
      add_slot("at", after.next[i].at, fmt::format("/then/next/{}/at", i));
    }
  }

  void add_changed(const std::vector<std::pair<FactId, Value>>& changed, const std::string& place) {
    for (const auto& [fact, value] : changed) {
      const auto* instant = std::get_if<Instant>(&value);
      if (instant != nullptr) {
        add_slot(model_.facts[fact].name, *instant, fmt::format("{}/{}", place, model_.facts[fact].name));
      } else {
        const bool told = !is_unknown(value) && !keeps_time(model_, fact);
        add(" {}={}", fact, told ? value_words(model_, value) : "");
      }
    }
  }

  void add_actions(const Decision& after) {
    std::size_t told = 0;
    for (std::size_t i = 0; i < after.view.actions.size(); ++i) {
      const auto& view = after.view.actions[i];
      if (!view || !is_told(view->verdict)) continue;
      add("\na{}:", i);
      add(*view);
      const std::string place = fmt::format("/then/actions/{}", told++);
      add_slot("from", view->from, place + "/from");
      add_slot("until", view->until, place + "/until");
    }
  }

  void add_duty(const DutyView& duty, const std::string& place) {
    add("\nd{}.{} {}", duty.rule, duty.actor, to_string(duty.state));
    add(duty.blocked_by);
    add(duty.amount);
    if (duty.becomes) add(">{}", *duty.becomes);
    add(duty.unknown);
    add_slot("opens", duty.opens, place + "/opens");
    add_slot("due", duty.due, place + "/due");
    add_slot("done", duty.done_at, place + "/done_at");
  }

  const Model& model_;
  const Doing& doing_;
  const Instants& instants_;
  bool meet_;
  Brought brought_;
};

}  // namespace

Brought Doer::brought_by(const Doing& doing, const std::vector<Scene>& scenes) const {
  Instants instants;
  instants.add(doing.at, true);
  instants.add(program_.starts, false);
  std::string ground;
  for (const Scene& scene : scenes) {
    fmt::format_to(std::back_inserter(ground), "\n{}", scene.order.status);
    for (const MomentRead& moment : scene.moments) {
      instants.add(moment.at, moment.moves);
      fmt::format_to(std::back_inserter(ground), " {}", moment.expr);
      if (!moment.moves) fmt::format_to(std::back_inserter(ground), "@{}", moment.at.micros);
    }
  }
  Brought brought = Writer(program_, doing, instants).take();
  brought.ground = std::move(ground);
  return brought;
}

}  // namespace bywhen::ask
