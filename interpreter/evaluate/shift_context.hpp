#pragma once

#include "interpreter/model.hpp"
#include "interpreter/time/shift.hpp"

namespace bywhen {

/// How a policy's shift counts. The calendars that an order chooses are still to be put in.
[[nodiscard]] ShiftContext shift_context(const Model& model, const ShiftDetails& details);

}  // namespace bywhen
