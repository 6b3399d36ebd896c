#include <ostream>

#include "benchmarks/peers/common/protocol.hpp"
#include "benchmarks/peers/common/read_line.hpp"

// The rules as they would be written by hand into a service: what all others are measured against.
namespace {

using peers::Form;
using peers::Mode;

Mode native(const std::vector<benchmark_orders::Asked>& all) {
  const auto pass = [&all] {
    for (const auto& asked : all) peers::keep(hand_written::decide(asked.order, asked.at));
  };
  const auto write = [&all](std::ostream& out) {
    out << peers::answer_columns << '\n';
    for (const auto& asked : all) out << peers::answer_csv(hand_written::decide(asked.order, asked.at)) << '\n';
  };
  return {"native", pass, write};
}

Mode lines(const std::string& name, Form form, const peers::Lines& orders) {
  const auto each = [&orders, form](const auto& take) {
    peers::LineReader reader;
    std::string answer;
    for (const std::string_view line : orders.all()) {
      const auto asked = reader.read(line, form);
      answer.clear();
      peers::append_json(answer, hand_written::decide(asked.order, asked.at), form);
      take(answer);
    }
  };
  return {name, [each] { each([](const std::string& answer) { peers::keep(answer); }); },
          [each](std::ostream& out) { each([&out](const std::string& answer) { out << answer << '\n'; }); }};
}

}  // namespace

int main(int argc, char** argv) {
  const peers::Arguments arguments = peers::arguments(argc, argv);
  const auto all = benchmark_orders::make(arguments.count);
  const peers::Lines json(arguments.folder + "/orders.json", arguments.count);
  const peers::Lines text(arguments.folder + "/orders.rfc3339", arguments.count);
  return peers::serve("compiled by " __VERSION__,
                      {native(all), lines("json", Form::micros, json), lines("rfc3339", Form::rfc3339, text)},
                      arguments);
}
