#pragma once

#include <string>
#include <vector>

#include "bywhen/answer.hpp"
#include "tests/naive/outlook.hpp"

namespace bywhen::naive {

/// What two evaluators say differently, a line each.
using Differences = std::vector<std::string>;

/// The real answer against what this evaluator says of the same course at the same instant, and of the reasons to
/// refuse the order later.
[[nodiscard]] Differences compare(const Answer& real, Course& course, Outlook& outlook, const Refusals& refusals,
                                  Instant at);

/// The real order against ours: where one tells a fact and the other is silent, the fact's default is meant.
[[nodiscard]] Differences compare(const OrderData& real, const Tree& tree, const Order& ours);

}  // namespace bywhen::naive
