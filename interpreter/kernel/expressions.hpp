#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "interpreter/kernel/code.hpp"
#include "interpreter/model.hpp"
#include "interpreter/sparse_map.hpp"

namespace bywhen::kernel {

/// A conjunction of literals, within a window; an absent bound is open.
struct Window {
  Need need;
  std::optional<Slot> open;
  std::optional<Slot> close;
};

/// Where computed slots begin while statuses are lowered: constants come before them, and how many there are is known
/// only when all is lowered.
inline constexpr std::size_t first_computed = 0x8000;

/// A literal, or what it is not.
struct Literal {
  std::uint8_t bit = 0;
  bool negated = false;
};

/// What one status after the other is lowered with.
struct Tools {
  explicit Tools(const Model& model);

  /// What the present status has of an expression already.
  SparseMap<Literal> literals;
  SparseMap<Slot> words;
  /// The slots of the policy's constants.
  std::unordered_map<std::int64_t, Slot> constants;
  /// The facts that every order tells.
  FactSet required;
};

/// Lowers a status's expressions, each once. Every function gives nothing where something has no form in words; the
/// status is given up then.
class ExpressionLowering {
public:
  /// `code`'s constants, shifts and edges grow.
  ExpressionLowering(const Model& model, StatusId status, Code& code, Tools& tools, StatusKernel& out);

  /// A value, in a slot.
  [[nodiscard]] std::optional<Slot> word(ExprId expr);
  /// A condition as ways to be true, each while its window is open. A condition that does not hang on the present is
  /// one way, without a window.
  [[nodiscard]] std::optional<std::vector<Window>> windows(ExprId expr);
  /// A condition that does not hang on the present.
  [[nodiscard]] std::optional<Need> need(ExprId expr);
  /// It hangs on the present.
  [[nodiscard]] bool moves(ExprId expr) const;
  /// An amount: what it needs known is gathered in `needs` instead of being asked of every order.
  [[nodiscard]] std::optional<Slot> amount(ExprId expr, FactSet& needs);
  /// Where an amount's currency stands.
  [[nodiscard]] std::optional<Slot> currency(ExprId expr);

  [[nodiscard]] Slot constant(std::int64_t value);
  [[nodiscard]] Slot later(Slot a, Slot b) { return extreme(Instruction::Op::latest, a, b); }
  [[nodiscard]] Slot sooner(Slot a, Slot b) { return extreme(Instruction::Op::earliest, a, b); }
  /// One amount taken away from another, which comes to no less than nothing.
  [[nodiscard]] Slot less_amount(Slot a, Slot b);
  /// Facts without which this code cannot compute.
  [[nodiscard]] const FactSet& known() const { return known_; }
  /// How many slots are computed.
  [[nodiscard]] std::size_t computed() const { return next_ - first_computed; }

  /// Where instructions go: the status's, or those of an amount.
  void write_to(std::vector<Instruction>& list) { list_ = &list; }

private:
  using MaybeSlot = std::optional<Slot>;

  [[nodiscard]] std::span<const ExprId> operands(ExprId expr) const { return model_.expressions.operands(expr); }

  [[nodiscard]] std::optional<std::vector<Window>> ways(ExprId expr, bool negated);
  [[nodiscard]] std::optional<std::vector<Window>> all_of(std::span<const ExprId> parts, bool negated);
  [[nodiscard]] std::optional<std::vector<Window>> any_of(std::span<const ExprId> parts, bool negated);
  [[nodiscard]] std::optional<Need> need(ExprId expr, bool negated);
  [[nodiscard]] Window meet(const Window& left, const Window& right);

  [[nodiscard]] std::optional<Literal> literal(ExprId expr);
  [[nodiscard]] std::optional<Literal> new_literal(ExprId expr);
  [[nodiscard]] std::optional<std::uint8_t> test(const Instruction& test);
  [[nodiscard]] std::optional<std::uint8_t> range_test(ExprId value, std::int64_t low, std::int64_t high);
  [[nodiscard]] std::optional<std::uint8_t> compare(Instruction::Op op, ExprId left, ExprId right);
  [[nodiscard]] std::optional<std::uint8_t> compare_constant(Instruction::Op op, ExprId left, ExprId right);
  [[nodiscard]] std::optional<std::uint8_t> fold_all(ExprId expr);
  [[nodiscard]] std::optional<std::uint8_t> known_test(ExprId fact);
  [[nodiscard]] std::optional<std::uint8_t> sure(bool truth);

  [[nodiscard]] MaybeSlot new_word(ExprId expr);
  [[nodiscard]] MaybeSlot fact_word(FactId fact);
  [[nodiscard]] MaybeSlot shift(ExprId expr);
  [[nodiscard]] MaybeSlot shift_by(const Duration& duration, ExprId expr, Slot anchor);
  /// Picks among what the function makes of the values of a table's rows.
  template <typename Function>
  [[nodiscard]] MaybeSlot pick_of(ExprId table, const Function& slot_of);
  [[nodiscard]] MaybeSlot shift_by_table(ExprId expr, ExprId table, Slot anchor);
  [[nodiscard]] MaybeSlot pick(std::span<const ExprId> rows, const std::vector<Slot>& values);
  [[nodiscard]] MaybeSlot table(ExprId expr);
  [[nodiscard]] MaybeSlot extreme_of(ExprId expr);
  [[nodiscard]] MaybeSlot edge(ExprId expr);
  [[nodiscard]] MaybeSlot share(ExprId expr);
  [[nodiscard]] bool is_part(ExprId percent) const;
  [[nodiscard]] Slot extreme(Instruction::Op op, Slot a, Slot b);
  [[nodiscard]] Slot emit(Instruction instruction);
  [[nodiscard]] Slot emit_add(Slot anchor, std::int64_t micros);

  const Model& model_;
  StatusId status_;
  Code& code_;
  StatusKernel& out_;
  Tools& tools_;
  std::vector<Instruction>* list_;
  std::size_t next_ = first_computed;
  FactSet known_;
  FactSet* needs_ = &known_;
  std::uint8_t literal_count_ = 0;
};

}  // namespace bywhen::kernel
