#include <fmt/format.h>

#include <algorithm>

#include "tests/naive/evaluator.hpp"
#include "tests/naive/expressions.hpp"

namespace bywhen::naive {
namespace {

const syntax::PathRef* path_in(const syntax::Expr& expr);

const syntax::PathRef* path_in(const std::vector<const syntax::Expr*>& parts) {
  for (const auto* part : parts) {
    if (const auto* path = path_in(*part)) return path;
  }
  return nullptr;
}

/// A member that is read of a record which somebody else has to look at.
const syntax::PathRef* path_in(const syntax::Expr& expr) {
  if (const auto* path = std::get_if<syntax::PathRef>(&expr.node)) return path;
  const auto* sum = std::get_if<syntax::Sum>(&expr.node);
  const bool looks = (sum && sum->total) || std::holds_alternative<syntax::Extremum>(expr.node) ||
                     std::holds_alternative<syntax::CountOf>(expr.node) ||
                     std::holds_alternative<syntax::Quantified>(expr.node);
  return looks ? nullptr : path_in(parts_of(expr));
}

/// All ways to take one of each.
template <typename Item, typename Visit>
void each_way(const std::vector<std::vector<Item>>& options, std::vector<Item>& taken, const Visit& visit) {
  if (taken.size() == options.size()) return visit(taken);
  for (const Item& option : options[taken.size()]) {
    taken.push_back(option);
    each_way(options, taken, visit);
    taken.pop_back();
  }
}

}  // namespace

const std::string* Evaluator::list_in(const syntax::Expr& expr) const {
  const auto* path = record_ ? nullptr : path_in(expr);
  return path ? &path->list.text : nullptr;
}

void Evaluator::look_at(const std::string& list, std::size_t record) {
  record_ = &std::get<List>(order_.facts.at(list)).records->at(record);
}

Value Evaluator::member(const syntax::PathRef& path) {
  const auto& declared = tree_.facts.at(path.list.text).member(path.member.text);
  Value known = Unknown{};
  if (declared.type.name == "event") known = Instant::never();
  if (declared.default_value) known = value(*declared.default_value, Instant::always(), &declared.type.choices);
  for (const auto& [name, told] : record_->members) {
    if (name == path.member.text) known = told;
  }
  if (auto* number = std::get_if<Number>(&known)) number->whole = declared.type.name == "integer";
  return known;
}

std::vector<Evaluator::Meant> Evaluator::meant(const std::string& list, const syntax::Expr* filter, Instant at) {
  std::vector<Meant> found;
  const Value told = fact(list);
  const std::size_t count = is_unknown(told) ? 0 : std::get<List>(told).records->size();
  for (std::size_t i = 0; i < count; ++i) {
    look_at(list, i);
    const Truth truth_now = filter ? truth(*filter, at) : Truth::yes;
    if (truth_now != Truth::no) found.push_back({i, truth_now});
  }
  record_ = nullptr;
  return found;
}

Value Evaluator::gathered_count(const syntax::CountOf& count, Instant at) {
  if (is_unknown(fact(count.list.text))) return Unknown{};
  const auto found = meant(count.list.text, count.filter ? &**count.filter : nullptr, at);
  const bool sure = std::all_of(found.begin(), found.end(), [](const Meant& one) { return one.truth == Truth::yes; });
  if (!sure) return Unknown{};
  return Number{Wide{static_cast<std::int64_t>(found.size())} * 1'000'000};
}

/// May it be so, and may it not be so, whatever the unknown is?
Value Evaluator::quantified(const syntax::Quantified& quantified, Instant at) {
  const std::string list = *list_in(*quantified.condition);
  if (is_unknown(fact(list))) return Unknown{};
  bool may_hold = quantified.all;
  bool may_fail = !quantified.all;
  for (const Meant& one : meant(list, quantified.filter ? &**quantified.filter : nullptr, at)) {
    look_at(list, one.index);
    const Truth holds = truth(*quantified.condition, at);
    record_ = nullptr;
    const bool out = one.truth == Truth::unknown;
    // A record that is not meant speaks for all and against any.
    const bool for_it = holds != Truth::no || (out && quantified.all);
    const bool against_it = holds != Truth::yes || (out && !quantified.all);
    may_hold = quantified.all ? may_hold && for_it : may_hold || for_it;
    may_fail = quantified.all ? may_fail || against_it : may_fail && against_it;
  }
  if (may_hold && may_fail) return Unknown{};
  return may_hold;
}

Reach Evaluator::item_reach(const syntax::Expr& item, bool latest, Instant at) {
  const auto* list = list_in(item);
  return list ? gathered_reach(*list, item, latest, at) : reach(item, at);
}

/// The soonest and the latest of all ways in which it may be.
Reach Evaluator::gathered_reach(const std::string& list, const syntax::Expr& item, bool latest, Instant at) {
  if (is_unknown(fact(list))) return {Instant::always(), Instant::never()};
  const auto* filtered = std::get_if<syntax::Filtered>(&item.node);
  const syntax::Expr& moment = filtered ? *filtered->value : item;
  std::vector<std::vector<std::optional<Instant>>> options;
  const auto found = meant(list, filtered ? &*filtered->filter : nullptr, at);
  for (const Meant& one : found) {
    look_at(list, one.index);
    const Reach where = reach(moment, at);
    options.push_back({where.soonest, where.latest});
    if (one.truth == Truth::unknown) options.back().emplace_back();
  }
  record_ = nullptr;
  Reach all{Instant::never(), Instant::always()};
  std::vector<std::optional<Instant>> taken;
  each_way(options, taken, [&](const std::vector<std::optional<Instant>>& way) {
    std::optional<Instant> best;
    for (const auto& instant : way) {
      if (instant) best = !best ? *instant : latest ? std::max(*best, *instant) : std::min(*best, *instant);
    }
    const Instant result = best.value_or(Instant::never());
    all = {std::min(all.soonest, result), std::max(all.latest, result)};
  });
  if (all.soonest != all.latest || !all.latest.is_real() || found.size() < 2) return all;
  for (const Meant& one : found) {
    look_at(list, one.index);
    const bool it_is = value(moment, at) == Value(all.latest);
    record_ = nullptr;
    if (!it_is) continue;
    told_.push_back({std::nullopt, fmt::format("the {} of {} {} is {}[{}]", latest ? "last" : "first", found.size(),
                                               list, list, one.index)});
    break;
  }
  return all;
}

/// The sum of none.
Value Evaluator::nothing_like(const syntax::Expr& item) {
  if (const auto* times = std::get_if<syntax::Times>(&item.node)) return nothing_like(*times->value);
  if (const auto* part = std::get_if<syntax::PercentOf>(&item.node)) return nothing_like(*part->whole);
  if (const auto* sum = std::get_if<syntax::Sum>(&item.node)) return nothing_like(sum->items.front());
  const auto* path = std::get_if<syntax::PathRef>(&item.node);
  const auto* named = std::get_if<syntax::NameRef>(&item.node);
  const std::string type = path    ? tree_.facts.at(path->list.text).member(path->member.text).type.name
                           : named ? tree_.facts.at(named->text).type()
                                   : "duration";
  if (type == "integer" || type == "decimal") return Number{0, type == "integer"};
  if (type == "percent") return Share{};
  if (type == "duration") return Length{};
  for (const auto* expr : tree_.expressions) {
    const auto* quantity = std::get_if<syntax::Quantity>(&expr->node);
    if (quantity && quantity->unit.text.size() == 3 && quantity->unit.text < "a") return Money{0, quantity->unit.text};
  }
  return Unknown{};
}

std::set<std::string> Evaluator::unknown_in(const std::string& list) {
  const Value told = fact(list);
  if (is_unknown(told)) return {list};
  std::set<std::string> found;
  const auto& records = *std::get<List>(told).records;
  for (std::size_t i = 0; i < records.size(); ++i) {
    for (const auto& declared : tree_.facts.at(list).declaration->type.members) {
      look_at(list, i);
      const bool unknown = is_unknown(member({{list, {}}, declared.name}));
      record_ = nullptr;
      if (unknown) found.insert(fmt::format("{}[{}].{}", list, i, declared.name.text));
    }
  }
  return found;
}

void Evaluator::add_moments_of_records(const syntax::Expr& expr, const std::string& list, Instant at,
                                       std::set<Instant>& found) {
  for (const Meant& one : meant(list, nullptr, at)) {
    look_at(list, one.index);
    const Value result = value(expr, at);
    record_ = nullptr;
    const auto* instant = std::get_if<Instant>(&result);
    if (instant && instant->is_real()) found.insert(*instant);
  }
}

}  // namespace bywhen::naive
