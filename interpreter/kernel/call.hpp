#pragma once

#include <cstdint>

#include "interpreter/kernel/code.hpp"

namespace bywhen::kernel {

/// What `called` gives where a calendar does not reach.
inline constexpr std::int64_t no_moment = std::numeric_limits<std::int64_t>::min();

/// What an instruction computes of its words that takes more than a few steps: calendars, days, shares of amounts.
[[nodiscard]] std::int64_t called(const Code& code, const Instruction& step, std::int64_t a, std::int64_t b);

}  // namespace bywhen::kernel
