#include <fmt/format.h>

#include <algorithm>

#include "tests/naive/arithmetic.hpp"
#include "tests/naive/evaluator.hpp"
#include "tests/naive/wall_clock.hpp"

/// What each form of expression is worth.
namespace bywhen::naive {
namespace {

/// So many units, cut where a length ends.
std::int64_t units(Wide count, std::int64_t unit, std::int64_t furthest) {
  const Wide most = furthest / unit;
  return static_cast<std::int64_t>(std::clamp<Wide>(count, -most, most)) * unit;
}

Length length_of(const std::string& unit, Wide count) {
  constexpr std::int64_t second = 1'000'000;
  constexpr std::int64_t furthest_days = 3'660'000;
  const auto exact = [&](std::int64_t seconds) {
    return units(count, seconds * second, furthest_days * 86'400 * second);
  };
  Length length;
  if (unit.starts_with("second")) length.micros = exact(1);
  if (unit.starts_with("minute")) length.micros = exact(60);
  if (unit.starts_with("hour")) length.micros = exact(3600);
  if (unit.starts_with("day")) length.days = units(count, 1, furthest_days);
  if (unit.starts_with("week")) length.days = units(count, 7, furthest_days);
  if (unit.starts_with("month")) length.months = units(count, 1, 120'000);
  if (unit.starts_with("year")) length.months = units(count, 12, 120'000);
  return length;
}

bool is_currency(const std::string& unit) {
  return unit.size() == 3 &&
         std::all_of(unit.begin(), unit.end(), [](char letter) { return letter >= 'A' && letter <= 'Z'; });
}

Instant instant_of(const syntax::TimeLiteral& literal, const std::string& zone) {
  std::string text = literal.text;
  text[10] = 'T';
  if (text.find(':') == text.rfind(':')) text.insert(16, ":00");
  if (const auto instant = parse_rfc3339(text)) return *instant;
  const auto instant = parse_rfc3339(text + "Z");
  return naive::instant_of(
      date::local_time<std::chrono::microseconds>(std::chrono::microseconds(instant.value().micros)), zone);
}

Value holds(syntax::Comparison comparison, const Value& left, const Value& right) {
  if (comparison == syntax::Comparison::is) return left == right;
  if (comparison == syntax::Comparison::is_not) return left != right;
  const auto order = order_of(left, right);
  if (!order) return Unknown{};
  switch (comparison) {
    case syntax::Comparison::less:
    case syntax::Comparison::is_before:
      return *order < 0;
    case syntax::Comparison::less_equal:
      return *order <= 0;
    case syntax::Comparison::greater:
      return *order > 0;
    default:
      return *order >= 0;
  }
}

}  // namespace

struct Evaluator::Visitor {
  Evaluator& self;
  Instant at;

  const Tree& tree() const { return self.tree_; }
  Value operator()(const syntax::NumberLiteral& number) { return Number{read_millionths(number.text)}; }
  Value operator()(const syntax::PercentLiteral& percent) { return Share{read_millionths(percent.text)}; }
  Value operator()(const syntax::TextLiteral& text) { return text.text; }
  Value operator()(const syntax::YesNoLiteral& literal) { return literal.yes; }
  Value operator()(const syntax::DateLiteral& date) { return read_day(date.text); }
  Value operator()(const syntax::TimeLiteral& time) { return instant_of(time, tree().zone); }
  Value operator()(const syntax::NameRef& name) { return self.name(name.text, at, nullptr); }

  Value beyond(const std::string& what) {
    self.told_.push_back({Instant::always(), what + " cannot be computed"});
    return Unknown{};
  }

  void tell(const std::optional<Lack>& lack) {
    if (!lack) return;
    const BusinessDays& days = *lack->calendar;
    self.told_.push_back(
        {lack->from, fmt::format("the calendar `{}` does not reach as far as this order needs: it covers {} to {}",
                                 days.name, to_text(days.first_covered()), to_text(days.last_covered()))});
  }

  Value operator()(const syntax::Quantity& quantity) {
    if (const auto* literal = std::get_if<syntax::NumberLiteral>(&quantity.count->node);
        literal && is_currency(quantity.unit.text)) {
      return read_money(literal->text, quantity.unit.text);
    }
    const Value count = self.value(*quantity.count, at);
    if (is_unknown(count)) return Unknown{};
    const Wide whole = std::get<Number>(count).millionths / 1'000'000;
    Length length;
    if (quantity.business) {
      const auto calendar = self.calendar(quantity.calendar);
      if (!calendar) return Unknown{};
      length.business_days = units(whole, 1, 100'000);
      length.calendar = *calendar;
    } else {
      length = length_of(quantity.unit.text, whole);
    }
    length.full = quantity.full;
    return length;
  }

  Value operator()(const syntax::Compound& compound) {
    return total(compound.quantities, std::vector<bool>(compound.quantities.size(), false));
  }

  Value operator()(const syntax::Sum& sum) {
    std::vector<Value> values;
    for (const auto& item : sum.items) {
      const std::string* list = sum.total ? self.list_in(item) : nullptr;
      values.push_back(list ? self.gathered_sum(*list, item, at) : self.value(item, at));
    }
    return total(values, sum.negative);
  }

  Value operator()(const syntax::PathRef& path) { return self.member(path); }
  Value operator()(const syntax::Filtered& filtered) { return self.value(*filtered.value, at); }
  Value operator()(const syntax::CountOf& count) { return self.gathered_count(count, at); }
  Value operator()(const syntax::Quantified& quantified) { return self.quantified(quantified, at); }
  Value operator()(const syntax::RecordsLiteral&) { return Unknown{}; }

  Value total(const std::vector<syntax::Expr>& items, const std::vector<bool>& taken_away) {
    std::vector<Value> values;
    for (const auto& item : items) values.push_back(self.value(item, at));
    return total(values, taken_away);
  }

  Value total(const std::vector<Value>& values, const std::vector<bool>& taken_away) {
    if (std::any_of(values.begin(), values.end(), is_unknown)) return Unknown{};
    const auto is_decimal = [](const Value& value) {
      const auto* number = std::get_if<Number>(&value);
      return number && !number->whole;
    };
    const bool decimals = std::any_of(values.begin(), values.end(), is_decimal);
    Value all = values.front();
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (auto* number = std::get_if<Number>(&all)) number->whole = number->whole && !decimals;
      if (i == 0) continue;
      const auto next = sum(all, values[i], taken_away[i]);
      if (!next) return beyond(fmt::format("{} {} {}", words_of(all), taken_away[i] ? '-' : '+', words_of(values[i])));
      all = *next;
    }
    return all;
  }

  Value operator()(const syntax::Times& times) {
    const Value count = self.value(*times.count, at);
    const Value one = self.value(*times.value, at);
    if (is_unknown(count) || is_unknown(one)) return Unknown{};
    const auto result = product(std::get<Number>(count).millionths / 1'000'000, one);
    return result ? *result : beyond(fmt::format("{} times {}", words_of(count), words_of(one)));
  }

  Value operator()(const syntax::Bounded& bounded) {
    const Value value = self.value(*bounded.value, at);
    const Value bound = self.value(*bounded.bound, at);
    if (is_unknown(value) || is_unknown(bound)) return Unknown{};
    const int order = order_of(value, bound).value();
    return (bounded.at_least ? order >= 0 : order <= 0) ? value : bound;
  }

  Value operator()(const syntax::PercentOf& percent) {
    const Value share = self.value(*percent.share, at);
    const Value whole = self.value(*percent.whole, at);
    if (is_unknown(share) || is_unknown(whole)) return Unknown{};
    if (const auto* count = std::get_if<Number>(&whole)) return part_of_count(std::get<Share>(share), *count);
    const Part part = part_of(std::get<Share>(share), std::get<Money>(whole), tree().money_rounding);
    const std::string what = fmt::format("{} of {}", words_of(share), words_of(whole));
    if (!part.money) return beyond(what);
    if (part.rounded) {
      note(fmt::format("{} is {}, rounded {} to {}", what, part.exact, words_of(tree().money_rounding),
                       to_text(*part.money)));
    }
    return *part.money;
  }

  /// To the nearest millionth, to the even one where two are as near.
  Value part_of_count(Share share, const Number& count) {
    const Wide hundredths = Wide{share.millionths} * (count.millionths / 1'000'000);
    Wide down = hundredths / 100;
    if (hundredths % 100 < 0) --down;
    const Wide rest = hundredths - down * 100;
    const bool up = rest > 50 || (rest == 50 && down % 2 != 0);
    const Number part{down + (up ? 1 : 0), false};
    constexpr Wide most = Wide{1'000'000'000'000} * 1'000'000;
    if (part.millionths > most || part.millionths < -most)
      return beyond(fmt::format("{} of {}", words_of(Value{share}), words_of(Value{count})));
    return part;
  }

  void note(std::string text) { self.told_.push_back({std::nullopt, std::move(text)}); }

  const BusinessDays* business_days(const std::string& name) {
    const auto found = tree().calendars.find(name);
    return found == tree().calendars.end() ? nullptr : &found->second;
  }

  /// Nothing where an order does not tell by which calendar it is counted.
  std::optional<Counting> counting(const syntax::Shift& shift, const Length& length) {
    Counting how;
    how.zone = shift.zone ? shift.zone->text : tree().zone;
    how.months_round_up = tree().months_round_up;
    how.by_law = shift.under_eu_law;
    how.business_days = business_days(length.calendar);
    bool told = true;
    const auto choose = [&](const BusinessDays*& days, const std::optional<syntax::Name>& named) {
      const auto name = self.calendar(named);
      told = told && name;
      if (name) days = business_days(*name);
    };
    if (shift.under_eu_law) choose(how.law, shift.law_calendar);
    if (shift.ending_on_business_day) choose(how.ending_on, shift.ending_calendar);
    if (shift.holding) {
      const auto& held = std::get<syntax::Quantity>((*shift.holding)->node);
      how.holding = std::stoll(std::get<syntax::NumberLiteral>(held.count->node).text);
      choose(how.holding_by, held.calendar);
    }
    return told ? std::optional(how) : std::nullopt;
  }

  Value operator()(const syntax::Shift& shift) {
    const Value duration = self.value(*shift.duration, at);
    const Value anchor = self.value(*shift.anchor, at);
    if (anchor == Value(Instant::never())) return anchor;
    if (is_unknown(anchor) || is_unknown(duration)) return Unknown{};
    const auto& length = std::get<Length>(duration);
    const auto how = counting(shift, length);
    if (!how) return Unknown{};
    if (const auto* day = std::get_if<Day>(&anchor)) return from_day(*day, length, shift.before, *how);
    const Reached reached = naive::shift(std::get<Instant>(anchor), length, shift.before, *how);
    for (const auto& text : reached.notes) note(text);
    tell(reached.lack);
    return reached.instant;
  }

  Value from_day(Day day, const Length& length, bool before, const Counting& how) {
    const ReachedDay reached = naive::shift(day, length, before, how);
    for (const auto& text : reached.notes) note(text);
    tell(reached.lack);
    if (reached.day) return *reached.day;
    if (reached.lack) return Unknown{};
    return beyond(fmt::format("{} {} {}", words_of(length), before ? "before" : "after", to_text(day)));
  }

  Value operator()(const syntax::TimeSince& since) {
    const Value event = self.name(since.event.text, at, nullptr);
    const auto* begin = std::get_if<Instant>(&event);
    if (begin == nullptr) return Unknown{};
    const std::int64_t elapsed = begin->micros < at.micros ? at.micros - begin->micros : 0;
    Length length;
    length.micros = elapsed % 1'000'000 == 0 ? elapsed : (elapsed / 1'000'000 + 1) * 1'000'000;
    return length;
  }

  Value operator()(const syntax::DayEdge& edge) {
    const Value anchor = self.value(*edge.anchor, at);
    if (is_unknown(anchor) || anchor == Value(Instant::never())) return anchor;
    const std::string& zone = edge.zone ? edge.zone->text : tree().zone;
    const auto* told = std::get_if<Day>(&anchor);
    const Day day = told ? *told : date::floor<date::days>(wall_clock(std::get<Instant>(anchor), zone));
    return in_range(naive::instant_of(day + date::days(edge.end ? 1 : 0) + std::chrono::microseconds(0), zone));
  }

  Value operator()(const syntax::Extremum& extremum) {
    bool unknown = false;
    Instant best = extremum.latest ? Instant::always() : Instant::never();
    for (const auto& item : extremum.items) {
      const Value value = self.list_in(item) ? known(self.item_reach(item, extremum.latest, at)) : self.value(item, at);
      unknown = unknown || is_unknown(value);
      if (is_unknown(value)) continue;
      const Instant instant = std::get<Instant>(value);
      best = extremum.latest ? std::max(best, instant) : std::min(best, instant);
    }
    if (extremum.latest && best == Instant::never()) return best;
    return unknown ? Value(Unknown{}) : Value(best);
  }

  static Value known(const Reach& reach) {
    return reach.soonest == reach.latest ? Value(reach.soonest) : Value(Unknown{});
  }

  Value operator()(const syntax::Compare& compare) {
    const Value left = self.value(*compare.left, at, self.choices_of(*compare.right));
    const Value right = self.value(*compare.right, at, self.choices_of(*compare.left));
    if (is_unknown(left) || is_unknown(right)) return Unknown{};
    return holds(compare.comparison, left, right);
  }

  Value operator()(const syntax::Membership& membership) {
    const Value left = self.value(*membership.left, at);
    const Truth found = self.is_one_of(left, membership.choices, self.choices_of(*membership.left), at);
    return value_of(membership.negated ? opposite(found) : found);
  }

  Value operator()(const syntax::Presence& presence) {
    const Value value = self.value(*presence.subject, at);
    return (is_unknown(value) || value == Value(Instant::never())) != presence.known;
  }

  Value operator()(const syntax::Happened& happened) {
    return (self.value(*happened.event, at) != Value(Instant::never())) != happened.negated;
  }

  Value operator()(const syntax::Passed& passed) {
    self.asked_for_time_ = true;
    const Truth come = self.come(*passed.moment, at);
    self.asked_for_time_ = true;
    return value_of(passed.negated ? opposite(come) : come);
  }

  Value operator()(const syntax::StatusIs& status) {
    const auto is_here = [&](const syntax::Name& name) { return name.text == self.order_.status; };
    return std::any_of(status.statuses.begin(), status.statuses.end(), is_here) != status.negated;
  }

  Value operator()(const syntax::Not& negation) { return value_of(opposite(self.truth(*negation.operand, at))); }

  Value operator()(const syntax::Logic& logic) {
    Truth result = truth_of(logic.conjunction);
    for (const auto& operand : logic.operands) {
      const Truth truth = self.truth(operand, at);
      result = logic.conjunction ? both(result, truth) : either(result, truth);
    }
    return value_of(result);
  }
};

Value Evaluator::left_of(const Value& whole, const std::vector<Value>& parts) {
  std::vector<Value> values = {whole};
  values.insert(values.end(), parts.begin(), parts.end());
  std::vector<bool> taken_away(values.size(), true);
  return Visitor{*this, Instant::always()}.total(values, taken_away);
}

Value Evaluator::gathered_sum(const std::string& list, const syntax::Expr& item, Instant at) {
  const auto* filtered = std::get_if<syntax::Filtered>(&item.node);
  const syntax::Expr& added = filtered ? *filtered->value : item;
  std::vector<Value> values;
  bool unknown = is_unknown(fact(list));
  for (const Meant& one : meant(list, filtered ? &*filtered->filter : nullptr, at)) {
    look_at(list, one.index);
    values.push_back(value(added, at));
    unknown = unknown || one.truth == Truth::unknown;
  }
  record_ = nullptr;
  if (unknown) return Unknown{};
  if (values.empty()) return nothing_like(added);
  return Visitor{*this, at}.total(values, std::vector<bool>(values.size(), false));
}

Value Evaluator::compute(const syntax::Expr& expr, Instant at) { return std::visit(Visitor{*this, at}, expr.node); }

}  // namespace bywhen::naive
