#pragma once

#include <memory>
#include <string_view>

#include "bywhen/export.hpp"
#include "bywhen/order.hpp"
#include "bywhen/policy.hpp"

namespace bywhen {

/// Reads orders' JSON one after the other, with memory of its own and into that of an order: after the first few,
/// orders that are as they should be ask for no more, but for texts and lists. What is wrong with an order is worked
/// out as `read_order` does it.
///
/// For one thread at a time; make one for each thread.
class BYWHEN_API OrderReader {
public:
  explicit OrderReader(Policy policy);
  OrderReader(OrderReader&&) noexcept;
  OrderReader& operator=(OrderReader&&) noexcept;
  ~OrderReader();

  /// Reads and validates; gives what `read_order` would say, and the order is cleared then. Whatever the order told
  /// before, and of whatever policy it was, it is the one that was read, of the reader's policy.
  [[nodiscard]] Problems read(std::string_view json, Order& order);

private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace bywhen
