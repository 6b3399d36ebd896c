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

/// What a fact counts as: what the order tells, else never for an event, else the default, else unknown.
[[nodiscard]] inline Value fact_value(const Model& model, const OrderState& order, FactId fact) {
  const Value& told = order.facts[fact];
  if (!is_unknown(told)) return told;
  if (model.facts[fact].type.kind == Kind::event) return Instant::never();
  return model.facts[fact].default_value.value_or(Value{});
}

}  // namespace bywhen
