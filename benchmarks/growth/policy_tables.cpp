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
    const std::vector<Times> taken =
        measure(rounds, {[&] { (void)load_good(text_); },
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

/// A row's figures, behind what grows and what grows with it.
void add_row(const Asked& asked, Report& report, double grown, std::vector<double> with, const PolicySize& size) {
  const OnePolicy one(size);
  const std::vector<double> times = one.times(asked.rounds);
  const std::vector<double> rest{one.permissions(), one.facts(),          times[0], one.policy_kib(),
                                 times[1],          one.bytes_of_order(), times[2]};
  with.insert(with.end(), rest.begin(), rest.end());
  report.row(grown, with);
}

void begin(Report& report, const std::string& title, const std::string& grows, std::vector<Report::Column> with) {
  const std::vector<Report::Column> rest{{"permissions"},      {"facts declared"},    {"load, ms", 2},
                                         {"policy, KiB"},      {"one by one, ns", 1}, {"an order, bytes"},
                                         {"in columns, ns", 1}};
  with.insert(with.end(), rest.begin(), rest.end());
  report.table(title, grows, with);
}

PolicySize size_of(std::size_t rules, std::size_t statuses, std::size_t facts) {
  PolicySize size;
  size.rules = rules;
  size.statuses = statuses;
  size.facts = facts;
  return size;
}

}  // namespace

void policy_tables(const Asked& asked, Report& report) {
  begin(report, "Rules", "rules", {{"statuses"}});
  for (const std::size_t rules : {10U, 100U, 1'000U, 10'000U}) {
    const std::size_t statuses = std::clamp(rules / 10, fewest_statuses, std::size_t{1'000});
    add_row(asked, report, static_cast<double>(rules), {static_cast<double>(statuses)},
            size_of(rules, statuses, fewest_facts));
  }
  // Between 30 and 50, permissions pass 64.
  begin(report, "Statuses of ten rules", "statuses", {{"rules"}});
  for (const std::size_t statuses : {2U, 10U, 30U, 50U, 200U}) {
    add_row(asked, report, static_cast<double>(statuses), {static_cast<double>(statuses * 10)},
            size_of(statuses * 10, statuses, fewest_facts));
  }
  // With 1,000, a status asks more than 64 questions.
  begin(report, "Facts of 100 rules in 10 statuses", "facts", {});
  for (const std::size_t facts : {10U, 50U, 100U, 500U, 1'000U})
    add_row(asked, report, static_cast<double>(facts), {}, size_of(100, 10, facts));
}

}  // namespace growth
