#include "interpreter/ask/plain_order.hpp"

#include <algorithm>
#include <deque>
#include <optional>

#include "interpreter/ask/scale.hpp"

namespace bywhen::ask {

// ── Ways
// ───────────────────────────────────────────────────────────────────────────────────────────────────────────

namespace {

using Way = std::vector<FactId>;

void add_marks(const std::vector<Mark>& marks, Way& way) {
  for (const Mark& mark : marks) {
    if (std::find(way.begin(), way.end(), mark.event) == way.end()) way.push_back(mark.event);
  }
}

/// Breadth first, so that the first way that is found is a shortest one.
class WayFinder {
public:
  explicit WayFinder(const Model& model) : model_(model), ways_(model.statuses.size()) {}

  std::vector<Way> find() {
    enter(model_.initial, {});
    while (!open_.empty()) {
      const StatusId from = open_.front();
      open_.pop_front();
      for (const Rule& rule : model_.rules) {
        if (!rule.statuses[from]) continue;
        for (const ActionId action : rule.performed()) follow(from, model_.actions[action]);
      }
    }
    std::vector<Way> ways;
    for (auto& way : ways_) ways.push_back(way.value_or(Way{}));
    return ways;
  }

private:
  void enter(StatusId status, Way way) {
    add_marks(model_.statuses[status].marks, way);
    ways_[status] = std::move(way);
    open_.push_back(status);
  }

  void follow(StatusId from, const Action& action) {
    for (const Becoming& becoming : action.becomes) {
      if (ways_[becoming.status]) continue;
      Way way = *ways_[from];
      add_marks(action.marks, way);
      enter(becoming.status, std::move(way));
    }
  }

  const Model& model_;
  std::vector<std::optional<Way>> ways_;
  std::deque<StatusId> open_;
};

}  // namespace

std::vector<Way> events_on_the_way(const Model& model) { return WayFinder(model).find(); }

// ── Values
// ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

namespace {

constexpr std::int64_t ten_o_clock = 10 * micros_per_hour;
constexpr std::int32_t month_ahead = 30;

}  // namespace

Instant plain_start(const Model& model) {
  Date date = model.version.value_or(Date::from_ymd(2026, 1, 5).value_or(Date{}));
  for (const BusinessCalendar& calendar : model.calendars) {
    if (!calendar.covers(date)) date = std::max(date, calendar.from());
  }
  return model.zone.to_instant(LocalTime::of(date, ten_o_clock)).instant;
}

Instant last_event(const Model& model, const OrderState& order) {
  Instant last = Instant::always();
  for (FactId fact = 0; fact < model.fact_count(); ++fact) {
    const auto* instant = std::get_if<Instant>(&order.facts[fact]);
    if (instant != nullptr && model.facts[fact].type.kind == Kind::event) last = std::max(last, *instant);
  }
  return last.is_always() ? plain_start(model) : last;
}

Value plain_value(const Model& model, const OrderState& order, FactId fact) {
  const Type type = model.facts[fact].type;
  const Instant last = last_event(model, order);
  switch (type.kind) {
    case Kind::event:
      return last;
    case Kind::time:
      return Instant{last.micros + month_ahead * micros_per_day};
    case Kind::date:
      return Date{model.zone.to_local(last).date().days + month_ahead};
    case Kind::yes_no:
      return false;
    case Kind::integer:
      return std::int64_t{1};
    case Kind::decimal:
      return Decimal{Decimal::scale};
    case Kind::percent:
      return Percent{10 * Percent::scale};
    case Kind::money: {
      const Scale scale = scale_of(model, order, fact, last);
      std::int64_t minor = 100;
      for (int i = currency_at(scale.currency).minor_units; i > 0; --i) minor *= 10;
      return scale.value(minor);
    }
    case Kind::text:
      return std::string("text");
    case Kind::duration:
      return Duration{0, 1, 0, 0};
    case Kind::list: {
      auto none = std::make_shared<Records>();
      none->type = type.choices;
      none->members = model.members_of(fact).size();
      return RecordList{std::move(none)};
    }
    case Kind::choice:
      break;
  }
  return model.choice_lists[type.choices].front();
}

// ── Orders
// ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

namespace {

bool is_among(const std::vector<FactId>& facts, FactId fact) {
  return std::find(facts.begin(), facts.end(), fact) != facts.end();
}

}  // namespace

OrderState plain_order(const Program& program, const std::vector<FactId>& way, StatusId status,
                       std::optional<Instant> start) {
  const Model& model = *program.model;
  const auto& required = program.statuses[status].required;
  OrderState order;
  order.status = status;
  order.facts.resize(model.facts.size());
  std::vector<FactId> events;
  std::copy_if(way.begin(), way.end(), std::back_inserter(events),
               [&](FactId fact) { return is_among(required, fact); });
  for (const FactId fact : required) {
    if (model.facts[fact].type.kind == Kind::event && !is_among(events, fact)) events.push_back(fact);
  }
  Instant next = start.value_or(plain_start(model));
  for (const FactId event : events) {
    order.facts[event] = next;
    next.micros += micros_per_day;
  }
  for (FactId fact = 0; fact < model.fact_count(); ++fact) {
    const bool needed = model.facts[fact].required() || (is_among(required, fact) && !model.facts[fact].default_value);
    if (needed && is_unknown(order.facts[fact])) order.facts[fact] = plain_value(model, order, fact);
  }
  order.as_of = last_event(model, order);
  return order;
}

}  // namespace bywhen::ask
