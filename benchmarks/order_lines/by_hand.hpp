#pragma once

#include <simdjson.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "benchmarks/decide_orders/hand_written.hpp"

/// Orders from JSON lines and brief answers to JSON lines, as an engineer would write it for the one policy who must be
/// fast: simdjson On-Demand, fields straight into the struct, texts put together from pieces that are written already.
namespace order_lines {

/// An order, and its `id` as it stands in the JSON, quotes and all.
struct Read {
  hand_written::Order order;
  std::string_view id;
};

/// Nothing where the order is not as it should be: a key that it does not know, a value of the wrong type, a time that
/// there is not, an amount that is none or not in USD, a fact that every order has and this one has not.
[[nodiscard]] std::optional<Read> read_order(simdjson::ondemand::object order);

/// Writes the very line that `to_brief_json` writes.
class BriefLine {
public:
  [[nodiscard]] std::string_view write(const Read& read, std::int64_t at, const hand_written::Answer& answer);

private:
  /// More than any answer of this policy needs beside its id, which the writer looks at.
  std::array<char, 2048> text_{};
};

}  // namespace order_lines
