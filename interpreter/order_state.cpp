#include "interpreter/order_state.hpp"

namespace bywhen {
namespace {

std::optional<std::uint16_t> currency_in(const Value& value) {
  const auto* money = std::get_if<Money>(&value);
  return money == nullptr ? std::nullopt : std::optional(money->currency);
}

std::optional<std::uint16_t> currency_in(const std::vector<Fact>& members, const Records& records) {
  for (std::size_t record = 0; record < records.size(); ++record) {
    for (std::size_t member = 0; member < members.size(); ++member) {
      if (const auto found = currency_in(records[record][member])) return found;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::uint16_t> currency_of(const Model& model, const OrderState& order, const CurrencyGroup& group) {
  if (group.currency) return group.currency;
  for (const FactId fact : group.facts) {
    const Records* records = records_of(order, fact);
    const auto found =
        records != nullptr ? currency_in(model.members_of(fact), *records) : currency_in(order.facts[fact]);
    if (found) return found;
  }
  return std::nullopt;
}

}  // namespace bywhen
