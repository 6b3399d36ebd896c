#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bywhen/answer.hpp"
#include "interpreter/kernel/code.hpp"
#include "interpreter/program.hpp"

namespace bywhen {

/// The pieces of a policy's brief answers that do not hang on the order, written once.
class BriefTexts {
public:
  /// So many bytes may be read from a piece's begin on, however short it is: copying that many takes no decision.
  static constexpr std::size_t room = 64;

  BriefTexts(const Program& program, const kernel::Code& code);

  /// `,"status":"closed"`
  [[nodiscard]] std::string_view status(StatusId status) const { return piece(statuses_ + status); }
  /// `,["buyer","pay"]`, by its place among the policy's permissions.
  [[nodiscard]] std::string_view permission(std::size_t place) const { return piece(permissions_ + place); }
  /// `,{"rule":"payment","state":"`, of a rule that is a duty.
  [[nodiscard]] std::string_view duty(RuleId rule) const { return piece(duties_[rule]); }
  /// `pending`
  [[nodiscard]] std::string_view state(DutyState state) const {
    return piece(states_ + static_cast<std::size_t>(state));
  }

private:
  [[nodiscard]] std::string_view piece(std::size_t number) const {
    return std::string_view(text_).substr(begins_[number], begins_[number + 1] - begins_[number]);
  }
  void end_piece() { begins_.push_back(static_cast<std::uint32_t>(text_.size())); }

  std::string text_;
  /// Where each begins, and the last one ends.
  std::vector<std::uint32_t> begins_{0};
  std::size_t statuses_ = 0;
  std::size_t permissions_;
  std::size_t states_ = 0;
  /// By the rule; 0 of a rule that is none.
  std::vector<std::uint32_t> duties_;
};

}  // namespace bywhen
