#pragma once

#include <array>
#include <string_view>

/// The names of facts, statuses and permissions in JSON, in the order of hand_written's members and values.
namespace peers {

using Names = std::string_view;

inline constexpr std::array<Names, 6> status_names{"awaiting_payment", "awaiting_shipment", "cancellation_requested",
                                                   "shipped",          "disputed",          "closed"};
inline constexpr std::array<Names, 3> tracking_names{"unchecked", "valid", "wrong"};
/// Of hand_written::Duty; none has no name.
inline constexpr std::array<Names, 5> state_names{"", "pending", "overdue", "met", "met_late"};
inline constexpr std::array<Names, 10> event_names{
    "placed_at",         "paid_at",           "shipped_at",  "cancel_requested_at", "claimed_sent_at",
    "tracking_asked_at", "tracking_given_at", "disputed_at", "closed_at",           "refunded_at"};
/// By the bit of hand_written::Allowed.
inline constexpr std::array<Names, 12> permission_names{"buyer pay",
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
