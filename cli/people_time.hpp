#pragma once

#include <string>
#include <string_view>

#include "bywhen/instant.hpp"
#include "bywhen/policy.hpp"

namespace bywhen::cli {

/// How far an instant is from another, rounded down: `in 6 days`, `in 1 day 11 hours`, `3 hours ago`, `now`.
[[nodiscard]] std::string distance(Instant from, Instant to);

/// Tells instants to people: on a policy's wall clock, and how far they are from the instant that is asked about.
class PeopleClock {
public:
  PeopleClock(Policy policy, Instant now) : policy_(std::move(policy)), now_(now) {}

  [[nodiscard]] Instant now() const { return now_; }
  /// The name of the policy's zone.
  [[nodiscard]] std::string_view zone() const { return policy_.zone(); }
  /// `2026-03-10 09:00 UTC`, `2026-07-01 10:00 UTC+2`; seconds only where there are some, fractions of a second never.
  [[nodiscard]] std::string time(Instant instant) const;
  /// The same to the microsecond.
  [[nodiscard]] std::string exact_time(Instant instant) const;
  /// Both, for a page: `2026-03-10 09:00 UTC (in 6 days)`; a line is broken between the two at most.
  [[nodiscard]] std::string time_and_distance(Instant instant) const;

private:
  Policy policy_;
  Instant now_;
};

}  // namespace bywhen::cli
