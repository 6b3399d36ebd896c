#pragma once

#include <array>
#include <string_view>

#include "benchmarks/decide_orders/hand_written.hpp"

/// The names of facts, statuses and permissions in JSON, in the order of hand_written's members and values.
namespace peers {

using Name = std::string_view;

inline constexpr std::array<Name, 6> status_names{"awaiting_payment", "awaiting_shipment", "cancellation_requested",
                                                  "shipped",          "disputed",          "closed"};
inline constexpr std::array<Name, 3> tracking_names{"unchecked", "valid", "wrong"};
/// Of hand_written::Duty; none has no name.
inline constexpr std::array<Name, 5> state_names{"", "pending", "overdue", "met", "met_late"};
inline constexpr std::array<Name, 10> event_names{
    "placed_at",         "paid_at",           "shipped_at",  "cancel_requested_at", "claimed_sent_at",
    "tracking_asked_at", "tracking_given_at", "disputed_at", "closed_at",           "refunded_at"};
inline constexpr std::array<std::int64_t hand_written::Order::*, event_names.size()> event_members{
    &hand_written::Order::placed_at,         &hand_written::Order::paid_at,
    &hand_written::Order::shipped_at,        &hand_written::Order::cancel_requested_at,
    &hand_written::Order::claimed_sent_at,   &hand_written::Order::tracking_asked_at,
    &hand_written::Order::tracking_given_at, &hand_written::Order::disputed_at,
    &hand_written::Order::closed_at,         &hand_written::Order::refunded_at};
/// By the bit of hand_written::Allowed.
inline constexpr std::array<Name, 12> permission_names{"buyer pay",
                                                       "seller message_buyer",
                                                       "seller ship",
                                                       "buyer request_cancellation",
                                                       "seller confirm",
                                                       "seller claim_sent",
                                                       "buyer ask_tracking",
                                                       "seller give_tracking",
                                                       "platform accept_tracking",
                                                       "buyer open_dispute",
                                                       "platform refund",
                                                       "buyer readd_to_cart"};

}  // namespace peers
