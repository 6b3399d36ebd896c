#include <fmt/format.h>

#include <cstdlib>
#include <string>

#include "benchmarks/decide_orders/orders.hpp"
#include "benchmarks/order_lines/lines.hpp"

// Writes as many of the benchmark's orders as it is told, a line of JSON each.
int main(int argc, char** argv) {
  const std::size_t count = argc == 2 ? std::strtoul(argv[1], nullptr, 10) : 0;
  if (count == 0) {
    fmt::print(stderr, "usage: write_order_lines COUNT\n");
    return 2;
  }
  std::string text;
  std::size_t number = 0;
  for (const auto& asked : benchmark_orders::make(count)) {
    order_lines::append_order(text, asked.order, number++);
    text += '\n';
    if (text.size() < std::size_t{1} << 20U && number < count) continue;
    std::fwrite(text.data(), 1, text.size(), stdout);
    text.clear();
  }
  return std::fflush(stdout) == 0 ? 0 : 1;
}
