#pragma once

#include <vector>

#include "bywhen/answer.hpp"
#include "cli/page.hpp"
#include "cli/people_time.hpp"

namespace bywhen::cli {

/// The sentences that contradict each other, under a heading of their own; nothing where there are none.
void put_conflicts(Page& page, const std::vector<ConflictAnswer>& conflicts, const PeopleClock& clock);

}  // namespace bywhen::cli
