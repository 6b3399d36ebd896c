#include "benchmarks/growth/order_maker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

namespace growth {

using bywhen::Instant;

namespace {

constexpr std::int64_t day = 86'400'000'000;
constexpr std::int64_t hour = day / 24;
constexpr std::int64_t now = 1'780'000'000'000'000;
constexpr std::array<std::string_view, 3> goods{"plain", "fragile", "perishable"};
constexpr std::string_view currency = "USD";

void must(const bywhen::Problems& problems) {
  if (!problems.empty()) stop(bywhen::render_text(problems, false));
}

}  // namespace

void stop(const std::string& why) {
  fmt::print(stderr, "growth: {}\n", why);
  std::exit(1);
}

MadeOrders::MadeOrders(const bywhen::Policy& policy, const PolicySize& size, std::size_t count) : policy_(policy) {
  std::set<std::string> entries;
  for (std::size_t i = 0; i < size.statuses; ++i) entries.insert(entry_event(size, i));
  for (std::size_t i = 0; i < size.facts; ++i) add(fact_name(i), fact_kind(i), entries);
  for (const std::string& event : done_events()) add(event, FactKind::event, entries);
  for (std::size_t i = 0; i < count; ++i) tell_one_order(size);
  for (const Told& told : told_) {
    columns_.push_back({told.fact, told.words});
    if (told.kind == FactKind::money) columns_.back().currency = currency;
    if (told.kind == FactKind::choice) columns_.back().texts = goods;
  }
}

/// Only what the policy's rules read is declared.
void MadeOrders::add(const std::string& name, FactKind kind, const std::set<std::string>& entries) {
  if (const auto fact = policy_.fact(name)) told_.push_back({kind, *fact, entries.contains(name), {}});
}

std::int64_t MadeOrders::below(std::int64_t bound) {
  return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(bound));
}

/// The status was entered lately, all else happened before: so that what is counted in days from its entry comes after
/// all events, and may be met to the microsecond.
void MadeOrders::tell_one_order(const PolicySize& size) {
  const auto status = static_cast<std::size_t>(below(static_cast<std::int64_t>(size.statuses)));
  const auto entered = policy_.fact(entry_event(size, status));
  handles_.push_back(*policy_.status(fmt::format("s{}", status)));
  statuses_.push_back(handles_.back().index);
  std::int64_t since = now;
  for (Told& told : told_) {
    told.words.push_back(word_of(told, *entered));
    if (told.fact == *entered) since = told.words.back();
  }
  const std::int64_t boundary = since + below(45) * (below(2) == 0 ? day : hour) + below(3) - 1;
  at_.push_back(std::max(now, boundary));
}

std::int64_t MadeOrders::word_of(const Told& told, bywhen::FactHandle entered) {
  switch (told.kind) {
    case FactKind::event:
      if (told.fact == entered) return now - below(24) * hour;
      return !told.marked_on_the_way && below(10) < 3 ? Instant::never().micros : now - day - below(40 * 24) * hour;
    case FactKind::yes_no:
      return below(2);
    case FactKind::integer:
      return below(10);
    case FactKind::choice:
      return below(static_cast<std::int64_t>(goods.size()));
    case FactKind::money:
      break;
  }
  return below(100'000);
}

bywhen::OrderColumns MadeOrders::columns() const { return {at_.size(), statuses_, at_, {}, columns_}; }

bywhen::Order MadeOrders::order(std::size_t place) const {
  bywhen::Order order(policy_);
  must(order.set_status(handles_[place]));
  for (const Told& told : told_) {
    const std::int64_t word = told.words[place];
    switch (told.kind) {
      case FactKind::event:
        if (word != Instant::never().micros) must(order.set(told.fact, Instant{word}));
        break;
      case FactKind::yes_no:
        must(order.set(told.fact, word == 1));
        break;
      case FactKind::integer:
        must(order.set(told.fact, word));
        break;
      case FactKind::choice:
        must(order.set(told.fact, goods.at(static_cast<std::size_t>(word))));
        break;
      case FactKind::money:
        must(order.set(told.fact, bywhen::Amount(word, currency)));
        break;
    }
  }
  return order;
}

}  // namespace growth
