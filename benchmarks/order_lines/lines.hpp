#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "benchmarks/decide_orders/orders.hpp"

/// The benchmark's orders as their host stores them: a line of JSON each.
namespace order_lines {

/// Appends `{"id":"AE-000017","status":"closed","facts":{…}}`.
void append_order(std::string& out, const hand_written::Order& order, std::size_t number);

/// Lines behind each other in one text, as they come from a file.
class Lines {
public:
  explicit Lines(const std::vector<benchmark_orders::Asked>& asked);

  /// With its line ends, and with room behind it as simdjson wants it.
  [[nodiscard]] std::string_view text() const { return {text_.data(), size_}; }
  [[nodiscard]] std::size_t room() const { return text_.size(); }
  [[nodiscard]] const std::vector<std::string_view>& all() const { return lines_; }

private:
  std::string text_;
  std::size_t size_ = 0;
  std::vector<std::string_view> lines_;
};

}  // namespace order_lines
