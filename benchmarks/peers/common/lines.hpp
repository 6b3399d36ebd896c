#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "benchmarks/decide_orders/orders.hpp"

/// Orders and answers as text: CSV and two forms of JSON lines.
namespace peers {

/// How a time and an amount stand in JSON.
enum class Form : std::uint8_t {
  /// Whole numbers: microseconds since 1970, and cents. The cheapest to read for all.
  micros,
  /// RFC 3339 and `59.90 USD`, with the facts apart, as the order's host stores them for bywhen.
  rfc3339,
};

/// The columns of an order, and of an answer; what is absent is empty.
inline constexpr std::string_view order_columns =
    "status,tracking,complaint,total,placed_at,paid_at,shipped_at,cancel_requested_at,claimed_sent_at,"
    "tracking_asked_at,tracking_given_at,disputed_at,closed_at,refunded_at,at";
inline constexpr std::string_view answer_columns = "status,allowed,duty,due,proof,proof_due,refund,valid_until";

[[nodiscard]] std::string order_csv(const benchmark_orders::Asked& asked);
[[nodiscard]] std::string answer_csv(const hand_written::Answer& answer);
[[nodiscard]] std::string order_json(const benchmark_orders::Asked& asked, Form form);

/// Appends the answer's JSON; the way in which a service would write it that must be fast.
void append_json(std::string& out, const hand_written::Answer& answer, Form form);

/// Appends `2026-02-01T10:00:00.5Z`, with as many decimals as the microsecond needs.
void append_rfc3339(std::string& out, std::int64_t micros);

}  // namespace peers
