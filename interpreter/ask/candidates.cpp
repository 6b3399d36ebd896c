#include "interpreter/ask/candidates.hpp"

#include <algorithm>
#include <set>

#include "interpreter/ask/record_lists.hpp"
#include "interpreter/evaluate/evaluation.hpp"
#include "interpreter/time/shift.hpp"

namespace bywhen::ask {

// ── What a policy does with a fact
// ───────────────────────────────────────────────────────────────────────────────────────────

namespace {

bool is_number(Kind kind) { return kind == Kind::integer || kind == Kind::decimal; }

bool is_moment(Kind kind) { return kind == Kind::event || kind == Kind::time; }

bool of_kind(const Model& model, const Node& node, const Fact& fact) {
  const bool constant = node.op == Op::constant;
  const bool same_list = node.type.kind == Kind::choice ? node.type.choices == fact.type.choices : true;
  const Kind kind = node.type.kind;
  const bool same_kind = kind == fact.type.kind || (is_number(kind) && is_number(fact.type.kind)) ||
                         (is_moment(kind) && is_moment(fact.type.kind));
  return constant && same_list && same_kind && !is_unknown(model.expressions.constants[node.payload]);
}

/// Walks all expressions once, operands before what uses them.
class UseFinder {
public:
  UseFinder(const Model& model, FactId fact) : model_(model), expressions_(model.expressions), fact_(fact) {}

  Uses find() {
    for (ExprId id = 0; id < expressions_.size(); ++id) {
      reads_.push_back(reads(id));
      if (reads_.back()) note(id);
    }
    return std::move(uses_);
  }

private:
  [[nodiscard]] bool reads(ExprId id) const {
    if (expressions_[id].op == Op::fact) return expressions_[id].payload == fact_;
    const auto operands = expressions_.operands(id);
    return std::any_of(operands.begin(), operands.end(), [&](ExprId operand) { return reads_[operand]; });
  }

  void note(ExprId id) {
    const auto operands = expressions_.operands(id);
    switch (expressions_[id].op) {
      case Op::shift:
        if (reads_[operands[1]]) uses_.shifts.push_back(id);
        break;
      case Op::day_edge:
        uses_.edges.push_back(id);
        break;
      case Op::before:
      case Op::latest:
      case Op::earliest:
        uses_.moments.insert(uses_.moments.end(), operands.begin(), operands.end());
        break;
      case Op::negation:
      case Op::conjunction:
      case Op::disjunction:
        return;
      default:
        break;
    }
    add_constants(id);
  }

  void add_constants(ExprId id) {
    for (const ExprId operand : expressions_.operands(id)) {
      if (!seen_.insert(operand).second) continue;
      if (of_kind(model_, expressions_[operand], model_.facts[fact_]))
        uses_.constants.push_back(expressions_.constants[expressions_[operand].payload]);
      if (!reads_[operand]) add_constants(operand);
    }
  }

  const Model& model_;
  const Expressions& expressions_;
  FactId fact_;
  std::vector<bool> reads_;
  std::set<ExprId> seen_;
  Uses uses_;
};

}  // namespace

Uses uses_of(const Model& model, FactId fact) { return UseFinder(model, fact).find(); }

// ── Values in a row
// ──────────────────────────────────────────────────────────────────────────────────────────────────────

namespace {

/// So many places, each with its two neighbours: more than a policy and an order have together, unless they are large.
constexpr std::size_t most_places = 600;
constexpr std::int64_t places_between = 24;
/// Business days, weekends and days that months lack make islands of a day: every midnight is looked at so far around
/// the instants of the order.
constexpr std::int64_t days_around = 45;
constexpr std::int64_t most_midnights = 300;

/// The steps at which something may change, those that are added first for sure.
class Places {
public:
  explicit Places(const Scale& scale) : scale_(scale) {}

  void add(std::int64_t step) {
    if (full()) return;
    if (scale_.holds(step)) places_.insert(step);
  }
  void add(const Value& value) {
    if (!is_unknown(value)) add(step_of(value));
  }
  [[nodiscard]] bool full() const { return places_.size() >= most_places; }

  [[nodiscard]] std::vector<Value> with_neighbours() const {
    std::set<std::int64_t> steps{scale_.first, scale_.last};
    for (const std::int64_t place : places_) {
      for (const std::int64_t step : {place - 1, place, place + 1}) {
        if (scale_.holds(step)) steps.insert(step);
      }
    }
    std::vector<Value> values;
    for (const std::int64_t step : steps) values.push_back(scale_.value(step));
    return values;
  }

private:
  const Scale& scale_;
  std::set<std::int64_t> places_;
};

std::optional<std::int64_t> number_step(const Value& value, Kind kind) {
  if (const auto* whole = std::get_if<std::int64_t>(&value); whole != nullptr && kind == Kind::decimal) {
    const auto decimal = Decimal::from_integer(*whole);
    return decimal ? std::optional(decimal->millionths) : std::nullopt;
  }
  if (const auto* decimal = std::get_if<Decimal>(&value); decimal != nullptr && kind == Kind::integer)
    return decimal->millionths / Decimal::scale;
  return step_of(value);
}

std::vector<Value> numbers(const Program& program, const OrderState& order, FactId fact, Instant at) {
  const Model& model = *program.model;
  const Scale scale = scale_of(model, order, fact, at);
  Places places(scale);
  places.add(order.facts[fact]);
  places.add(0);
  for (const Value& constant : uses_of(model, fact).constants) {
    if (const auto step = number_step(constant, scale.kind)) places.add(*step);
  }
  for (FactId other = 0; other < model.fact_count(); ++other) {
    if (model.facts[other].type.kind == scale.kind) places.add(order.facts[other]);
    const Records* records = model.facts[other].type.kind == Kind::list ? records_of(order, other) : nullptr;
    for (std::size_t i = 0; records != nullptr && i < records->values.size(); ++i) {
      const Value& value = records->values[i];
      if (!is_unknown(value) && model.members_of(other)[i % records->members].type.kind == scale.kind)
        places.add(value);
    }
  }
  return places.with_neighbours();
}

// ── Times
// ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/// A duration that is counted from a fact, with all that the sentence says about counting but for calendars that the
/// order chooses: what comes of it is a place to look, no answer.
struct Counting {
  Duration duration;
  bool before = false;
  ShiftContext context;
};

std::optional<Counting> counting_of(const Model& model, const OrderState& order, Instant at, ExprId shift) {
  const ShiftDetails& details = model.expressions.shifts[model.expressions[shift].payload];
  const Value duration = Evaluation(model, order, at).value(model.expressions.operands(shift)[0]);
  if (is_unknown(duration)) return std::nullopt;
  Counting counting{std::get<Duration>(duration), details.before, {}};
  counting.context.zone = details.zone;
  counting.context.rounding = model.rounding;
  counting.context.calendars = model.calendars;
  counting.context.default_calendar = model.default_calendar;
  counting.context.ending_on_business_day = details.ending_on_business_day;
  counting.context.ending_calendar = details.ending_calendar.fixed;
  counting.context.holding_business_days = details.holding_business_days;
  counting.context.holding_calendar = details.holding_calendar.fixed;
  counting.context.eu_time_limit = details.eu_time_limit;
  counting.context.eu_calendar = details.law_calendar.fixed;
  return counting;
}

/// The instants from which the search goes out: the present first.
std::vector<Instant> centres(const Model& model, const OrderState& order, const Uses& uses, Instant at) {
  std::vector<Instant> found{at};
  const auto add = [&](Instant instant) {
    if (instant.is_real() && std::find(found.begin(), found.end(), instant) == found.end()) found.push_back(instant);
  };
  for (const Instant instant : instants_of(model, order, at)) add(instant);
  Evaluation evaluation(model, order, at);
  for (const ExprId moment : uses.moments) {
    const Value value = evaluation.value(moment);
    if (const auto* instant = std::get_if<Instant>(&value)) add(*instant);
    if (const auto* date = std::get_if<Date>(&value)) add(start_of_day(*date, model.zone));
  }
  for (const Value& constant : uses.constants) {
    if (const auto* instant = std::get_if<Instant>(&constant)) add(*instant);
    if (const auto* date = std::get_if<Date>(&constant)) add(start_of_day(*date, model.zone));
  }
  return found;
}

std::vector<Instant> moments(const Model& model, const OrderState& order, const Uses& uses, Instant at) {
  std::vector<Instant> found = centres(model, order, uses, at);
  const std::vector<Instant> from = found;
  for (const ExprId id : uses.shifts) {
    const auto counting = counting_of(model, order, at, id);
    if (!counting) continue;
    for (const Instant centre : from) {
      found.push_back(shift(centre, counting->duration, counting->before, counting->context).instant);
      found.push_back(shift(centre, counting->duration, !counting->before, counting->context).instant);
    }
  }
  const std::size_t counted = found.size();
  for (const ExprId id : uses.edges) {
    const Zone& zone = model.expressions.edges[model.expressions[id].payload].zone;
    for (std::size_t i = 0; i < counted; ++i) {
      found.push_back(start_of_day(found[i], zone));
      found.push_back(end_of_day(found[i], zone));
    }
  }
  return found;
}

/// The midnights from before the first to after the last instant of an order; every second one, or every third, where
/// they would be too many.
void add_midnights(const Model& model, const OrderState& order, Instant at, Places& places) {
  const std::vector<Instant> instants = instants_of(model, order, at);
  const std::int64_t first = instants.front().micros - days_around * micros_per_day;
  const std::int64_t last = instants.back().micros + days_around * micros_per_day;
  const std::int64_t step = (last - first) / micros_per_day / most_midnights + 1;
  for (std::int64_t micros = first; micros <= last; micros += step * micros_per_day) {
    const Instant midnight = start_of_day(Instant{micros}, model.zone);
    if (midnight.is_real()) places.add(midnight.micros);
  }
}

std::vector<Value> times(const Program& program, const OrderState& order, FactId fact, Instant at) {
  const Model& model = *program.model;
  const Scale scale = scale_of(model, order, fact, at);
  Places places(scale);
  const bool date = scale.kind == Kind::date;
  const auto* told = std::get_if<Instant>(&order.facts[fact]);
  if (told == nullptr || told->is_real()) places.add(order.facts[fact]);
  const Uses uses = uses_of(model, fact);
  for (const Instant moment : moments(model, order, uses, at)) {
    if (moment.is_real()) places.add(date ? model.zone.to_local(moment).date().days : moment.micros);
  }
  if (!date && !(uses.shifts.empty() && uses.edges.empty())) add_midnights(model, order, at, places);
  const std::int64_t width = (scale.last - scale.first) / places_between;
  for (std::int64_t i = 1; i < places_between; ++i) places.add(scale.first + i * width);
  return places.with_neighbours();
}

// ── Other values
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────

void add_new(std::vector<Value>& values, const Value& value) {
  if (!is_unknown(value) && std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
}

std::vector<Value> listed(const Program& program, const OrderState& order, FactId fact, const Value& another) {
  const Model& model = *program.model;
  std::vector<Value> values;
  add_new(values, order.facts[fact]);
  for (const Value& constant : uses_of(model, fact).constants) add_new(values, constant);
  for (FactId other = 0; other < model.fact_count(); ++other) {
    if (model.facts[other].type.kind == model.facts[fact].type.kind) add_new(values, order.facts[other]);
  }
  add_new(values, another);
  return values;
}

std::vector<Value> lists(const Model& model, const OrderState& order, FactId fact, Instant at) {
  std::vector<Value> values;
  add_new(values, order.facts[fact]);
  for (const Value& list : record_lists(model, order, fact, at)) add_new(values, list);
  return values;
}

/// A day longer and a day shorter, or a second where it has such parts.
std::vector<Value> durations(const Program& program, const OrderState& order, FactId fact) {
  const std::vector<Value> centres = listed(program, order, fact, Duration{});
  std::vector<Value> values;
  for (const Value& centre : centres) {
    const auto& duration = std::get<Duration>(centre);
    const Duration unit = duration.micros != 0 ? Duration{0, 0, 0, micros_per_second} : Duration{0, 1, 0, 0};
    for (const auto& neighbour : {add(duration, -unit), std::optional(duration), add(duration, unit)}) {
      if (neighbour && has_iso_form(*neighbour)) add_new(values, *neighbour);
    }
  }
  return values;
}

}  // namespace

std::vector<Value> candidates(const Program& program, const OrderState& order, FactId fact, Instant at) {
  const Model& model = *program.model;
  const Type type = model.facts[fact].type;
  switch (type.kind) {
    case Kind::yes_no:
      return {false, true};
    case Kind::choice: {
      const auto& choices = model.choice_lists[type.choices];
      return {choices.begin(), choices.end()};
    }
    case Kind::list:
      return lists(model, order, fact, at);
    case Kind::text:
      return listed(program, order, fact, std::string("another"));
    case Kind::duration:
      return durations(program, order, fact);
    case Kind::event:
    case Kind::time:
    case Kind::date:
      return times(program, order, fact, at);
    default:
      return numbers(program, order, fact, at);
  }
}

}  // namespace bywhen::ask
