#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "interpreter/kernel/code.hpp"

/// The kernel on many orders at once: as many to one instruction as the processor's registers hold.
namespace bywhen::kernel {

/// Words of a list of orders, by slot. A slot has a word for each order, or one for all.
struct Table {
  struct Column {
    const std::int64_t* words = nullptr;
    bool one_for_all = false;
  };
  std::vector<Column> columns;
  /// When each is asked about, and when it was last right: `Instant::always()` where it does not say.
  const std::int64_t* at = nullptr;
  const std::int64_t* as_of = nullptr;
  /// Where in the answers each of them stands; how often the clock acted on it already; null for a table in which
  /// they stand as in the answers, and the clock has not acted.
  const std::uint32_t* origins = nullptr;
  const std::uint32_t* settled = nullptr;
};

/// The memory of the next orders, asked for while these are computed: reading it all at once would be waiting for it.
class Ahead {
public:
  void clear() {
    parts_.clear();
    next_ = 0;
  }
  template <typename Word>
  void add(const Word* begin, std::size_t count) {
    const auto* first = reinterpret_cast<const char*>(begin);
    parts_.push_back({first, first + count * sizeof(Word)});
  }
  /// Asks for a few lines of a cache, in the order in which they were added.
  void ask() {
    if (next_ == parts_.size()) return;
    Part& part = parts_[next_];
    for (std::size_t i = 0; i < lines && part.begin < part.end; ++i, part.begin += line)
      __builtin_prefetch(part.begin, 0, 2);
    if (part.begin >= part.end) ++next_;
  }

private:
  static constexpr std::size_t line = 64;  // bytes
  /// So many that a block's orders ask for most of the next block's memory.
  static constexpr std::size_t lines = 36;

  struct Part {
    const char* begin;
    const char* end;
  };
  std::vector<Part> parts_;
  std::size_t next_ = 0;
};

/// Where the answers go, one a place.
struct Answers {
  std::uint16_t* statuses = nullptr;
  std::uint32_t* settled = nullptr;
  std::uint64_t* allowed = nullptr;
  std::uint64_t* open = nullptr;
  std::int64_t* valid_until = nullptr;
  /// For each duty of a status by its place: a `DutyState`, or -1; when it is due; and its amount, or `no_amount`.
  struct DutyColumn {
    std::int8_t* states = nullptr;
    std::int64_t* due = nullptr;
    std::int64_t* amounts = nullptr;
  };
  std::span<const DutyColumn> duties;

  static constexpr std::int64_t no_amount = std::numeric_limits<std::int64_t>::min();
};

/// An order on which the clock acts.
struct Acted {
  std::uint32_t order = 0;
  std::uint32_t act = 0;
  /// The status that it leads from, and to.
  StatusId from = 0;
  StatusId status = 0;
  std::int64_t at = 0;
};

/// Orders on which the clock acts, of a block.
class ActedList {
public:
  /// Room for so many.
  explicit ActedList(std::size_t most) : list_(most) {}
  void clear() { count_ = 0; }
  void add(const Acted& acted) { list_[count_++] = acted; }
  [[nodiscard]] std::span<const Acted> all() const { return {list_.data(), count_}; }

private:
  std::vector<Acted> list_;
  std::size_t count_ = 0;
};

/// What is left to do after a pass.
struct Leftovers {
  ActedList acted;
  /// Places in the answers of orders that the machine has to decide.
  std::vector<std::uint32_t> lost;
};

/// Words that must be as they can be, one for each order.
struct Checked {
  /// Of so many orders at most.
  static constexpr std::size_t most = 512;
  /// Never, or not after the instant that is asked about, and within all years.
  struct Event {
    const std::int64_t* words = nullptr;
    std::int64_t bit = 0;
  };
  /// Those that have their bits in one word.
  struct Events {
    std::vector<Event> events;
    /// A word for each order: the bits of those that have happened are added. Null where nobody asks for them.
    std::int64_t* told = nullptr;
  };
  std::vector<Events> events;
  struct Bounded {
    const std::int64_t* words = nullptr;
    std::int64_t low = 0;
    std::int64_t high = 0;
  };
  std::vector<Bounded> others;
};

/// Whether there are orders of which a word is not as it can be. Then `bad`, a word for each, is 1 there and else 0.
bool find_bad(const Checked& columns, const std::int64_t* at, std::size_t count, std::int64_t* bad);

/// For each word, what stands at its place among the meanings; for one that is no place, any of them. There are some.
void look_up(const std::int64_t* words, std::size_t count, std::span<const std::int64_t> meanings, std::int64_t* to);

/// Memory to work in, from multiples of 128 bytes on.
struct Room {
  static constexpr std::size_t orders = 128;
  /// For the code's slots, `lanes()` words each.
  std::span<std::int64_t> slots;
  /// For so many orders, the words that a status reads, and two instants.
  std::span<std::int64_t> collected;
  /// For so many orders, three words and three for each duty.
  std::span<std::int64_t> results;
  std::vector<std::uint32_t> places = {};
  std::vector<Slot> rows = {};
  Ahead ahead = {};
};

/// Decides orders of one status.
void decide_columns(const Code& code, StatusId status, const Table& table, std::span<const std::uint32_t> orders,
                    Room& room, const Answers& answers, Leftovers& left);

/// How many orders this processor's registers hold.
[[nodiscard]] std::size_t lanes();

}  // namespace bywhen::kernel
