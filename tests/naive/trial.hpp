#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "bywhen/bywhen.hpp"
#include "tests/naive/compare.hpp"
#include "tests/naive/orders.hpp"

namespace bywhen::naive {

/// One policy, read by both evaluators, and what they said of random orders.
class Trial {
public:
  /// Throws where the policy is not good. To see that a difference is found, the naive evaluator may be given another
  /// text.
  Trial(const std::string& name, const std::string& text) : Trial(name, text, text) {}
  Trial(const std::string& name, const std::string& text, const std::string& naive_text);

  /// Makes the order of a seed and asks both about it at several instants.
  void run(std::uint64_t seed);

  /// How many pairs of an order and an instant were asked about.
  [[nodiscard]] std::size_t cases() const { return cases_; }
  /// How many random orders did not fit the policy.
  [[nodiscard]] std::size_t refused() const { return refused_; }
  /// How often each verdict and each state of a duty was seen, acts done and refused, happenings: that the trial tries
  /// something.
  [[nodiscard]] const std::map<std::string, std::size_t>& seen() const { return seen_; }
  /// Every case on which they did not agree, with all that is needed to try it again.
  [[nodiscard]] const std::vector<std::string>& disagreements() const { return disagreements_; }

private:
  void run_unguarded(Orders& orders);
  Order walk(Orders& orders);
  std::optional<Order> act(Orders& orders, Course& course, Outlook& outlook, const Doing& doing, Instant at);
  void ask_about(Orders& orders, const Order& order);
  void ask(Orders& orders, Course& course, Outlook& outlook, Instant at);
  void check_acting(Orders& orders, Course& course, Outlook& outlook, Instant at);
  void check_settling(const Answer& answer, Instant at, Instant later);
  void check_refusal(const std::string& what, const Problems* problems, const Refusals& refusals);
  void check_validity(const Answer& answer, Course& course);
  void check_ending(const Answer& answer, Course& course, Instant at);
  void count(const Answer& answer);
  void differ(const std::string& what, const Differences& differences);
  void differ(const std::string& what, const Problems& problems);

  std::string name_;
  Tree tree_;
  Policy policy_;
  /// What is asked about just now.
  std::uint64_t seed_ = 0;
  std::string order_text_;
  std::string at_text_;
  std::optional<bywhen::Order> order_;

  std::size_t cases_ = 0;
  std::size_t refused_ = 0;
  std::map<std::string, std::size_t> seen_;
  std::vector<std::string> disagreements_;
};

}  // namespace bywhen::naive
