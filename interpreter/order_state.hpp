#pragma once

#include <optional>
#include <vector>

#include "interpreter/model.hpp"

namespace bywhen {

/// An order as the evaluator sees it: facts by slot. Only what is really told stands here; defaults and *never* are
/// read through `fact_value`.
struct OrderState {
  StatusId status = 0;
  /// When it was last right and settled; nothing happens before it.
  std::optional<Instant> as_of;
  /// One a fact of the model; `std::monostate` where the order does not tell it.
  std::vector<Value> facts;
};

/// What is told of a fact or a member counts as: itself, else never for an event, else the default, else unknown.
[[nodiscard]] inline Value counted_value(const Fact& fact, const Value& told) {
  if (!is_unknown(told)) return told;
  if (fact.type.kind == Kind::event) return Instant::never();
  return fact.default_value.value_or(Value{});
}

/// The records of a list, as far as the order tells them.
[[nodiscard]] inline const Records* records_of(const OrderState& order, FactId list) {
  const auto* told = std::get_if<RecordList>(&order.facts[list]);
  return told == nullptr ? nullptr : told->records.get();
}

/// In which currency the amounts of a group are: that of the policy's own, else of those that the order tells.
[[nodiscard]] std::optional<std::uint16_t> currency_of(const Model& model, const OrderState& order,
                                                       const CurrencyGroup& group);

/// What a fact counts as: what the order tells, else never for an event, else the default, else unknown.
[[nodiscard]] inline Value fact_value(const Model& model, const OrderState& order, FactId fact) {
  return counted_value(model.facts[fact], order.facts[fact]);
}

}  // namespace bywhen
