#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bywhen/policy_set.hpp"
#include "interpreter/program.hpp"

/// What a set of policies knows to pick one of them.
namespace bywhen {

/// An overlay that may hold for the orders of a stretch of time.
struct OverlayCondition {
  std::string name;
  /// Of the stretch's chooser; absent: it always holds.
  std::optional<ExprId> condition;
  /// As it is written.
  std::string text;
};

/// Orders whose governing date lies in one stretch have the same version and the same overlays to choose from.
struct Stretch {
  /// `Instant::always()` for the first version, if it has no date.
  Instant from;
  std::string version;
  /// The version alone, with the overlays' conditions: what reads an order to pick a member.
  std::shared_ptr<const Program> chooser;
  std::vector<OverlayCondition> overlays;
  /// By which of the overlays hold: an index of the members.
  std::map<std::vector<bool>, std::size_t> members;
};

struct PolicySet::Inside {
  std::string name;
  std::string zone;
  Sources sources;
  std::vector<PolicyMember> members;
  /// For each member, which of the set's sources its own sources are.
  std::vector<std::vector<std::uint32_t>> places;
  /// By time.
  std::vector<Stretch> stretches;
  /// When versions took effect that say `for all orders`, by time.
  std::vector<Instant> takeovers;
  /// The event that picks the version; absent where there is one version only.
  std::optional<std::string> event;
  /// Sources that hold scenarios.
  std::vector<std::uint32_t> scenario_sources;
  std::size_t scenario_count = 0;
};

class PolicySetAccess {
public:
  [[nodiscard]] static PolicySet wrap(std::shared_ptr<const PolicySet::Inside> inside) {
    return PolicySet(std::move(inside));
  }
  [[nodiscard]] static const PolicySet::Inside& inside(const PolicySet& set) { return *set.inside_; }
};

}  // namespace bywhen
