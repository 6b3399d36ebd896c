// Of what Highway takes to belong to a processor with wide registers, these two are not used here; so they need not be
// asked for.
#define HWY_DISABLE_PCLMUL_AES
#define HWY_DISABLE_F16C
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "interpreter/kernel/columns.cpp"
#include <hwy/foreach_target.h>
// The order of these matters.
#include <hwy/highway.h>

#include <algorithm>
#include <array>
#include <bit>
#include <type_traits>

#include "bywhen/answer.hpp"
#include "interpreter/kernel/call.hpp"
#include "interpreter/kernel/columns.hpp"
#include "interpreter/kernel/register_width.hpp"

HWY_BEFORE_NAMESPACE();
namespace bywhen::kernel::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using machine::part;

/// As many orders as a register holds.
struct Lane {
  using Tag = hn::ScalableTag<std::int64_t>;
  using Word = hn::Vec<Tag>;
  using Mask = hn::Mask<Tag>;
  static constexpr std::size_t most = hn::MaxLanes(Tag());

  static Word set(std::int64_t word) { return hn::Set(Tag(), word); }
  static Word load(const std::int64_t* slots, Slot slot) { return hn::Load(Tag(), slots + slot * most); }
  static void store(std::int64_t* slots, Slot slot, Word word) { hn::Store(word, Tag(), slots + slot * most); }
  template <typename Function>
  static void each(std::int64_t* slots, const Instruction& step, const Function& function) {
    for (std::size_t i = 0; i < most; ++i)
      slots[step.to * most + i] = function(slots[step.a * most + i], slots[step.b * most + i]);
  }

  static Mask none() { return hn::Lt(set(0), set(0)); }
  static Mask flip(Mask mask) { return hn::Not(mask); }
  static Mask both(Mask a, Mask b) { return hn::And(a, b); }
  static Mask either(Mask a, Mask b) { return hn::Or(a, b); }
  static Mask without(Mask a, Mask b) { return hn::AndNot(b, a); }
  static Word without_bits(Word a, Word b) { return hn::AndNot(b, a); }
  static Mask less(Word a, Word b) { return hn::Lt(a, b); }
  static Mask at_most(Word a, Word b) { return hn::Not(hn::Lt(b, a)); }
  static Mask same(Word a, Word b) { return hn::Eq(a, b); }
  static Word or_never(Mask mask, Word moment) { return pick(mask, moment, set(Instant::never().micros)); }
  static Word pick(Mask mask, Word yes, Word no) { return hn::IfThenElse(mask, yes, no); }
  static Word bits(Mask mask, Word word) { return hn::IfThenElseZero(mask, word); }
  static Word add(Word a, Word b) { return hn::Add(a, b); }
  static Word sub(Word a, Word b) { return hn::Sub(a, b); }
  static Word band(Word a, Word b) { return hn::And(a, b); }
  static Word bor(Word a, Word b) { return hn::Or(a, b); }
  static Word bxor(Word a, Word b) { return hn::Xor(a, b); }
  static Word least(Word a, Word b) { return hn::Min(a, b); }
  static Word greatest(Word a, Word b) { return hn::Max(a, b); }
};

#include "interpreter/kernel/pass-inl.hpp"
#include "interpreter/kernel/suspects-inl.hpp"

/// The orders of one status in a table, a register of them at a time.
class Group {
public:
  using Word = Lane::Word;
  using Mask = Lane::Mask;
  static constexpr std::size_t width = Lane::most;

  Group(const Code& code, StatusId status, const Table& table, Room& room, const Answers& answers, Leftovers& left)
      : shared_(code),
        status_(status),
        code_(*code.statuses[status]),
        table_(table),
        slots_(room.slots.data()),
        answers_(answers),
        left_(left),
        collected_(room.collected),
        results_(room.results),
        rows_(room.rows),
        ahead_(room.ahead),
        origins_(room.places) {}

  void run(std::span<const std::uint32_t> orders) {
    if (code_.constant()) return write(orders);
    for (std::size_t first = 0; first < orders.size(); first += most) {
      const auto part = orders.subspan(first, std::min(most, orders.size() - first));
      collect(part);
      orders_ = part;
      for (begin_ = 0; begin_ < part.size(); begin_ += width) decide();
      write(part);
    }
  }

private:
  /// So many orders are collected at once.
  static constexpr std::size_t most = Room::orders;
  static_assert(most % width == 0);

  /// Puts the words of these orders side by side: reading them out of place is slow in a register, on some processors
  /// slower than one by one.
  void collect(std::span<const std::uint32_t> orders) {
    rows_.clear();
    for (const Slot slot : code_.reads) {
      const Table::Column& column = table_.columns[slot];
      if (column.one_for_all) {
        Lane::store(slots_, slot, Lane::set(*column.words));
      } else {
        collect(orders, column.words, rows_.size());
        rows_.push_back(slot);
      }
    }
    collect(orders, table_.at, at_row());
    if (table_.as_of != nullptr) collect(orders, table_.as_of, at_row() + 1);
  }

  void collect(std::span<const std::uint32_t> orders, const std::int64_t* words, std::size_t row) {
    std::int64_t* to = collected_.data() + row * most;
    const std::uint32_t* from = orders.data();
    const std::size_t count = orders.size();
#pragma GCC unroll 8
    for (std::size_t i = 0; i < count; ++i) to[i] = words[from[i]];
  }

  [[nodiscard]] std::size_t at_row() const { return rows_.size(); }
  Word words(std::size_t row) const { return hn::Load(Lane::Tag(), collected_.data() + row * most + begin_); }

  void load() {
    for (std::size_t row = 0; row < rows_.size(); ++row) Lane::store(slots_, rows_[row], words(row));
  }

  /// Since when the orders have been right.
  Word clock() const {
    Word entered = Lane::set(Instant::always().micros);
    for (const MarkSlot& mark : code_.entry_marks) {
      const Word happened = Lane::load(slots_, mark.event);
      const Mask real = Lane::at_most(happened, Lane::set(Instant::last().micros));
      entered = Lane::greatest(entered, Lane::pick(real, happened, entered));
    }
    if (table_.as_of != nullptr) {
      const Word told = words(at_row() + 1);
      entered = Lane::pick(Lane::at_most(told, Lane::set(Instant::always().micros)), entered, told);
    }
    return Lane::greatest(entered, Lane::set(shared_.starts));
  }

  template <typename SomePass>
  Mask unfit(const SomePass& pass) const {
    Mask unfit = pass.lost();
    for (const KnownBits& need : code_.known) unfit = Lane::either(unfit, pass.lacks(need));
    return unfit;
  }

  void decide() {
    load();
    ahead_.ask();
    code_.sure() ? decide<Form::sure>() : decide<Form::any>();
  }

  template <Form form>
  void decide() {
    const Word at = words(at_row());
    Pass<Lane, form> pass(shared_, code_, slots_, at);
    pass.compute();
    const auto found = pass.look(clock(), seen_);
    const auto& next = found.next;
    const Word until = Lane::least(found.visible, next.at);
    const Mask lost = Lane::either(unfit(pass), Lane::less(found.doubtful, until));
    const Mask acts = Lane::without(Lane::at_most(next.at, at), lost);
    keep(allowed_row, found.allowed);
    keep(open_row, found.open);
    keep(until_row, as_never(until));
    // Where the clock acts first, what is found here is written over later.
    if (!hn::AllFalse(Lane::Tag(), acts)) leave_acted(acts, targets(pass, next), next);
    if (!hn::AllFalse(Lane::Tag(), lost)) leave_lost(lost);
    for (std::size_t i = 0; i < code_.duties.size(); ++i) keep_duty(pass, i, duty_row + 3 * i);
  }

  static constexpr std::size_t allowed_row = 0;
  static constexpr std::size_t open_row = 1;
  static constexpr std::size_t until_row = 2;
  /// From here on, state, deadline and amount of each duty.
  static constexpr std::size_t duty_row = 3;

  void keep(std::size_t row, Word word) { hn::Store(word, Lane::Tag(), results_.data() + row * most + begin_); }

  /// What counting from never has led to is never still.
  static Word as_never(Word moment) {
    const Mask real = Lane::at_most(moment, Lane::set(Instant::last().micros));
    return Lane::pick(real, moment, Lane::set(Instant::never().micros));
  }

  template <typename SomePass>
  void keep_duty(SomePass& pass, std::size_t place, std::size_t row) {
    const Duty& duty = code_.duties[place];
    const auto& standing = seen_[place];
    keep(row, standing.state);
    keep(row + 1, as_never(standing.due));
    const Word none = Lane::set(Answers::no_amount);
    if (!duty.has_amount) return keep(row + 2, none);
    const auto amount = pass.amount(duty);
    keep(row + 2, Lane::pick(amount.known, amount.minor, none));
  }

  template <typename SomePass, typename Next>
  [[nodiscard]] Word targets(const SomePass& pass, const Next& next) const {
    Word target = Lane::set(status_);
    for (std::size_t act = 0; act < code_.effects.size(); ++act) {
      Mask waiting = Lane::same(next.act, Lane::set(static_cast<std::int64_t>(act)));
      for (const Target& one : part(code_.targets, code_.effects[act].targets)) {
        const Mask taken = Lane::both(waiting, pass.holds(one.need));
        target = Lane::pick(taken, Lane::set(one.status), target);
        waiting = Lane::without(waiting, taken);
      }
    }
    return target;
  }

  // ── What is left to do
  // ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /// Calls it with the place in the register of each order in the mask; those behind the last order are none.
  template <typename Function>
  void each(Mask mask, const Function& function) const {
    static_assert(width <= 8);
    std::uint8_t bytes[8];
    hn::StoreMaskBits(Lane::Tag(), mask, bytes);
    unsigned bits = bytes[0];
    for (; bits != 0; bits &= bits - 1) {
      const auto place = static_cast<std::size_t>(std::countr_zero(bits));
      if (begin_ + place < orders_.size()) function(place);
    }
  }

  template <typename Next>
  void leave_acted(Mask acts, Word targets, const Next& next) {
    HWY_ALIGN std::int64_t target[width];
    HWY_ALIGN std::int64_t act[width];
    HWY_ALIGN std::int64_t at[width];
    hn::Store(targets, Lane::Tag(), target);
    hn::Store(next.act, Lane::Tag(), act);
    hn::Store(next.at, Lane::Tag(), at);
    each(acts, [&](std::size_t i) {
      left_.acted.add(
          {orders_[begin_ + i], static_cast<std::uint32_t>(act[i]), status_, static_cast<StatusId>(target[i]), at[i]});
    });
  }

  void leave_lost(Mask lost) {
    each(lost, [&](std::size_t i) {
      const std::uint32_t order = orders_[begin_ + i];
      left_.lost.push_back(table_.origins == nullptr ? order : table_.origins[order]);
    });
  }

  // ── Where the answers go
  // ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  void write(std::span<const std::uint32_t> orders) {
    places_ = orders;
    if (table_.origins != nullptr) {
      origins_.clear();
      for (const std::uint32_t order : orders) origins_.push_back(table_.origins[order]);
      places_ = origins_;
    }
    if (table_.settled != nullptr) write_moved(orders);
    if (code_.constant()) return write_constant();
    scatter(allowed_row, answers_.allowed);
    scatter(until_row, answers_.valid_until);
    if (!code_.sure()) scatter(open_row, answers_.open);
    for (std::size_t i = 0; i < code_.duties.size(); ++i) write_duty(i);
  }

  void write_constant() const {
    const std::uint64_t allowed = code_.always_grants & ~code_.always_bars;
    for (const std::uint32_t place : places_) {
      answers_.allowed[place] = allowed;
      answers_.valid_until[place] = Instant::never().micros;
    }
  }

  /// What was written for each order before anything was decided, and no longer holds.
  void write_moved(std::span<const std::uint32_t> orders) {
    for (std::size_t i = 0; i < places_.size(); ++i) {
      const std::uint32_t place = places_[i];
      answers_.statuses[place] = status_;
      answers_.settled[place] = table_.settled[orders[i]];
      answers_.open[place] = 0;
      for (std::size_t duty = code_.duties.size(); duty < answers_.duties.size(); ++duty)
        answers_.duties[duty].states[place] = -1;
    }
  }

  void write_duty(std::size_t duty) {
    const Answers::DutyColumn column = answers_.duties[duty];
    const std::size_t row = duty_row + 3 * duty;
    scatter(row, column.states);
    scatter(row + 1, column.due);
    scatter(row + 2, column.amounts);
  }

  template <typename To>
  void scatter(std::size_t row, To* to) const {
    const std::int64_t* from = results_.data() + row * most;
    const std::uint32_t* places = places_.data();
    const std::size_t count = places_.size();
#pragma GCC unroll 8
    for (std::size_t i = 0; i < count; ++i) to[places[i]] = static_cast<To>(from[i]);
  }

  const Code& shared_;
  StatusId status_;
  const StatusKernel& code_;
  const Table& table_;
  std::int64_t* slots_;
  const Answers& answers_;
  Leftovers& left_;
  std::span<std::int64_t> collected_;
  std::span<std::int64_t> results_;
  /// Which slot stands in which row of what was collected; behind them come the instants.
  std::vector<Slot>& rows_;
  Ahead& ahead_;
  std::vector<std::uint32_t>& origins_;
  /// Those that were collected, and where in the answers they stand.
  std::span<const std::uint32_t> orders_;
  std::span<const std::uint32_t> places_;
  /// Which of the orders that were collected are in the register.
  std::size_t begin_ = 0;
  Standing<Lane> seen_[most_duties];
};

void decide_group(const Code& code, StatusId status, const Table& table, std::span<const std::uint32_t> orders,
                  Room& room, const Answers& answers, Leftovers& left) {
  Group(code, status, table, room, answers, left).run(orders);
}

/// Few meanings, as those of most choices, are all in a register.
void look_up_words(const std::int64_t* words, std::size_t count, std::span<const std::int64_t> meanings,
                   std::int64_t* to) {
  const Lane::Tag tag;
  std::size_t i = 0;
  if (meanings.size() <= Lane::most) {
    HWY_ALIGN std::int64_t all[Lane::most] = {};
    std::copy(meanings.begin(), meanings.end(), all);
    const Lane::Word table = hn::Load(tag, all);
    const Lane::Word last = Lane::set(static_cast<std::int64_t>(Lane::most) - 1);
    for (; i + Lane::most <= count; i += Lane::most) {
      const Lane::Word place = Lane::band(hn::LoadU(tag, words + i), last);
      hn::StoreU(hn::TableLookupLanes(table, hn::IndicesFromVec(tag, place)), tag, to + i);
    }
  }
  for (; i < count; ++i) {
    const auto place = static_cast<std::uint64_t>(words[i]);
    to[i] = meanings[place < meanings.size() ? place : 0];
  }
}

constexpr RegisterWidth width{&decide_group, &look_for_bad, &look_up_words, Lane::most};

}  // namespace bywhen::kernel::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace bywhen::kernel {
namespace {

/// The widest registers that this processor has. Highway could choose too; but its library measures the clock whenever
/// it is loaded, which takes longer than all else that the command does to answer about one order.
RegisterWidth widest() {
#if HWY_ARCH_X86
  __builtin_cpu_init();
  const bool wide = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi") != 0 &&
                    __builtin_cpu_supports("bmi2") != 0 && __builtin_cpu_supports("fma") != 0;
  const bool wider = __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512vl") != 0 &&
                     __builtin_cpu_supports("avx512dq") != 0 && __builtin_cpu_supports("avx512bw") != 0;
#if HWY_TARGETS & HWY_AVX3
  if (wide && wider) return N_AVX3::width;
#endif
#if HWY_TARGETS & HWY_AVX2
  if (wide) return N_AVX2::width;
#endif
#endif
  return HWY_STATIC_DISPATCH(width);
}

const RegisterWidth& chosen() {
  static const RegisterWidth width = widest();
  return width;
}

}  // namespace

void decide_columns(const Code& code, StatusId status, const Table& table, std::span<const std::uint32_t> orders,
                    Room& room, const Answers& answers, Leftovers& left) {
  chosen().decide(code, status, table, orders, room, answers, left);
}

bool find_bad(const Checked& columns, const std::int64_t* at, std::size_t count, std::int64_t* bad) {
  return chosen().find(columns, at, count, bad);
}

void look_up(const std::int64_t* words, std::size_t count, std::span<const std::int64_t> meanings, std::int64_t* to) {
  chosen().look_up(words, count, meanings, to);
}

std::size_t lanes() { return chosen().lanes; }

}  // namespace bywhen::kernel
#endif
