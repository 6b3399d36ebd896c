#pragma once

#include <optional>
#include <set>
#include <string_view>
#include <variant>
#include <vector>

#include "interpreter/evaluate/decide.hpp"

namespace bywhen {

/// How an order goes on if nobody acts, from the status in which it is stored to the end, in indices: what an outlook
/// expands.
struct Projection {
  /// What the clock did to end a stay.
  struct Ending {
    RuleId rule = 0;
    ActionId action = 0;
  };
  /// A duty whose conditions ceased to hold while the order stayed in its status.
  struct Lapse {
    Instant at;
    DutyView duty;
  };
  /// The time from entering a status to leaving it.
  struct Stay {
    StatusId status = 0;
    Instant from;
    /// Whether `from` is when the status was entered; else it is since when that is known.
    bool entered = false;
    /// `never()`: without end.
    Instant until = Instant::never();
    std::optional<Ending> ended_by;
    /// The duties, as decisions without actions: each duty stands in the first that has it.
    std::vector<Decision> readings;
    /// In the order of time.
    std::vector<Lapse> lapses;
  };
  /// Neighbours differ in something.
  struct Window {
    Instant from;
    Instant until;
    /// `allowed`, `unknown` or `forbidden`, the last where a prohibition holds.
    Verdict verdict = Verdict::allowed;
    std::optional<RuleId> rule;
    std::vector<std::string_view> reasons;
    std::set<FactPart> unknown;
  };
  struct Course {
    ActorId actor = 0;
    ActionId action = 0;
    std::vector<Window> windows;
  };

  /// At the instant asked about, with what the clock did and will do.
  Decision present;
  /// The stay in which that instant lies.
  std::size_t present_stay = 0;
  std::vector<Stay> stays;
  std::vector<Course> courses;
  /// From the fault's end on nothing can be said; what reaches it ends there.
  std::optional<Fault> fault;
};

[[nodiscard]] bool same_deadline(const DutyView& left, const DutyView& right);

/// The order must be valid for the program and not right later than `at`. Fails where `decide` does.
[[nodiscard]] std::variant<Projection, Fault> project(const Program& program, const OrderState& order, Instant at);

}  // namespace bywhen
