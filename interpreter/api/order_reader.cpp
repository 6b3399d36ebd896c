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

  /// Room for the facts that were read last.
  OrderState facts{};

  [[nodiscard]] Order::State& state_of(Order& order) const {
    auto* state = PolicyAccess::changeable(order);
    if (state != nullptr && state->policy == PolicyAccess::compiled(policy)) return *state;
    order = Order(policy);
    return *PolicyAccess::changeable(order);
  }
};

OrderReader::OrderReader(Policy policy) : inside_(std::make_unique<Inside>(std::move(policy))) {}
OrderReader::OrderReader(OrderReader&&) noexcept = default;
OrderReader& OrderReader::operator=(OrderReader&&) noexcept = default;
OrderReader::~OrderReader() = default;

Problems OrderReader::read(std::string_view json, Order& order) {
  auto& state = inside_->state_of(order);
  auto& facts = inside_->facts;
  // Whatever happens, it does not count as the order that it was.
  order.clear();
  if (!inside_->quick.read(json, facts, state.id)) {
    order.clear();
    auto outcome = read_order_json(state.policy->program, json);
    if (auto* problems = std::get_if<Problems>(&outcome)) return std::move(*problems);
    auto& read = std::get<ReadOrder>(outcome);
    facts = std::move(read.state);
    state.id = std::move(read.id);
  }
  state.load(facts);
  state.checked = true;
  return {};
}

}  // namespace bywhen
