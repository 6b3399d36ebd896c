#include "bywhen/order_reader.hpp"

#include <utility>

#include "interpreter/api/access.hpp"
#include "interpreter/order/quick_reader.hpp"
#include "interpreter/order/read_order.hpp"

namespace bywhen {

struct OrderReader::Inside {
  explicit Inside(Policy of) : policy(std::move(of)), quick(PolicyAccess::compiled(policy)->program) {}

  Policy policy;
  QuickReader quick;

  [[nodiscard]] PolicyAccess::OrderParts& parts_of(Order& order) const {
    auto* parts = PolicyAccess::changeable(order);
    if (parts != nullptr && parts->policy == PolicyAccess::compiled(policy)) return *parts;
    order = Order(policy);
    return *PolicyAccess::changeable(order);
  }
};

OrderReader::OrderReader(Policy policy) : inside_(std::make_unique<Inside>(std::move(policy))) {}
OrderReader::OrderReader(OrderReader&&) noexcept = default;
OrderReader& OrderReader::operator=(OrderReader&&) noexcept = default;
OrderReader::~OrderReader() = default;

Problems OrderReader::read(std::string_view json, Order& order) {
  auto& parts = inside_->parts_of(order);
  const auto& compiled = *parts.policy;
  // Whatever happens, it does not count as the order that it was.
  order.clear();
  if (!inside_->quick.read(json, parts.state, parts.id)) {
    order.clear();
    auto outcome = read_order_json(compiled.program, json);
    if (auto* problems = std::get_if<Problems>(&outcome)) return std::move(*problems);
    auto& read = std::get<ReadOrder>(outcome);
    parts.state = std::move(read.state);
    parts.id = std::move(read.id);
  }
  parts.checked = true;
  parts.words.load(compiled.kernel->layout, *compiled.program.model, parts.state);
  return {};
}

}  // namespace bywhen
