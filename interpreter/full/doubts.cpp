#include "interpreter/full/doubts.hpp"

#include <algorithm>

#include "interpreter/evaluate/conflicts.hpp"

namespace bywhen::full {
namespace {

std::vector<std::uint32_t> coverable(const Model& model, const Entitlement& entitlement) {
  std::vector<std::uint32_t> places;
  const auto& prohibitions = entitlement.prohibitions;
  const bool covers = std::any_of(prohibitions.begin(), prohibitions.end(),
                                  [&](RuleId id) { return has_time_of_its_own(model, model.rules[id]); });
  for (std::uint32_t i = 0; covers && i < entitlement.grounds.size(); ++i) {
    const Ground& ground = entitlement.grounds[i];
    const Rule& rule = model.rules[ground.rule];
    const bool windowed = ground.kind == GroundKind::right || rule.open || rule.close;
    if (ground.kind != GroundKind::duty && windowed) places.push_back(i);
  }
  return places;
}

bool is_prohibited(const StatusProgram& status, const Rule& duty, ActionId action) {
  return std::any_of(status.entitlements.begin(), status.entitlements.end(), [&](const Entitlement& entitlement) {
    const bool own = std::find(duty.actors.begin(), duty.actors.end(), entitlement.actor) != duty.actors.end();
    return own && entitlement.action == action && !entitlement.prohibitions.empty();
  });
}

}  // namespace

Doubts doubts_of(const Model& model, const StatusProgram& status) {
  Doubts doubts;
  for (const Entitlement& entitlement : status.entitlements) doubts.covered.push_back(coverable(model, entitlement));
  for (const RuleId id : status.duties) {
    const Rule& rule = model.rules[id];
    doubts.forbidden.push_back(std::all_of(rule.actions.begin(), rule.actions.end(),
                                           [&](ActionId action) { return is_prohibited(status, rule, action); }));
  }
  return doubts;
}

/// A permission that is open now, or may be, and not forbidden is not covered.
bool may_be_covered(const machine::Machine& machine, const Doubts& doubts, std::uint32_t entitlement) {
  const auto& places = doubts.covered[entitlement];
  if (places.empty()) return false;
  const bool forbidden = machine.forbidden(entitlement) == Truth::yes;
  return forbidden || std::any_of(places.begin(), places.end(),
                                  [&](std::uint32_t place) { return machine.ground(entitlement, place) == Truth::no; });
}

/// A duty that stands can be forbidden only where something is in its way now; of one that lies ahead it is left open.
bool may_be_forbidden(const machine::Machine& machine, const Doubts& doubts, std::uint32_t duty,
                      const machine::Machine::DutyReading& reading, std::size_t actor) {
  if (!doubts.forbidden[duty]) return false;
  return reading.state == DutyState::ahead || machine.blocked_by(duty, reading, actor).has_value();
}

}  // namespace bywhen::full
