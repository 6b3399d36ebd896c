#pragma once

#include "bywhen/answer.hpp"
#include "cli/page.hpp"
#include "cli/people_time.hpp"

namespace bywhen::cli {

/// Who must do what by when, how it stands, what is owed and what happens otherwise; that another version takes over
/// before the deadline.
void put_duty(Page& page, const DeadlineAnswer& duty, const PeopleClock& clock,
              const std::optional<Takeover>& takeover);
/// The first of these only: who must do what by when, and how it stands.
void put_duty_head(Page& page, const DeadlineAnswer& duty, const PeopleClock& clock);

}  // namespace bywhen::cli
