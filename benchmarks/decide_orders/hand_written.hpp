#pragma once

#include <array>
#include <cstdint>

/// The rules of policies/aliexpress.bywhen as an engineer would write them into a service: the bar that is to be met.
namespace hand_written {

inline constexpr std::int64_t never = std::int64_t{1} << 62;
inline constexpr std::int64_t day = 86'400'000'000;

enum class Status : std::uint8_t {
  awaiting_payment,
  awaiting_shipment,
  cancellation_requested,
  shipped,
  disputed,
  closed,
};

enum class Tracking : std::uint8_t { unchecked, valid, wrong };

/// What has not happened lies at `never`; instants are microseconds since 1970.
struct Order {
  std::int64_t placed_at = never;
  std::int64_t paid_at = never;
  std::int64_t shipped_at = never;
  std::int64_t cancel_requested_at = never;
  std::int64_t claimed_sent_at = never;
  std::int64_t tracking_asked_at = never;
  std::int64_t tracking_given_at = never;
  std::int64_t disputed_at = never;
  std::int64_t closed_at = never;
  std::int64_t refunded_at = never;
  std::int64_t total = 0;
  Status status = Status::awaiting_payment;
  Tracking tracking = Tracking::unchecked;
  bool complaint = false;
};

/// Who may do what, a bit each.
enum Allowed : std::uint16_t {
  buyer_pays = 1U << 0U,
  seller_writes = 1U << 1U,
  seller_ships = 1U << 2U,
  buyer_requests_cancellation = 1U << 3U,
  seller_confirms = 1U << 4U,
  seller_claims_sent = 1U << 5U,
  buyer_asks_tracking = 1U << 6U,
  seller_gives_tracking = 1U << 7U,
  platform_accepts_tracking = 1U << 8U,
  buyer_opens_dispute = 1U << 9U,
  platform_refunds = 1U << 10U,
  buyer_adds_to_cart = 1U << 11U,
};

enum class Duty : std::uint8_t { none, pending, overdue, met, met_late };

struct Answer {
  std::int64_t valid_until = never;
  /// Of the duty to pay, to answer the request, or to refund: a status has one of them.
  std::int64_t due = never;
  std::int64_t proof_due = never;
  std::int64_t refund = 0;
  Status status = Status::awaiting_payment;
  Duty duty = Duty::none;
  Duty proof = Duty::none;
  std::uint16_t allowed = 0;

  friend bool operator==(const Answer&, const Answer&) = default;
};

/// What holds at an instant, after what the clock did before it.
[[nodiscard]] Answer decide(const Order& order, std::int64_t at);

}  // namespace hand_written
