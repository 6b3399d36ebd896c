#include <fmt/format.h>

#include <fstream>

#include "benchmarks/peers/common/lines.hpp"
#include "benchmarks/peers/common/protocol.hpp"

// Writes the orders of the benchmark and the answers that are expected, for programs in whatever language.
//   write_orders FOLDER COUNT
namespace {

using benchmark_orders::Asked;
using peers::Form;

template <class LineOf>
void write(const std::string& path, std::string_view heading, const std::vector<Asked>& all, LineOf line_of) {
  std::ofstream file(path, std::ios::binary);
  if (!heading.empty()) file << heading << '\n';
  for (const Asked& asked : all) file << line_of(asked) << '\n';
  if (!file.flush()) peers::stop(fmt::format("cannot write `{}`", path));
}

hand_written::Answer answer_to(const Asked& asked) { return hand_written::decide(asked.order, asked.at); }

std::string json_answer(const Asked& asked, Form form) {
  std::string line;
  peers::append_json(line, answer_to(asked), form);
  return line;
}

}  // namespace

int main(int argc, char** argv) {
  const auto [folder, count] = peers::arguments(argc, argv);
  const std::vector<Asked> all = benchmark_orders::make(count);
  write(folder + "/orders.native", peers::order_columns, all, peers::order_csv);
  write(folder + "/expected.native", peers::answer_columns, all,
        [](const Asked& asked) { return peers::answer_csv(answer_to(asked)); });
  for (const Form form : {Form::micros, Form::rfc3339}) {
    const std::string name = form == Form::micros ? "json" : "rfc3339";
    write(folder + "/orders." + name, "", all, [&](const Asked& asked) { return peers::order_json(asked, form); });
    write(folder + "/expected." + name, "", all, [&](const Asked& asked) { return json_answer(asked, form); });
  }
}
