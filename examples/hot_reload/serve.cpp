// Says for orders, one a line, what is due and by when. The policy may be edited meanwhile.
// Usage: serve POLICY.bywhen TIME < orders.ndjson
#include <chrono>
#include <iostream>
#include <string>

#include "bywhen/bywhen.hpp"

namespace {

/// One request, by one policy from beginning to end.
std::string serve(const bywhen::Policy& policy, const std::string& json, bywhen::Instant at) {
  const auto order = bywhen::read_order(policy, json);
  if (const auto* problems = std::get_if<bywhen::Problems>(&order)) return bywhen::render_text(*problems, false);
  const auto decided = bywhen::decide(policy, std::get<bywhen::Order>(order), at);
  if (const auto* problems = std::get_if<bywhen::Problems>(&decided)) return bywhen::render_text(*problems, false);

  const auto& answer = std::get<bywhen::Answer>(decided);
  std::string text = "by " + answer.policy.digest.substr(0, 19) + ":";
  for (const bywhen::DeadlineAnswer& deadline : answer.deadlines) {
    text += " " + deadline.actor + " must " + deadline.actions.front();
    if (deadline.due) text += " by " + bywhen::format_rfc3339(*deadline.due);
  }
  return text;
}

void tell(const bywhen::StoreReport& report) { std::cerr << bywhen::render_text(report, false) << std::flush; }

}  // namespace

int main(int argc, char** argv) {
  const auto at = bywhen::parse_rfc3339(argc == 3 ? argv[2] : "");
  if (!at) return 2;
  bywhen::PolicyStore store(argv[1]);
  tell(store.poll());
  if (!store.current() || !store.watch(std::chrono::milliseconds(100), tell)) return 1;

  for (std::string json; std::getline(std::cin, json);) {
    std::cout << serve(*store.current(), json, *at) << std::endl;
  }
}
