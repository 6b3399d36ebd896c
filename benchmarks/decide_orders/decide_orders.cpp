#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "benchmarks/decide_orders/orders.hpp"
#include "bywhen/bywhen.hpp"

// What one decision costs: the AliExpress policy, read by the evaluator, beside the same rules written by hand. All
// answers are compared before anything is measured.
namespace {

using benchmark_orders::Asked;
using bywhen::Amount;
using bywhen::CompactAnswer;
using bywhen::DutyHandle;
using bywhen::Evaluator;
using bywhen::FactHandle;
using bywhen::Instant;
using bywhen::PermissionHandle;
using bywhen::Policy;

constexpr std::size_t order_count = 100'000;
constexpr const char* hand_name = "hand-written";
constexpr const char* our_name = "evaluator";

[[noreturn]] void stop(const std::string& why) {
  fmt::print(stderr, "decide_orders: {}\n", why);
  std::exit(1);
}

Policy load(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  bywhen::Sources sources;
  sources.add(path, {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()});
  const bywhen::LoadedPolicy loaded = bywhen::load_policy(std::move(sources));
  if (!loaded.policy) stop(bywhen::render_text(loaded.diagnostics, loaded.sources, false));
  return *loaded.policy;
}

// ── The same answer by handle
// ────────────────────────────────────────────────────────────────────────────────────────────────────────

class Reader {
public:
  explicit Reader(const Policy& policy)
      : payment_(*policy.duty("payment")),
        answer_(*policy.duty("answer")),
        proof_(*policy.duty("proof")),
        money_back_(*policy.duty("money_back")) {
    const std::vector<std::pair<const char*, const char*>> names{
        {"buyer", "pay"},
        {"seller", "message_buyer"},
        {"seller", "ship"},
        {"buyer", "request_cancellation"},
        {"seller", "confirm"},
        {"seller", "claim_sent"},
        {"buyer", "ask_tracking"},
        {"seller", "give_tracking"},
        {"platform", "accept_tracking"},
        {"buyer", "open_dispute"},
        {"platform", "refund"},
        {"buyer", "readd_to_cart"},
    };
    for (const auto& [actor, action] : names) permissions_.push_back(*policy.permission(actor, action));
    for (const char* name :
         {"awaiting_payment", "awaiting_shipment", "cancellation_requested", "shipped", "disputed", "closed"})
      statuses_[policy.status(name)->index] = static_cast<hand_written::Status>(order_++);
  }

  [[nodiscard]] hand_written::Answer read(const CompactAnswer& compact) const {
    hand_written::Answer answer;
    answer.status = statuses_.at(compact.status().index);
    answer.valid_until = micros(compact.valid_until());
    for (std::size_t i = 0; i < permissions_.size(); ++i) {
      if (compact.allowed(permissions_[i])) answer.allowed = static_cast<std::uint16_t>(answer.allowed | 1U << i);
    }
    for (const DutyHandle duty : {payment_, answer_, money_back_}) {
      const auto standing = compact.duty(duty);
      if (!standing) continue;
      answer.due = micros(standing->due);
      answer.duty = state(standing->state);
      if (standing->amount) answer.refund = standing->amount->minor;
    }
    if (const auto standing = compact.duty(proof_)) {
      answer.proof_due = micros(standing->due);
      answer.proof = state(standing->state);
    }
    return answer;
  }

private:
  static std::int64_t micros(const std::optional<Instant>& instant) {
    return instant ? instant->micros : hand_written::never;
  }
  static hand_written::Duty state(bywhen::DutyState state) {
    switch (state) {
      case bywhen::DutyState::pending:
        return hand_written::Duty::pending;
      case bywhen::DutyState::overdue:
        return hand_written::Duty::overdue;
      case bywhen::DutyState::met:
        return hand_written::Duty::met;
      case bywhen::DutyState::met_late:
        return hand_written::Duty::met_late;
      default:
        return hand_written::Duty::none;
    }
  }

  std::vector<PermissionHandle> permissions_;
  std::map<std::uint16_t, hand_written::Status> statuses_;
  int order_ = 0;
  DutyHandle payment_;
  DutyHandle answer_;
  DutyHandle proof_;
  DutyHandle money_back_;
};

// ── The same orders in slots
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────

bywhen::Order order_of(const Policy& policy, const hand_written::Order& plain) {
  bywhen::Order order(policy);
  const auto must = [](const bywhen::Problems& problems) {
    if (!problems.empty()) stop(bywhen::render_text(problems, false));
  };
  constexpr std::array statuses{"awaiting_payment", "awaiting_shipment", "cancellation_requested",
                                "shipped",          "disputed",          "closed"};
  must(order.set_status(statuses.at(static_cast<std::size_t>(plain.status))));
  const std::vector<std::pair<const char*, std::int64_t>> events{
      {"placed_at", plain.placed_at},
      {"paid_at", plain.paid_at},
      {"shipped_at", plain.shipped_at},
      {"cancel_requested_at", plain.cancel_requested_at},
      {"claimed_sent_at", plain.claimed_sent_at},
      {"tracking_asked_at", plain.tracking_asked_at},
      {"tracking_given_at", plain.tracking_given_at},
      {"disputed_at", plain.disputed_at},
      {"closed_at", plain.closed_at},
      {"refunded_at", plain.refunded_at},
  };
  for (const auto& [name, micros] : events) {
    if (micros != hand_written::never) must(order.set(name, Instant{micros}));
  }
  must(order.set("total", Amount(plain.total, "USD")));
  must(order.set("payment_method", "card"));
  must(order.set("complaint", plain.complaint));
  constexpr std::array trackings{"unchecked", "valid", "wrong"};
  must(order.set("tracking", trackings.at(static_cast<std::size_t>(plain.tracking))));
  return order;
}

struct Work {
  std::vector<Asked> plain;
  std::vector<bywhen::Order> slots;
};

std::string text_of(const hand_written::Answer& answer) {
  return fmt::format("status {} allowed {:b} duty {} due {} proof {} {} refund {} until {}",
                     static_cast<int>(answer.status), answer.allowed, static_cast<int>(answer.duty), answer.due,
                     static_cast<int>(answer.proof), answer.proof_due, answer.refund, answer.valid_until);
}

void compare(const Work& work, Evaluator& evaluator, const Reader& reader) {
  for (std::size_t i = 0; i < work.plain.size(); ++i) {
    const Asked& asked = work.plain[i];
    const auto outcome = evaluator.decide(work.slots[i], Instant{asked.at});
    if (const auto* problems = std::get_if<bywhen::Problems>(&outcome)) stop(bywhen::render_text(*problems, false));
    const auto ours = reader.read(std::get<CompactAnswer>(outcome));
    const auto theirs = hand_written::decide(asked.order, asked.at);
    if (ours == theirs) continue;
    stop(fmt::format("order {} differs:\n{}\nat {}\nours   {}\ntheirs {}", i, bywhen::to_json(work.slots[i].data()),
                     bywhen::format_rfc3339(Instant{asked.at}), text_of(ours), text_of(theirs)));
  }
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  const Policy policy = load("policies/aliexpress.bywhen");
  Work work{benchmark_orders::make(order_count), {}};
  for (const Asked& asked : work.plain) work.slots.push_back(order_of(policy, asked.order));
  Evaluator evaluator(policy);
  const Reader reader(policy);
  compare(work, evaluator, reader);
  fmt::print("{} orders, all answers equal\n", order_count);

  benchmark::RegisterBenchmark(hand_name, [&](benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
      for (const Asked& asked : work.plain) benchmark::DoNotOptimize(hand_written::decide(asked.order, asked.at));
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(order_count));
  });
  benchmark::RegisterBenchmark(our_name, [&](benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
      for (std::size_t i = 0; i < work.slots.size(); ++i) {
        const auto outcome = evaluator.decide(work.slots[i], Instant{work.plain[i].at});
        benchmark::DoNotOptimize(reader.read(std::get<CompactAnswer>(outcome)));
      }
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(order_count));
  });
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
