#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "interpreter/kernel/columns.cpp"
#include <hwy/foreach_target.h>
// The order of these matters.
#include <hwy/highway.h>

#include <algorithm>

#include "bywhen/answer.hpp"
#include "interpreter/kernel/call.hpp"
#include "interpreter/kernel/columns.hpp"

HWY_BEFORE_NAMESPACE();
namespace bywhen::kernel {
namespace HWY_NAMESPACE {

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
  static void each(std::int64_t* slots, Slot from, Slot to, const Function& function) {
    for (std::size_t i = 0; i < most; ++i) slots[to * most + i] = function(slots[from * most + i]);
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
  static Word pick(Mask mask, Word yes, Word no) { return hn::IfThenElse(mask, yes, no); }
  static Word bits(Mask mask, Word word) { return hn::IfThenElseZero(mask, word); }
  static Word add(Word a, Word b) { return hn::Add(a, b); }
  static Word sub(Word a, Word b) { return hn::Sub(a, b); }
  static Word band(Word a, Word b) { return hn::And(a, b); }
  static Word bor(Word a, Word b) { return hn::Or(a, b); }
  static Word least(Word a, Word b) { return hn::Min(a, b); }
  static Word greatest(Word a, Word b) { return hn::Max(a, b); }
};

#include "interpreter/kernel/pass-inl.hpp"

/// The orders of one status in a table, a register of them at a time.
class Group {
public:
  using Word = Lane::Word;
  using Mask = Lane::Mask;
  static constexpr std::size_t width = Lane::most;

  Group(const Code& code, StatusId status, const Table& table, const Room& room, const Answers& answers,
        Leftovers& left)
      : shared_(code),
        status_(status),
        code_(*code.statuses[status]),
        table_(table),
        slots_(room.slots.data()),
        answers_(answers),
        left_(left),
        collected_(room.collected) {}

  void run(std::span<const std::uint32_t> orders) {
    for (std::size_t first = 0; first < orders.size(); first += most) {
      const auto part = orders.subspan(first, std::min(most, orders.size() - first));
      collect(part);
      for (std::size_t i = 0; i < part.size(); i += width) {
        begin_ = i;
        count_ = std::min(width, part.size() - i);
        orders_ = part.data() + i;
        decide();
      }
    }
  }

private:
  using Lanes = std::int64_t[width];
  /// So many orders are collected at once.
  static constexpr std::size_t most = Room::orders;
  static_assert(most % width == 0);

  /// Puts the words of these orders side by side: reading them out of place is slow in a register, on some processors
  /// slower than one by one.
  void collect(std::span<const std::uint32_t> orders) {
    std::size_t row = 0;
    for (const Slot slot : code_.reads) {
      const Table::Column& column = table_.columns[slot];
      if (!column.one_for_all) collect(orders, column.words, row);
      ++row;
    }
    collect(orders, table_.at, row++);
    if (table_.as_of != nullptr) collect(orders, table_.as_of, row);
  }

  void collect(std::span<const std::uint32_t> orders, const std::int64_t* words, std::size_t row) {
    std::int64_t* to = collected_.data() + row * most;
    for (std::size_t i = 0; i < orders.size(); ++i) to[i] = words[orders[i]];
  }

  Word collected(std::size_t row) const { return hn::Load(Lane::Tag(), collected_.data() + row * most + begin_); }

  void load() {
    std::size_t row = 0;
    for (const Slot slot : code_.reads) {
      const Table::Column& column = table_.columns[slot];
      Lane::store(slots_, slot, column.one_for_all ? Lane::set(*column.words) : collected(row));
      ++row;
    }
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
      const Word told = collected(code_.reads.size() + 1);
      entered = Lane::pick(Lane::at_most(told, Lane::set(Instant::always().micros)), entered, told);
    }
    return Lane::greatest(entered, Lane::set(shared_.starts));
  }

  template <typename SomePass>
  Mask unfit(const SomePass& pass) const {
    Mask unfit = pass.lost();
    for (const KnownBits& need : code_.known) unfit = Lane::either(unfit, pass.lacks(need));
    // What the clock has led here has all that is required.
    if (table_.settled != nullptr) return unfit;
    for (const KnownBits& need : code_.required) unfit = Lane::either(unfit, pass.lacks(need));
    for (const Slot event : code_.required_events)
      unfit = Lane::either(unfit, Lane::less(Lane::set(Instant::last().micros), Lane::load(slots_, event)));
    return unfit;
  }

  void decide() {
    load();
    const Word at = collected(code_.reads.size());
    Pass<Lane> pass(shared_, code_, slots_, at);
    pass.compute();
    const auto next = pass.next_act(clock());
    const auto found = pass.look();
    const Word until = Lane::least(found.visible, next.at);
    const Mask lost = Lane::either(unfit(pass), Lane::less(found.doubtful, until));
    keep(lost_, Lane::bits(lost, Lane::set(1)));
    const Mask acts = Lane::without(Lane::at_most(next.at, at), lost);
    keep(acts_, Lane::bits(acts, Lane::set(1)));
    // Where the clock acts first, what is found here is written over later.
    if (!hn::AllFalse(Lane::Tag(), acts)) spill(pass, next);
    write(found, until);
    for (std::size_t i = 0; i < code_.duties.size(); ++i) write_duty(pass, code_.duties[i], answers_.duties[i]);
    for (std::size_t i = code_.duties.size(); i < answers_.duties.size(); ++i) {
      for (std::size_t lane = 0; lane < count_; ++lane) answers_.duties[i].states[place(lane)] = -1;
    }
  }

  static void keep(std::int64_t* lanes, Word word) { hn::Store(word, Lane::Tag(), lanes); }

  [[nodiscard]] std::uint32_t place(std::size_t lane) const {
    const std::uint32_t order = orders_[lane];
    return table_.origins == nullptr ? order : table_.origins[order];
  }

  template <typename Found>
  void write(const Found& found, Word until) {
    keep(first_, found.allowed);
    keep(second_, found.open);
    keep(third_, until);
    for (std::size_t lane = 0; lane < count_; ++lane) {
      const std::uint32_t at = place(lane);
      if (lost_[lane] != 0) left_.lost.push_back(at);
      answers_.statuses[at] = status_;
      answers_.settled[at] = table_.settled == nullptr ? 0 : table_.settled[orders_[lane]];
      answers_.allowed[at] = static_cast<std::uint64_t>(first_[lane]);
      answers_.open[at] = static_cast<std::uint64_t>(second_[lane]);
      answers_.valid_until[at] = third_[lane];
    }
  }

  template <typename SomePass>
  void write_duty(SomePass& pass, const Duty& duty, const Answers::DutyColumn& column) {
    const auto standing = pass.standing(duty);
    keep(first_, pass.state(standing));
    keep(second_, standing.due);
    keep_amount(pass, duty);
    for (std::size_t lane = 0; lane < count_; ++lane) {
      const std::uint32_t at = place(lane);
      column.states[at] = static_cast<std::int8_t>(first_[lane]);
      column.due[at] = second_[lane];
      column.amounts[at] = third_[lane];
    }
  }

  template <typename SomePass>
  void keep_amount(SomePass& pass, const Duty& duty) {
    const Word none = Lane::set(Answers::no_amount);
    if (!duty.has_amount) return keep(third_, none);
    const auto amount = pass.amount(duty);
    keep(third_, Lane::pick(amount.known, amount.minor, none));
  }

  template <typename SomePass, typename Next>
  void spill(const SomePass& pass, const Next& next) {
    keep(first_, next.at);
    keep(second_, next.act);
    for (std::size_t lane = 0; lane < count_; ++lane) {
      if (acts_[lane] == 0) continue;
      const auto act = static_cast<std::uint32_t>(second_[lane]);
      left_.acted.push_back({orders_[lane], act, status_, status_, first_[lane]});
    }
    find_targets(pass);
  }

  /// Those that were added last are of this register, in the order of its lanes.
  template <typename SomePass>
  void find_targets(const SomePass& pass) {
    for (std::uint32_t act = 0; act < code_.acts.size(); ++act) {
      Mask waiting = hn::Not(Lane::none());
      Word target = Lane::set(status_);
      for (const Target& one : part(code_.targets, code_.acts[act].targets)) {
        const Mask taken = Lane::both(waiting, pass.holds(one.need));
        target = Lane::pick(taken, Lane::set(one.status), target);
        waiting = Lane::without(waiting, taken);
      }
      keep(third_, target);
      std::size_t entry = left_.acted.size();
      for (std::size_t lane = count_; lane-- > 0;) {
        if (acts_[lane] == 0) continue;
        --entry;
        if (left_.acted[entry].act == act) left_.acted[entry].status = static_cast<StatusId>(third_[lane]);
      }
    }
  }

  const Code& shared_;
  StatusId status_;
  const StatusKernel& code_;
  const Table& table_;
  std::int64_t* slots_;
  const Answers& answers_;
  Leftovers& left_;
  std::span<std::int64_t> collected_;
  std::size_t count_ = 0;
  const std::uint32_t* orders_ = nullptr;
  std::size_t begin_ = 0;
  alignas(64) Lanes lost_ = {};
  alignas(64) Lanes acts_ = {};
  alignas(64) Lanes first_ = {};
  alignas(64) Lanes second_ = {};
  alignas(64) Lanes third_ = {};
};

void decide_group(const Code& code, StatusId status, const Table& table, std::span<const std::uint32_t> orders,
                  const Room& room, const Answers& answers, Leftovers& left) {
  Group(code, status, table, room, answers, left).run(orders);
}

std::size_t group_lanes() { return Lane::most; }

Lane::Word load_some(const std::int64_t* words, std::size_t count) {
  return count >= Lane::most ? hn::LoadU(Lane::Tag(), words)
                             : hn::MaskedLoad(hn::FirstN(Lane::Tag(), count), Lane::Tag(), words);
}

Lane::Mask is_bad(const Checked& column, Lane::Word word, Lane::Word at) {
  const Lane::Mask low = Lane::less(word, Lane::set(column.low));
  if (!column.event) return Lane::either(low, Lane::less(Lane::set(column.high), word));
  const Lane::Mask never = Lane::same(word, Lane::set(Instant::never().micros));
  return Lane::either(low, Lane::without(Lane::less(at, word), never));
}

void find_bad_words(std::span<const Checked> columns, const std::int64_t* at, std::size_t count, std::int64_t* bad) {
  for (std::size_t i = 0; i < count; i += Lane::most) {
    const Lane::Word asked = load_some(at + i, count - i);
    Lane::Mask found = Lane::none();
    for (const Checked& column : columns)
      found = Lane::either(found, is_bad(column, load_some(column.words + i, count - i), asked));
    hn::StoreU(Lane::bits(found, Lane::set(1)), Lane::Tag(), bad + i);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace bywhen::kernel
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace bywhen::kernel {

HWY_EXPORT(decide_group);
HWY_EXPORT(group_lanes);
HWY_EXPORT(find_bad_words);

void decide_columns(const Code& code, StatusId status, const Table& table, std::span<const std::uint32_t> orders,
                    const Room& room, const Answers& answers, Leftovers& left) {
  HWY_DYNAMIC_DISPATCH(decide_group)(code, status, table, orders, room, answers, left);
}

void find_bad(std::span<const Checked> columns, const std::int64_t* at, std::size_t count, std::int64_t* bad) {
  HWY_DYNAMIC_DISPATCH(find_bad_words)(columns, at, count, bad);
}

std::size_t lanes() { return HWY_DYNAMIC_DISPATCH(group_lanes)(); }

}  // namespace bywhen::kernel
#endif
