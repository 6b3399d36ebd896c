#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <vector>

#include "benchmarks/decide_orders/our_orders.hpp"

/// Batches decided by several threads, again and again for so many seconds, beside one thread's answers: a program of
/// its own, so that a build with the thread sanitizer needs no more than it and the library.
namespace {

using Clock = std::chrono::steady_clock;
using bywhen::ColumnAnswers;
using bywhen::OrderColumns;

constexpr std::size_t order_count = 30'000;
constexpr unsigned thread_count = 4;

bool same_duties(const ColumnAnswers& a, const ColumnAnswers& b) {
  for (std::size_t i = 0; i < a.duties.size(); ++i) {
    // Where there is no such duty, the other words mean nothing.
    if (a.duties[i].states != b.duties[i].states) return false;
    for (std::size_t order = 0; order < order_count; ++order) {
      const bool same =
          a.duties[i].due[order] == b.duties[i].due[order] && a.duties[i].amounts[order] == b.duties[i].amounts[order];
      if (!same && a.duties[i].states[order] >= 0) return false;
    }
  }
  return true;
}

bool same(const ColumnAnswers& a, const ColumnAnswers& b) {
  if (a.refused.size() != b.refused.size() || a.duties.size() != b.duties.size()) return false;
  for (std::size_t i = 0; i < a.refused.size(); ++i) {
    if (a.refused[i].order != b.refused[i].order) return false;
  }
  return a.statuses == b.statuses && a.settled == b.settled && a.allowed == b.allowed && a.open == b.open &&
         a.valid_until == b.valid_until && same_duties(a, b);
}

void decide(bywhen::BatchEvaluator& evaluator, const OrderColumns& orders, ColumnAnswers& answers) {
  if (!evaluator.decide(orders, answers).empty()) benchmark_orders::stop("the columns are refused");
}

}  // namespace

int main(int argc, char** argv) {
  const bywhen::Policy policy = benchmark_orders::load(BYWHEN_SOURCE_DIR "/policies/aliexpress.bywhen");
  const benchmark_orders::Columns columns(policy, benchmark_orders::make(order_count));
  ColumnAnswers expected;
  bywhen::BatchEvaluator alone(policy);
  decide(alone, columns.orders(), expected);
  const auto end = Clock::now() + std::chrono::seconds(argc > 1 ? std::atoi(argv[1]) : 1);
  std::size_t batches = 0;
  for (; batches < 3 || Clock::now() < end; ++batches) {
    // As often with threads that have just started as with threads that waited.
    bywhen::BatchEvaluator together(policy, thread_count);
    for (int i = 0; i < 2; ++i) {
      ColumnAnswers answers;
      decide(together, columns.orders(), answers);
      if (!same(answers, expected)) benchmark_orders::stop("several threads say something else than one");
    }
  }
  fmt::print("{} times two batches of {} orders by {} threads\n", batches, order_count, thread_count);
}
