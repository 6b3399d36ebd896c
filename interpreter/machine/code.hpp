#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "interpreter/program.hpp"
#include "interpreter/time/shift.hpp"

/// The program as the machine reads it: for each status, what has to be computed and in which order, without looking
/// anything up. The evaluator in interpreter/evaluate says what everything means; the machine gives the same answers
/// without asking for memory.
namespace bywhen::machine {

inline constexpr ExprId no_expr = ~ExprId{0};

/// A part of one of a status's lists.
struct Range {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};
template <typename Item>
[[nodiscard]] std::span<const Item> part(const std::vector<Item>& items, Range range) {
  return std::span(items).subspan(range.first, range.count);
}

/// A rule's window and conditions in one status.
struct Sentence {
  RuleId rule = 0;
  ExprId condition = no_expr;
  ExprId open = no_expr;
  ExprId close = no_expr;
  ExprId block = no_expr;
};

/// A duty, and what follows it.
struct DutyCode {
  Sentence sentence;
  /// The clock acts at the deadline.
  bool lapses = false;
  /// Until when the right lasts that follows the deadline.
  ExprId right_until = no_expr;
  /// The events that show that it is done: `StatusCode::marks`.
  Range marks;
  /// For each of its actors, for each of its actions, the entitlement: `StatusCode::ways`.
  Range ways;
};

struct GroundCode {
  GroundKind kind = GroundKind::permission;
  /// Of the status's `sentences` or `duties`.
  std::uint32_t index = 0;
  /// Equal reasons have equal numbers; 0 is none.
  std::uint32_t reason = 0;
};

struct ProhibitionCode {
  /// Of the status's `sentences`.
  std::uint32_t index = 0;
  std::uint32_t reason = 0;
};

struct EntitlementCode {
  Range grounds;
  Range prohibitions;
  /// Something speaks of it at all times, since it stands in no block.
  bool always_mentioned = false;
};

/// What the clock does.
struct AutomaticCode {
  RuleId rule = 0;
  ActionId action = 0;
  /// A rule that happens: its window's close is the moment. Else the deadline of a duty.
  bool happens = false;
  /// Of the status's `sentences` or `duties`.
  std::uint32_t index = 0;
};

struct StatusCode {
  /// Expressions that do not hang on the present, and those that do; operands before what uses them.
  std::vector<ExprId> still;
  std::vector<ExprId> moving;
  /// Permissions, prohibitions and what happens.
  std::vector<Sentence> sentences;
  std::vector<DutyCode> duties;
  std::vector<FactId> marks;
  std::vector<std::uint32_t> ways;
  /// The tables among the moving expressions.
  std::vector<ExprId> tables;
  /// Whether values are computed, not only chosen, among them: these may have no ground at one time and one at another.
  bool computes_moving = false;
  /// Whether records are picked among them, of which the evaluator tells which one decides.
  bool picks_moving = false;
  /// In the order of the program's.
  std::vector<EntitlementCode> entitlements;
  std::vector<GroundCode> grounds;
  std::vector<ProhibitionCode> prohibitions;
  std::vector<AutomaticCode> automatic;
};

/// The sentence that a ground or a prohibition stands in.
[[nodiscard]] inline const Sentence& sentence_of(const StatusCode& status, const GroundCode& ground) {
  return ground.kind == GroundKind::permission ? status.sentences[ground.index] : status.duties[ground.index].sentence;
}
[[nodiscard]] inline const Sentence& sentence_of(const StatusCode& status, const ProhibitionCode& prohibition) {
  return status.sentences[prohibition.index];
}

/// What is computed anew for each record that is looked at, operands before what uses them.
struct GatherCode {
  std::vector<ExprId> body;
  /// It hangs on the present.
  bool moving = false;
};

/// Which expressions of a rule there may be something to tell of (`Remark`).
struct RemarkCode {
  std::vector<ExprId> computed;
  /// Some are gathered over records, or computed for each.
  bool gathers = false;
};

struct Code {
  std::shared_ptr<const Model> model;
  /// See `Program::starts`.
  Instant starts = Instant::always();
  std::vector<StatusCode> statuses;
  /// How each of the model's shifts counts; one with calendars that the order chooses is completed then.
  std::vector<ShiftContext> shifts;
  /// One for each of the expressions' gatherings.
  std::vector<GatherCode> gathers;
  /// One for each rule.
  std::vector<RemarkCode> remarks;
};

[[nodiscard]] Code translate(const Program& program);

}  // namespace bywhen::machine
