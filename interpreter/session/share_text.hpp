#pragma once

#include <optional>
#include <string>

#include "interpreter/evaluate/evaluation.hpp"
#include "interpreter/evaluate/settle.hpp"

namespace bywhen::session {

/// How an amount is made of a fact that varies: `total less 20% of total`. Everything else stands there as the value
/// that it has, of tables the row, of bounds the one that counts; what is nothing is left out. Absent where the amount
/// does not hang on the fact, or nothing is left of it.
[[nodiscard]] std::optional<std::string> share_text(Evaluation& evaluation, const AmountRule& rule,
                                                    const AmountDue& due, FactId fact);

}  // namespace bywhen::session
