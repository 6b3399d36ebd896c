#include <algorithm>
#include <memory>
#include <vector>

#include "benchmarks/decide_orders/orders.hpp"
#include "benchmarks/decide_orders/our_orders.hpp"
#include "benchmarks/growth/order_maker.hpp"
#include "benchmarks/growth/tables.hpp"
#include "bywhen/bywhen.hpp"

namespace growth {
namespace {

using bywhen::Instant;
using bywhen::Policy;
using Plain = std::vector<benchmark_orders::Asked>;

/// More orders than these come in pieces, so that memory stays as it is.
constexpr std::size_t piece = 1'000'000;
/// More are not held as objects.
constexpr std::size_t most_objects = 1'000'000;
constexpr double mebi = 1024 * 1024;

void compare(const Policy& policy, const Plain& plain, const bywhen::OrderColumns& columns) {
  bywhen::Evaluator evaluator(policy);
  bywhen::ColumnAnswers answers;
  must_be_decided(bywhen::decide_batch(policy, columns, answers, 2), answers);
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const bywhen::Order order = benchmark_orders::order_of(policy, plain[i].order);
    must_agree(policy, decided(evaluator, order, Instant{plain[i].at}), answers, i);
  }
}

/// As long as all pieces together, and the memory of the one that takes most.
struct ColumnFigures {
  double one = 0;
  double one_by_clock = 0;
  double two_by_clock = 0;
  double peak = 0;
};

/// The columns own what they hold; the orders from which they were made, and what compared them, are gone.
std::unique_ptr<benchmark_orders::Columns> compared_columns(const Policy& policy, std::size_t count,
                                                            std::size_t number) {
  const Plain plain = benchmark_orders::make(count, number);
  auto columns = std::make_unique<benchmark_orders::Columns>(policy, plain);
  compare(policy, plain, columns->orders());
  return columns;
}

void measure_piece(const Asked& asked, const Policy& policy, std::size_t count, std::size_t number,
                   ColumnFigures& figures) {
  const auto columns = compared_columns(policy, count, number);
  const bywhen::OrderColumns orders = columns->orders();
  bywhen::BatchEvaluator batch(policy);
  bywhen::BatchEvaluator two(policy, 2);
  bywhen::ColumnAnswers answers;
  forget_peak();
  const auto taken = measure(asked.rounds, {[&] { must_be_decided(batch.decide(orders, answers), answers); },
                                            [&] { must_be_decided(two.decide(orders, answers), answers); }});
  figures.one += taken[0].processor;
  figures.one_by_clock += taken[0].clock;
  figures.two_by_clock += taken[1].clock;
  figures.peak = std::max(figures.peak, peak_bytes());
}

ColumnFigures in_columns(const Asked& asked, const Policy& policy, std::size_t count) {
  ColumnFigures figures;
  for (std::size_t first = 0; first < count; first += piece)
    measure_piece(asked, policy, std::min(piece, count - first), first / piece, figures);
  const auto orders = static_cast<double>(count);
  return {figures.one / orders, figures.one_by_clock / orders, figures.two_by_clock / orders, figures.peak};
}

struct ObjectFigures {
  double one = -1;
  double peak = -1;
};

ObjectFigures one_by_one(const Asked& asked, const Policy& policy, std::size_t count) {
  if (count > most_objects) return {};
  std::vector<bywhen::Order> orders;
  std::vector<Instant> at;
  orders.reserve(count);
  for (const auto& [plain, instant] : benchmark_orders::make(count)) {
    orders.push_back(benchmark_orders::order_of(policy, plain));
    at.push_back({instant});
  }
  bywhen::Evaluator evaluator(policy);
  forget_peak();
  std::size_t first_sum = 0;
  const auto decide_all = [&] {
    std::size_t sum = 0;
    for (std::size_t i = 0; i < count; ++i) sum += read_all(decided(evaluator, orders[i], at[i]));
    if (first_sum == 0) first_sum = sum;
    if (sum != first_sum) stop("answers change");
  };
  const auto taken = measure(asked.rounds, {decide_all});
  return {taken[0].processor / static_cast<double>(count), peak_bytes() / mebi};
}

}  // namespace

void order_table(const Asked& asked, Report& report) {
  const Policy policy = benchmark_orders::load("policies/aliexpress.bywhen");
  report.table("Orders of the AliExpress policy", "orders",
               {{"one by one, ns", 1},
                {"… memory at most, MiB", 1},
                {"in columns, ns", 1},
                {"… by the clock, ns", 1},
                {"… two threads, by the clock, ns", 1},
                {"… memory of columns at most, MiB", 1}});
  for (std::size_t count = 1'000; count <= asked.most_orders; count *= 10) {
    const ColumnFigures columns = in_columns(asked, policy, count);
    const ObjectFigures objects = one_by_one(asked, policy, count);
    report.row(static_cast<double>(count), {objects.one, objects.peak, columns.one, columns.one_by_clock,
                                            columns.two_by_clock, columns.peak / mebi});
  }
}

}  // namespace growth
