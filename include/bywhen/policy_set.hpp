#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bywhen/answer.hpp"
#include "bywhen/export.hpp"
#include "bywhen/order.hpp"
#include "bywhen/outlook.hpp"
#include "bywhen/policy.hpp"
#include "bywhen/preview.hpp"
#include "bywhen/scenario.hpp"
#include "bywhen/takeover.hpp"
#include "bywhen/why.hpp"

/// A policy whose rules change by date, and which overlays adapt to some of its orders. A set is made of the texts of
/// one folder; every version with the overlays that may hold together is a `Policy` of its own, and for an order one of
/// them governs.
namespace bywhen {

class PolicySetAccess;

/// A version with the overlays that are laid over it.
struct PolicyMember {
  Policy policy;
  /// The version's date; empty for one that has none and holds from the beginning.
  std::string version;
  /// By name.
  std::vector<std::string> overlays;
  /// Values with which an order gets there: `country = DE`; empty where none matter.
  std::string example;
  /// The dates of the overlays, in their order; empty for one that has none.
  std::vector<std::string> overlay_versions;
};

/// The policy that governs an order at an instant.
struct Governed {
  Policy policy;
  /// The order, as the versions that governed before the instant have left it, each until the next took over.
  Order order;
  std::string version;
  std::vector<std::string> overlays;
  /// Why this version and these overlays, with the values that decided; sentences without a stop.
  std::vector<std::string> because;
  /// From when on another version governs, if no fact changes.
  std::optional<Instant> until;
  /// What the clock did under the versions before.
  std::vector<SettledAnswer> settled;
  /// What takes over then.
  std::optional<Takeover> takeover{};
};

/// Immutable, cheap to copy, safe to use from many threads at once.
class BYWHEN_API PolicySet {
public:
  [[nodiscard]] const std::string& name() const;
  /// All versions count by the wall clock of this zone.
  [[nodiscard]] std::string_view zone() const;
  /// The texts that it was made from, for rendering what points into them.
  [[nodiscard]] const Sources& sources() const;
  /// Every version with every choice of overlays that some order may have; by date, then by overlays.
  [[nodiscard]] const std::vector<PolicyMember>& members() const;
  [[nodiscard]] std::size_t scenario_count() const;

  /// What stands behind the handle; no part of the API.
  struct Inside;

private:
  friend class PolicySetAccess;
  explicit PolicySet(std::shared_ptr<const Inside> inside);

  std::shared_ptr<const Inside> inside_;
};

struct LoadedPolicySet {
  /// Absent if there are errors.
  std::optional<PolicySet> set;
  /// Errors and warnings of all members, each once, by place.
  Diagnostics diagnostics;
  Sources sources;
};

/// Reads, merges, checks and compiles. Sources with a `policy` sentence are versions, or overlays if they say
/// `extends`; all others hold scenarios. At most `max_policy_members` members.
[[nodiscard]] BYWHEN_API LoadedPolicySet load_policy_set(Sources sources, const FileReader& files = {});

inline constexpr std::size_t max_policy_members = 256;

/// Whether the sources are those of a set, and not of policies that have nothing to do with each other: one says
/// `extends` or `governed by`.
[[nodiscard]] BYWHEN_API bool is_policy_set(const Sources& sources);

/// Which policy governs an order, told as JSON, at an instant, and the order read by it. What the clock did under
/// earlier versions has been done. Fails if no version governs then (BW0818), or where the order does not fit.
[[nodiscard]] BYWHEN_API std::variant<Governed, Problems> govern(const PolicySet& set, std::string_view order_json,
                                                                 Instant at);

/// Which policy governs an order of which nothing is told yet.
[[nodiscard]] BYWHEN_API const Policy& policy_at(const PolicySet& set, Instant at);

/// Lets an answer tell of the whole: which version and overlays, why, what was settled before, and that it ends where
/// another version takes over, and which.
BYWHEN_API void complete(const Governed& governed, Answer& answer);
BYWHEN_API void complete(const Governed& governed, PolicyIdentity& identity);

/// As for a policy, by the one that governs.
[[nodiscard]] BYWHEN_API std::variant<Answer, Problems> decide(const PolicySet& set, std::string_view order_json,
                                                               Instant at);
[[nodiscard]] BYWHEN_API std::variant<Order, Problems> apply(const PolicySet& set, std::string_view order_json,
                                                             std::string_view actor, std::string_view action,
                                                             const FactTexts& inputs, Instant at);
/// What is reported may bring in overlays, with facts that only they know, or lead out of some: of a fact that only
/// they knew, `missing` is reported then.
[[nodiscard]] BYWHEN_API std::variant<Order, Problems> record(const PolicySet& set, std::string_view order_json,
                                                              const FactTexts& facts, Instant at);

/// The outlook goes on under every version that will take over, and tells of each takeover.
[[nodiscard]] BYWHEN_API std::variant<Outlook, Problems> project(const PolicySet& set, std::string_view order_json,
                                                                 Instant at);
[[nodiscard]] BYWHEN_API std::variant<Outlook, Problems> project(const PolicySet& set, std::string_view order_json,
                                                                 std::string_view actor, std::string_view action,
                                                                 Instant at);
/// The sentences are those that decide now; what ends an allowance, and what leads to one, is looked for beyond a
/// takeover, too. A fact that is to be another one is tried with the policy that governs then.
[[nodiscard]] BYWHEN_API std::variant<Why, Problems> why(const PolicySet& set, std::string_view order_json,
                                                         std::string_view actor, std::string_view action, Instant at);

/// The preview goes on under every version that will take over.
[[nodiscard]] BYWHEN_API std::variant<Preview, Problems> preview(const PolicySet& set, std::string_view order_json,
                                                                 std::string_view actor, std::string_view action,
                                                                 const FactTexts& inputs, Instant from);

/// Runs all scenarios of the set's sources. Before each step the policy is picked anew.
[[nodiscard]] BYWHEN_API std::vector<ScenarioResult> run_scenarios(const PolicySet& set);

/// The JSON Schema (2020-12) of the orders of all members: an order fits one of them.
[[nodiscard]] BYWHEN_API std::string order_schema(const PolicySet& set);

}  // namespace bywhen
