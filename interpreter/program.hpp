#pragma once

#include <memory>
#include <vector>

#include "interpreter/model.hpp"

/// The checked policy made ready to run: for each status, what there is to look at, so that the cost of an answer does
/// not grow with the rules of other statuses.
namespace bywhen {

/// Why an actor may do an action: a permission, a duty, or the right that follows a duty's deadline.
enum class GroundKind : std::uint8_t { permission, duty, right };

struct Ground {
  RuleId rule = 0;
  GroundKind kind = GroundKind::permission;
};

/// All that is said in one status about one actor and one action.
struct Entitlement {
  ActorId actor = 0;
  ActionId action = 0;
  std::vector<Ground> grounds;
  std::vector<RuleId> prohibitions;
};

struct StatusProgram {
  /// In the order in which the rules first mention them.
  std::vector<Entitlement> entitlements;
  std::vector<RuleId> duties;
  std::vector<RuleId> automatic;
  /// Events that every way into the status has marked, and facts that it needs: an order without them is refused.
  std::vector<FactId> required;
};

struct Program {
  std::shared_ptr<const Model> model;
  /// When the version took effect: the start of its date in the policy's zone. The clock does nothing by these rules
  /// before.
  Instant starts = Instant::always();
  std::vector<StatusProgram> statuses;
  /// For each rule, the facts that its window and conditions read, in slot order.
  std::vector<std::vector<FactId>> facts_read;
  /// Whether time alone can change what is told of how values were computed, and from which records.
  bool told_changes = false;
};

[[nodiscard]] Program compile(std::shared_ptr<const Model> model);

}  // namespace bywhen
