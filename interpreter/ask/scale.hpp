#pragma once

#include <cstdint>

#include "interpreter/model.hpp"
#include "interpreter/order_state.hpp"

namespace bywhen::ask {

/// Kinds whose values lie in a row of equal steps: a whole number, a millionth, a minor unit of a currency, a day, a
/// microsecond.
[[nodiscard]] bool has_scale(Kind kind);

/// The values of a fact as whole numbers of steps, within bounds.
///
/// Numbers go as far as their kind does; whole numbers to ±10^15, where no policy can compute with them any more.
/// Events and times lie between the year before the earliest instant of the order and two years after its latest, the
/// present counting among them, and an event not after the present. Dates lie within the same days.
struct Scale {
  Kind kind = Kind::integer;
  /// Of amounts.
  std::uint16_t currency = 0;
  std::int64_t first = 0;
  std::int64_t last = 0;

  [[nodiscard]] Value value(std::int64_t step) const;
  [[nodiscard]] bool holds(std::int64_t step) const { return step >= first && step <= last; }
};

/// The value's step; it must be of a kind with a scale.
[[nodiscard]] std::int64_t step_of(const Value& value);

/// For amounts of a fact, or of a list's records: that of the order's value, else the one that the policy compares it
/// with, else that of another amount of the order, else of the policy's first, else EUR.
[[nodiscard]] std::uint16_t currency_for(const Model& model, const OrderState& order, FactId fact);

/// The kind of the fact must have a scale.
[[nodiscard]] Scale scale_of(const Model& model, const OrderState& order, FactId fact, Instant at);

/// The instants that an order tells, in its lists too: events and times that have a real one, its `as_of`, the starts
/// of its dates in the policy's zone, and the present; sorted, each once.
[[nodiscard]] std::vector<Instant> instants_of(const Model& model, const OrderState& order, Instant at);

}  // namespace bywhen::ask
