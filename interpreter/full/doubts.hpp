#pragma once

#include <cstdint>
#include <vector>

#include "interpreter/machine/machine.hpp"
#include "interpreter/program.hpp"

/// Whether an answer may have conflicts to tell. `conflicts_of` finds them; here it is only ruled out, for what little
/// that costs, in nearly all orders.
namespace bywhen::full {

/// What of a status's sentences may contradict each other for some order.
struct Doubts {
  /// For each entitlement: places of the permissions that prohibitions with a time may cover.
  std::vector<std::vector<std::uint32_t>> covered;
  /// For each duty: prohibitions may stand before all ways to do it.
  std::vector<bool> forbidden;
};
[[nodiscard]] Doubts doubts_of(const Model& model, const StatusProgram& status);

/// What remains possible of one order that the machine decided.
[[nodiscard]] bool may_be_covered(const machine::Machine& machine, const Doubts& doubts, std::uint32_t entitlement);
[[nodiscard]] bool may_be_forbidden(const machine::Machine& machine, const Doubts& doubts, std::uint32_t duty,
                                    const machine::Machine::DutyReading& reading, std::size_t actor);

}  // namespace bywhen::full
