#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "interpreter/session/steps.hpp"

/// The questions that can be asked of any order at any time.
namespace bywhen::session {

/// Of a sentence the question that stands in it, behind `what if …:` or by itself; in a set it is read, and answered,
/// by the policy that governs at the state's time.
[[nodiscard]] Reply ask_plain(const World& world, const State& state, std::string_view text);

/// One thing that an answer says, and how: for telling two answers apart.
struct Saying {
  /// What is spoken of: `status`, `buyer: pay`, `money_back`.
  std::string about;
  std::string said;
};
/// All that an answer says, in a fixed order.
[[nodiscard]] std::vector<Saying> sayings(const World& world, const Answer& answer);

/// What a second answer says otherwise: rows of what, first, second. Empty if they say the same.
[[nodiscard]] ReplyTable differences(const std::vector<Saying>& first, const std::vector<Saying>& second,
                                     const std::string& first_name, const std::string& second_name);

}  // namespace bywhen::session
