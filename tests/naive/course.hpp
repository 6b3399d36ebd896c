#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/naive/rules.hpp"

namespace bywhen::naive {

/// What the clock does once.
struct Happening {
  Instant at;
  std::string rule;
  std::string action;
  std::string from;
  std::string to;
  std::map<std::string, Value> changed;
  std::optional<Owed> owed;
  /// What is told of how its moment and its amount were computed.
  std::set<std::string> notes;
};

/// All that happens to an order by itself, from when it was last right to the end of time. Settling up to an instant is
/// its first part, and what happens next is the rest.
class Course {
public:
  Course(const Tree& tree, const Order& start);
  Course(const Course&) = delete;
  Course& operator=(const Course&) = delete;

  [[nodiscard]] const Tree& tree() const { return tree_; }
  [[nodiscard]] const std::vector<Happening>& happenings() const { return happenings_; }
  /// How many of them lie at or before the instant: the number of the state that the order is in then.
  [[nodiscard]] std::size_t settled(Instant at) const;
  [[nodiscard]] const Order& state(std::size_t number) const { return states_.at(number); }
  [[nodiscard]] Evaluator& evaluator(std::size_t number) { return evaluators_.at(number); }
  /// What cannot be computed on the way.
  [[nodiscard]] const Refusals& refusals() const { return refusals_; }
  [[nodiscard]] std::size_t states() const { return states_.size(); }

private:
  struct Found;
  [[nodiscard]] std::optional<Found> next(Instant clock);
  void add_state(Order order);
  void step(const Found& found);

  const Tree& tree_;
  std::vector<Happening> happenings_;
  Refusals refusals_;
  std::deque<Order> states_;
  std::deque<Evaluator> evaluators_;
};

/// The instant from which on the clock acts on the order.
[[nodiscard]] Instant last_right(const Tree& tree, const Order& order);

/// The facts of `after` that `before` does not have so.
[[nodiscard]] std::map<std::string, Value> changes(const Order& before, const Order& after);

}  // namespace bywhen::naive
