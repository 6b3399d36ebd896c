#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "interpreter/full/answer_texts.hpp"
#include "interpreter/full/doubts.hpp"
#include "interpreter/full/time_texts.hpp"
#include "interpreter/kernel/words.hpp"
#include "interpreter/machine/machine.hpp"

namespace bywhen::full {

/// Writes full answers as JSON straight from what the machine decides. What it writes is what `to_json` makes of
/// `explain`; what it cannot say it leaves to them. For one thread at a time, with memory of its own.
class Teller {
public:
  /// All must outlive the teller.
  Teller(const Program& program, const machine::Code& code, const AnswerTexts& texts);

  /// An order, valid for the program and not right later than the instant; `id` is JSON.
  struct Asked {
    const kernel::Layout& layout;
    const kernel::OrderWords& words;
    StatusId status = 0;
    std::optional<Instant> as_of;
    std::string_view id;
  };
  /// False where it has to be told the general way.
  [[nodiscard]] bool tell(const Asked& order, Instant at);
  /// What was told, until the next time.
  [[nodiscard]] std::string_view text() const { return out_.text(); }

private:
  using Machine = machine::Machine;
  using FactBits = Machine::FactBits;
  using Piece = AnswerTexts::Piece;

  void load(const Asked& order);
  void tell_settled();
  void tell_changes(const Machine::Step& step);
  void tell_amount(const machine::AmountCell& amount, const AmountRule& rule);
  void tell_actions();
  void tell_action(std::uint32_t entitlement, const Machine::Reading& reading);
  void tell_rule(const Entitlement& entitlement, const Machine::Reading& reading);
  void tell_reasons(std::uint32_t entitlement, const Machine::Reading& reading);
  void tell_duties();
  void tell_duty(std::uint32_t duty, const Machine::DutyReading& reading, std::size_t actor);
  /// What a duty's state and amount come from, and what is in its way.
  void tell_grounds(std::uint32_t duty, const Machine::DutyReading& reading, std::size_t actor);
  void tell_otherwise(const AnswerTexts::RuleTexts& texts, const OtherwiseRule& rule,
                      const Machine::DutyReading& reading);
  void tell_next();
  void tell_step_notes(const Machine::Step& step);
  void tell_order(std::string_view id);
  void tell_member(FactId fact);
  void tell_values(RuleId rule);
  /// The values of one that reads lists.
  void tell_records(RuleId rule);
  void tell_awaited(RuleId rule, ActionId action);
  void tell_notes(RuleId rule);
  /// Also adds them to what is unknown as a whole.
  void tell_unknown(const FactBits& facts);
  void tell_facts(const FactBits& facts);
  void tell_value(FactId fact);
  void tell_texts(std::string_view key, const std::vector<std::string>& texts);

  void put(Piece piece) { out_.put(texts_.pieces, piece); }
  void put(std::string_view text) { out_.put(text); }
  void put(char one) { out_.put(one); }
  void put(Instant instant) { times_.put(out_, instant); }
  void put(const std::optional<Instant>& instant) { instant ? put(*instant) : put("null"); }
  void separate(bool& first);

  /// The settled order as the evaluator has it, for what only that can tell.
  [[nodiscard]] const OrderState& settled_order();

  const Program& program_;
  const Model& model_;
  const AnswerTexts& texts_;
  const StatusProgram* status_ = nullptr;
  Machine machine_;
  TextBuffer out_;
  TimeTexts times_;
  std::vector<Doubts> doubts_;
  bool has_lists_ = false;
  const Asked* asked_ = nullptr;
  /// The facts that the order tells itself.
  FactBits told_;
  /// Where each fact's value stands in the text: nearly all are told more than once.
  std::vector<Piece> written_;
  std::optional<OrderState> settled_order_;
  FactBits all_unknown_;
  /// Only the evaluator can tell of this order.
  bool lost_ = false;
};

}  // namespace bywhen::full
