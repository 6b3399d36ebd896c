#pragma once

#include <optional>

#include "interpreter/evaluate/decide.hpp"
#include "interpreter/program.hpp"

namespace bywhen::ask {

/// What a decision says of one actor and action; null where no rule of the status speaks of it.
[[nodiscard]] const ActionView* find_view(const Program& program, const Decision& decision, ActorId actor,
                                          ActionId action);

/// All that is said in a status about one actor and action; null where nothing is.
[[nodiscard]] const Entitlement* find_entitlement(const Program& program, StatusId status, ActorId actor,
                                                  ActionId action);

/// The decision on an order that is valid as it is, if it can be decided at the instant.
[[nodiscard]] std::optional<Decision> decision_at(const Program& program, const OrderState& order, Instant at);

}  // namespace bywhen::ask
