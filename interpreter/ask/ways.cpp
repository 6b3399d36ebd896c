#include "interpreter/ask/ways.hpp"

#include <algorithm>
#include <cstdint>
#include <set>
#include <tuple>
#include <utility>

#include "interpreter/ask/inputs.hpp"
#include "interpreter/ask/nearest.hpp"
#include "interpreter/ask/verdict.hpp"
#include "interpreter/order/value_text.hpp"

namespace bywhen::ask {

namespace {

/// Changes of an answer that are waited for, one after another.
constexpr std::size_t most_waits = 100;
/// Orders that are decided to find other values of facts, all of them together.
constexpr std::size_t most_values = 20'000;

/// How near a way is: by its rank, then by how far it leads from what is.
struct Ranked {
  enum Rank : std::uint8_t { waiting, telling, acting, changing, happening, acting_and_waiting, moving };
  Rank rank = waiting;
  std::uint64_t distance = 0;
  Way way;
  /// Facts that the way changes.
  std::vector<FactId> touches;
};

void add_facts(const Program& program, RuleId id, std::set<FactId>& facts) {
  const Model& model = *program.model;
  const Rule& rule = model.rules[id];
  facts.insert(program.facts_read[id].begin(), program.facts_read[id].end());
  if (rule.otherwise && rule.otherwise->until) model.expressions.collect_facts(*rule.otherwise->until, facts);
  if (rule.kind != RuleKind::must) return;
  for (const ActionId action : rule.actions) {
    for (const Mark& mark : model.actions[action].marks) facts.insert(mark.event);
  }
}

/// What the sentences on the action read, and what shows that its duties are done.
std::set<FactId> facts_about(const Program& program, StatusId status, ActorId actor, ActionId action) {
  std::set<FactId> facts;
  const Entitlement* entitlement = find_entitlement(program, status, actor, action);
  if (entitlement == nullptr) return facts;
  for (const Ground& ground : entitlement->grounds) add_facts(program, ground.rule, facts);
  for (const RuleId rule : entitlement->prohibitions) add_facts(program, rule, facts);
  return facts;
}

class WayFinder {
public:
  WayFinder(const Program& program, const Decision& decision, ActorId actor, ActionId action)
      : program_(program),
        model_(*program.model),
        order_(decision.order),
        at_(decision.at),
        decision_(decision),
        actor_(actor),
        action_(action) {}

  std::vector<Way> find() {
    wait();
    const std::set<FactId> read = facts_about(program_, order_.status, actor_, action_);
    for (const FactId fact : read) change(fact, std::min(most_variations, most_values / read.size()));
    act();
    return nearest();
  }

private:
  void add(Ranked::Rank rank, std::uint64_t distance, Way way, std::vector<FactId> touches) {
    found_.push_back({rank, distance, std::move(way), std::move(touches)});
  }

  // ── Waiting
  // ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

  [[nodiscard]] bool allowed(const Decision& decision) const {
    const ActionView* view = find_view(program_, decision, actor_, action_);
    return view != nullptr && view->verdict == Verdict::allowed;
  }

  /// When it is allowed, if nobody acts: at once or later, but before some instant.
  [[nodiscard]] std::optional<Way> allowed_from(const OrderState& order, Instant before) const {
    Instant at = at_;
    for (std::size_t i = 0; i < most_waits && at < before && at.is_real(); ++i) {
      const auto decision = decision_at(program_, order, at);
      if (!decision) return std::nullopt;
      if (allowed(*decision)) {
        Way way;
        way.at = at;
        way.until = find_view(program_, *decision, actor_, action_)->until;
        return way;
      }
      at = decision->valid_until;
    }
    return std::nullopt;
  }

  void wait() {
    auto way = allowed_from(order_, Instant::never());
    if (!way) return;
    opens_ = way->at;
    add(Ranked::waiting, 0, std::move(*way), {});
  }

  // ── Another value of one fact
  // ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

  [[nodiscard]] Ranked::Rank rank_of(FactId fact, const Change& change) const {
    const Kind kind = model_.facts[fact].type.kind;
    const bool told = !is_unknown(order_.facts[fact]);
    if (kind == Kind::event) return !told && change.value == Value{at_} ? Ranked::happening : Ranked::moving;
    if (is_unknown(fact_value(model_, order_, fact))) return Ranked::telling;
    return is_of_time(fact) || is_unknown(change.value) ? Ranked::moving : Ranked::changing;
  }

  [[nodiscard]] bool is_of_time(FactId fact) const {
    const Kind kind = model_.facts[fact].type.kind;
    return kind == Kind::event || kind == Kind::time || kind == Kind::date;
  }

  void add_present(FactId fact, Way& way) const {
    const Value now = fact_value(model_, order_, fact);
    const auto* instant = std::get_if<Instant>(&now);
    if (is_unknown(now)) {
      way.present_state = WhyValue::State::unknown;
    } else if (instant != nullptr && !instant->is_real()) {
      way.present_state = WhyValue::State::never;
    } else {
      way.present = to_scalar(model_, now);
    }
  }

  /// Another list would be no more than a guess at all of its records.
  void change(FactId fact, std::size_t most) {
    if (model_.facts[fact].type.kind == Kind::list) return;
    const auto holds = [this](const OrderState& order) {
      const auto decision = decision_at(program_, order, at_);
      return decision && allowed(*decision);
    };
    const auto change = nearest_change(program_, order_, fact, at_, holds, most);
    if (!change) return;
    OrderState changed = order_;
    changed.facts[fact] = change->value;
    auto way = allowed_from(changed, Instant{at_.micros + 1});
    if (!way) return;
    way->kind = Way::Kind::fact;
    way->fact = model_.facts[fact].name;
    if (!is_unknown(change->value)) {
      way->value = to_scalar(model_, change->value);
      way->value_words = value_words(model_, change->value);
    }
    way->of_event = model_.facts[fact].type.kind == Kind::event;
    way->of_time = is_of_time(fact);
    way->or_more = change->or_more;
    way->or_less = change->or_less;
    add_present(fact, *way);
    add(rank_of(fact, *change), change->distance, std::move(*way), {fact});
  }

  // ── What somebody may do
  // ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

  void act() {
    const auto& entitlements = program_.statuses[order_.status].entitlements;
    for (std::size_t i = 0; i < entitlements.size(); ++i) {
      const auto& view = decision_.view.actions[i];
      const bool itself = entitlements[i].actor == actor_ && entitlements[i].action == action_;
      if (!itself && view && view->verdict == Verdict::allowed) act(entitlements[i].actor, entitlements[i].action);
    }
  }

  /// The inputs with which it opens soonest; it has to be sooner than by waiting alone.
  void act(ActorId actor, ActionId action) {
    std::optional<Way> best;
    for (const Inputs& inputs : plausible_inputs(program_, order_, action, at_)) {
      const auto acted = apply_action(program_, order_, actor, action, inputs, at_);
      const auto* order = std::get_if<OrderState>(&acted);
      if (order == nullptr) continue;
      auto way = allowed_from(*order, best ? best->at : opens_);
      if (!way) continue;
      best = std::move(*way);
      best->inputs.clear();
      for (const auto& [fact, value] : inputs)
        best->inputs.emplace_back(model_.facts[fact].name, to_scalar(model_, value));
      if (best->at == at_) break;
    }
    if (!best) return;
    best->kind = Way::Kind::act;
    best->actor = model_.actors[actor].name;
    best->actor_label = model_.actors[actor].label;
    best->action = model_.actions[action].name;
    best->action_label = model_.actions[action].label;
    const auto wait = static_cast<std::uint64_t>(best->at.micros - at_.micros);
    add(wait == 0 ? Ranked::acting : Ranked::acting_and_waiting, wait, std::move(*best), touched_by(action));
  }

  [[nodiscard]] std::vector<FactId> touched_by(ActionId action) const {
    std::vector<FactId> facts = model_.actions[action].asks;
    for (const Mark& mark : model_.actions[action].marks) facts.push_back(mark.event);
    for (const Setting& setting : model_.actions[action].sets) facts.push_back(setting.fact);
    return facts;
  }

  // ── Choosing
  // ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /// That a fact changes says less than how somebody may change it.
  [[nodiscard]] bool told_by_an_action(const Ranked& ranked) const {
    if (ranked.way.kind != Way::Kind::fact) return false;
    return std::any_of(found_.begin(), found_.end(), [&](const Ranked& other) {
      const auto& touched = other.touches;
      return other.rank == Ranked::acting &&
             std::find(touched.begin(), touched.end(), ranked.touches.front()) != touched.end();
    });
  }

  [[nodiscard]] std::vector<Way> nearest() {
    std::stable_sort(found_.begin(), found_.end(), [](const Ranked& left, const Ranked& right) {
      return std::tie(left.rank, left.distance) < std::tie(right.rank, right.distance);
    });
    std::vector<Way> ways;
    for (const Ranked& ranked : found_) {
      if (ways.size() < most_ways && !told_by_an_action(ranked)) ways.push_back(ranked.way);
    }
    return ways;
  }

  const Program& program_;
  const Model& model_;
  const OrderState& order_;
  Instant at_;
  const Decision& decision_;
  ActorId actor_;
  ActionId action_;
  std::vector<Ranked> found_;
  Instant opens_ = Instant::never();
};

}  // namespace

std::vector<Way> ways_to_yes(const Program& program, const Decision& decision, ActorId actor, ActionId action) {
  return WayFinder(program, decision, actor, action).find();
}

std::vector<std::string> lists_read(const Program& program, const Decision& decision, ActorId actor, ActionId action) {
  std::vector<std::string> lists;
  for (const FactId fact : facts_about(program, decision.order.status, actor, action)) {
    const Fact& read = program.model->facts[fact];
    if (read.type.kind == Kind::list) lists.push_back(read.name);
  }
  return lists;
}

}  // namespace bywhen::ask
