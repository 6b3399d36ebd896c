#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/json_tree.hpp"
#include "cli/people_time.hpp"

namespace bywhen::cli {

/// One thing in which two answers about the same order and instant differ.
struct Difference {
  /// What it is about: `buyer request_cancellation`, `deadline answer of seller: confirm, claim_sent`, `settled close`;
  /// empty for the answer as a whole.
  std::string about;
  /// Which of its members; empty where only one of the answers has it at all.
  std::string member;
  /// As the answers have it; null for absent.
  JsonTree was;
  JsonTree is;
};

/// Compares answers as `to_json` writes them. What names the text or the machine that an answer was made by is no part
/// of it: the member `policy`, and the places of sentences (`file:line`).
[[nodiscard]] std::vector<Difference> differences(const JsonTree& was, const JsonTree& is);

/// In words, on one line: `buyer pay: verdict was allowed, is expired`.
[[nodiscard]] std::string difference_words(const Difference& difference, const PeopleClock& clock);

}  // namespace bywhen::cli
