#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "interpreter/kernel/words.hpp"
#include "interpreter/machine/code.hpp"

/// A status's rules as words, masks and tables, for orders whose facts are words. What has no such form stays with the
/// machine, which has the same meaning: a status is lowered whole or not at all.
namespace bywhen::kernel {

/// Of which literals a conjunction is made: the first must be true, the second false. It holds where all are as they
/// must be, it fails where one is certainly not, and else it is unknown.
struct Need {
  std::uint64_t yes = 0;
  std::uint64_t no = 0;
};

/// A part of one of a status's lists.
using Range = machine::Range;

/// What is computed before rules are looked at, operands before what uses them. Words go to `to`, truths to the
/// literal's bit.
struct Instruction {
  enum class Op : std::uint8_t {
    test,        // literal: low <= a <= high, where the mask `high_bit` of b says that a is known
    test_sure,   // literal: low <= a <= high
    test_known,  // literal: a has the bits of `low`
    less,        // literal: a < b
    before,      // literal: a < b, of moments: what is never is before nothing
    same,        // literal: a == b
    fold,        // literal: one of the needs holds
    add,         // a + low; not before the first instant
    latest,      // the greater of a and b
    earliest,    // the lesser
    pick,        // the value of the first need that holds
    add_days,    // a + low on the wall clock of the zone: `shift` by days, where most need no calendar
    shift,       // a moment counted on a calendar
    edge,        // the edge of a day
    share,       // b millionths of a per cent of a, an amount
    subtract,    // a - b, amounts
    bound,       // refuses the order where a, an amount, is so large that amounts could leave their bounds
  };
  Op op = Op::test;
  std::uint8_t literal = 0;
  Slot to = 0;
  Slot a = 0;
  Slot b = 0;
  /// Of the status's `choices`, or, for `shift`, `add_days` and `edge`, in `first` the place in the code's list.
  Range range;
  std::int64_t low = 0;
  std::int64_t high = 0;
  std::int64_t mask = 0;
};

/// What most rules are computed by, put before all other instructions and without looking which it is: `add`,
/// `test_sure` and `bound` of what the order itself tells, and of such sums.
struct Sum {
  Slot to = 0;
  Slot a = 0;
  std::int64_t low = 0;
};
struct RangeTest {
  Slot a = 0;
  std::uint8_t literal = 0;
  std::int64_t low = 0;
  std::int64_t high = 0;
};
struct Bound {
  Slot a = 0;
  std::int64_t low = 0;
};

/// One way to a value or to a truth.
struct Choice {
  Need need;
  Slot value = 0;
};

/// One conjunction of the conditions of permissions or prohibitions that hold whenever it does.
struct StillRow {
  Need need;
  /// The entitlements that it permits, and those that it forbids.
  std::uint64_t grants = 0;
  std::uint64_t bars = 0;
};

/// The same within a window `[open, close)`.
struct Row {
  Need need;
  Slot open = 0;
  Slot close = 0;
  std::uint64_t grants = 0;
  std::uint64_t bars = 0;
  /// That its window opens or closes is always seen in the answer.
  bool visible = false;
};

/// When something the clock does is next.
struct Turn {
  /// It has happened already where this event is not before its moment.
  Slot guard = 0;
  /// Which of the status's acts it is.
  std::uint16_t place = 0;
};

struct Duty {
  Need need;
  Slot opens = 0;
  Slot due = 0;
  /// From when on it can no longer be done: its deadline where it lapses, else after all instants.
  Slot done_by = 0;
  /// Events that show that it is done: the status's `marks`.
  Range marks;
  /// The entitlements to do it, and those of the right that follows it.
  std::uint64_t own = 0;
  std::uint64_t rights = 0;
  Slot right_until = 0;
  bool right_visible = false;
  /// Its amount: the status's `amount_steps`, to be done when it is asked for; none where `amount` is 0.
  bool has_amount = false;
  Range amount_steps;
  Slot amount = 0;
  /// The facts that the amount needs, as masks of the words of known bits: the status's `needs`.
  Range amount_needs;
  Slot currency = 0;
  /// What the clock does when it lapses.
  std::optional<Turn> acts;
};

/// A status with more duties is left to the machine.
inline constexpr std::size_t most_duties = 32;

struct KnownBits {
  Slot word = 0;
  std::int64_t bits = 0;
};

struct MarkSlot {
  Slot event = 0;
  bool once = false;
};

struct Target {
  Need need;
  StatusId status = 0;
};

/// What the clock does by itself, in a window.
struct Act {
  Need need;
  Slot open = 0;
  Slot close = 0;
  Slot moment = 0;
  Turn turn;
};

/// What an act of the clock changes.
struct Effect {
  /// The first whose need holds: the status's `targets`. Where none does, the order stays where it is.
  Range targets;
  /// The events that the action marks: the status's `act_marks`.
  Range marks;
  /// It changes facts by computing: left to the machine.
  bool sets = false;
};

/// What a status's rules have and what not: code that knows it beforehand looks for nothing that is not there.
enum class Form : std::uint8_t {
  any,
  /// No literal can be unknown where what has to be known is known; so for all that follow.
  sure,
  /// Nothing but sums and tests, and after them rules that permit or forbid.
  windows,
  /// Nothing but sums and tests, and one duty without a right that follows, at whose deadline the clock acts.
  lapsing_duty,
  /// Nothing but sums, tests and bounds, and such a duty at whose deadline nothing happens.
  lasting_duty,
  /// Nothing is computed and nothing hangs on the order's facts or the instant: of an order that tells what it has to,
  /// it permits what it always does.
  constant,
};

struct StatusKernel {
  std::vector<Sum> sums;
  std::vector<RangeTest> tests;
  std::vector<Bound> bounds;
  /// What is left of what is computed.
  std::vector<Instruction> instructions;
  std::vector<Instruction> amount_steps;
  std::vector<Choice> choices;
  /// Permitted and forbidden whatever is so.
  std::uint64_t always_grants = 0;
  std::uint64_t always_bars = 0;
  std::vector<StillRow> still_rows;
  std::vector<Row> rows;
  std::vector<Duty> duties;
  std::vector<Slot> marks;
  std::vector<KnownBits> amount_needs;
  std::vector<Act> happenings;
  /// Of all acts, in the order of the text.
  std::vector<Effect> effects;
  std::vector<Target> targets;
  std::vector<MarkSlot> act_marks;
  /// What entering the status marks, when the clock leads into it; all of these tell since when an order is in it.
  std::vector<MarkSlot> entry_marks;
  /// What every order in it has to tell, and what has to be known for this code to be able to compute. Of an event that
  /// is told, it has happened.
  std::vector<KnownBits> told;
  std::vector<KnownBits> known;
  Form form = Form::any;
  /// Something is computed that neither sums nor tests do.
  bool has_steps = false;
  /// There are rows of either kind.
  bool has_rows = false;
  /// For each of the program's entitlements, its bit.
  std::vector<std::uint8_t> bits;
  /// Which of the order's words are read, each once.
  std::vector<Slot> reads;
  /// How many slots it takes, the order's own and constants among them.
  std::size_t slots = 0;

  [[nodiscard]] bool sure() const { return form != Form::any; }
  [[nodiscard]] bool constant() const { return form == Form::constant; }
};

/// A moment counted on a calendar.
struct ShiftCall {
  Duration duration;
  bool before = false;
  /// From a date to a date.
  bool of_date = false;
  ShiftContext context;

  /// A calendar may not reach as far as it counts.
  [[nodiscard]] bool can_end() const {
    return of_date || duration.business_days != 0 || context.ending_on_business_day ||
           context.holding_business_days != 0 || context.eu_time_limit;
  }
};

struct EdgeCall {
  bool end = false;
  bool of_date = false;
  Zone zone;
};

/// Facts that are in one currency, or an order is refused.
struct Currencies {
  std::optional<std::int64_t> fixed;
  std::vector<FactId> facts;
};

struct Code {
  explicit Code(std::shared_ptr<const Model> of) : layout(*of), model(std::move(of)) {}

  Layout layout;
  std::shared_ptr<const Model> model;
  std::int64_t starts = std::numeric_limits<std::int64_t>::min();
  /// Behind the order's words come constants, and behind these what is computed.
  std::vector<std::int64_t> constants;
  std::vector<ShiftCall> shifts;
  std::vector<EdgeCall> edges;
  /// Absent where the machine has to do it.
  std::vector<std::optional<StatusKernel>> statuses;
  /// The most slots that a status takes.
  std::size_t slots = 0;
  std::vector<Currencies> currencies;
  /// All permissions that any rule speaks of. The answer's bits are theirs where there are no more than 64, else those
  /// of each status by itself.
  std::vector<std::pair<ActorId, ActionId>> permissions;
  /// For each actor, for each action: which of the permissions it is, or `no_permission`.
  std::vector<std::uint16_t> permission_places;

  static constexpr std::uint16_t no_permission = 0xFFFF;
  [[nodiscard]] std::uint16_t place_of(ActorId actor, ActionId action) const {
    return permission_places[actor * model->actions.size() + action];
  }
  [[nodiscard]] bool has_common_bits() const { return permissions.size() <= 64; }
};

/// The same from a program; never fails, since what has no form here is left out.
[[nodiscard]] Code lower(const Program& program, const machine::Code& machine_code);

}  // namespace bywhen::kernel
