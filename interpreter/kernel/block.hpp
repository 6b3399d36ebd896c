#pragma once

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
  const std::uint16_t* statuses = nullptr;
  const std::int64_t* at = nullptr;
  bool one_instant = false;
  const std::int64_t* as_of = nullptr;
  std::span<const FactWords> facts;
};

/// Decides blocks of orders, one after the other, in memory of its own. For one thread at a time.
class BlockKernel {
public:
  static constexpr std::size_t most = 512;

  /// The code must outlive it.
  explicit BlockKernel(const Code& code);
  BlockKernel(const BlockKernel&) = delete;
  BlockKernel& operator=(const BlockKernel&) = delete;

  /// Decides what it can; the places of the others, counted from the beginning of the block, are in `lost`.
  void decide(const OrderBlock& block, const Answers& answers);
  [[nodiscard]] std::span<const std::uint32_t> lost() const { return lost_; }

private:
  void lay_out(const OrderBlock& block);
  void lay_bits(const OrderBlock& block);
  void lay_fact(const OrderBlock& block, const FactWords& fact);
  void look_for_bad(const OrderBlock& block);
  void check_told(const FactWords& fact, const OrderBlock& block);
  [[nodiscard]] bool fits_currencies(const OrderBlock& block) const;
  void fill(const OrderBlock& block, const Answers& answers) const;
  /// Decides orders that were sorted.
  void decide_table(const Table& table, const Answers& answers);
  /// `bad` has a word for each order, which is 0 where nothing was found; or is null.
  void sort_by_status(std::span<const std::uint16_t> statuses, const std::int64_t* bad);
  /// Takes in what the clock did, as a table of the orders that it acted on.
  void take_effect(const Table& from);
  void move_words(const Table& from);
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
  std::vector<std::int64_t> bad_;
  Checked checked_;
  /// Which statuses can be decided here, and none behind them.
  std::vector<std::uint8_t> has_kernel_;
  /// The status of each order, or one behind them all; the orders by status, and where each status begins.
  std::vector<std::uint16_t> kinds_;
  std::vector<std::uint32_t> sorted_;
  std::vector<std::uint32_t> starts_;
  Leftovers left_;
  std::vector<std::uint32_t> lost_;

  /// Orders on which the clock acted, in two tables that take turns.
  struct Moved {
    /// `most` words a slot.
    std::vector<std::int64_t> words;
    std::vector<std::int64_t> at;
    std::vector<std::int64_t> as_of;
    std::vector<std::uint32_t> origins;
    std::vector<std::uint32_t> settled;
    std::vector<std::uint16_t> statuses;

    void clear() {
      at.clear();
      as_of.clear();
      origins.clear();
      settled.clear();
      statuses.clear();
    }
  };
  Moved moved_;
  Moved next_moved_;
  std::vector<Acted> moving_;
};

}  // namespace bywhen::kernel
