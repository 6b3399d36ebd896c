#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "tests/naive/course.hpp"

namespace bywhen::naive {

/// Random orders of a policy, the same on every machine for the same seed. Times come to lie at the policy's own
/// boundaries, just beside them and anywhere else.
class Orders {
public:
  Orders(const Tree& tree, std::uint64_t seed);

  /// In the initial status, with what every order needs.
  [[nodiscard]] Order newly_placed();
  /// In any status, with any facts: not every one of them fits the policy.
  [[nodiscard]] Order anywhere();
  /// What the actor of an action supplies at an instant.
  [[nodiscard]] std::map<std::string, Value> inputs(const syntax::ActionDecl& action, Instant at);
  /// Instants to ask about: boundaries, their neighbours and others, none before the first.
  [[nodiscard]] std::vector<Instant> instants(const std::vector<Instant>& boundaries, Instant first, std::size_t count);
  /// An index below the size.
  [[nodiscard]] std::size_t below(std::size_t size);
  [[nodiscard]] bool chance(unsigned percent) { return below(100) < percent; }
  /// Shuffles, as the standard library does, but everywhere alike.
  template <typename Item>
  void mix(std::vector<Item>& items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
  }

private:
  Value random_value(const syntax::TypeRef& declared);
  Value random_list(const syntax::TypeRef& list);
  Value random_quantity(const std::string& type);
  std::int64_t extreme(std::int64_t largest);
  Day random_day();
  Length random_length();
  Instant random_instant();
  Instant beside(Instant instant);
  Instant moment_of(const Order& order);
  void tell(Order& order, const std::string& name, unsigned percent);
  void tell_facts(Order& order, unsigned percent);

  const Tree& tree_;
  std::mt19937_64 random_;
  Instant base_;
  std::string currency_;
  /// Does this order go to the bounds of what values may be?
  bool extreme_ = false;
};

/// Nothing can be asked about earlier than this: the latest event, and when the order was last right.
[[nodiscard]] Instant earliest_question(const Tree& tree, const Order& order);

}  // namespace bywhen::naive
