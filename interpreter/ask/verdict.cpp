#include "interpreter/ask/verdict.hpp"

#include <algorithm>

#include "interpreter/order/validate.hpp"

namespace bywhen::ask {

const Entitlement* find_entitlement(const Program& program, StatusId status, ActorId actor, ActionId action) {
  const auto& entitlements = program.statuses[status].entitlements;
  const auto found = std::find_if(entitlements.begin(), entitlements.end(), [&](const Entitlement& entitlement) {
    return entitlement.actor == actor && entitlement.action == action;
  });
  return found == entitlements.end() ? nullptr : &*found;
}

const ActionView* find_view(const Program& program, const Decision& decision, ActorId actor, ActionId action) {
  const Entitlement* entitlement = find_entitlement(program, decision.order.status, actor, action);
  if (entitlement == nullptr) return nullptr;
  const auto index = entitlement - program.statuses[decision.order.status].entitlements.data();
  const auto& view = decision.view.actions[static_cast<std::size_t>(index)];
  return view ? &*view : nullptr;
}

std::optional<Decision> decision_at(const Program& program, const OrderState& order, Instant at) {
  if (!validate_instant(*program.model, order, at).empty()) return std::nullopt;
  auto decided = decide(program, order, at);
  if (std::holds_alternative<Fault>(decided)) return std::nullopt;
  return std::move(std::get<Decision>(decided));
}

}  // namespace bywhen::ask
