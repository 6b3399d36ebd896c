#include <array>
#include <map>
#include <ostream>

#include "benchmarks/peers/common/lines.hpp"
#include "benchmarks/peers/common/names.hpp"
#include "benchmarks/peers/common/protocol.hpp"
#include "benchmarks/peers/common/read_line.hpp"
#include "bywhen/bywhen.hpp"

// The policy itself, read by the evaluator: orders in slots to compact answers, and lines of JSON to lines of JSON.
namespace {

using benchmark_orders::Asked;
using bywhen::Amount;
using bywhen::CompactAnswer;
using bywhen::Instant;
using hand_written::Answer;

template <class Value>
Value must(std::variant<Value, bywhen::Problems> outcome) {
  if (const auto* problems = std::get_if<bywhen::Problems>(&outcome))
    peers::stop(bywhen::render_text(*problems, false));
  return std::get<Value>(std::move(outcome));
}

void must(const bywhen::Problems& problems) {
  if (!problems.empty()) peers::stop(bywhen::render_text(problems, false));
}

bywhen::Policy load(const std::string& path) {
  bywhen::Sources sources;
  sources.add(path, peers::read_file(path));
  const bywhen::LoadedPolicy loaded = bywhen::load_policy(std::move(sources));
  if (!loaded.policy) peers::stop(bywhen::render_text(loaded.diagnostics, loaded.sources, false));
  return *loaded.policy;
}

bywhen::Order order_of(const bywhen::Policy& policy, const hand_written::Order& plain) {
  bywhen::Order order(policy);
  must(order.set_status(peers::status_names[static_cast<std::size_t>(plain.status)]));
  for (std::size_t i = 0; i < peers::event_names.size(); ++i) {
    const std::int64_t micros = plain.*peers::event_members[i];
    if (micros != hand_written::never) must(order.set(peers::event_names[i], Instant{micros}));
  }
  must(order.set("total", Amount(plain.total, "USD")));
  must(order.set("payment_method", "card"));
  must(order.set("complaint", plain.complaint));
  must(order.set("tracking", peers::tracking_names[static_cast<std::size_t>(plain.tracking)]));
  return order;
}

/// Reads compact answers by handle.
class Reader {
public:
  explicit Reader(const bywhen::Policy& policy) : proof_(*policy.duty("proof")) {
    for (const std::string_view name : peers::permission_names) {
      const std::size_t space = name.find(' ');
      permissions_.push_back(*policy.permission(name.substr(0, space), name.substr(space + 1)));
    }
    for (const char* name : {"payment", "answer", "money_back"}) duties_.push_back(*policy.duty(name));
    for (std::size_t i = 0; i < peers::status_names.size(); ++i)
      statuses_[policy.status(peers::status_names[i])->index] = static_cast<hand_written::Status>(i);
  }

  [[nodiscard]] Answer read(const CompactAnswer& compact) const {
    Answer answer;
    answer.status = statuses_.at(compact.status().index);
    answer.valid_until = micros(compact.valid_until());
    for (std::size_t i = 0; i < permissions_.size(); ++i) {
      if (compact.allowed(permissions_[i])) answer.allowed = static_cast<std::uint16_t>(answer.allowed | 1U << i);
    }
    for (const bywhen::DutyHandle duty : duties_) {
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
    constexpr std::array same{hand_written::Duty::none, hand_written::Duty::pending,  hand_written::Duty::overdue,
                              hand_written::Duty::met,  hand_written::Duty::met_late, hand_written::Duty::none};
    return same.at(static_cast<std::size_t>(state));
  }

  std::vector<bywhen::PermissionHandle> permissions_;
  std::vector<bywhen::DutyHandle> duties_;
  bywhen::DutyHandle proof_;
  std::map<std::uint16_t, hand_written::Status> statuses_;
};

class Peer {
public:
  explicit Peer(const bywhen::Policy& policy) : policy_(policy), evaluator_(policy), reader_(policy) {}

  Answer decide(const bywhen::Order& order, Instant at) { return reader_.read(must(evaluator_.decide(order, at))); }

  /// A line is `{"at":"TIME","order":{…}}`, as write_orders writes it.
  const std::string& decide_line(std::string_view line) {
    constexpr std::string_view before_time = "{\"at\":\"";
    constexpr std::string_view before_order = "\",\"order\":";
    line.remove_prefix(before_time.size());
    const std::string_view time = line.substr(0, line.find('"'));
    line.remove_prefix(time.size() + before_order.size());
    line.remove_suffix(1);
    const bywhen::Order order = must(bywhen::read_order(policy_, line));
    text_.clear();
    peers::append_json(text_, decide(order, must(bywhen::read_time(policy_, time))), peers::Form::rfc3339);
    return text_;
  }

private:
  const bywhen::Policy& policy_;
  bywhen::Evaluator evaluator_;
  Reader reader_;
  std::string text_;
};

struct Work {
  std::vector<Asked> plain;
  std::vector<bywhen::Order> slots;

  Work(const bywhen::Policy& policy, std::size_t count) : plain(benchmark_orders::make(count)) {
    for (const Asked& asked : plain) slots.push_back(order_of(policy, asked.order));
  }

  template <class Take>
  void each(Peer& peer, const Take& take) const {
    for (std::size_t i = 0; i < slots.size(); ++i) take(peer.decide(slots[i], Instant{plain[i].at}));
  }
};

}  // namespace

int main(int argc, char** argv) {
  const peers::Arguments arguments = peers::arguments(argc, argv);
  const bywhen::Policy policy = load("policies/aliexpress.bywhen");
  const Work work(policy, arguments.count);
  const peers::Lines lines(arguments.folder + "/orders.rfc3339", arguments.count);
  Peer peer(policy);

  const auto native = [&] { work.each(peer, [](const Answer& answer) { peers::keep(answer); }); };
  const auto write_native = [&](std::ostream& out) {
    out << peers::answer_columns << '\n';
    work.each(peer, [&](const Answer& answer) { out << peers::answer_csv(answer) << '\n'; });
  };
  const auto json = [&] {
    for (const std::string_view line : lines.all()) peers::keep(peer.decide_line(line));
  };
  const auto write_json = [&](std::ostream& out) {
    for (const std::string_view line : lines.all()) out << peer.decide_line(line) << '\n';
  };
  return peers::serve("bywhen " + std::string(bywhen::version()),
                      {{"native", native, write_native}, {"rfc3339", json, write_json}}, arguments);
}
