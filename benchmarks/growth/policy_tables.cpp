#include <algorithm>
#include <string>
#include <vector>

#include "benchmarks/growth/order_maker.hpp"
#include "benchmarks/growth/tables.hpp"
#include "bywhen/bywhen.hpp"

namespace growth {
namespace {

using bywhen::Policy;

constexpr std::size_t order_count = 1'000;

Policy load_good(const std::string& text) {
  bywhen::Sources sources;
  sources.add("growth.bywhen", text);
  const bywhen::LoadedPolicy loaded = bywhen::load_policy(std::move(sources));
  if (!loaded.policy || !loaded.diagnostics.empty())
    stop(bywhen::render_text(loaded.diagnostics, loaded.sources, false));
  return *loaded.policy;
}

/// Of several policies, as what the heap keeps for itself differs with each.
double bytes_of_policy(const std::string& text) {
  const std::size_t count = text.size() < 100'000 ? 10 : 2;
  std::vector<Policy> kept;
  kept.reserve(count);
  const double before = heap_bytes();
  for (std::size_t i = 0; i < count; ++i) kept.push_back(load_good(text));
  return (heap_bytes() - before) / static_cast<double>(count);
}

class OnePolicy {
public:
  explicit OnePolicy(const PolicySize& size)
      : text_(make_policy(size)), policy_(load_good(text_)), made_(policy_, size, order_count) {
    orders_.reserve(order_count);
    const double before = heap_bytes();
    for (std::size_t i = 0; i < order_count; ++i) orders_.push_back(made_.order(i));
    bytes_of_order_ = (heap_bytes() - before) / order_count + sizeof(bywhen::Order);
    compare();
  }

  [[nodiscard]] double permissions() const { return static_cast<double>(policy_.permissions().size()); }
  [[nodiscard]] double facts() const { return static_cast<double>(made_.facts()); }
  [[nodiscard]] double bytes_of_order() const { return bytes_of_order_; }
  [[nodiscard]] double policy_kib() const { return bytes_of_policy(text_) / 1024; }

  /// Milliseconds of a load, nanoseconds of a decision one by one and in columns.
  [[nodiscard]] std::vector<double> times(std::size_t rounds) const {
    bywhen::Evaluator evaluator(policy_);
    bywhen::BatchEvaluator batch(policy_);
    bywhen::ColumnAnswers answers;
    const bywhen::OrderColumns columns = made_.columns();
    const std::size_t sum = decide_all(evaluator);
    const std::vector<Times> taken = measure(rounds, {[&] { (void)load_good(text_); },
                                                      [&] {
                                                        if (decide_all(evaluator) != sum) stop("answers change");
                                                      },
                                                      [&] { must_be_decided(batch.decide(columns, answers), answers); }});
    return {taken[0].processor / 1e6, taken[1].processor / order_count, taken[2].processor / order_count};
  }

private:
  void compare() const {
    bywhen::Evaluator evaluator(policy_);
    bywhen::BatchEvaluator batch(policy_);
    bywhen::ColumnAnswers answers;
    must_be_decided(batch.decide(made_.columns(), answers), answers);
    for (std::size_t i = 0; i < order_count; ++i)
      must_agree(policy_, decided(evaluator, orders_[i], made_.at(i)), answers, i);
  }

  [[nodiscard]] std::size_t decide_all(bywhen::Evaluator& evaluator) const {
    std::size_t sum = 0;
    for (std::size_t i = 0; i < order_count; ++i) sum += read_all(decided(evaluator, orders_[i], made_.at(i)));
    return sum;
  }

  std::string text_;
  Policy policy_;
  MadeOrders made_;
  std::vector<bywhen::Order> orders_;
  double bytes_of_order_ = 0;
};

void add_row(const Asked& asked, Report& report, std::size_t grown, const PolicySize& size) {
  const OnePolicy one(size);
  const std::vector<double> times = one.times(asked.rounds);
  report.row(static_cast<double>(grown), {static_cast<double>(size.statuses), one.permissions(), one.facts(), times[0],
                                          one.policy_kib(), one.bytes_of_order(), times[1], times[2]});
}

void begin(Report& report, const std::string& title, const std::string& grows) {
  report.table(title, grows,
               {{"statuses"},
                {"permissions"},
                {"facts declared"},
                {"load, ms", 2},
                {"policy, KiB"},
                {"an order, bytes"},
                {"one by one, ns", 1},
                {"in columns, ns", 1}});
}

}  // namespace

void policy_tables(const Asked& asked, Report& report) {
  begin(report, "Rules", "rules");
  for (const std::size_t rules : {10U, 100U, 1'000U, 10'000U}) {
    PolicySize size;
    size.rules = rules;
    size.statuses = std::clamp(rules / 10, fewest_statuses, std::size_t{1'000});
    size.facts = 20;
    add_row(asked, report, rules, size);
  }
  begin(report, "Statuses of ten rules", "statuses wanted");
  for (const std::size_t statuses : {2U, 10U, 20U, 30U, 50U, 200U}) {
    PolicySize size;
    size.statuses = statuses;
    size.rules = statuses * 10;
    size.facts = 20;
    add_row(asked, report, statuses, size);
  }
  begin(report, "Facts of 100 rules", "facts wanted");
  for (const std::size_t facts : {10U, 50U, 100U, 500U}) {
    PolicySize size;
    size.rules = 100;
    size.statuses = 10;
    size.facts = facts;
    add_row(asked, report, facts, size);
  }
}

}  // namespace growth
