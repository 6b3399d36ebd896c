#include "benchmarks/order_lines/lines.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <iterator>

#include "benchmarks/peers/common/names.hpp"
#include "bywhen/instant.hpp"

namespace order_lines {

using hand_written::never;
using hand_written::Order;

void append_order(std::string& out, const Order& order, std::size_t number) {
  const auto put = std::back_inserter(out);
  fmt::format_to(put, R"({{"id":"AE-{:06}","status":"{}","facts":{{)", number,
                 peers::status_names[static_cast<std::size_t>(order.status)]);
  for (std::size_t i = 0; i < peers::event_names.size(); ++i) {
    const std::int64_t micros = order.*peers::event_members[i];
    if (micros == never) continue;
    fmt::format_to(put, R"("{}":"{}",)", peers::event_names[i], bywhen::format_rfc3339({micros}));
  }
  fmt::format_to(put, R"("total":"{}.{:02} USD","payment_method":"card","complaint":{},"tracking":"{}"}}}})",
                 order.total / 100, order.total % 100, order.complaint,
                 peers::tracking_names[static_cast<std::size_t>(order.tracking)]);
}

Lines::Lines(const std::vector<benchmark_orders::Asked>& asked) {
  std::vector<std::size_t> ends;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    append_order(text_, asked[i].order, i);
    ends.push_back(text_.size());
    text_ += '\n';
  }
  size_ = text_.size();
  text_.append(simdjson::SIMDJSON_PADDING, '\0');
  std::size_t begin = 0;
  for (const std::size_t end : ends) {
    lines_.push_back(std::string_view(text_).substr(begin, end - begin));
    begin = end + 1;
  }
}

}  // namespace order_lines
