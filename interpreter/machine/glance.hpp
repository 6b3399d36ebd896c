#pragma once

#include <vector>

#include "interpreter/evaluate/rule_truth.hpp"
#include "interpreter/machine/frame.hpp"

namespace bywhen::machine {

/// What an amount comes to; `state` is of all of it.
struct AmountCell {
  Money amount;
  Money gross;
  Cell to;
  Cell::State state = Cell::unknown;

  friend bool operator==(const AmountCell&, const AmountCell&) = default;
};

/// A duty at one instant.
struct DutyGlance {
  Duty duty;
  /// Whether it permits its own actions, and the right that follows it its.
  Truth permits = Truth::no;
  Truth gives_right = Truth::no;
  AmountCell amount;
  StatusId becomes = 0;
};

/// Everything that a status's rules say at one instant.
struct Glance {
  Instant at;
  /// The first later instant at which any of it may differ.
  Instant until = Instant::never();
  /// As the status's `sentences` and `duties`.
  std::vector<Truth> holds;
  std::vector<DutyGlance> duties;
  /// Which row each of the status's moving tables takes.
  std::vector<std::uint32_t> rows;
  /// Something has no ground.
  bool lost = false;
};

/// What a status's rules say together of one of its entitlements.
[[nodiscard]] Truth ground_truth(const GroundCode& ground, const Glance& glance);
[[nodiscard]] Truth permitted(const StatusCode& status, const EntitlementCode& entry, const Glance& glance);
[[nodiscard]] Truth forbidden(const StatusCode& status, const EntitlementCode& entry, const Glance& glance);
[[nodiscard]] inline Truth allowed(const StatusCode& status, const EntitlementCode& entry, const Glance& glance) {
  return both(permitted(status, entry, glance), !forbidden(status, entry, glance));
}

/// Looks at a frame whose still cells are computed.
void look(const Code& code, Frame& frame, Instant at, Glance& glance);

/// Whether the clock does it at the glance's instant; lists in a glance are not needed for it.
[[nodiscard]] bool clock_acts(const Code& code, Frame& frame, const AutomaticCode& automatic, Glance& glance);

/// A rule's amount, from cells that are computed.
[[nodiscard]] AmountCell amount_of(const Frame& frame, const AmountRule& rule);

/// The status that an action leads to, from cells that are computed.
[[nodiscard]] StatusId status_after(const Frame& frame, const Action& action, bool& lost);

}  // namespace bywhen::machine
