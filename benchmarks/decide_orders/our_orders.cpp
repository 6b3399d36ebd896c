#include "benchmarks/decide_orders/our_orders.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <utility>

namespace benchmark_orders {

using bywhen::Amount;
using bywhen::Instant;
using bywhen::Policy;

[[noreturn]] void stop(const std::string& why) {
  fmt::print(stderr, "{}\n", why);
  std::exit(1);
}

namespace {

std::string read(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

Policy load_text(const std::string& path, std::string text) {
  bywhen::Sources sources;
  sources.add(path, std::move(text));
  const bywhen::LoadedPolicy loaded = bywhen::load_policy(std::move(sources));
  if (!loaded.policy) stop(bywhen::render_text(loaded.diagnostics, loaded.sources, false));
  return *loaded.policy;
}

}  // namespace

Policy load(const std::string& path) { return load_text(path, read(path)); }

Policy load(const std::string& path, const std::string& part, const std::string& other) {
  std::string text = read(path);
  const std::size_t place = text.find(part);
  if (place == std::string::npos) stop(fmt::format("{} does not say {}", path, part));
  return load_text(path, text.replace(place, part.size(), other));
}

namespace {

/// An order's events, by the names that the policy has for them.
const std::array<std::pair<const char*, std::int64_t hand_written::Order::*>, 10> events{{
    {"placed_at", &hand_written::Order::placed_at},
    {"paid_at", &hand_written::Order::paid_at},
    {"shipped_at", &hand_written::Order::shipped_at},
    {"cancel_requested_at", &hand_written::Order::cancel_requested_at},
    {"claimed_sent_at", &hand_written::Order::claimed_sent_at},
    {"tracking_asked_at", &hand_written::Order::tracking_asked_at},
    {"tracking_given_at", &hand_written::Order::tracking_given_at},
    {"disputed_at", &hand_written::Order::disputed_at},
    {"closed_at", &hand_written::Order::closed_at},
    {"refunded_at", &hand_written::Order::refunded_at},
}};

constexpr std::array<std::string_view, 1> methods{"card"};

}  // namespace

bywhen::Order order_of(const Policy& policy, const hand_written::Order& plain) {
  bywhen::Order order(policy);
  const auto must = [](const bywhen::Problems& problems) {
    if (!problems.empty()) stop(bywhen::render_text(problems, false));
  };
  must(order.set_status(status_names.at(static_cast<std::size_t>(plain.status))));
  for (const auto& [name, member] : events) {
    if (plain.*member != hand_written::never) must(order.set(name, Instant{plain.*member}));
  }
  must(order.set("total", Amount(plain.total, "USD")));
  must(order.set("payment_method", "card"));
  must(order.set("complaint", plain.complaint));
  must(order.set("tracking", trackings.at(static_cast<std::size_t>(plain.tracking))));
  return order;
}

template <typename Function>
void Columns::add(const char* name, const std::vector<Asked>& plain, const Function& word_of) {
  std::vector<std::int64_t>& words = words_.emplace_back();
  for (const Asked& asked : plain) words.push_back(word_of(asked.order));
  facts_.push_back({*policy_.fact(name), words});
}

Columns::Columns(const Policy& policy, const std::vector<Asked>& plain) : policy_(policy) {
  for (const auto& [name, member] : events) {
    add(name, plain, [member = member](const hand_written::Order& order) { return order.*member; });
  }
  add("total", plain, [](const hand_written::Order& order) { return order.total; });
  facts_.back().currency = "USD";
  add("payment_method", plain, [](const hand_written::Order&) { return 0; });
  facts_.back().texts = methods;
  add("complaint", plain, [](const hand_written::Order& order) { return order.complaint ? 1 : 0; });
  add("tracking", plain, [](const hand_written::Order& order) { return static_cast<std::int64_t>(order.tracking); });
  facts_.back().texts = trackings;
  for (const Asked& asked : plain) {
    at_.push_back(asked.at);
    statuses_.push_back(policy.status(status_names.at(static_cast<std::size_t>(asked.order.status)))->index);
  }
}

}  // namespace benchmark_orders
