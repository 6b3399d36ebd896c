#include "tests/naive/evaluator.hpp"

#include <algorithm>
#include <utility>

#include "tests/naive/expressions.hpp"

namespace bywhen::naive {
namespace {

using Choices = std::vector<syntax::Name>;

bool contains(const Choices* choices, const std::string& name) {
  return choices &&
         std::any_of(choices->begin(), choices->end(), [&](const syntax::Name& choice) { return choice.text == name; });
}

}  // namespace

Value Evaluator::value(const syntax::Expr& expr, Instant at, const Choices* choices) {
  const auto* named = std::get_if<syntax::NameRef>(&expr.node);
  if (named && choices) return name(named->text, at, choices);
  if (record_) return compute(expr, at);
  if (const auto known = timeless_.find(&expr); known != timeless_.end()) {
    told_.insert(told_.end(), known->second.told.begin(), known->second.told.end());
    return known->second.value;
  }
  const bool asked_before = asked_for_time_;
  asked_for_time_ = false;
  const auto told_before = static_cast<std::ptrdiff_t>(told_.size());
  Value result = compute(expr, at);
  if (!asked_for_time_) timeless_.emplace(&expr, Known{result, {told_.begin() + told_before, told_.end()}});
  asked_for_time_ = asked_for_time_ || asked_before;
  return result;
}

Truth Evaluator::truth(const std::vector<syntax::Condition>& conditions, Instant at) {
  Truth all = Truth::yes;
  for (const auto& condition : conditions) {
    const Truth holds_now = truth(condition.expr, at);
    all = both(all, condition.unless ? opposite(holds_now) : holds_now);
  }
  return all;
}

Truth Evaluator::come(const syntax::Expr& moment, Instant at) {
  const Reach where = reach(moment, at);
  if (where.latest <= at) return Truth::yes;
  return where.soonest > at ? Truth::no : Truth::unknown;
}

Reach Evaluator::reach(const syntax::Expr& moment, Instant at) {
  if (const auto* extremum = std::get_if<syntax::Extremum>(&moment.node)) {
    const auto item_at = [&](const syntax::Expr& item) { return item_reach(item, extremum->latest, at); };
    const auto pick = [&](Instant a, Instant b) { return extremum->latest ? std::max(a, b) : std::min(a, b); };
    Reach all = item_at(extremum->items.front());
    for (const auto& item : extremum->items) {
      const Reach one = item_at(item);
      all = {pick(all.soonest, one.soonest), pick(all.latest, one.latest)};
    }
    return all;
  }
  if (const auto* named = std::get_if<syntax::NameRef>(&moment.node)) {
    const auto define = tree_.defines.find(named->text);
    if (define != tree_.defines.end()) {
      if (const auto* body = std::get_if<syntax::Expr>(&define->second->value)) return reach(*body, at);
      const auto* row = row_of(std::get<syntax::Table>(define->second->value), at);
      return row ? reach(*row, at) : Reach{Instant::always(), Instant::never()};
    }
  }
  const Value known = value(moment, at);
  if (is_unknown(known)) return {Instant::always(), Instant::never()};
  return {std::get<Instant>(known), std::get<Instant>(known)};
}

std::vector<Told> Evaluator::take_told() { return std::exchange(told_, {}); }

void add_refusals(const Refusals& more, Refusals& refusals) {
  for (const auto& [text, instant] : more) {
    Instant& from = refusals.try_emplace(text, instant).first->second;
    from = std::min(from, instant);
  }
}

Refusals Evaluator::take_refusals() {
  Refusals refusals;
  for (const Told& one : take_told()) {
    if (one.refused_from) add_refusals({{one.text, *one.refused_from}}, refusals);
  }
  return refusals;
}

std::set<std::string> Evaluator::take_notes() {
  std::set<std::string> notes;
  for (const Told& one : take_told()) {
    if (!one.refused_from) notes.insert(one.text);
  }
  return notes;
}

Value Evaluator::fact(const std::string& name) {
  const auto& fact = tree_.facts.at(name);
  const auto& given = fact.declaration->default_value;
  Value known = Unknown{};
  if (fact.is_event()) known = Instant::never();
  if (given) known = value(*given, Instant::always(), &fact.choices());
  if (const auto told = order_.facts.find(name); told != order_.facts.end()) known = told->second;
  if (auto* number = std::get_if<Number>(&known)) number->whole = fact.type() == "integer";
  return known;
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
  const auto* row = row_of(table, at);
  return row ? value(*row, at, choices) : Value(Unknown{});
}

const syntax::Expr* Evaluator::row_of(const syntax::Table& table, Instant at) {
  for (const auto& row : table.rows) {
    const Truth holds_now = row_holds(table, row, at);
    if (holds_now == Truth::yes) return &row.value;
    if (holds_now == Truth::unknown) return nullptr;
  }
  return &table.otherwise.value();
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
  Truth found = Truth::no;
  for (const auto& item : list) {
    const Value member = value(item, at, choices);
    const bool unknown = is_unknown(value_now) || is_unknown(member);
    found = either(found, unknown ? Truth::unknown : truth_of(member == value_now));
  }
  return found;
}

std::optional<std::string> Evaluator::calendar(const std::optional<syntax::Name>& name) {
  const std::string& wanted = name ? name->text : tree_.default_calendar;
  const auto choice = tree_.calendar_choices.find(wanted);
  if (choice == tree_.calendar_choices.end()) return wanted;
  const auto* row = row_of(*choice->second, Instant::always());
  return row ? std::optional(std::get<syntax::NameRef>(row->node).text) : std::nullopt;
}

const Choices* Evaluator::choices_of(const syntax::Expr& expr) const {
  if (const auto* path = std::get_if<syntax::PathRef>(&expr.node))
    return &tree_.facts.at(path->list.text).member(path->member.text).type.choices;
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
    if (const auto* list = list_in(*expr)) {
      add_moments_of_records(*expr, *list, at, found);
      continue;
    }
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
    const auto* list = std::get_if<List>(&told);
    for (const Record& record : list ? *list->records : std::vector<Record>()) {
      for (const auto& [member, value] : record.members) {
        if (const auto* instant = std::get_if<Instant>(&value)) found.insert(*instant);
      }
    }
  }
  auto told_before = take_told();
  // Where some moment hangs on what has passed, later times may show further ones.
  if (add_moments(Instant::always(), found)) {
    for (std::set<Instant> seen; seen.size() < found.size();) {
      for (const Instant at : std::set<Instant>(found)) {
        if (seen.insert(at).second) add_moments(at, found);
      }
    }
  }
  put_back(std::move(told_before));
  return found;
}

namespace {

/// The calendars by which an expression counts; a nameless one is the default.
std::vector<std::optional<syntax::Name>> calendars_named(const syntax::Expr& expr) {
  std::vector<std::optional<syntax::Name>> names;
  const auto* quantity = std::get_if<syntax::Quantity>(&expr.node);
  if (quantity && quantity->business) names.push_back(quantity->calendar);
  const auto* shift = std::get_if<syntax::Shift>(&expr.node);
  if (!shift) return names;
  if (shift->ending_on_business_day) names.push_back(shift->ending_calendar);
  if (shift->under_eu_law) names.push_back(shift->law_calendar);
  if (shift->holding) names.push_back(std::get<syntax::Quantity>((*shift->holding)->node).calendar);
  return names;
}

void add_facts(const Tree& tree, const std::string& name, std::set<std::string>& names_seen,
               std::set<std::string>& facts);

void add_facts(const Tree& tree, const std::vector<const syntax::Expr*>& expressions, std::set<std::string>& names_seen,
               std::set<std::string>& facts) {
  for (const auto* expr : expressions) {
    if (const auto* named = std::get_if<syntax::NameRef>(&expr->node)) add_facts(tree, named->text, names_seen, facts);
    if (const auto* path = std::get_if<syntax::PathRef>(&expr->node)) facts.insert(path->list.text);
    if (const auto* count = std::get_if<syntax::CountOf>(&expr->node)) facts.insert(count->list.text);
    for (const auto& calendar : calendars_named(*expr)) {
      const auto choice = tree.calendar_choices.find(calendar ? calendar->text : tree.default_calendar);
      if (choice == tree.calendar_choices.end()) continue;
      for (const auto& by : choice->second->by) add_facts(tree, by.text, names_seen, facts);
    }
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
