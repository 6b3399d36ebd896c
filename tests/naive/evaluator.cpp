#include "tests/naive/evaluator.hpp"

#include <algorithm>
#include <stdexcept>

#include "tests/naive/expressions.hpp"

namespace bywhen::naive {
namespace {

using Choices = std::vector<syntax::Name>;

Length length_of(const std::string& unit, std::int64_t count) {
  constexpr std::int64_t second = 1'000'000;
  Length length;
  if (unit.starts_with("second")) length.micros = count * second;
  if (unit.starts_with("minute")) length.micros = count * 60 * second;
  if (unit.starts_with("hour")) length.micros = count * 3600 * second;
  if (unit.starts_with("day")) length.days = count;
  if (unit.starts_with("week")) length.days = 7 * count;
  if (unit.starts_with("month")) length.months = count;
  if (unit.starts_with("year")) length.months = 12 * count;
  return length;
}

bool is_currency(const std::string& unit) {
  return unit.size() == 3 &&
         std::all_of(unit.begin(), unit.end(), [](char letter) { return letter >= 'A' && letter <= 'Z'; });
}

Length sum(Length left, const Length& right) {
  left.months += right.months;
  left.days += right.days;
  left.business_days += right.business_days;
  left.micros += right.micros;
  left.full = left.full || right.full;
  if (left.calendar.empty()) left.calendar = right.calendar;
  return left;
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

struct Size {
  std::int64_t operator()(Number value) const { return value.millionths; }
  std::int64_t operator()(Share value) const { return value.millionths; }
  std::int64_t operator()(Instant value) const { return value.micros; }
  std::int64_t operator()(Day value) const { return value.time_since_epoch().count(); }
  std::int64_t operator()(const Money& value) const { return value.minor; }
  std::int64_t operator()(const Length& value) const {
    return value.months * 2'678'400'000'000 + value.days * 86'400'000'000 + value.micros;
  }
  template <typename Other>
  std::int64_t operator()(const Other&) const {
    throw std::logic_error("no order among these");
  }
};

bool holds(syntax::Comparison comparison, const Value& left, const Value& right) {
  if (comparison == syntax::Comparison::is) return left == right;
  if (comparison == syntax::Comparison::is_not) return left != right;
  const std::int64_t a = std::visit(Size{}, left);
  const std::int64_t b = std::visit(Size{}, right);
  switch (comparison) {
    case syntax::Comparison::less:
    case syntax::Comparison::is_before:
      return a < b;
    case syntax::Comparison::less_equal:
      return a <= b;
    case syntax::Comparison::greater:
      return a > b;
    default:
      return a >= b;
  }
}

bool contains(const Choices* choices, const std::string& name) {
  return choices &&
         std::any_of(choices->begin(), choices->end(), [&](const syntax::Name& choice) { return choice.text == name; });
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

  /// The calendar's name, which may be a choice that a fact makes.
  std::string calendar(const std::optional<syntax::Name>& name) {
    if (!name) return tree().default_calendar;
    if (tree().calendars.contains(name->text)) return name->text;
    const Value picked = self.fact(name->text);
    return is_unknown(picked) ? "" : std::get<Choice>(picked).name;
  }

  Value operator()(const syntax::Quantity& quantity) {
    if (const auto* literal = std::get_if<syntax::NumberLiteral>(&quantity.count->node);
        literal && is_currency(quantity.unit.text)) {
      return read_money(literal->text, quantity.unit.text);
    }
    const Value count = self.value(*quantity.count, at);
    if (is_unknown(count)) return Unknown{};
    const std::int64_t whole = std::get<Number>(count).millionths / 1'000'000;
    Length length;
    if (quantity.business) {
      length.business_days = whole;
      length.calendar = calendar(quantity.calendar);
      if (length.calendar.empty()) return Unknown{};
    } else {
      length = length_of(quantity.unit.text, whole);
    }
    length.full = quantity.full;
    return length;
  }

  Value operator()(const syntax::Compound& compound) {
    Length total;
    for (const auto& quantity : compound.quantities) {
      const Value part = self.value(quantity, at);
      if (is_unknown(part)) return Unknown{};
      total = sum(total, std::get<Length>(part));
    }
    return total;
  }

  Value operator()(const syntax::PercentOf& part) {
    const Value share = self.value(*part.share, at);
    const Value whole = self.value(*part.whole, at);
    if (is_unknown(share) || is_unknown(whole)) return Unknown{};
    return part_of(std::get<Share>(share), std::get<Money>(whole));
  }

  const BusinessDays* business_days(const std::string& name) {
    const auto found = tree().calendars.find(name);
    return found == tree().calendars.end() ? nullptr : &found->second;
  }

  Counting counting(const syntax::Shift& shift, const Length& length) {
    Counting result{shift.zone ? shift.zone->text : tree().zone, tree().months_round_up};
    result.business_days = business_days(length.calendar);
    if (shift.ending_on_business_day) result.ending_on = business_days(calendar(shift.ending_calendar));
    if (shift.holding) {
      const auto held = std::get<Length>(self.value(**shift.holding, at));
      result.holding = held.business_days;
      result.holding_by = business_days(held.calendar);
    }
    return result;
  }

  Value operator()(const syntax::Shift& shift) {
    const Value anchor = self.value(*shift.anchor, at);
    if (anchor == Value(Instant::never())) return anchor;
    const Value duration = self.value(*shift.duration, at);
    if (is_unknown(anchor) || is_unknown(duration)) return Unknown{};
    const auto& length = std::get<Length>(duration);
    const Counting how = counting(shift, length);
    if (const auto* day = std::get_if<Day>(&anchor)) return naive::shift(*day, length, shift.before, how);
    return naive::shift(std::get<Instant>(anchor), length, shift.before, how);
  }

  Value operator()(const syntax::DayEdge& edge) {
    const Value anchor = self.value(*edge.anchor, at);
    if (is_unknown(anchor) || anchor == Value(Instant::never())) return anchor;
    const std::string& zone = edge.zone ? edge.zone->text : tree().zone;
    const auto* told = std::get_if<Day>(&anchor);
    const Day day = told ? *told : date::floor<date::days>(wall_clock(std::get<Instant>(anchor), zone));
    return naive::instant_of(day + date::days(edge.end ? 1 : 0) + std::chrono::microseconds(0), zone);
  }

  Value operator()(const syntax::Extremum& extremum) {
    bool unknown = false;
    Instant best = extremum.latest ? Instant::always() : Instant::never();
    for (const auto& item : extremum.items) {
      const Value value = self.value(item, at);
      unknown = unknown || is_unknown(value);
      if (is_unknown(value)) continue;
      const Instant instant = std::get<Instant>(value);
      best = extremum.latest ? std::max(best, instant) : std::min(best, instant);
    }
    if (extremum.latest && best == Instant::never()) return best;
    return unknown ? Value(Unknown{}) : Value(best);
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
    const Value moment = self.value(*passed.moment, at);
    self.asked_for_time_ = true;
    if (is_unknown(moment)) return Unknown{};
    return (std::get<Instant>(moment) <= at) != passed.negated;
  }

  Value operator()(const syntax::StatusIs& status) {
    return contains(&status.statuses, self.order_.status) != status.negated;
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

Value Evaluator::value(const syntax::Expr& expr, Instant at, const Choices* choices) {
  if (const auto* named = std::get_if<syntax::NameRef>(&expr.node)) return name(named->text, at, choices);
  if (const auto known = timeless_.find(&expr); known != timeless_.end()) return known->second;
  const bool asked_before = asked_for_time_;
  asked_for_time_ = false;
  Value result = compute(expr, at);
  if (!asked_for_time_) timeless_.emplace(&expr, result);
  asked_for_time_ = asked_for_time_ || asked_before;
  return result;
}

Value Evaluator::compute(const syntax::Expr& expr, Instant at) { return std::visit(Visitor{*this, at}, expr.node); }

Truth Evaluator::truth(const std::vector<syntax::Condition>& conditions, Instant at) {
  Truth all = Truth::yes;
  for (const auto& condition : conditions) {
    const Truth holds_now = truth(condition.expr, at);
    all = both(all, condition.unless ? opposite(holds_now) : holds_now);
  }
  return all;
}

Value Evaluator::fact(const std::string& name) {
  if (const auto told = order_.facts.find(name); told != order_.facts.end()) return told->second;
  const auto& fact = tree_.facts.at(name);
  if (fact.is_event()) return Instant::never();
  if (const auto& given = fact.declaration->default_value) return value(*given, Instant::always(), &fact.choices());
  return Unknown{};
}

Value Evaluator::name(const std::string& name, Instant at, const Choices* choices) {
  if (contains(choices, name)) return Choice{name};
  if (tree_.facts.contains(name)) return fact(name);
  if (const auto term = tree_.terms.find(name); term != tree_.terms.end())
    return body(term->second->value, at, choices);
  if (const auto define = tree_.defines.find(name); define != tree_.defines.end())
    return body(define->second->value, at, choices);
  return Choice{name};
}

Value Evaluator::body(const std::variant<syntax::Expr, syntax::Table>& body, Instant at, const Choices* choices) {
  if (const auto* rows = std::get_if<syntax::Table>(&body)) return table(*rows, at, choices);
  return value(std::get<syntax::Expr>(body), at, choices);
}

Value Evaluator::table(const syntax::Table& table, Instant at, const Choices* choices) {
  for (const auto& row : table.rows) {
    const Truth holds_now = row_holds(table, row, at);
    if (holds_now == Truth::yes) return value(row.value, at, choices);
    if (holds_now == Truth::unknown) return Unknown{};
  }
  return value(table.otherwise.value(), at, choices);
}

Truth Evaluator::row_holds(const syntax::Table& table, const syntax::TableRow& row, Instant at) {
  if (row.condition) return truth(*row.condition, at);
  Truth all = Truth::yes;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const std::string& name = table.by.at(i).text;
    const auto& choices = row.cells[i].choices;
    if (!choices.empty()) all = both(all, is_one_of(fact(name), choices, &tree_.facts.at(name).choices(), at));
  }
  return all;
}

Truth Evaluator::is_one_of(const Value& value_now, const std::vector<syntax::Expr>& list, const Choices* choices,
                           Instant at) {
  if (is_unknown(value_now)) return Truth::unknown;
  Truth found = Truth::no;
  for (const auto& item : list) {
    const Value member = value(item, at, choices);
    found = either(found, is_unknown(member) ? Truth::unknown : truth_of(member == value_now));
  }
  return found;
}

const Choices* Evaluator::choices_of(const syntax::Expr& expr) const {
  const auto* named = std::get_if<syntax::NameRef>(&expr.node);
  if (!named) return nullptr;
  if (const auto fact = tree_.facts.find(named->text); fact != tree_.facts.end()) return &fact->second.choices();
  const auto define = tree_.defines.find(named->text);
  const auto* body = define == tree_.defines.end() ? nullptr : std::get_if<syntax::Expr>(&define->second->value);
  return body ? choices_of(*body) : nullptr;
}

bool Evaluator::add_moments(Instant at, std::set<Instant>& found) {
  bool hang_on_time = false;
  for (const auto* expr : tree_.expressions) {
    asked_for_time_ = false;
    const Value result = value(*expr, at);
    const auto* instant = std::get_if<Instant>(&result);
    if (!instant) continue;
    hang_on_time = hang_on_time || asked_for_time_;
    if (instant->is_real()) found.insert(*instant);
  }
  return hang_on_time;
}

std::set<Instant> Evaluator::moments() {
  std::set<Instant> found;
  for (const auto& [name, told] : order_.facts) {
    if (const auto* instant = std::get_if<Instant>(&told)) found.insert(*instant);
  }
  if (!add_moments(Instant::always(), found)) return found;
  // Some moment hangs on what has passed, so later times may show further ones.
  for (std::set<Instant> seen; seen.size() < found.size();) {
    for (const Instant at : std::set<Instant>(found)) {
      if (seen.insert(at).second) add_moments(at, found);
    }
  }
  return found;
}

namespace {

void add_facts(const Tree& tree, const std::string& name, std::set<std::string>& names_seen,
               std::set<std::string>& facts);

void add_facts(const Tree& tree, const std::vector<const syntax::Expr*>& expressions, std::set<std::string>& names_seen,
               std::set<std::string>& facts) {
  for (const auto* expr : expressions) {
    if (const auto* named = std::get_if<syntax::NameRef>(&expr->node)) add_facts(tree, named->text, names_seen, facts);
    const auto* quantity = std::get_if<syntax::Quantity>(&expr->node);
    if (quantity && quantity->calendar) add_facts(tree, quantity->calendar->text, names_seen, facts);
  }
}

void add_facts(const Tree& tree, const std::string& name, std::set<std::string>& names_seen,
               std::set<std::string>& facts) {
  if (!names_seen.insert(name).second) return;
  if (tree.facts.contains(name)) facts.insert(name);
  Expressions inner;
  const auto add_body = [&](const auto& declarations) {
    const auto found = declarations.find(name);
    if (found == declarations.end()) return;
    inner.add(found->second->value);
    const auto* table = std::get_if<syntax::Table>(&found->second->value);
    if (!table) return;
    for (const auto& by : table->by) add_facts(tree, by.text, names_seen, facts);
  };
  add_body(tree.terms);
  add_body(tree.defines);
  add_facts(tree, inner.found, names_seen, facts);
}

}  // namespace

std::set<std::string> facts_read(const Tree& tree, const std::vector<const syntax::Expr*>& expressions) {
  std::set<std::string> names_seen;
  std::set<std::string> facts;
  add_facts(tree, expressions, names_seen, facts);
  return facts;
}

}  // namespace bywhen::naive
