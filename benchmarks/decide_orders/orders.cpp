#include "benchmarks/decide_orders/orders.hpp"

#include <algorithm>
#include <random>

namespace benchmark_orders {
namespace {

using hand_written::day;
using hand_written::never;
using hand_written::Order;
using hand_written::Status;
using hand_written::Tracking;

constexpr std::int64_t hour = day / 24;
/// 2026-02-01 in UTC.
constexpr std::int64_t beginning = 1'769'904'000'000'000;

class Maker {
public:
  explicit Maker(std::uint64_t seed) : random_(seed) {}

  Asked make() {
    Order order;
    order.status = static_cast<Status>(below(6));
    order.placed_at = beginning + below(300 * 24) * hour;
    order.total = 100 + below(100'000);
    std::int64_t last = order.placed_at;
    const auto happens = [&](std::int64_t& event, std::int64_t longest) { event = last += below(longest); };
    if (order.status != Status::awaiting_payment && (order.status != Status::closed || chance(70)))
      happens(order.paid_at, 20 * day);
    const bool requested = order.status == Status::cancellation_requested || order.status == Status::disputed;
    if (requested || (order.paid_at != never && chance(50))) happens(order.cancel_requested_at, 20 * day);
    if (order.cancel_requested_at != never && chance(60)) happens(order.claimed_sent_at, 15 * day);
    if (order.claimed_sent_at != never && chance(60)) happens(order.tracking_asked_at, 5 * day);
    if (order.tracking_asked_at != never && chance(40)) happens(order.tracking_given_at, 4 * day);
    if (order.status == Status::shipped) happens(order.shipped_at, 10 * day);
    if (order.status == Status::disputed) happens(order.disputed_at, 10 * day);
    if (order.status == Status::closed) happens(order.closed_at, 20 * day);
    if (order.closed_at != never && order.paid_at != never && chance(40)) happens(order.refunded_at, 16 * day);
    order.tracking = static_cast<Tracking>(below(3));
    order.complaint = chance(20);
    return {order, std::max(last, near_boundary(order, last))};
  }

private:
  std::int64_t below(std::int64_t bound) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(bound));
  }
  bool chance(int percent) { return below(100) < percent; }

  /// A deadline, just before it or just after it, or any time.
  std::int64_t near_boundary(const Order& order, std::int64_t last) {
    const std::int64_t around = below(3) - 1;
    switch (below(7)) {
      case 0:
        return order.placed_at + 20 * day + around;
      case 1:
        return order.paid_at == never ? last : order.paid_at + day + around;
      case 2:
        return order.cancel_requested_at == never ? last : order.cancel_requested_at + 14 * day + around;
      case 3:
        return order.tracking_asked_at == never ? last : order.tracking_asked_at + 3 * day + around;
      case 4:
        return order.closed_at == never ? last : order.closed_at + 14 * day + around;
      default:
        return last + below(40 * day);
    }
  }

  std::mt19937_64 random_;
};

}  // namespace

std::vector<Asked> make(std::size_t count, std::size_t list) {
  Maker maker(100 + list);
  std::vector<Asked> all;
  all.reserve(count);
  for (std::size_t i = 0; i < count; ++i) all.push_back(maker.make());
  return all;
}

}  // namespace benchmark_orders
