#include "benchmarks/decide_orders/hand_written.hpp"

#include <algorithm>

namespace hand_written {
namespace {

/// 2026-01-01 in UTC: the clock does nothing by these rules before.
constexpr std::int64_t starts = 1'767'225'600'000'000;

std::int64_t after(std::int64_t moment, std::int64_t length) { return moment == never ? never : moment + length; }

Duty unfinished(std::int64_t due, std::int64_t at) { return at < due ? Duty::pending : Duty::overdue; }

Answer closed(std::int64_t closed_at, const Order& order, std::int64_t at) {
  Answer answer;
  answer.status = Status::closed;
  answer.allowed = buyer_adds_to_cart;
  if (order.paid_at == never) return answer;
  answer.due = closed_at + 14 * day;
  answer.refund = order.total;
  if (order.refunded_at != never && order.refunded_at >= closed_at) {
    answer.duty = order.refunded_at < answer.due ? Duty::met : Duty::met_late;
    return answer;
  }
  answer.duty = unfinished(answer.due, at);
  answer.allowed |= platform_refunds;
  if (answer.duty == Duty::pending) answer.valid_until = answer.due;
  return answer;
}

Answer awaiting_payment(const Order& order, std::int64_t at) {
  Answer answer;
  answer.status = Status::awaiting_payment;
  answer.due = order.placed_at + 20 * day;
  answer.allowed = seller_writes;
  if (order.paid_at >= order.placed_at && order.paid_at < answer.due) {
    answer.duty = Duty::met;
    return answer;
  }
  const std::int64_t lapse = std::max({answer.due, order.placed_at, starts});
  if (at >= lapse) return closed(lapse, order, at);
  answer.duty = unfinished(answer.due, at);
  answer.allowed |= at < answer.due ? buyer_pays : 0;
  answer.valid_until = at < answer.due ? answer.due : lapse;
  return answer;
}

Answer awaiting_shipment(const Order& order, std::int64_t at) {
  Answer answer;
  answer.status = Status::awaiting_shipment;
  answer.allowed = seller_ships;
  const std::int64_t verified = after(order.paid_at, day);
  if (at >= verified) {
    answer.allowed |= buyer_requests_cancellation;
  } else {
    answer.valid_until = verified;
  }
  return answer;
}

void look_at_proof(const Order& order, std::int64_t at, Answer& answer) {
  if (order.tracking_asked_at == never) return;
  answer.proof_due = order.tracking_asked_at + 3 * day;
  if (order.tracking_given_at != never && order.tracking_given_at >= order.tracking_asked_at) {
    answer.proof = order.tracking_given_at < answer.proof_due ? Duty::met : Duty::met_late;
    return;
  }
  answer.proof = unfinished(answer.proof_due, at);
  answer.allowed |= seller_gives_tracking;
  if (answer.proof == Duty::overdue) answer.allowed |= buyer_opens_dispute;
  if (answer.proof == Duty::pending) answer.valid_until = std::min(answer.valid_until, answer.proof_due);
}

Answer cancellation_requested(const Order& order, std::int64_t at) {
  Answer answer;
  answer.status = Status::cancellation_requested;
  answer.due = order.cancel_requested_at + 14 * day;
  if (order.claimed_sent_at >= order.cancel_requested_at && order.claimed_sent_at < answer.due) {
    answer.duty = Duty::met;
  } else {
    const std::int64_t lapse = std::max({answer.due, order.cancel_requested_at, starts});
    if (at >= lapse) return closed(lapse, order, at);
    answer.duty = unfinished(answer.due, at);
    answer.allowed = at < answer.due ? seller_confirms | seller_claims_sent : 0;
    answer.valid_until = at < answer.due ? answer.due : lapse;
  }
  if (order.claimed_sent_at != never && order.tracking_asked_at == never) answer.allowed |= buyer_asks_tracking;
  look_at_proof(order, at, answer);
  if (order.tracking == Tracking::wrong || order.complaint) answer.allowed |= buyer_opens_dispute;
  if (order.tracking == Tracking::valid) answer.allowed |= platform_accepts_tracking;
  return answer;
}

}  // namespace

Answer decide(const Order& order, std::int64_t at) {
  switch (order.status) {
    case Status::awaiting_payment:
      return awaiting_payment(order, at);
    case Status::awaiting_shipment:
      return awaiting_shipment(order, at);
    case Status::cancellation_requested:
      return cancellation_requested(order, at);
    case Status::closed:
      return closed(order.closed_at, order, at);
    case Status::shipped:
    case Status::disputed:
      break;
  }
  Answer answer;
  answer.status = order.status;
  return answer;
}

}  // namespace hand_written
