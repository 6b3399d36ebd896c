#pragma once

#include <string>
#include <vector>

#include "bywhen/answer.hpp"
#include "bywhen/takeover.hpp"
#include "cli/page.hpp"
#include "cli/people_time.hpp"

/// The parts of an answer in words: what the sections of its text share.
namespace bywhen::cli {

using Pieces = std::vector<Piece>;

/// The label as people see it, and the name as commands take it: `Cancel Order (request_cancellation)`.
[[nodiscard]] Pieces label_and_name(const std::string& label, const std::string& name, Style style);

/// An order's id is JSON; people need no quotes around it.
[[nodiscard]] std::string bare_id(std::string_view id);

/// `Confirm or Claim that it is sent`
[[nodiscard]] std::string joined(const std::vector<std::string>& items, std::string_view between);

/// `answer, policies/aliexpress.bywhen:75`; only the place where the rule has no label.
[[nodiscard]] std::string rule_words(const RuleName& rule);

/// What follows in the same line, set apart by a dot and by being dim.
[[nodiscard]] Piece aside(const std::string& text);

/// Why, and by which rule, as one line: `The seller did not answer · answer, policies/aliexpress.bywhen:75`.
[[nodiscard]] Pieces reason_pieces(const std::vector<std::string>& because, const std::optional<RuleName>& rule);

/// `version 2020-12-02 with shop_eu takes over`
[[nodiscard]] std::string takeover_words(const Takeover& takeover);
/// Whether a time ends later than another version takes over; absent: it has no end.
[[nodiscard]] bool is_taken_over(const std::optional<Takeover>& takeover, const std::optional<Instant>& end);
/// `2020-12-02 00:00 UTC (in 5 days), when version 2020-12-02 takes over`
[[nodiscard]] std::string when_taken_over(const Takeover& takeover, const PeopleClock& clock);
/// `version 2020-12-02 takes over before, 2020-12-02 00:00 UTC (in 5 days)`
[[nodiscard]] std::string taken_over_before(const Takeover& takeover, const PeopleClock& clock);

/// `complaint = no`; times as people read them.
[[nodiscard]] std::string fact_words(const std::pair<std::string, Scalar>& fact, const PeopleClock& clock);
[[nodiscard]] std::string facts_words(const NamedScalars& facts, const PeopleClock& clock);

/// How an amount came about and where it goes: `59.90 USD less 5.99 USD, to card`, `to card`, or nothing.
[[nodiscard]] std::string amount_details(const AmountAnswer& amount);

}  // namespace bywhen::cli
