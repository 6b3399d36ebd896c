#pragma once

#include <string>

#include "bywhen/why.hpp"
#include "cli/answer_words.hpp"

/// The parts of a reason in words.
namespace bywhen::cli {

/// `paid_at = 2026-03-02 09:00 UTC, tracking = unchecked`; what is missing is said so.
[[nodiscard]] std::string values_words(const std::vector<WhyValue>& values, const PeopleClock& clock);

/// `Forbidden`, `Permitted, as a duty`, `Perhaps permitted`, in the colour of what it means.
[[nodiscard]] Piece sentence_head(const WhySentence& sentence);

/// `not yet: from 2026-03-03 09:00 UTC (in 13 hours) on · 1 day after paid_at`
[[nodiscard]] Piece bound_piece(const WhyBound& bound, const PeopleClock& clock);

/// `no: when tracking is valid`
[[nodiscard]] Piece condition_piece(const WhyCondition& condition);

/// `If tracking were valid (it is unchecked)`
[[nodiscard]] std::string way_words(const Way& way, const PeopleClock& clock);

}  // namespace bywhen::cli
