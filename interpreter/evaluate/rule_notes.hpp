#pragma once

#include <set>
#include <string>
#include <vector>

#include "interpreter/evaluate/decide.hpp"

namespace bywhen {

/// How a rule's window, conditions and amount were computed at an instant, as far as that has to be told: clock
/// changes, short months, moved days, rounding.
[[nodiscard]] std::vector<std::string> rule_notes(const Model& model, const OrderState& order, Instant at, RuleId rule);

/// What an answer tells of how a rule came to what it says.
struct Told {
  std::vector<std::string> notes;
  /// The members of the records that decide, and what the window waits for.
  std::set<FactPart> deciding;
  std::set<FactPart> awaited;
  friend bool operator==(const Told&, const Told&) = default;
};

/// What is told of all rules that a view names, in its order.
[[nodiscard]] std::vector<Told> view_told(const Model& model, const OrderState& order, Instant at, const View& view);

}  // namespace bywhen
