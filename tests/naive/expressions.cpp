#include "tests/naive/expressions.hpp"

namespace bywhen::naive {
namespace {

/// The parts of one expression.
struct Parts {
  std::vector<const syntax::Expr*> found;

  template <typename Literal>
  void operator()(const Literal&) {}
  void operator()(const syntax::Quantity& quantity) { found = {&*quantity.count}; }
  void operator()(const syntax::Compound& compound) { all(compound.quantities); }
  void operator()(const syntax::PercentOf& part) { found = {&*part.share, &*part.whole}; }
  void operator()(const syntax::Times& times) { found = {&*times.count, &*times.value}; }
  void operator()(const syntax::Sum& sum) { all(sum.items); }
  void operator()(const syntax::Bounded& bounded) { found = {&*bounded.value, &*bounded.bound}; }
  void operator()(const syntax::Shift& shift) { found = {&*shift.duration, &*shift.anchor}; }
  void operator()(const syntax::DayEdge& edge) { found = {&*edge.anchor}; }
  void operator()(const syntax::Extremum& extremum) { all(extremum.items); }
  void operator()(const syntax::Filtered& filtered) { found = {&*filtered.value, &*filtered.filter}; }
  void operator()(const syntax::CountOf& count) { add(count.filter); }
  void operator()(const syntax::Quantified& quantified) {
    found = {&*quantified.condition};
    add(quantified.filter);
  }
  void operator()(const syntax::Compare& compare) { found = {&*compare.left, &*compare.right}; }
  void operator()(const syntax::Membership& membership) { found = {&*membership.left}; }
  void operator()(const syntax::Presence& presence) { found = {&*presence.subject}; }
  void operator()(const syntax::Happened& happened) { found = {&*happened.event}; }
  void operator()(const syntax::Passed& passed) { found = {&*passed.moment}; }
  void operator()(const syntax::Not& negation) { found = {&*negation.operand}; }
  void operator()(const syntax::Logic& logic) { all(logic.operands); }
  void add(const std::optional<Box<syntax::Expr>>& filter) {
    if (filter) found.push_back(&**filter);
  }
  void all(const std::vector<syntax::Expr>& items) {
    for (const auto& item : items) found.push_back(&item);
  }
};

}  // namespace

std::vector<const syntax::Expr*> parts_of(const syntax::Expr& expr) {
  Parts parts;
  std::visit(parts, expr.node);
  return parts.found;
}

void Expressions::add(const syntax::Expr& expr) {
  found.push_back(&expr);
  Parts parts;
  std::visit(parts, expr.node);
  for (const auto* part : parts.found) add(*part);
}

void Expressions::add(const std::optional<syntax::Expr>& expr) {
  if (expr) add(*expr);
}

void Expressions::add(const std::vector<syntax::Condition>& conditions) {
  for (const auto& condition : conditions) add(condition.expr);
}

void Expressions::add(const syntax::Table& table) {
  for (const auto& row : table.rows) {
    add(row.condition);
    add(row.value);
  }
  add(table.otherwise);
}

void Expressions::add(const std::variant<syntax::Expr, syntax::Table>& body) {
  std::visit([this](const auto& alternative) { add(alternative); }, body);
}

void Expressions::add(const std::optional<syntax::Window>& window) {
  if (!window) return;
  for (const auto* expr : {&window->within, &window->from, &window->until, &window->by}) add(*expr);
}

void Expressions::add(const std::optional<syntax::Amount>& amount) {
  if (!amount) return;
  add(amount->gross);
  for (const auto& less : amount->less) add(less);
  add(amount->to);
}

void Expressions::add(const syntax::ActionDecl& action) {
  for (const auto& requirement : action.requirements) add(requirement.condition);
  for (const auto& sets : action.sets) add(sets.value);
  for (const auto& becomes : action.becomes) add(becomes.condition);
}

void Expressions::add(const syntax::Rule& rule) {
  if (const auto* may = std::get_if<syntax::MayRule>(&rule)) {
    add(may->window);
    add(may->conditions);
  } else if (const auto* must = std::get_if<syntax::MustRule>(&rule)) {
    add(must->due);
    add(must->amount);
    add(must->conditions);
    if (must->otherwise) add(must->otherwise->until);
  } else if (const auto* happens = std::get_if<syntax::HappensRule>(&rule)) {
    add(happens->at);
    add(happens->amount);
    add(happens->conditions);
  }
}

void Expressions::add(const syntax::InBlock& block) {
  add(block.conditions);
  for (const auto& rule : block.rules) add(rule);
}

}  // namespace bywhen::naive
