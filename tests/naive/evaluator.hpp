#pragma once

#include <set>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "tests/naive/tree.hpp"

namespace bywhen::naive {

/// What an expression is worth for one order at one instant.
class Evaluator {
public:
  Evaluator(const Tree& tree, const Order& order) : tree_(tree), order_(order) {}

  [[nodiscard]] const Tree& tree() const { return tree_; }
  [[nodiscard]] const Order& order() const { return order_; }

  /// Names of choices are read as such where the choices are said.
  Value value(const syntax::Expr& expr, Instant at, const std::vector<syntax::Name>* choices = nullptr);
  Truth truth(const syntax::Expr& expr, Instant at) { return truth_of(value(expr, at)); }
  /// All of them hold; so it is with none.
  Truth truth(const std::vector<syntax::Condition>& conditions, Instant at);
  /// The fact's value, its default if the order is silent; an event that has not happened is never.
  Value fact(const std::string& name);

  /// Every instant that an expression of the policy evaluates to at some time, and every event: nothing changes between
  /// them.
  std::set<Instant> moments();

private:
  struct Visitor;

  Value compute(const syntax::Expr& expr, Instant at);
  Value name(const std::string& name, Instant at, const std::vector<syntax::Name>* choices);
  Value body(const std::variant<syntax::Expr, syntax::Table>& body, Instant at,
             const std::vector<syntax::Name>* choices);
  Value table(const syntax::Table& table, Instant at, const std::vector<syntax::Name>* choices);
  Truth row_holds(const syntax::Table& table, const syntax::TableRow& row, Instant at);
  Truth is_one_of(const Value& value, const std::vector<syntax::Expr>& list, const std::vector<syntax::Name>* choices,
                  Instant at);
  const std::vector<syntax::Name>* choices_of(const syntax::Expr& expr) const;
  /// Adds what the policy's expressions are at the instant; true if some moment hangs on the time.
  bool add_moments(Instant at, std::set<Instant>& found);

  const Tree& tree_;
  const Order& order_;
  /// The values of expressions that do not ask for the time.
  std::unordered_map<const syntax::Expr*, Value> timeless_;
  bool asked_for_time_ = false;
};

/// The order's facts that the expressions read, through terms and definitions too.
[[nodiscard]] std::set<std::string> facts_read(const Tree& tree, const std::vector<const syntax::Expr*>& expressions);

}  // namespace bywhen::naive
