#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "bywhen/answer.hpp"
#include "bywhen/export.hpp"
#include "bywhen/instant.hpp"
#include "bywhen/order.hpp"
#include "bywhen/policy.hpp"
#include "bywhen/takeover.hpp"

/// An order over all of its time, if nobody acts and no fact changes: what a picture of it is made of. Its JSON form is
/// described in docs/language.md. All ranges of time are half open: they hold at `from` and no longer at `until`.
namespace bywhen {

struct StatusName {
  std::string name;
  std::string label;
};

/// What the clock did, or will do, to end a stay.
struct StayEnding {
  RuleName rule;
  std::string action;
  std::string action_label;
  std::string because;
};

/// The time that an order spends in a status.
struct Stay {
  StatusName status;
  Instant from;
  /// Whether the status was entered at `from`. Else the order does not tell when, and `from` is the first instant at
  /// which it can be asked about: its `as_of`, else its latest event.
  bool entered = false;
  /// Absent: without end. The last one ends at the horizon, if there is one. Where a version of a set takes over, a
  /// stay ends and another in the same status begins, which is not `entered`.
  std::optional<Instant> until;
  std::optional<StayEnding> ended_by;
  /// The duties as they stand at the outlook's instant; those of a later stay when they first show, those of an earlier
  /// one at its end.
  std::vector<DeadlineAnswer> deadlines;
};

/// A piece of time in which the same is said of an action, for the same reasons.
struct Window {
  Instant from;
  /// Absent: without end.
  std::optional<Instant> until;
  /// `allowed`; `unknown`, where it hangs on the facts in `unknown`; or `forbidden`, where a rule forbids it. In
  /// between nothing is said: no rule allows it then.
  Verdict verdict = Verdict::allowed;
  std::optional<RuleName> rule;
  std::vector<std::string> because;
  std::vector<std::string> unknown;
};

/// A status of the policy in which some rules may allow an action.
struct Possibility {
  StatusName status;
  std::vector<RuleName> rules;
};

/// One actor and one action over all stays.
struct Course {
  std::string actor;
  std::string actor_label;
  std::string action;
  std::string label;
  /// In the order of time, without overlaps. Those before the outlook's instant are what the facts that are known now
  /// say of that time.
  std::vector<Window> windows;
  /// What `decide` says of it at the outlook's instant; absent where no rule mentions it there.
  std::optional<ActionAnswer> now;
  /// Where rules may allow it, whether or not the order comes there and they hold.
  std::vector<Possibility> possible_in;
};

/// An event that has happened.
struct EventAnswer {
  std::string name;
  Instant at;
};

/// Where the future ends for want of ground: at this instant the order could not be decided, with what the problem
/// says.
struct Horizon {
  Instant at;
  Problem problem;
};

struct Outlook {
  PolicyIdentity policy;
  /// What the host calls the order, as JSON; empty if it has no name.
  std::string order_id;
  Instant at;
  /// In the order of time, each from the end of the one before. The first is the order's status as it is stored; those
  /// that end by `at` are over.
  std::vector<Stay> stays;
  /// The stay in which `at` lies.
  std::size_t present = 0;
  /// In the order in which the stays' rules mention them.
  std::vector<Course> courses;
  /// What the clock has done by `at`, and what it will do.
  std::vector<SettledAnswer> settled;
  std::vector<NextAnswer> next;
  /// In the order of time.
  std::vector<EventAnswer> events;
  std::optional<Horizon> horizon;
  /// In the order of time; empty but for an order of a policy set. `policy` is the one that governs at `at`.
  std::vector<Takeover> takeovers;
};

/// The outlook of an order at an instant, from the status in which it is stored to the end. Fails where `decide` does.
[[nodiscard]] BYWHEN_API std::variant<Outlook, Problems> project(const Policy& policy, const Order& order, Instant at);

/// The same with the course of one actor and action alone, which has no windows where no rule ever speaks of it. Fails
/// also where the policy does not know the names.
[[nodiscard]] BYWHEN_API std::variant<Outlook, Problems> project(const Policy& policy, const Order& order,
                                                                 std::string_view actor, std::string_view action,
                                                                 Instant at);

/// Compact JSON on one line, in the order of the fields.
[[nodiscard]] BYWHEN_API std::string to_json(const Outlook& outlook);

}  // namespace bywhen
