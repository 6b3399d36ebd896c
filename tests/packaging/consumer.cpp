// Decides one order, as a program of somebody else does. Ends well only if the answer is right.
#include <iostream>
#include <string>
#include <utility>
#include <variant>

#include <bywhen/bywhen.hpp>

namespace {

constexpr const char* policy_text = R"(policy tiny "Tiny"
zone "UTC"
term payment_window = 20 days
actor buyer "Buyer"
fact placed_at, paid_at, closed_at : event
status unpaid "Unpaid" initial, marks placed_at
status paid "Paid" final
status closed "Closed" final, marks closed_at
action pay "Pay" { marks paid_at  becomes paid }
action close "Close" { becomes closed }
in unpaid {
  payment: buyer must pay within payment_window after placed_at
    otherwise close because "Nobody paid"
}
)";
constexpr const char* order_text = R"({"status": "unpaid", "facts": {"placed_at": "2026-03-01T10:00:00Z"}})";

std::string due_date() {
  bywhen::Sources sources;
  sources.add("tiny.bywhen", policy_text);
  const bywhen::LoadedPolicy loaded = bywhen::load_policy(std::move(sources));
  if (!loaded.policy) return bywhen::render_text(loaded.diagnostics, loaded.sources, false);
  const auto order = bywhen::read_order(*loaded.policy, order_text);
  if (const auto* problems = std::get_if<bywhen::Problems>(&order)) return bywhen::render_text(*problems, false);
  const auto at = bywhen::parse_rfc3339("2026-03-10T09:00:00Z");
  const auto answer = bywhen::decide(*loaded.policy, std::get<bywhen::Order>(order), *at);
  if (const auto* problems = std::get_if<bywhen::Problems>(&answer)) return bywhen::render_text(*problems, false);
  const auto& deadlines = std::get<bywhen::Answer>(answer).deadlines;
  return deadlines.empty() ? "no deadline" : bywhen::format_rfc3339(deadlines.front().due.value());
}

}  // namespace

int main() {
  const std::string due = due_date();
  std::cout << "bywhen " << bywhen::version() << ": pay by " << due << '\n';
  return due == "2026-03-21T10:00:00Z" ? 0 : 1;
}
