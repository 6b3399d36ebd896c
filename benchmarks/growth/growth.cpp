#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <string>
#include <string_view>

#include "benchmarks/growth/order_maker.hpp"
#include "benchmarks/growth/tables.hpp"

// How time and memory grow: with a policy's rules, statuses and facts, and with the number of orders. Before a time is
// taken, the answers one by one and in columns are compared, of every order.
namespace {

constexpr std::string_view usage = "growth [--rounds N] [--orders MOST] [--json FILE]";

std::size_t number(std::string_view text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value == 0) growth::stop(std::string(usage));
  return value;
}

}  // namespace

int main(int argc, char** argv) {
  growth::Asked asked;
  std::string json;
  for (int i = 1; i < argc; i += 2) {
    const std::string_view option = argv[i];
    if (i + 1 == argc) growth::stop(std::string(usage));
    if (option == "--rounds") {
      asked.rounds = number(argv[i + 1]);
    } else if (option == "--orders") {
      asked.most_orders = number(argv[i + 1]);
    } else if (option == "--json") {
      json = argv[i + 1];
    } else {
      growth::stop(std::string(usage));
    }
  }
  growth::Report report;
  growth::policy_tables(asked, report);
  growth::order_table(asked, report);
  if (!json.empty()) report.write_json(json);
}
