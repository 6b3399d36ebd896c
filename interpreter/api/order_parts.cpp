#include "interpreter/api/order_parts.hpp"

#include <utility>

#include "interpreter/order/validate.hpp"

namespace bywhen {

std::variant<OrderParts, Problems> parts_for(const Policy& policy, const Order& order) {
  const auto& state = PolicyAccess::state(order);
  if (state.policy == PolicyAccess::compiled(policy)) {
    OrderParts parts = PolicyAccess::parts(order);
    if (state.checked) return parts;
    if (Problems problems = validate(state.policy->program, parts.state); !problems.empty()) return problems;
    return parts;
  }
  auto read = read_order(policy, to_json(order.data()));
  if (auto* problems = std::get_if<Problems>(&read)) return std::move(*problems);
  return PolicyAccess::parts(std::get<Order>(read));
}

}  // namespace bywhen
