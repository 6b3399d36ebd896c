extern "C" {
#include <clips/clips.h>
}
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <ostream>

#include "benchmarks/peers/common/lines.hpp"
#include "benchmarks/peers/common/names.hpp"
#include "benchmarks/peers/common/protocol.hpp"

// The rules as productions of CLIPS (policy.clp): an order is a fact, and what the rules find they tell the host by
// calling its functions.
namespace {

using hand_written::Answer;
using hand_written::never;

template <class Value, std::size_t size>
Value named(const std::array<peers::Name, size>& names, std::string_view name) {
  return static_cast<Value>(std::find(names.begin(), names.end(), name) - names.begin());
}

Answer& answer_of(void* environment) { return *static_cast<Answer*>(GetEnvironmentFunctionContext(environment)); }

int stand(void* environment) {
  answer_of(environment).status = named<hand_written::Status>(peers::status_names, EnvRtnLexeme(environment, 1));
  return 0;
}

int permit(void* environment) {
  Answer& answer = answer_of(environment);
  answer.allowed = static_cast<std::uint16_t>(answer.allowed | EnvRtnLong(environment, 1));
  return 0;
}

int owe(void* environment) {
  Answer& answer = answer_of(environment);
  answer.duty = named<hand_written::Duty>(peers::state_names, EnvRtnLexeme(environment, 1));
  answer.due = EnvRtnLong(environment, 2);
  answer.refund = EnvRtnLong(environment, 3);
  return 0;
}

int prove(void* environment) {
  Answer& answer = answer_of(environment);
  answer.proof = named<hand_written::Duty>(peers::state_names, EnvRtnLexeme(environment, 1));
  answer.proof_due = EnvRtnLong(environment, 2);
  return 0;
}

class Clips {
public:
  Clips() : environment_(CreateEnvironment(), DestroyEnvironment) {
    define("stand", stand, "11w");
    define("permit", permit, "11i");
    define("owe", owe, "33iwii");
    define("prove", prove, "22iwi");
    if (EnvLoad(environment_.get(), "benchmarks/peers/clips/policy.clp") != 1)
      peers::stop("CLIPS cannot load the policy");
    order_ = EnvFindDeftemplate(environment_.get(), "order");
    for (const auto name : peers::status_names) statuses_.push_back(symbol(name));
    for (const auto name : peers::tracking_names) trackings_.push_back(symbol(name));
    truths_ = {symbol("FALSE"), symbol("TRUE")};
  }

  const Answer& decide(const benchmark_orders::Asked& asked) {
    *answer_ = {};
    void* fact = fact_of(asked);
    EnvAssert(environment_.get(), fact);
    EnvRun(environment_.get(), -1);
    // A rule may have put another fact in its place.
    while (void* left = EnvGetNextFact(environment_.get(), nullptr)) EnvRetract(environment_.get(), left);
    return *answer_;
  }

private:
  void define(const char* name, int (*function)(void*), const char* restrictions) {
    EnvDefineFunction2WithContext(environment_.get(), name, 'v', function, name, restrictions, answer_.get());
  }

  /// Kept for as long as the environment lives.
  void* symbol(std::string_view name) {
    void* made = EnvAddSymbol(environment_.get(), std::string(name).c_str());
    IncrementSymbolCount(static_cast<SYMBOL_HN*>(made));
    return made;
  }

  void put(void* fact, const char* slot, int type, void* value) {
    DATA_OBJECT data{};
    data.type = static_cast<unsigned short>(type);
    data.value = value;
    EnvPutFactSlot(environment_.get(), fact, slot, &data);
  }
  void put(void* fact, const char* slot, std::int64_t number) {
    if (number != never) put(fact, slot, INTEGER, EnvAddLong(environment_.get(), number));
  }

  void* fact_of(const benchmark_orders::Asked& asked) {
    const hand_written::Order& order = asked.order;
    void* fact = EnvCreateFact(environment_.get(), order_);
    put(fact, "status", SYMBOL, statuses_[static_cast<std::size_t>(order.status)]);
    put(fact, "tracking", SYMBOL, trackings_[static_cast<std::size_t>(order.tracking)]);
    put(fact, "complaint", SYMBOL, truths_[order.complaint ? 1 : 0]);
    put(fact, "total", order.total);
    put(fact, "at", asked.at);
    for (std::size_t i = 0; i < peers::event_names.size(); ++i)
      put(fact, peers::event_names[i].data(), order.*peers::event_members[i]);
    EnvAssignFactSlotDefaults(environment_.get(), fact);
    return fact;
  }

  std::unique_ptr<void, int (*)(void*)> environment_;
  /// At one place in memory, where the host's functions find it.
  std::unique_ptr<Answer> answer_ = std::make_unique<Answer>();
  void* order_ = nullptr;
  std::vector<void*> statuses_;
  std::vector<void*> trackings_;
  std::array<void*, 2> truths_{};
};

}  // namespace

int main(int argc, char** argv) {
  const peers::Arguments arguments = peers::arguments(argc, argv);
  const auto all = benchmark_orders::make(arguments.count);
  Clips clips;
  const auto native = [&] {
    for (const auto& asked : all) peers::keep(clips.decide(asked));
  };
  const auto write = [&](std::ostream& out) {
    out << "status,allowed,duty,due,proof,proof_due,refund\n";
    for (const auto& asked : all) {
      const std::string line = peers::answer_csv(clips.decide(asked));
      out << line.substr(0, line.rfind(',')) << '\n';
    }
  };
  return peers::serve("CLIPS " VERSION_STRING, {{"native", native, write}}, arguments);
}
