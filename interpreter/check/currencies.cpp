#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "interpreter/check/expressions.hpp"
#include "interpreter/money/currency.hpp"

namespace bywhen::check_stage {

namespace {

/// Which money meets which: facts, sums and what is made of them fall into groups that share a currency.
class Groups {
public:
  explicit Groups(Context& context)
      : context_(context), parent_(context.model.expressions.size() + context.model.facts.size()) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
  }

  void collect() {
    const Expressions& expressions = context_.model.expressions;
    for (ExprId expr = 0; expr < expressions.size(); ++expr) meet_operands(expr);
    for (FactId fact = 0; fact < context_.model.fact_count(); ++fact) meet_default(fact);
    for (const Action& action : context_.model.actions) {
      for (const Setting& setting : action.sets) meet(of_fact(setting.fact), setting.value);
    }
    for (const Rule& rule : context_.model.rules) meet_amount(rule);
  }

  void report() {
    std::map<std::size_t, ExprId> sums;
    for (ExprId expr = 0; expr < context_.model.expressions.size(); ++expr) report_sum(expr, sums);
    std::map<std::size_t, CurrencyGroup> groups;
    for (FactId fact = 0; fact < context_.model.fact_count(); ++fact) {
      if (tells_money(fact)) groups[root(of_fact(fact))].facts.push_back(fact);
    }
    for (auto& [key, group] : groups) {
      if (const auto sum = sums.find(key); sum != sums.end()) group.currency = currency_of(sum->second);
      const bool list = context_.model.facts[group.facts.front()].type.kind == Kind::list;
      if (list || group.facts.size() > 1 || group.currency) context_.model.currency_groups.push_back(std::move(group));
    }
  }

private:
  [[nodiscard]] std::size_t of_fact(FactId fact) const { return context_.model.expressions.size() + fact; }
  [[nodiscard]] bool is_money(ExprId expr) const { return context_.model.expressions[expr].type.kind == Kind::money; }

  std::size_t root(std::size_t place) {
    while (parent_[place] != place) place = parent_[place] = parent_[parent_[place]];
    return place;
  }
  void meet(std::size_t left, std::size_t right) { parent_[root(left)] = root(right); }

  void meet_operands(ExprId expr) {
    const Node& node = context_.model.expressions[expr];
    if (node.op == Op::member && is_money(expr)) meet(expr, of_fact(MemberRef::of(node.payload).list));
    if (node.op == Op::fact && is_money(expr)) meet(expr, of_fact(static_cast<FactId>(node.payload)));
    std::optional<std::size_t> last;
    if (is_money(expr)) last = expr;
    for (const ExprId operand : context_.model.expressions.operands(expr)) {
      if (!is_money(operand)) continue;
      if (last) meet(*last, operand);
      last = operand;
    }
  }

  /// All amounts of a list share a currency.
  [[nodiscard]] bool tells_money(FactId fact) const {
    const Kind kind = context_.model.facts[fact].type.kind;
    if (kind != Kind::list) return kind == Kind::money;
    const auto& members = context_.model.members_of(fact);
    return std::any_of(members.begin(), members.end(),
                       [](const Fact& member) { return member.type.kind == Kind::money; });
  }

  void meet_default(FactId fact) {
    meet_default(fact, context_.model.facts[fact].default_value);
    if (context_.model.facts[fact].type.kind != Kind::list) return;
    for (const Fact& member : context_.model.members_of(fact)) meet_default(fact, member.default_value);
  }

  void meet_default(FactId fact, const std::optional<Value>& value) {
    if (!value || !std::holds_alternative<Money>(*value)) return;
    for (ExprId expr = 0; expr < context_.model.expressions.size(); ++expr) {
      const Value* constant = context_.model.expressions.constant(expr);
      if (constant != nullptr && is_money(expr) && *constant == *value) return meet(of_fact(fact), expr);
    }
  }

  void meet_amount(const Rule& rule) {
    if (!rule.amount) return;
    for (const ExprId less : rule.amount->less) meet(rule.amount->gross, less);
  }

  [[nodiscard]] std::uint16_t currency_of(ExprId expr) const {
    return std::get<Money>(*context_.model.expressions.constant(expr)).currency;
  }

  void report_sum(ExprId expr, std::map<std::size_t, ExprId>& sums) {
    const Value* constant = context_.model.expressions.constant(expr);
    if (constant == nullptr || !is_money(expr)) return;
    const auto [place, fresh] = sums.try_emplace(root(expr), expr);
    if (fresh || currency_of(place->second) == currency_of(expr)) return;
    Diagnostic& diagnostic = context_.error(codes::currencies_differ, context_.model.expressions[expr].span,
                                            fmt::format("{} meets {} here", currency_at(currency_of(expr)).code,
                                                        currency_at(currency_of(place->second)).code));
    diagnostic.further.push_back({context_.model.expressions[place->second].span, "the other currency"});
    diagnostic.help =
        "amounts that are compared or added share one currency: there are no rates of exchange in a policy";
  }

  Context& context_;
  std::vector<std::size_t> parent_;
};

}  // namespace

void group_currencies(Context& context) {
  Groups groups(context);
  groups.collect();
  groups.report();
  for (GatherDetails& details : context.model.expressions.gathers)
    details.currency_group = currency_group_of(context.model, details.list);
}

}  // namespace bywhen::check_stage
