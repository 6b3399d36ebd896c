#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "interpreter/kernel/columns.hpp"

namespace bywhen::kernel {

/// One fact of many orders, in words as `Layout` has them. `told` has a bit for each; null: all tell it.
struct FactWords {
  FactId fact = 0;
  const std::int64_t* words = nullptr;
  const std::uint64_t* told = nullptr;
  /// Of money.
  std::int64_t currency = 0;
  /// What stands for what: of choices, the number among the policy's choices for each word. Empty: words are values.
  std::span<const std::int64_t> meanings;
  /// Of choices and texts: how many there are to choose from.
  std::int64_t texts = 0;
};

/// Orders side by side, as many as a block has.
struct OrderBlock {
  std::size_t count = 0;
  /// Where the block begins in the columns; a multiple of 64.
  std::size_t first = 0;
  /// How many follow it in the columns, and in the answers: the next block.
  std::size_t next = 0;
  const std::uint16_t* statuses = nullptr;
  const std::int64_t* at = nullptr;
  bool one_instant = false;
  const std::int64_t* as_of = nullptr;
  std::span<const FactWords> facts;
};

/// Decides blocks of orders, one after the other, in memory of its own. For one thread at a time.
class BlockKernel {
public:
  static constexpr std::size_t most = Checked::most;

  /// The code must outlive it.
  explicit BlockKernel(const Code& code);
  BlockKernel(const BlockKernel&) = delete;
  BlockKernel& operator=(const BlockKernel&) = delete;

  /// Decides what it can; the places of the others, counted from the beginning of the block, are in `lost`.
  void decide(const OrderBlock& block, const Answers& answers);
  [[nodiscard]] std::span<const std::uint32_t> lost() const { return lost_; }

private:
  void look_ahead(const OrderBlock& block, const Answers& answers);
  void lay_out(const OrderBlock& block);
  void lay_bits(const OrderBlock& block);
  void lay_fact(const OrderBlock& block, const FactWords& fact);
  void look_for_bad(const OrderBlock& block);
  void check_told(const FactWords& fact, const OrderBlock& block);
  [[nodiscard]] bool fits_currencies(const OrderBlock& block) const;
  void fill(const OrderBlock& block, const Answers& answers) const;
  /// Decides orders that were sorted.
  void decide_table(const Table& table, const Answers& answers);
  void find_uses();
  void find_moved();
  void start_told();
  /// Sorts orders by status; those that cannot be decided here come behind all statuses.
  void sort(std::span<const std::uint16_t> statuses);
  void sort_moved();
  void find_untold(std::span<const std::uint16_t> statuses, std::size_t word);
  /// Whether an order tells what its status requires, of the facts that have their bits in this word.
  [[nodiscard]] bool tells(std::size_t order, std::size_t status, std::size_t word) const {
    const std::int64_t need = needs_[word][status];
    return (told_[word * most + order] & need) == need;
  }
  void refuse(std::size_t order) {
    if (!some_bad_) std::fill_n(bad_.begin(), count_, 0);
    bad_[order] = 1;
    some_bad_ = true;
  }
  /// What the clock may change, or what differs from order to order.
  [[nodiscard]] bool moves(std::size_t slot) const {
    return is_event_[slot] || (is_used_[slot] && !table_.columns[slot].one_for_all);
  }
  void put(std::size_t status, std::size_t order) {
    sorted_[status * room_for_status + sizes_[status]++] = static_cast<std::uint32_t>(order);
  }
  [[nodiscard]] std::span<const std::uint32_t> sorted(std::size_t status) const {
    return {sorted_.data() + status * room_for_status, sizes_[status]};
  }
  /// Takes in what the clock did, as a table of the orders that it acted on.
  void take_effect(const Table& from);
  void move_words(const Table& from);
  void lay_out_moved();
  void mark_all(std::size_t order, const Acted& acted);
  void mark(std::size_t order, const MarkSlot& mark, std::int64_t at);

  const Code& code_;
  std::size_t lanes_;
  std::size_t count_ = 0;
  std::vector<std::int64_t> slots_;
  std::vector<std::int64_t> collected_;
  std::vector<std::int64_t> results_;
  Room room_;
  Table table_;
  /// Columns that had to be put together, by slot.
  std::vector<std::vector<std::int64_t>> made_;
  std::vector<std::int64_t> constant_;
  std::vector<std::int64_t> at_;
  /// Told only where some are.
  std::vector<std::int64_t> bad_;
  /// Events by the words of their bits, and behind these the events that no status asks for.
  Checked checked_;
  /// Some of them are.
  bool some_bad_ = false;
  /// For each word of told bits, `most`: which facts each order tells. Of an event, that it has happened.
  std::vector<std::int64_t> told_;
  /// For each status, itself, where it can be decided here and else the one behind them all; and what has to be told.
  std::vector<std::uint16_t> kinds_;
  std::vector<std::vector<std::int64_t>> needs_;
  /// Which words any status reads, and which words are events.
  std::vector<bool> is_used_;
  std::vector<bool> is_event_;
  /// For each word of told bits, those of events; and those that any status asks for.
  std::vector<std::int64_t> event_bits_;
  std::vector<std::int64_t> needed_;
  /// For each status and for one behind them all, orders, and how many.
  std::vector<std::uint32_t> sorted_;
  std::vector<std::uint32_t> sizes_;
  /// Not a power of two, or all would begin in the same few lines of a cache.
  static constexpr std::size_t room_for_status = most + 16;
  Leftovers left_{ActedList(most), {}};
  std::vector<std::uint32_t> lost_;

  /// Orders on which the clock acted, in two tables that take turns.
  struct Moved {
    /// `most` words a slot; none as long as the clock has not acted.
    std::vector<std::int64_t> words;
    // What follows is `most` long; of that, `count` are there.
    std::vector<std::int64_t> at;
    std::vector<std::int64_t> as_of;
    std::vector<std::uint32_t> origins;
    std::vector<std::uint32_t> settled;
    std::vector<std::uint16_t> statuses;
    std::size_t count = 0;

    Moved() : at(most), as_of(most), origins(most), settled(most), statuses(most) {}
  };
  Moved moved_;
  Moved next_moved_;
  /// Which words of theirs are read.
  std::vector<Slot> moved_slots_;
  Table moved_table_;
  std::vector<Acted> moving_;
};

}  // namespace bywhen::kernel
