#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "benchmarks/decide_orders/hand_written.hpp"

namespace benchmark_orders {

struct Asked {
  hand_written::Order order;
  std::int64_t at = 0;
};

/// Orders of every status with instants around every boundary, the same in every run; others for each `list`.
[[nodiscard]] std::vector<Asked> make(std::size_t count, std::size_t list = 0);

}  // namespace benchmark_orders
