#include <algorithm>
#include <array>
#include <ostream>

#include "benchmarks/decide_orders/our_orders.hpp"
#include "benchmarks/peers/common/lines.hpp"
#include "benchmarks/peers/common/names.hpp"
#include "benchmarks/peers/common/protocol.hpp"
#include "benchmarks/peers/common/read_line.hpp"
#include "bywhen/bywhen.hpp"

// The policy itself, read by the evaluator: orders in slots to compact answers, and lines of JSON to lines of JSON.
namespace {

using benchmark_orders::Asked;
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

/// Puts our answers into the words of the hand-written ones.
class Reader {
public:
  explicit Reader(const bywhen::Policy& policy) : policy_(policy), proof_(policy.duty("proof")->rule) {
    const auto permissions = policy.permissions();
    for (const std::string_view name : peers::permission_names) {
      const std::size_t space = name.find(' ');
      const auto wanted = *policy.permission(name.substr(0, space), name.substr(space + 1));
      bits_.push_back(static_cast<std::size_t>(std::ranges::find(permissions, wanted) - permissions.begin()));
    }
    for (std::size_t i = 0; i < peers::status_names.size(); ++i) {
      const std::uint16_t index = policy.status(peers::status_names[i])->index;
      statuses_.resize(std::max<std::size_t>(statuses_.size(), index + 1U));
      statuses_[index] = static_cast<hand_written::Status>(i);
    }
  }

  [[nodiscard]] Answer read(const CompactAnswer& compact) const {
    Answer answer = begin(compact.status().index, compact.allowed_bits().front(), micros(compact.valid_until()));
    for (const bywhen::StandingDuty& duty : compact.duties()) {
      const std::int64_t amount = duty.standing.amount ? duty.standing.amount->minor : 0;
      put_duty(answer, duty.duty.rule, duty.standing.state, micros(duty.standing.due), amount);
    }
    return answer;
  }
  [[nodiscard]] Answer read(const bywhen::ColumnAnswers& answers, std::size_t order) const {
    const std::uint16_t status = answers.statuses[order];
    Answer answer = begin(status, answers.allowed[order], answers.valid_until[order]);
    const auto duties = policy_.duties_in({policy_.duties().front().policy, status});
    for (std::size_t i = 0; i < duties.size(); ++i) {
      const bywhen::DutyColumn& column = answers.duties[i];
      if (column.states[order] < 0) continue;
      const std::int64_t amount = column.amounts[order] == bywhen::DutyColumn::no_amount ? 0 : column.amounts[order];
      put_duty(answer, duties[i].rule, static_cast<bywhen::DutyState>(column.states[order]), column.due[order], amount);
    }
    return answer;
  }

private:
  [[nodiscard]] Answer begin(std::uint16_t status, std::uint64_t allowed, std::int64_t valid_until) const {
    Answer answer;
    answer.status = statuses_[status];
    answer.valid_until = valid_until;
    for (std::size_t i = 0; i < bits_.size(); ++i)
      answer.allowed = static_cast<std::uint16_t>(answer.allowed | (allowed >> bits_[i] & 1U) << i);
    return answer;
  }
  void put_duty(Answer& answer, std::uint32_t rule, bywhen::DutyState state, std::int64_t due,
                std::int64_t amount) const {
    constexpr std::array same{hand_written::Duty::none, hand_written::Duty::pending,  hand_written::Duty::overdue,
                              hand_written::Duty::met,  hand_written::Duty::met_late, hand_written::Duty::none};
    (rule == proof_ ? answer.proof : answer.duty) = same.at(static_cast<std::size_t>(state));
    (rule == proof_ ? answer.proof_due : answer.due) = due;
    if (amount != 0) answer.refund = amount;
  }
  static std::int64_t micros(const std::optional<Instant>& instant) {
    return instant ? instant->micros : hand_written::never;
  }

  const bywhen::Policy& policy_;
  std::vector<std::size_t> bits_;
  std::vector<hand_written::Status> statuses_;
  std::uint32_t proof_;
};

class Peer {
public:
  explicit Peer(const bywhen::Policy& policy)
      : policy_(policy), evaluator_(policy), orders_(policy), order_(policy), reader_(policy) {}

  Answer decide(const bywhen::Order& order, Instant at) { return reader_.read(must(evaluator_.decide(order, at))); }

  /// A line is `{"at":"TIME","order":{…}}`, as write_orders writes it.
  const std::string& decide_line(std::string_view line) {
    constexpr std::string_view before_time = "{\"at\":\"";
    constexpr std::string_view before_order = "\",\"order\":";
    line.remove_prefix(before_time.size());
    const std::string_view time = line.substr(0, line.find('"'));
    line.remove_prefix(time.size() + before_order.size());
    line.remove_suffix(1);
    must(orders_.read(line, order_));
    text_.clear();
    peers::append_json(text_, decide(order_, must(bywhen::read_time(policy_, time))), peers::Form::rfc3339);
    return text_;
  }

private:
  const bywhen::Policy& policy_;
  bywhen::Evaluator evaluator_;
  bywhen::OrderReader orders_;
  bywhen::Order order_;
  Reader reader_;
  std::string text_;
};

struct Work {
  std::vector<Asked> plain;
  std::vector<bywhen::Order> slots;
  benchmark_orders::Columns columns;

  Work(const bywhen::Policy& policy, std::size_t count) : plain(benchmark_orders::make(count)), columns(policy, plain) {
    for (const Asked& asked : plain) slots.push_back(benchmark_orders::order_of(policy, asked.order));
  }

  template <class Take>
  void each(Peer& peer, const Take& take) const {
    for (std::size_t i = 0; i < slots.size(); ++i) take(peer.decide(slots[i], Instant{plain[i].at}));
  }
};

/// The same orders in columns.
class Batch {
public:
  Batch(const bywhen::Policy& policy, const Work& work)
      : orders_(work.columns.orders()), batch_(policy), reader_(policy) {}

  void decide() {
    must(batch_.decide(orders_, answers_));
    if (!answers_.refused.empty()) must(answers_.refused.front().problems);
    peers::keep(answers_);
  }
  void write(std::ostream& out) {
    decide();
    out << peers::answer_columns << '\n';
    for (std::size_t i = 0; i < orders_.count; ++i) out << peers::answer_csv(reader_.read(answers_, i)) << '\n';
  }

private:
  bywhen::OrderColumns orders_;
  bywhen::BatchEvaluator batch_;
  bywhen::ColumnAnswers answers_;
  Reader reader_;
};

}  // namespace

int main(int argc, char** argv) {
  const peers::Arguments arguments = peers::arguments(argc, argv);
  const bywhen::Policy policy = benchmark_orders::load("policies/aliexpress.bywhen");
  const Work work(policy, arguments.count);
  const peers::Lines lines(arguments.folder + "/orders.rfc3339", arguments.count);
  Peer peer(policy);
  Batch batch(policy, work);

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
                      {{"native", native, write_native},
                       {"columns", [&] { batch.decide(); }, [&](std::ostream& out) { batch.write(out); }},
                       {"rfc3339", json, write_json}},
                      arguments);
}
