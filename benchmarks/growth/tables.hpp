#pragma once

#include <cstddef>

#include "benchmarks/growth/measure.hpp"

namespace growth {

struct Asked {
  std::size_t rounds = 9;
  /// The longest list of orders.
  std::size_t most_orders = 10'000'000;
};

/// What grows with a policy: its rules, its statuses, its facts.
void policy_tables(const Asked& asked, Report& report);
/// What grows with how many orders are decided, of one policy.
void order_table(const Asked& asked, Report& report);

}  // namespace growth
