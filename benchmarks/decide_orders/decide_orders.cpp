#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "benchmarks/decide_orders/orders.hpp"
#include "benchmarks/decide_orders/our_orders.hpp"
#include "bywhen/bywhen.hpp"

// What one decision costs: the AliExpress policy, read by the evaluator, beside the same rules written by hand. All
// answers are compared before anything is measured.
namespace {

using benchmark_orders::Asked;
using benchmark_orders::Columns;
using benchmark_orders::load;
using benchmark_orders::order_of;
using benchmark_orders::status_names;
using benchmark_orders::stop;
using bywhen::Amount;
using bywhen::CompactAnswer;
using bywhen::Evaluator;
using bywhen::Instant;
using bywhen::Policy;

constexpr std::size_t order_count = 100'000;
// ── The same answer, as bits and instants
// ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/// What each of ours reads off an answer, in the policy's own order: as much as `hand_written::Answer` holds.
struct Compact {
  std::uint64_t allowed;
  std::int64_t valid_until;
  std::uint16_t status;
  /// How many stand; behind them, nothing.
  std::uint16_t duties;
  struct Duty {
    std::int64_t due;
    std::int64_t amount;
    std::uint32_t rule;
    std::int8_t state;
  };
  std::array<Duty, 2> standing;
};

std::int64_t micros(const std::optional<Instant>& instant) { return instant ? instant->micros : hand_written::never; }

Compact compact_of(const CompactAnswer& answer) {
  Compact compact;
  compact.allowed = answer.allowed_bits().front();
  compact.valid_until = micros(answer.valid_until());
  compact.status = answer.status().index;
  std::uint16_t duties = 0;
  for (const bywhen::StandingDuty& duty : answer.duties()) {
    const std::int64_t amount = duty.standing.amount ? duty.standing.amount->minor : 0;
    const auto state = static_cast<std::int8_t>(duty.standing.state);
    compact.standing[duties++] = {micros(duty.standing.due), amount, duty.duty.rule, state};
  }
  compact.duties = duties;
  return compact;
}

/// Puts compact answers into the words of the hand-written ones, to compare them.
class Translator {
public:
  explicit Translator(const Policy& policy) : proof_(policy.duty("proof")->rule) {
    const std::array<std::pair<const char*, const char*>, 12> names{{
        {"buyer", "pay"},
        {"seller", "message_buyer"},
        {"seller", "ship"},
        {"buyer", "request_cancellation"},
        {"seller", "confirm"},
        {"seller", "claim_sent"},
        {"buyer", "ask_tracking"},
        {"seller", "give_tracking"},
        {"platform", "accept_tracking"},
        {"buyer", "open_dispute"},
        {"platform", "refund"},
        {"buyer", "readd_to_cart"},
    }};
    const auto permissions = policy.permissions();
    for (const auto& [actor, action] : names) {
      const auto found = std::find(permissions.begin(), permissions.end(), *policy.permission(actor, action));
      bits_.push_back(static_cast<std::size_t>(found - permissions.begin()));
    }
    for (const char* name : status_names)
      statuses_[policy.status(name)->index] = static_cast<hand_written::Status>(statuses_.size());
  }

  [[nodiscard]] hand_written::Answer operator()(const Compact& compact) const {
    hand_written::Answer answer;
    answer.status = statuses_.at(compact.status);
    answer.valid_until = compact.valid_until;
    for (std::size_t i = 0; i < bits_.size(); ++i) {
      if ((compact.allowed >> bits_[i] & 1U) != 0)
        answer.allowed = static_cast<std::uint16_t>(answer.allowed | 1U << i);
    }
    for (std::size_t i = 0; i < compact.duties; ++i) {
      const Compact::Duty& duty = compact.standing[i];
      (duty.rule == proof_ ? answer.proof_due : answer.due) = duty.due;
      (duty.rule == proof_ ? answer.proof : answer.duty) = state_of(static_cast<bywhen::DutyState>(duty.state));
      if (duty.amount != 0) answer.refund = duty.amount;
    }
    return answer;
  }

private:
  static hand_written::Duty state_of(bywhen::DutyState state) {
    switch (state) {
      case bywhen::DutyState::pending:
        return hand_written::Duty::pending;
      case bywhen::DutyState::overdue:
        return hand_written::Duty::overdue;
      case bywhen::DutyState::met:
        return hand_written::Duty::met;
      case bywhen::DutyState::met_late:
        return hand_written::Duty::met_late;
      default:
        return hand_written::Duty::none;
    }
  }

  std::vector<std::size_t> bits_;
  std::map<std::uint16_t, hand_written::Status> statuses_;
  std::uint32_t proof_;
};

Compact compact_of(const bywhen::ColumnAnswers& answers, std::size_t order, const Policy& policy) {
  Compact compact;
  compact.allowed = answers.allowed[order];
  compact.valid_until = answers.valid_until[order];
  compact.status = answers.statuses[order];
  compact.duties = 0;
  const auto duties = policy.duties_in({policy.duties().front().policy, compact.status});
  for (std::size_t i = 0; i < answers.duties.size(); ++i) {
    const bywhen::DutyColumn& column = answers.duties[i];
    if (column.states[order] < 0) continue;
    const std::int64_t amount = column.amounts[order] == bywhen::DutyColumn::no_amount ? 0 : column.amounts[order];
    compact.standing[compact.duties++] = {column.due[order], amount, duties[i].rule, column.states[order]};
  }
  return compact;
}

// ── Comparing and measuring
// ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

struct Work {
  std::vector<Asked> plain;
  std::vector<bywhen::Order> slots;
};

std::string text_of(const hand_written::Answer& answer) {
  return fmt::format("status {} allowed {:b} duty {} due {} proof {} {} refund {} until {}",
                     static_cast<int>(answer.status), answer.allowed, static_cast<int>(answer.duty), answer.due,
                     static_cast<int>(answer.proof), answer.proof_due, answer.refund, answer.valid_until);
}

void compare(const Work& work, std::size_t order, const hand_written::Answer& ours) {
  const Asked& asked = work.plain[order];
  const auto theirs = hand_written::decide(asked.order, asked.at);
  if (ours == theirs) return;
  stop(fmt::format("order {} differs:\n{}\nat {}\nours   {}\ntheirs {}", order,
                   bywhen::to_json(work.slots[order].data()), bywhen::format_rfc3339(Instant{asked.at}), text_of(ours),
                   text_of(theirs)));
}

void compare_all(const Work& work, const Policy& policy, const bywhen::OrderColumns& columns) {
  Evaluator evaluator(policy);
  const Translator translate(policy);
  bywhen::ColumnAnswers answers;
  const auto problems = decide_batch(policy, columns, answers);
  if (!problems.empty()) stop(bywhen::render_text(problems, false));
  if (!answers.refused.empty()) stop(bywhen::render_text(answers.refused.front().problems, false));
  for (std::size_t i = 0; i < work.plain.size(); ++i) {
    const auto outcome = evaluator.decide(work.slots[i], Instant{work.plain[i].at});
    if (const auto* refused = std::get_if<bywhen::Problems>(&outcome)) stop(bywhen::render_text(*refused, false));
    compare(work, i, translate(compact_of(std::get<CompactAnswer>(outcome))));
    compare(work, i, translate(compact_of(answers, i, policy)));
  }
}

/// Of several threads the time on the wall counts, not that of one processor.
template <typename Function>
benchmark::internal::Benchmark& measure(const std::string& name, std::size_t orders, Function run) {
  return *benchmark::RegisterBenchmark(name.c_str(), [orders, run](benchmark::State& state) mutable {
    for ([[maybe_unused]] auto _ : state) run();
    state.counters["per_order"] = benchmark::Counter(
        static_cast<double>(orders), benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
  });
}

/// A share of so many orders for each thread, which decides from one order to before another.
template <typename Decide>
void share_out(std::size_t orders, std::size_t threads, const Decide& decide) {
  const auto begin_of = [&](std::size_t thread) { return orders * thread / threads; };
  std::vector<std::thread> others;
  for (std::size_t thread = 1; thread < threads; ++thread)
    others.emplace_back([&, thread] { decide(thread, begin_of(thread), begin_of(thread + 1)); });
  decide(0, 0, begin_of(1));
  for (std::thread& one : others) one.join();
}

/// The answer counts as read where it stands. `DoNotOptimize` of the answer itself would copy it, and wait for what was
/// just written: time that is neither side's.
template <typename Answer>
void use(const Answer& answer) {
  const Answer* place = &answer;
  benchmark::DoNotOptimize(place);
  benchmark::ClobberMemory();
}

void decide_by_hand(const Work& work, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) use(hand_written::decide(work.plain[i].order, work.plain[i].at));
}

void decide_one_by_one(const Work& work, Evaluator& evaluator, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) {
    const auto outcome = evaluator.decide(work.slots[i], Instant{work.plain[i].at});
    use(compact_of(std::get<CompactAnswer>(outcome)));
  }
}

/// The same, with all answers left in memory as those of columns are.
void keep_by_hand(const Work& work, std::vector<hand_written::Answer>& answers) {
  for (std::size_t i = 0; i < answers.size(); ++i)
    answers[i] = hand_written::decide(work.plain[i].order, work.plain[i].at);
  benchmark::ClobberMemory();
}

/// All orders one by one, an evaluator and a share of them for each thread.
void decide_on(const Work& work, std::vector<Evaluator>& evaluators) {
  share_out(work.plain.size(), evaluators.size(), [&](std::size_t thread, std::size_t begin, std::size_t end) {
    decide_one_by_one(work, evaluators[thread], begin, end);
  });
}

/// What the machine gives two threads that have nothing to wait for. They decide as often as takes as long as the
/// evaluator takes for once, so that starting a thread weighs the same.
void register_by_hand_on_two(const Work& work) {
  constexpr std::size_t times = 8;
  const std::size_t count = work.plain.size();
  measure(fmt::format("hand-written, two threads/{}", count), times * count, [&work, count] {
    share_out(count, 2, [&](std::size_t, std::size_t begin, std::size_t end) {
      for (std::size_t i = 0; i < times; ++i) decide_by_hand(work, begin, end);
    });
  }).UseRealTime();
}

/// Columns of which nothing is decided: every word is read, and every answer written, as many at a time as in a block.
/// What is above this is computing.
class Passing {
public:
  Passing(const Policy& policy, const bywhen::OrderColumns& orders) : orders_(orders) {
    if (!decide_batch(policy, orders_, answers_, 1).empty()) stop("columns are refused");
  }

  void run() {
    for (std::size_t i = 0; i < orders_.count; i += most) pass(i, std::min(most, orders_.count - i));
  }

private:
  static constexpr std::size_t most = 512;

  void pass(std::size_t begin, std::size_t count) {
    for (const bywhen::FactColumn& fact : orders_.facts) read(fact.words, begin, count);
    read(orders_.at, begin, count);
    read(orders_.statuses, begin, count);
    write(answers_.statuses, begin, count);
    write(answers_.settled, begin, count);
    write(answers_.allowed, begin, count);
    write(answers_.open, begin, count);
    write(answers_.valid_until, begin, count);
    for (bywhen::DutyColumn& duty : answers_.duties) {
      write(duty.states, begin, count);
      write(duty.due, begin, count);
      write(duty.amounts, begin, count);
    }
  }

  template <typename Words>
  void read(const Words& words, std::size_t begin, std::size_t count) {
    std::memcpy(room_.data(), words.data() + begin, count * sizeof words[0]);
    benchmark::DoNotOptimize(room_);
  }
  template <typename Words>
  void write(Words& words, std::size_t begin, std::size_t count) {
    std::memset(words.data() + begin, 0, count * sizeof words[0]);
  }

  bywhen::OrderColumns orders_;
  bywhen::ColumnAnswers answers_;
  std::array<std::int64_t, most> room_{};
};

void register_all(const Work& work, const Policy& policy, const bywhen::OrderColumns& columns, std::size_t count) {
  measure(fmt::format("hand-written/{}", count), count, [&work, count] { decide_by_hand(work, 0, count); });
  measure(fmt::format("evaluator/{}", count), count, [&work, count, evaluator = std::make_shared<Evaluator>(policy)] {
    decide_one_by_one(work, *evaluator, 0, count);
  });
  struct Batch {
    bywhen::BatchEvaluator evaluator;
    bywhen::ColumnAnswers answers;
  };
  bywhen::OrderColumns part = columns;
  if (count < columns.count) return;
  measure(fmt::format("hand-written, answers kept/{}", count), count,
          [&work, answers = std::vector<hand_written::Answer>(count)]() mutable { keep_by_hand(work, answers); });
  register_by_hand_on_two(work);
  const auto two = std::make_shared<std::vector<Evaluator>>();
  for (int i = 0; i < 2; ++i) two->emplace_back(policy);
  measure(fmt::format("evaluator, two threads/{}", count), count, [&work, two] {
    decide_on(work, *two);
  }).UseRealTime();
  measure(fmt::format("columns/{}", count), count,
          [part, batch = std::make_shared<Batch>(Batch{bywhen::BatchEvaluator(policy), {}})] {
            benchmark::DoNotOptimize(batch->evaluator.decide(part, batch->answers));
          });
  measure(fmt::format("columns, read and written/{}", count), count,
          [passing = std::make_shared<Passing>(policy, part)] { passing->run(); });
  measure(fmt::format("columns, two threads/{}", count), count,
          [part, batch = std::make_shared<Batch>(Batch{bywhen::BatchEvaluator(policy, 2), {}})] {
            benchmark::DoNotOptimize(batch->evaluator.decide(part, batch->answers));
          })
      .UseRealTime();
}

// ── A clock that changes
// ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/// The same orders under the same policy on the wall clock of New York. Nobody wrote that by hand: orders one by one
/// and orders in columns are compared with one another.
struct NewYork {
  explicit NewYork(const std::vector<Asked>& plain)
      : policy(benchmark_orders::load("policies/aliexpress.bywhen", "zone \"UTC\"", "zone \"America/New_York\"")),
        columns(policy, plain) {
    for (const Asked& asked : plain) {
      work.plain.push_back(asked);
      work.slots.push_back(order_of(policy, asked.order));
    }
  }

  void compare() const {
    Evaluator evaluator(policy);
    bywhen::ColumnAnswers answers;
    const auto problems = decide_batch(policy, columns.orders(), answers);
    if (!problems.empty()) stop(bywhen::render_text(problems, false));
    const Translator translate(policy);
    for (std::size_t i = 0; i < work.plain.size(); ++i) {
      const auto outcome = evaluator.decide(work.slots[i], Instant{work.plain[i].at});
      const auto alone = translate(compact_of(std::get<CompactAnswer>(outcome)));
      if (alone != translate(compact_of(answers, i, policy))) stop(fmt::format("order {} differs in columns", i));
    }
  }

  Policy policy;
  Work work;
  Columns columns;
};

void register_new_york(const std::shared_ptr<NewYork>& there) {
  const std::size_t count = there->work.plain.size();
  measure(fmt::format("evaluator, New York/{}", count), count,
          [there, count, evaluator = std::make_shared<Evaluator>(there->policy)] {
            decide_one_by_one(there->work, *evaluator, 0, count);
          });
  measure(fmt::format("columns, New York/{}", count), count,
          [there, batch = std::make_shared<bywhen::BatchEvaluator>(there->policy),
           answers = std::make_shared<bywhen::ColumnAnswers>()] {
            benchmark::DoNotOptimize(batch->decide(there->columns.orders(), *answers));
          });
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  const Policy policy = load("policies/aliexpress.bywhen");
  Work work{benchmark_orders::make(order_count), {}};
  for (const Asked& asked : work.plain) work.slots.push_back(order_of(policy, asked.order));
  const Columns columns(policy, work.plain);
  compare_all(work, policy, columns.orders());
  const auto new_york = std::make_shared<NewYork>(work.plain);
  new_york->compare();
  fmt::print("{} orders, all answers equal\n", order_count);
  for (const std::size_t count : {order_count, std::size_t{1'000}}) register_all(work, policy, columns.orders(), count);
  register_new_york(new_york);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
