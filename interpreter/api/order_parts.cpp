#include "interpreter/api/order_parts.hpp"

#include <utility>

namespace bywhen {

std::variant<PolicyAccess::OrderParts, Problems> parts_for(const Policy& policy, const Order& order) {
  const auto& parts = PolicyAccess::parts(order);
  if (parts.policy == PolicyAccess::compiled(policy)) {
    if (Problems problems = order.problems(); !problems.empty()) return problems;
    return parts;
  }
  auto read = read_order(policy, to_json(order.data()));
  if (auto* problems = std::get_if<Problems>(&read)) return std::move(*problems);
  return PolicyAccess::parts(std::get<Order>(read));
}

}  // namespace bywhen
