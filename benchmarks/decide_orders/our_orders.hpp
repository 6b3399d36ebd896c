#pragma once

#include <array>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <vector>

#include "benchmarks/decide_orders/orders.hpp"
#include "bywhen/bywhen.hpp"

/// The benchmark's orders as ours: one by one, and in columns.
namespace benchmark_orders {

/// As `hand_written::Status` and `Tracking` count them.
inline constexpr std::array status_names{"awaiting_payment", "awaiting_shipment", "cancellation_requested",
                                         "shipped",          "disputed",          "closed"};
inline constexpr std::array<std::string_view, 3> trackings{"unchecked", "valid", "wrong"};

/// Ends the program, saying why.
[[noreturn]] void stop(const std::string& why);

/// A policy that must be good.
[[nodiscard]] bywhen::Policy load(const std::string& path);
/// The same with a part of its text replaced by another.
[[nodiscard]] bywhen::Policy load(const std::string& path, const std::string& part, const std::string& other);

[[nodiscard]] bywhen::Order order_of(const bywhen::Policy& policy, const hand_written::Order& plain);

/// Orders in columns, which it owns.
class Columns {
public:
  /// The policy must outlive it.
  Columns(const bywhen::Policy& policy, const std::vector<Asked>& plain);
  Columns(const Columns&) = delete;
  Columns& operator=(const Columns&) = delete;

  [[nodiscard]] bywhen::OrderColumns orders() const { return {at_.size(), statuses_, at_, {}, facts_}; }

private:
  template <typename Function>
  void add(const char* name, const std::vector<Asked>& plain, const Function& word_of);

  const bywhen::Policy& policy_;
  std::list<std::vector<std::int64_t>> words_;
  std::vector<bywhen::FactColumn> facts_;
  std::vector<std::int64_t> at_;
  std::vector<std::uint16_t> statuses_;
};

}  // namespace benchmark_orders
