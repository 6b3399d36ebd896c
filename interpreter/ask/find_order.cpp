#include <algorithm>
#include <set>

#include "interpreter/ask/candidates.hpp"
#include "interpreter/ask/plain_order.hpp"
#include "interpreter/ask/search.hpp"
#include "interpreter/evaluate/evaluation.hpp"
#include "interpreter/order/validate.hpp"
#include "interpreter/time/shift.hpp"

namespace bywhen::ask {

namespace {

/// Values of one fact that are tried: more would leave no room for pairs of facts.
constexpr std::size_t most_values = 10;
/// Instants at which one order is asked about, each a later change of its answer.
constexpr std::size_t most_instants = 24;

/// A fact at another value than that of the plain order.
struct Deviation {
  FactId fact = 0;
  Value value;
};

struct Start {
  OrderState order;
  std::vector<Deviation> deviations;
  /// Those of facts that what is wanted hangs on.
  std::vector<Deviation> first;
};

// ── What may be out of the ordinary
// ──────────────────────────────────────────────────────────────────────────────────────────

class Deviations {
public:
  Deviations(const Program& program, const OrderState& order)
      : program_(program), model_(*program.model), order_(order), last_(last_event(model_, order)) {}

  std::vector<Deviation> find() {
    for (const FactId fact : by_relevance()) {
      values_.clear();
      add_values(fact);
      for (Value& value : values_) found_.push_back({fact, std::move(value)});
    }
    return std::move(found_);
  }

private:
  /// Those that the rules of the status read come first.
  [[nodiscard]] std::vector<FactId> by_relevance() const {
    std::set<FactId> read;
    for (RuleId id = 0; id < model_.rules.size(); ++id) {
      if (model_.rules[id].statuses[order_.status]) add_facts_of(id, read);
    }
    std::vector<FactId> facts(read.begin(), read.end());
    for (FactId fact = 0; fact < model_.fact_count(); ++fact) {
      if (!read.contains(fact)) facts.push_back(fact);
    }
    return facts;
  }

  void add_facts_of(RuleId id, std::set<FactId>& facts) const {
    const Rule& rule = model_.rules[id];
    facts.insert(program_.facts_read[id].begin(), program_.facts_read[id].end());
    if (rule.otherwise && rule.otherwise->until) model_.expressions.collect_facts(*rule.otherwise->until, facts);
    if (rule.kind == RuleKind::must) {
      for (const ActionId action : rule.actions) {
        for (const Mark& mark : model_.actions[action].marks) facts.insert(mark.event);
      }
    }
    if (!rule.amount) return;
    model_.expressions.collect_facts(rule.amount->gross, facts);
    for (const ExprId less : rule.amount->less) model_.expressions.collect_facts(less, facts);
  }

  void add(const Value& value, FactId fact) {
    const bool known = std::find(values_.begin(), values_.end(), value) != values_.end();
    if (!known && value != fact_value(model_, order_, fact) && values_.size() < most_values) values_.push_back(value);
  }

  void add_values(FactId fact) {
    const Fact& declared = model_.facts[fact];
    switch (declared.type.kind) {
      case Kind::event:
      case Kind::time:
        add_instants(fact);
        break;
      case Kind::date:
        add_dates(fact);
        break;
      case Kind::integer:
      case Kind::decimal:
      case Kind::percent:
      case Kind::money:
        add_numbers(fact);
        break;
      default:
        for (const Value& value : candidates(program_, order_, fact, last_)) add(value, fact);
    }
    if (!declared.always_known() && is_unknown(order_.facts[fact])) add(plain_value(model_, order_, fact), fact);
  }

  /// At what the policy compares it with and a step beside, and at zero.
  void add_numbers(FactId fact) {
    const Scale scale = scale_of(model_, order_, fact, last_);
    for (const Value& value : uses_of(model_, fact).constants) {
      const bool mixed = value.index() != scale.value(0).index();
      const auto* money = std::get_if<Money>(&value);
      if (mixed || (money != nullptr && money->currency != scale.currency)) continue;
      for (const std::int64_t step : {step_of(value), step_of(value) + 1, step_of(value) - 1}) {
        if (scale.holds(step)) add(scale.value(step), fact);
      }
    }
    add(scale.value(0), fact);
  }

  /// The moments that the policy compares it with, as they are in this order.
  [[nodiscard]] std::vector<Instant> compared(FactId fact) const {
    std::vector<Instant> moments;
    Evaluation evaluation(model_, order_, last_);
    for (const ExprId moment : uses_of(model_, fact).moments) {
      const Value value = evaluation.value(moment);
      if (const auto* instant = std::get_if<Instant>(&value); instant != nullptr && instant->is_real())
        moments.push_back(*instant);
      if (const auto* date = std::get_if<Date>(&value)) moments.push_back(start_of_day(*date, model_.zone));
    }
    return moments;
  }

  /// Constants that it is compared with, those of the question before those of the policy.
  template <typename Point>
  [[nodiscard]] std::vector<Point> constants(FactId fact) const {
    std::vector<Point> points;
    for (const Value& value : uses_of(model_, fact).constants) {
      if (const auto* point = std::get_if<Point>(&value)) points.insert(points.begin(), *point);
    }
    return points;
  }

  /// At and just around what it is compared with, after all other events, and between them.
  void add_instants(FactId fact) {
    const auto add_around = [&](Instant moment) {
      for (const std::int64_t aside : {std::int64_t{0}, -micros_per_second, micros_per_second})
        add(Instant{moment.micros + aside}, fact);
    };
    for (const Instant constant : constants<Instant>(fact)) add_around(constant);
    add(Instant{last_.micros + micros_per_hour}, fact);
    for (const Instant moment : compared(fact)) add_around(moment);
    add(Instant{last_.micros + 2 * micros_per_hour}, fact);
    add(Instant{last_.micros - micros_per_hour}, fact);
    if (model_.facts[fact].type.kind == Kind::time) add(plain_value(model_, order_, fact), fact);
  }

  void add_dates(FactId fact) {
    for (const Date constant : constants<Date>(fact)) {
      for (const std::int32_t days : {0, -1, 1}) add(Date{constant.days + days}, fact);
    }
    for (const Instant moment : compared(fact)) {
      const Date date = model_.zone.to_local(moment).date();
      add(date, fact);
      add(Date{date.days - 1}, fact);
      add(Date{date.days + 1}, fact);
    }
    const Date today = model_.zone.to_local(last_).date();
    for (const std::int32_t days : {0, -1, 1}) add(Date{today.days + days}, fact);
  }

  const Program& program_;
  const Model& model_;
  const OrderState& order_;
  Instant last_;
  std::vector<Value> values_;
  std::vector<Deviation> found_;
};

// ── The search
// ────────────────────────────────────────────────────────────────────────────────────────────────────────────

class OrderFinder {
public:
  OrderFinder(const Program& program, const Wanted& wanted, const FindLimits& limits)
      : program_(program), model_(*program.model), wanted_(wanted), limits_(limits) {}

  OrderSearch run() {
    const auto ways = events_on_the_way(model_);
    for (std::size_t status = 0; status < model_.statuses.size(); ++status) {
      Start start{plain_order(program_, ways[status], static_cast<StatusId>(status), limits_.start), {}, {}};
      start.deviations = Deviations(program_, start.order).find();
      const auto& statuses = limits_.first_statuses;
      const bool early = statuses.empty() || statuses.contains(static_cast<StatusId>(status));
      std::copy_if(start.deviations.begin(), start.deviations.end(), std::back_inserter(start.first),
                   [&](const Deviation& deviation) { return early && limits_.first.contains(deviation.fact); });
      starts_.push_back(std::move(start));
    }
    bool cut = false;
    const auto part = [&](std::vector<Deviation> Start::*among, std::size_t most_differing, std::size_t most) {
      search_.cut = search_.stopped;
      look(among, most_differing, most);
      cut = cut || search_.cut;
    };
    if (!limits_.first.empty()) {
      part(&Start::deviations, 1, limits_.most / 4);
      part(&Start::first, 4, limits_.most / 4 * 3);
    }
    part(&Start::deviations, 3, limits_.most);
    search_.cut = cut && !search_.found;
    if (search_.found) simplify(*search_.found);
    return std::move(search_);
  }

private:
  [[nodiscard]] bool done() const { return search_.found || search_.cut; }

  /// First nothing differs, then one fact, then two, up to so many.
  void look(std::vector<Deviation> Start::*among, std::size_t most_differing, std::size_t most) {
    most_ = most;
    for (std::size_t differing = 0; differing <= most_differing && !done(); ++differing) {
      for (const Start& start : starts_) deviate(start.*among, start.order, 0, differing);
    }
  }

  /// Tries all orders in which so many more facts differ, of the deviations from `next` on.
  void deviate(const std::vector<Deviation>& deviations, const OrderState& order, std::size_t next,
               std::size_t differing) {
    if (done()) return;
    if (differing == 0) return try_order(order);
    for (std::size_t i = next; i < deviations.size() && !done(); ++i) {
      const Deviation& deviation = deviations[i];
      OrderState deviating = order;
      deviating.facts[deviation.fact] = deviation.value;
      deviating.as_of = last_event(model_, deviating);
      std::size_t rest = i + 1;
      while (rest < deviations.size() && deviations[rest].fact == deviation.fact) ++rest;
      deviate(deviations, deviating, rest, differing - 1);
    }
  }

  /// The decision, if the order is good and the bound is not reached.
  std::optional<Decision> decision_of(const OrderState& order, Instant at) {
    if (!validate(program_, order).empty() || !validate_instant(model_, order, at).empty()) return std::nullopt;
    search_.stopped = search_.stopped || (!search_.found && limits_.stopped && limits_.stopped());
    if ((search_.tried >= most_ || search_.stopped) && !search_.found) {
      search_.cut = true;
      return std::nullopt;
    }
    ++search_.tried;
    auto decided = decide(program_, order, at);
    if (std::holds_alternative<Fault>(decided)) return std::nullopt;
    return std::move(std::get<Decision>(decided));
  }

  void try_order(const OrderState& order) {
    Instant at = *order.as_of;
    for (std::size_t asked = 0; asked < most_instants && at.is_real(); ++asked) {
      const auto decision = decision_of(order, at);
      if (!decision) return;
      if (wanted_(order, at, *decision)) {
        search_.found = FoundOrder{order, at};
        return;
      }
      at = decision->valid_until;
    }
  }

  [[nodiscard]] bool still_wanted(const OrderState& order, Instant at) {
    const auto decision = decision_of(order, at);
    return decision && wanted_(order, at, *decision);
  }

  /// Leaves out what makes no difference, and makes plain what must be there.
  void simplify(FoundOrder& found) {
    const OrderState plain = starts_[found.order.status].order;
    for (FactId fact = 0; fact < model_.fact_count(); ++fact) {
      for (const Value& simpler : {Value{}, plain.facts[fact]}) {
        if (found.order.facts[fact] == simpler) break;
        OrderState simplified = found.order;
        simplified.facts[fact] = simpler;
        simplified.as_of = last_event(model_, simplified);
        if (!still_wanted(simplified, found.at)) continue;
        found.order = std::move(simplified);
        break;
      }
    }
  }

  const Program& program_;
  const Model& model_;
  const Wanted& wanted_;
  const FindLimits& limits_;
  std::size_t most_ = 0;
  std::vector<Start> starts_;
  OrderSearch search_;
};

}  // namespace

OrderSearch find_order(const Program& program, const Wanted& wanted, const FindLimits& limits) {
  return OrderFinder(program, wanted, limits).run();
}

}  // namespace bywhen::ask
