#include "interpreter/ask/nearest.hpp"

#include <algorithm>
#include <limits>

namespace bywhen::ask {

namespace {

constexpr const char* good = "good";

bool is_real(const Value& value) {
  const auto* instant = std::get_if<Instant>(&value);
  return !is_unknown(value) && (instant == nullptr || instant->is_real());
}

std::int64_t present_step(const Model& model, const OrderState& order, FactId fact, Instant at) {
  const Value now = fact_value(model, order, fact);
  if (is_real(now)) return step_of(now);
  switch (model.facts[fact].type.kind) {
    case Kind::event:
    case Kind::time:
      return at.micros;
    case Kind::date:
      return model.zone.to_local(at).date().days;
    default:
      return 0;
  }
}

Change nearest_in(const Piece& piece, const Scale& scale, std::int64_t present) {
  const std::int64_t low = step_of(piece.first);
  const std::int64_t high = step_of(piece.last);
  const std::int64_t nearest = std::clamp(present, low, high);
  const std::uint64_t distance = nearest > present
                                     ? static_cast<std::uint64_t>(nearest) - static_cast<std::uint64_t>(present)
                                     : static_cast<std::uint64_t>(present) - static_cast<std::uint64_t>(nearest);
  return {scale.value(nearest), nearest == low && high == scale.last, nearest == high && low == scale.first, distance};
}

}  // namespace

std::optional<Change> nearest_change(const Program& program, const OrderState& order, FactId fact, Instant at,
                                     const std::function<bool(const OrderState&)>& holds, std::size_t most) {
  if (holds(order)) return std::nullopt;
  const Model& model = *program.model;
  const auto ask = [&](const OrderState& varied) { return std::optional<std::string>(holds(varied) ? good : ""); };
  const Variation variation = vary(program, order, fact, at, ask, {.most = most});
  const std::int64_t present = variation.scale ? present_step(model, order, fact, at) : 0;
  std::optional<Change> best;
  for (const Piece& piece : variation.pieces) {
    if (!piece.found || piece.outcome != good || piece.first == order.facts[fact]) continue;
    const bool missing = is_unknown(piece.first);
    Change change{piece.first, false, false, missing ? std::numeric_limits<std::uint64_t>::max() : 0};
    if (!missing && variation.scale) change = nearest_in(piece, *variation.scale, present);
    if (!best || change.distance < best->distance) best = std::move(change);
  }
  return best;
}

}  // namespace bywhen::ask
