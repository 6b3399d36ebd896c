#pragma once

#include <set>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "tests/naive/tree.hpp"

namespace bywhen::naive {

/// Something that a computation has to say beside its value.
struct Told {
  /// From when on the order has to be refused for it: what the text says cannot be computed. None for a note on what
  /// was done on the way.
  std::optional<Instant> refused_from;
  std::string text;
};
/// Why an order has to be refused, and from when on.
using Refusals = std::map<std::string, Instant>;
/// Adds all, each from the earlier instant on.
void add_refusals(const Refusals& more, Refusals& refusals);

/// Between which instants a moment must lie, whatever the unknown facts are.
struct Reach {
  Instant soonest;
  Instant latest;
};

/// What an expression is worth for one order at one instant.
class Evaluator {
public:
  Evaluator(const Tree& tree, const Order& order) : tree_(tree), order_(order) {}

  [[nodiscard]] const Tree& tree() const { return tree_; }
  [[nodiscard]] const Order& order() const { return order_; }

  /// Names of choices are read as such where the choices are said. What lies beyond all bounds is unknown, and told.
  Value value(const syntax::Expr& expr, Instant at, const std::vector<syntax::Name>* choices = nullptr);
  Truth truth(const syntax::Expr& expr, Instant at) { return truth_of(value(expr, at)); }
  /// All of them hold; so it is with none.
  Truth truth(const std::vector<syntax::Condition>& conditions, Instant at);
  /// What is left of a value without others, if all are known and nothing on the way lies beyond all bounds.
  Value left_of(const Value& whole, const std::vector<Value>& parts);
  /// Of a moment: where it lies.
  Reach reach(const syntax::Expr& moment, Instant at);
  /// Has the moment come?
  Truth come(const syntax::Expr& moment, Instant at);
  /// The fact's value, its default if the order is silent; an event that has not happened is never.
  Value fact(const std::string& name);
  /// The members that are unknown, as `parcels[2].weight`, or the list itself.
  std::set<std::string> unknown_in(const std::string& list);

  /// Every instant that an expression of the policy evaluates to at some time, and every event: nothing changes between
  /// them.
  std::set<Instant> moments();

  /// What was told since this was last asked, or put back.
  std::vector<Told> take_told();
  void put_back(std::vector<Told> told) { told_ = std::move(told); }
  /// The reasons to refuse the order among it, and that which only explains.
  Refusals take_refusals();
  std::set<std::string> take_notes();

private:
  struct Visitor;
  struct Known {
    Value value;
    std::vector<Told> told;
  };

  Value compute(const syntax::Expr& expr, Instant at);

  // What is gathered over records (gathering.cpp): by trying every way in which it may be.

  /// The list whose members the expression reads for the record that is looked at; none while one is looked at.
  [[nodiscard]] const std::string* list_in(const syntax::Expr& expr) const;
  Value member(const syntax::PathRef& path);
  /// A record that is or may be meant.
  struct Meant {
    std::size_t index = 0;
    Truth truth = Truth::yes;
  };
  std::vector<Meant> meant(const std::string& list, const syntax::Expr* filter, Instant at);
  void look_at(const std::string& list, std::size_t record);
  Value gathered_sum(const std::string& list, const syntax::Expr& item, Instant at);
  Value gathered_count(const syntax::CountOf& count, Instant at);
  Value quantified(const syntax::Quantified& quantified, Instant at);
  Reach gathered_reach(const std::string& list, const syntax::Expr& item, bool latest, Instant at);
  /// Of an item of an extremum.
  Reach item_reach(const syntax::Expr& item, bool latest, Instant at);
  Value nothing_like(const syntax::Expr& item);
  void add_moments_of_records(const syntax::Expr& expr, const std::string& list, Instant at, std::set<Instant>& found);
  Value name(const std::string& name, Instant at, const std::vector<syntax::Name>* choices);
  Value body(const std::variant<syntax::Expr, syntax::Table>& body, Instant at,
             const std::vector<syntax::Name>* choices);
  Value table(const syntax::Table& table, Instant at, const std::vector<syntax::Name>* choices);
  /// The value of the row that counts; none where a row's condition is unknown.
  const syntax::Expr* row_of(const syntax::Table& table, Instant at);
  Truth row_holds(const syntax::Table& table, const syntax::TableRow& row, Instant at);
  Truth is_one_of(const Value& value, const std::vector<syntax::Expr>& list, const std::vector<syntax::Name>* choices,
                  Instant at);
  const std::vector<syntax::Name>* choices_of(const syntax::Expr& expr) const;
  /// The calendar that is meant, which the order may have to choose.
  std::optional<std::string> calendar(const std::optional<syntax::Name>& name);
  /// Adds what the policy's expressions are at the instant; true if some moment hangs on the time.
  bool add_moments(Instant at, std::set<Instant>& found);

  const Tree& tree_;
  const Order& order_;
  /// The values of expressions that do not ask for the time.
  std::unordered_map<const syntax::Expr*, Known> timeless_;
  bool asked_for_time_ = false;
  /// The record that is looked at.
  const Record* record_ = nullptr;
  std::vector<Told> told_;
};

/// The order's facts that the expressions read, through terms, definitions and calendars too.
[[nodiscard]] std::set<std::string> facts_read(const Tree& tree, const std::vector<const syntax::Expr*>& expressions);

}  // namespace bywhen::naive
