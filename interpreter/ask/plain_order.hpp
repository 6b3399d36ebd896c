#pragma once

#include <optional>
#include <vector>

#include "interpreter/order_state.hpp"
#include "interpreter/program.hpp"

/// Orders without anything out of the ordinary: where a search begins.
namespace bywhen::ask {

/// For each status the events of one shortest way into it, in their order; for those that no way leads into, none.
[[nodiscard]] std::vector<std::vector<FactId>> events_on_the_way(const Model& model);

/// An order in a status with what it must have and nothing else: its events a day apart in the order of the way, each
/// other fact at its plainest value. It is right as of its last event. Without a `start` it begins at `plain_start`.
[[nodiscard]] OrderState plain_order(const Program& program, const std::vector<FactId>& way, StatusId status,
                                     std::optional<Instant> start = {});

/// When the first event of plain orders happens: at ten on the day from which on the policy holds, or at the beginning
/// of 2026, where it says none, but on no day that a calendar of the policy does not cover.
[[nodiscard]] Instant plain_start(const Model& model);

/// The latest event of an order; the start of plain orders where it has none.
[[nodiscard]] Instant last_event(const Model& model, const OrderState& order);

/// The plainest value of a fact: the first of its choices, no, one, a hundred of a currency, a day, a month ahead.
[[nodiscard]] Value plain_value(const Model& model, const OrderState& order, FactId fact);

}  // namespace bywhen::ask
