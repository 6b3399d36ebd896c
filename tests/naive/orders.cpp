#include "tests/naive/orders.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "tests/naive/wall_clock.hpp"

namespace bywhen::naive {
namespace {

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t day = 86'400 * second;

constexpr std::array<std::int64_t, 9> neighbours = {0, 0, 0, -1, 1, -second, second, -3600 * second, 3600 * second};

/// The currency of the policy's own amounts, if it names some.
std::string currency_in(const Tree& tree) {
  for (const auto* expr : tree.expressions) {
    const auto* quantity = std::get_if<syntax::Quantity>(&expr->node);
    if (quantity && quantity->unit.text.size() == 3 && quantity->unit.text < "a") return quantity->unit.text;
  }
  return "";
}

Instant later(Instant instant, std::int64_t micros) { return {instant.micros + micros}; }

}  // namespace

Orders::Orders(const Tree& tree, std::uint64_t seed) : tree_(tree), random_(seed), currency_(currency_in(tree)) {
  const Day start = tree.version.value_or(read_day("2026-01-01"));
  base_ = instant_of(start + std::chrono::microseconds(0), tree.zone);
  base_ = later(base_, (static_cast<std::int64_t>(below(800)) - 60) * day);
  if (chance(70)) base_ = later(base_, static_cast<std::int64_t>(below(86'400'000)) * (second / 1000));
  const Instant change = next_change(base_, tree.zone);
  if (change.is_real() && chance(20)) base_ = later(change, -static_cast<std::int64_t>(below(5'000)) * 60 * second);
  const auto ends = tree.ends_of_calendars();
  if (!ends.empty() && chance(10))
    base_ = later(*ends.begin(), -static_cast<std::int64_t>(below(static_cast<std::size_t>(40 * day))));
  constexpr std::array currencies = {"USD", "EUR", "JPY", "BRL"};
  extreme_ = chance(10);
  if (currency_.empty()) currency_ = currencies[below(currencies.size())];
}

std::size_t Orders::below(std::size_t size) { return static_cast<std::size_t>(random_() % size); }

Instant Orders::beside(Instant instant) { return later(instant, neighbours[below(neighbours.size())]); }

Instant Orders::random_instant() {
  const auto span = static_cast<std::int64_t>(below(chance(50) ? 10 : 70)) * day;
  const auto rest = static_cast<std::int64_t>(below(static_cast<std::size_t>(day)));
  return later(base_, chance(20) ? span : span + rest);
}

/// One of the moments that the policy sees in the order, or a time beside it.
Instant Orders::moment_of(const Order& order) {
  Evaluator evaluator(tree_, order);
  const std::set<Instant> moments = evaluator.moments();
  if (moments.empty()) return random_instant();
  return beside(*std::next(moments.begin(), static_cast<std::ptrdiff_t>(below(moments.size()))));
}

Length Orders::random_length() {
  Length length;
  const auto count = static_cast<std::int64_t>(1 + below(20));
  if (chance(60)) {
    length.days = count;
  } else {
    length.micros = count * 3600 * second;
  }
  return length;
}

/// Nearly as large as can be, on either side of zero.
std::int64_t Orders::extreme(std::int64_t largest) {
  const std::int64_t size = largest - static_cast<std::int64_t>(chance(50) ? 0 : below(3));
  return chance(70) ? size : -size;
}

Value Orders::random_quantity(const std::string& type) {
  constexpr std::int64_t million = 1'000'000;
  const bool far = extreme_ && chance(30);
  const auto upto = [&](std::size_t size) { return static_cast<std::int64_t>(below(size)); };
  const auto signed_upto = [&](std::size_t size) { return chance(8) ? -upto(size) : upto(size); };
  if (type == "integer")
    return Number{Wide{far ? extreme(std::numeric_limits<std::int64_t>::max()) : signed_upto(7)} * million};
  if (type == "decimal") return Number{far ? extreme(million * million * million) : signed_upto(60) * 500'000, false};
  if (type == "percent") return Share{far ? extreme(million * million) : signed_upto(201) * 500'000};
  return Money{far ? extreme(million * million * 1000) : signed_upto(chance(30) ? 12 : 30'000), currency_};
}

/// Sometimes so late that the years end soon; not where clocks change, which the library of zones here knows until
/// 2037.
Day Orders::random_day() {
  const bool changes = next_change(parse_rfc3339("2036-01-01T00:00:00Z").value(), tree_.zone).is_real();
  if (extreme_ && !changes && tree_.calendars.empty() && chance(40))
    return read_day("9999-12-31") - date::days(below(20));
  return Day(date::floor<date::days>(wall_clock(random_instant(), tree_.zone)));
}

Value Orders::random_list(const syntax::TypeRef& list) {
  std::vector<Record> records(below(4) + (chance(20) ? 2 : 0));
  for (Record& record : records) {
    for (const auto& member : list.members) {
      const bool must_be_told = member.type.name != "event" && !member.type.optional && !member.default_value;
      if (must_be_told || chance(65)) record.members.emplace_back(member.name.text, random_value(member.type));
    }
  }
  return List{std::make_shared<const std::vector<Record>>(std::move(records))};
}

Value Orders::random_value(const syntax::TypeRef& declared) {
  const std::string& type = declared.name;
  if (type == "list") return random_list(declared);
  if (type == "event" || type == "time") return random_instant();
  if (type == "date") return random_day();
  if (type == "yes/no") return chance(50);
  if (type == "integer" || type == "decimal" || type == "percent" || type == "money") return random_quantity(type);
  if (type == "duration") return random_length();
  if (type == "text") return std::string(chance(50) ? "card" : "bank transfer");
  return Choice{declared.choices.at(below(declared.choices.size())).text};
}

void Orders::tell(Order& order, const std::string& name, unsigned percent) {
  const auto& fact = tree_.facts.at(name);
  const bool is_time = fact.is_event() || fact.type() == "time";
  const bool must_be_told = !fact.is_event() && !fact.declaration->type.optional && !fact.declaration->default_value;
  if (!must_be_told && !chance(percent)) return;
  order.facts[name] = is_time && chance(45) ? Value(moment_of(order)) : random_value(fact.declaration->type);
}

void Orders::tell_facts(Order& order, unsigned percent) {
  for (const auto& [name, fact] : tree_.facts) {
    if (!fact.is_event()) tell(order, name, percent);
  }
}

Order Orders::newly_placed() {
  Order order{tree_.initial, std::nullopt, {}};
  for (const auto& mark : tree_.statuses.at(order.status)->marks) order.facts[mark.event.text] = base_;
  tell_facts(order, 40);
  return order;
}

Order Orders::anywhere() {
  constexpr std::array<unsigned, 4> shares = {30, 60, 90, 100};
  const unsigned share = shares[below(shares.size())];
  const auto status = std::next(tree_.statuses.begin(), static_cast<std::ptrdiff_t>(below(tree_.statuses.size())));
  Order order{status->first, std::nullopt, {}};
  tell_facts(order, share);
  std::vector<std::string> events;
  for (const auto& [name, fact] : tree_.facts) {
    if (fact.is_event()) events.push_back(name);
  }
  mix(events);
  for (const auto& name : events) tell(order, name, share);
  for (const auto& mark : status->second->marks) {
    if (!order.facts.contains(mark.event.text)) tell(order, mark.event.text, 100);
  }
  if (chance(30)) order.as_of = moment_of(order);
  if (chance(30)) order.as_of = beside(earliest_question(tree_, order));
  return order;
}

namespace {

/// The value without what has not happened by then.
Value by_then(const Tree& tree, const std::string& name, const Value& value, Instant at) {
  const auto* list = std::get_if<List>(&value);
  if (!list) return value;
  std::vector<Record> records = *list->records;
  for (Record& record : records) {
    std::erase_if(record.members, [&](const auto& told) {
      return tree.facts.at(name).member(told.first).type.name == "event" && std::get<Instant>(told.second) > at;
    });
  }
  return List{std::make_shared<const std::vector<Record>>(std::move(records))};
}

}  // namespace

std::map<std::string, Value> Orders::inputs(const syntax::ActionDecl& action, Instant at) {
  std::map<std::string, Value> result;
  for (const auto& name : action.asks) {
    const auto& fact = tree_.facts.at(name.text);
    if (fact.declaration->default_value && chance(50)) continue;
    result[name.text] = by_then(tree_, name.text, random_value(fact.declaration->type), at);
  }
  return result;
}

std::vector<Instant> Orders::instants(const std::vector<Instant>& boundaries, Instant first, std::size_t count) {
  std::vector<Instant> all;
  for (const Instant boundary : boundaries) {
    if (!boundary.is_real()) continue;
    for (const std::int64_t offset : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{1}, -second, second}) {
      all.push_back(later(boundary, offset));
    }
  }
  for (int i = 0; i < 5; ++i) all.push_back(random_instant());
  std::erase_if(all, [&](Instant at) { return at < first; });
  mix(all);
  if (all.size() > count) all.resize(count);
  if (first > Instant::first()) all.push_back(first);
  return all;
}

Instant earliest_question(const Tree& tree, const Order& order) {
  Instant earliest = order.as_of.value_or(Instant::first());
  for (const auto& [name, value] : order.facts) {
    if (tree.facts.at(name).is_event()) earliest = std::max(earliest, std::get<Instant>(value));
    const auto* list = std::get_if<List>(&value);
    for (const Record& record : list ? *list->records : std::vector<Record>()) {
      for (const auto& [member, told] : record.members) {
        if (tree.facts.at(name).member(member).type.name == "event")
          earliest = std::max(earliest, std::get<Instant>(told));
      }
    }
  }
  return earliest;
}

}  // namespace bywhen::naive
