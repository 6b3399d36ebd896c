#include <fmt/format.h>

#include <cstdint>
#include <vector>

#include "benchmarks/decide_orders/our_orders.hpp"

/// Decides the benchmark's orders once, one by one and in columns, for `instructions.py` to have counted what that
/// takes. What it prints hangs on all answers, so that none is left out.
namespace {

constexpr std::size_t order_count = 2'000;

}  // namespace

/// By names that callgrind can be told; never inlined.
extern "C" {

[[gnu::noinline]] std::uint64_t count_one_by_one(bywhen::Evaluator& evaluator, const std::vector<bywhen::Order>& orders,
                                                 const std::vector<benchmark_orders::Asked>& asked) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < orders.size(); ++i) {
    const auto outcome = evaluator.decide(orders[i], {asked[i].at});
    const auto& answer = std::get<bywhen::CompactAnswer>(outcome);
    sum += answer.allowed_bits().front() + answer.duties().size() + (answer.valid_until() ? 1U : 0U);
  }
  return sum;
}

[[gnu::noinline]] std::uint64_t count_in_columns(bywhen::BatchEvaluator& evaluator, const bywhen::OrderColumns& orders,
                                                 bywhen::ColumnAnswers& answers) {
  return evaluator.decide(orders, answers).size();
}

}  // extern "C"

int main() {
  const bywhen::Policy policy = benchmark_orders::load(BYWHEN_SOURCE_DIR "/policies/aliexpress.bywhen");
  const auto asked = benchmark_orders::make(order_count);
  std::vector<bywhen::Order> orders;
  for (const auto& one : asked) orders.push_back(benchmark_orders::order_of(policy, one.order));
  bywhen::Evaluator evaluator(policy);
  fmt::print("one by one: {}\n", count_one_by_one(evaluator, orders, asked));
  const benchmark_orders::Columns columns(policy, asked);
  bywhen::BatchEvaluator batch(policy);
  bywhen::ColumnAnswers answers;
  if (count_in_columns(batch, columns.orders(), answers) != 0 || !answers.refused.empty())
    benchmark_orders::stop("the columns are refused");
}
