#include "benchmarks/load_policy/other_statuses.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <utility>

#include "benchmarks/growth/policy_maker.hpp"

namespace load_policy {

using bywhen::Instant;
using bywhen::Policy;

void stop(const std::string& why) {
  fmt::print(stderr, "load_policy: {}\n", why);
  std::exit(1);
}

Policy load_good(const std::string& text) {
  bywhen::Sources sources;
  sources.add("growth.bywhen", text);
  const bywhen::LoadedPolicy loaded = bywhen::load_policy(std::move(sources));
  if (!loaded.policy || !loaded.diagnostics.empty())
    stop(bywhen::render_text(loaded.diagnostics, loaded.sources, false));
  return *loaded.policy;
}

namespace {

constexpr std::size_t order_count = 1'000;
constexpr std::size_t times_more = 100;
constexpr std::int64_t day = 86'400'000'000;
constexpr std::int64_t now = 1'780'000'000'000'000;

growth::PolicySize size_with(std::size_t others) {
  growth::PolicySize size = growth::common_size(100);
  size.facts = 50;
  size.other_rules = size.rules * others;
  size.other_statuses = std::min(size.statuses * others, 1'000 - size.statuses);
  return size;
}

void must(const bywhen::Problems& problems) {
  if (!problems.empty()) stop(bywhen::render_text(problems, false));
}

void set_fact(const Policy& policy, bywhen::Order& order, std::size_t fact, std::mt19937& random) {
  const std::string name = growth::fact_name(fact);
  const auto any = static_cast<std::int64_t>(random() % 4'000);
  if (!policy.fact(name)) return;
  switch (growth::fact_kind(fact)) {
    case growth::FactKind::event:
      return must(order.set(name, Instant{now - any * day / 100}));
    case growth::FactKind::yes_no:
      return must(order.set(name, any % 2 == 0));
    case growth::FactKind::integer:
      return must(order.set(name, any % 10));
    case growth::FactKind::choice:
      return must(order.set(name, any % 2 == 0 ? "fragile" : "perishable"));
    case growth::FactKind::money:
      return must(order.set(name, bywhen::Amount(any, "USD")));
  }
}

/// The same orders for every policy of these sizes.
template <typename Add>
void make_orders(const Policy& policy, const Add& add) {
  const growth::PolicySize size = size_with(0);
  std::mt19937 random(20261123);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same orders in every run
  for (std::size_t i = 0; i < order_count; ++i) {
    bywhen::Order order(policy);
    must(order.set_status(fmt::format("s{}", random() % size.statuses)));
    for (std::size_t fact = 0; fact < size.facts; ++fact) set_fact(policy, order, fact, random);
    add(std::move(order), Instant{now + static_cast<std::int64_t>(random() % 1'000) * day / 100});
  }
}

/// All that an answer says, but which policy it was, whose digest tells the two apart.
std::string text_of(const Policy& policy, const bywhen::CompactAnswer& answer) {
  const auto until = answer.valid_until();
  std::string text = fmt::format("{} {}", answer.status_name(), until ? bywhen::format_rfc3339(*until) : "never");
  for (const bywhen::StandingDuty& one : answer.duties())
    text +=
        fmt::format(" {} {}", static_cast<int>(one.standing.state), one.standing.due ? one.standing.due->micros : 0);
  const auto permissions = policy.permissions();
  for (std::size_t i = 0; i < permissions.size(); ++i) {
    const auto standing = answer.standing(permissions[i]);
    if (!standing) continue;
    text += fmt::format(" {} {} {}", static_cast<int>(standing->verdict), answer.allowed(permissions[i]),
                        standing->from ? standing->from->micros : 0);
  }
  return text;
}

}  // namespace

OtherStatuses::OtherStatuses()
    : alone_{load_good(growth::make_policy(size_with(0))), {}},
      among_others_{load_good(growth::make_policy(size_with(times_more))), {}} {
  for (Case* one : {&alone_, &among_others_}) {
    make_orders(one->policy, [&](bywhen::Order order, Instant at) { one->asked.push_back({std::move(order), at}); });
  }
  compare();
}

void OtherStatuses::compare() const {
  bywhen::Evaluator one(alone_.policy);
  bywhen::Evaluator other(among_others_.policy);
  const auto told = [](const Case& from, bywhen::Evaluator& evaluator, std::size_t i) {
    const auto outcome = evaluator.decide(from.asked[i].order, from.asked[i].at);
    if (const auto* refused = std::get_if<bywhen::Problems>(&outcome)) stop(bywhen::render_text(*refused, false));
    return text_of(from.policy, std::get<bywhen::CompactAnswer>(outcome));
  };
  for (std::size_t i = 0; i < order_count; ++i) {
    const std::string left = told(alone_, one, i);
    const std::string right = told(among_others_, other, i);
    if (left != right) stop(fmt::format("order {} differs:\n{}\n{}", i, left, right));
  }
}

void OtherStatuses::run(benchmark::State& state, const Case& one) {
  bywhen::Evaluator evaluator(one.policy);
  for ([[maybe_unused]] auto _ : state) {
    for (const Asked& asked : one.asked) {
      const auto outcome = evaluator.decide(asked.order, asked.at);
      const auto& answer = std::get<bywhen::CompactAnswer>(outcome);
      benchmark::DoNotOptimize(answer.valid_until());
      benchmark::DoNotOptimize(answer.duties().size());
    }
  }
}

void OtherStatuses::register_both() const {
  for (const auto& [name, one] : {std::pair{alone_name, &alone_}, std::pair{among_others_name, &among_others_}})
    benchmark::RegisterBenchmark(name, [one = one](benchmark::State& state) { run(state, *one); });
}

}  // namespace load_policy
