// Decides one order: a policy and an order in, what may be done and by when out.
// Usage: decide_one POLICY ORDER.json TIME
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "bywhen/bywhen.hpp"

namespace {

std::string read_file(const char* path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

int refuse(const bywhen::Problems& problems) {
  std::cerr << bywhen::render_text(problems, false);
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  bywhen::Sources sources;
  sources.add(argv[1], read_file(argv[1]));
  const bywhen::LoadedPolicy loaded = bywhen::load_policy(std::move(sources));
  if (!loaded.policy) {
    std::cerr << bywhen::render_text(loaded.diagnostics, loaded.sources, false);
    return 1;
  }
  const auto order = bywhen::read_order(*loaded.policy, read_file(argv[2]));
  if (const auto* problems = std::get_if<bywhen::Problems>(&order)) return refuse(*problems);
  const auto at = bywhen::read_time(*loaded.policy, argv[3]);
  if (const auto* problems = std::get_if<bywhen::Problems>(&at)) return refuse(*problems);
  const auto decided = bywhen::decide(*loaded.policy, std::get<bywhen::Order>(order), std::get<bywhen::Instant>(at));
  if (const auto* problems = std::get_if<bywhen::Problems>(&decided)) return refuse(*problems);

  const auto& answer = std::get<bywhen::Answer>(decided);
  for (const bywhen::ActionAnswer& action : answer.actions) {
    std::cout << action.actor << ' ' << action.action << ": " << bywhen::to_string(action.verdict) << '\n';
  }
  for (const bywhen::DeadlineAnswer& deadline : answer.deadlines) {
    std::cout << deadline.actor << " must " << deadline.actions.front();
    if (deadline.due) std::cout << " by " << bywhen::format_rfc3339(*deadline.due);
    std::cout << '\n';
  }
}
