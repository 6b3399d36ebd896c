#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "bywhen/answer.hpp"
#include "bywhen/export.hpp"
#include "bywhen/handle.hpp"
#include "bywhen/order.hpp"
#include "bywhen/policy.hpp"

/// Deciding many orders at once, fact by fact instead of order by order: for hosts that keep orders in columns, and for
/// the nightly look at all of them. The answers are those of `Evaluator`.
namespace bywhen {

/// One fact of many orders, a word of 64 bits each:
///
/// | fact | word |
/// | --- | --- |
/// | event, time | microseconds since 1970-01-01T00:00:00Z; for an event that has not happened `Instant::never()` |
/// | date | days since 1970-01-01 |
/// | yes/no | 1 or 0 |
/// | integer | itself |
/// | decimal, percent | millionths: 2.5 and 2.5% are 2500000 |
/// | money | minor units of `currency` |
/// | choice, text | which of `texts` |
///
/// Facts that are durations or lists have no columns: orders that tell them are for `Evaluator`.
struct FactColumn {
  FactHandle fact;
  std::span<const std::int64_t> words;
  /// Which orders tell it: of order *i*, bit *i* % 64 of the word *i* / 64. Empty: all do. The words of the others mean
  /// nothing.
  std::span<const std::uint64_t> told = {};
  /// Of money: a currency of ISO 4217, in three capital letters, of all of the column's amounts.
  std::string_view currency = {};
  /// Of choices and texts: what the words stand for.
  std::span<const std::string_view> texts = {};
};

/// Orders side by side. Everything is read where it lies; nothing is taken over.
struct OrderColumns {
  std::size_t count = 0;
  /// `StatusHandle::index` of each.
  std::span<const std::uint16_t> statuses;
  /// The instant that is asked about, in microseconds: one for each, or a single one for all.
  std::span<const std::int64_t> at;
  /// When each was last right, in microseconds; `Instant::always()` where that is not known. Empty: of none.
  std::span<const std::int64_t> as_of = {};
  /// Facts without a column are told by no order.
  std::span<const FactColumn> facts;
};

/// How the duties of all orders stand that come at one place among the duties of their statuses
/// (`Policy::duties_in`).
struct DutyColumn {
  /// `DutyState` as a number, or -1 where the order has no such duty.
  std::vector<std::int8_t> states;
  /// When it is due; `Instant::never()` where it has no deadline. Says nothing where the state is -1 or unknown.
  std::vector<std::int64_t> due;
  /// Minor units of what is owed, in the currency of the facts that it is computed from; `no_amount` where the duty has
  /// no amount, or something that it hangs on is unknown.
  std::vector<std::int64_t> amounts;

  static constexpr std::int64_t no_amount = INT64_MIN;
};

struct RefusedOrder {
  std::size_t order = 0;
  Problems problems;
};

/// The answers, side by side as the orders are.
struct ColumnAnswers {
  std::vector<std::uint16_t> statuses;
  /// How often the clock acted on it.
  std::vector<std::uint32_t> settled;
  /// What is allowed, and what an unknown fact leaves open: bit *p* % 64 of the word *order* * `words_per_order` +
  /// *p* / 64 is the permission at *p* in `Policy::permissions`.
  std::vector<std::uint64_t> allowed;
  std::vector<std::uint64_t> open;
  std::size_t words_per_order = 1;
  /// The first instant at which the answer would differ if no fact changes, or `Instant::never()`.
  std::vector<std::int64_t> valid_until;
  /// As many as the status has duties that has the most.
  std::vector<DutyColumn> duties;
  /// Orders that `Evaluator` would refuse, by their places; what stands in the columns for them means nothing.
  std::vector<RefusedOrder> refused;
};

/// Decides columns of orders of one policy with memory and threads of its own. For one caller at a time.
class BYWHEN_API BatchEvaluator {
public:
  /// Decides by so many threads, the caller's among them; 0 is as many as the processor has. The others start with the
  /// first batch that is worth it (some 4,000 orders), and wait between batches: a process that forks makes its
  /// evaluators after that. Where the system has no more threads to give, those that there are do all.
  explicit BatchEvaluator(Policy policy, unsigned threads = 1);
  BatchEvaluator(BatchEvaluator&&) noexcept;
  BatchEvaluator& operator=(BatchEvaluator&&) noexcept;
  ~BatchEvaluator();

  /// Decides all orders, and fits the answers' columns to them, in the memory that they have where it suffices. What is
  /// wrong with the columns themselves is told, with nothing decided: lengths that differ, handles of another policy, a
  /// fact told twice, or of a kind that has no words. What is wrong with an order is among the answers.
  [[nodiscard]] Problems decide(const OrderColumns& orders, ColumnAnswers& answers);

private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

/// The same for once, by so many threads; 0 is as many as the processor has. Who has batches to decide again and again
/// keeps a `BatchEvaluator`: starting threads and making room takes as long as deciding some thousand orders.
[[nodiscard]] BYWHEN_API Problems decide_batch(const Policy& policy, const OrderColumns& orders, ColumnAnswers& answers,
                                               unsigned threads = 1);

}  // namespace bywhen
