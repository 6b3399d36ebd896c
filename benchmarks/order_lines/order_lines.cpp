#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

#include "benchmarks/decide_orders/our_orders.hpp"
#include "benchmarks/order_lines/by_hand.hpp"
#include "benchmarks/order_lines/lines.hpp"
#include "bywhen/bywhen.hpp"

// From an order's line of JSON to the brief answer's line of JSON: the AliExpress policy by the evaluator, beside the
// same written by hand. All lines are compared byte by byte before anything is measured.
namespace {

using benchmark_orders::Asked;
using benchmark_orders::stop;
using bywhen::Instant;
using order_lines::BriefLine;
using order_lines::Lines;
using simdjson::ondemand::parser;

constexpr std::size_t order_count = 100'000;

struct Work {
  std::vector<Asked> asked = benchmark_orders::make(order_count);
  Lines lines{asked};
};

/// As anybody would do it: a document a line.
class LineByLine {
public:
  std::string_view answer(std::string_view line, std::int64_t at) {
    const simdjson::padded_string_view padded(line, line.size() + simdjson::SIMDJSON_PADDING);
    if (parser_.iterate(padded).get(document_) != simdjson::SUCCESS) return {};
    simdjson::ondemand::object object;
    if (document_.get_object().get(object) != simdjson::SUCCESS) return {};
    const auto read = order_lines::read_order(object);
    const char* rest = nullptr;
    if (!read || document_.current_location().get(rest) != simdjson::OUT_OF_BOUNDS) return {};
    return brief_.write(*read, at, hand_written::decide(read->order, at));
  }

  template <typename Take>
  void each(const Work& work, const Take& take) {
    for (std::size_t i = 0; i < order_count; ++i) take(i, answer(work.lines.all()[i], work.asked[i].at));
  }

private:
  parser parser_;
  simdjson::ondemand::document document_;
  BriefLine brief_;
};

/// As simdjson's makers advise: many documents of one text, whose structure is found a megabyte at a time.
class ManyLines {
public:
  template <typename Take>
  void each(const Work& work, const Take& take) {
    const std::string_view text = work.lines.text();
    auto stream = parser_.iterate_many(text.data(), text.size(), std::size_t{1} << 20U);
    std::size_t i = 0;
    for (auto document : stream.value()) {
      simdjson::ondemand::object object;
      if (document.get_object().get(object) != simdjson::SUCCESS) return take(i, {});
      const auto read = order_lines::read_order(object);
      if (!read) return take(i, {});
      const std::int64_t at = work.asked[i].at;
      take(i++, brief_.write(*read, at, hand_written::decide(read->order, at)));
    }
  }

private:
  static parser one_thread() {
    parser made;
#ifdef SIMDJSON_THREADS_ENABLED
    made.threaded = false;
#endif
    return made;
  }

  parser parser_ = one_thread();
  BriefLine brief_;
};

class Ours {
public:
  explicit Ours(const bywhen::Policy& policy) : reader_(policy), order_(policy), evaluator_(policy) {}

  std::string_view answer(std::string_view line, Instant at) {
    if (!reader_.read(line, order_).empty()) return {};
    const auto outcome = evaluator_.decide(order_, at);
    const auto* answer = std::get_if<bywhen::CompactAnswer>(&outcome);
    if (answer == nullptr) return {};
    to_brief_json(order_, *answer, text_);
    return text_;
  }

  template <typename Take>
  void each(const Work& work, const Take& take) {
    for (std::size_t i = 0; i < order_count; ++i) take(i, answer(work.lines.all()[i], Instant{work.asked[i].at}));
  }

private:
  bywhen::OrderReader reader_;
  bywhen::Order order_;
  bywhen::Evaluator evaluator_;
  std::string text_;
};

template <typename Pipeline>
std::vector<std::string> answers_of(Pipeline& pipeline, const Work& work) {
  std::vector<std::string> all;
  all.reserve(order_count);
  pipeline.each(work, [&](std::size_t, std::string_view line) { all.emplace_back(line); });
  return all;
}

void compare(const Work& work, const std::vector<std::string>& ours, const std::vector<std::string>& theirs,
             std::string_view who) {
  for (std::size_t i = 0; i < order_count; ++i) {
    if (i < theirs.size() && !ours[i].empty() && ours[i] == theirs[i]) continue;
    stop(fmt::format("order {} differs:\n{}\nours   {}\n{} {}", i, work.lines.all()[i], ours[i], who,
                     i < theirs.size() ? theirs[i] : "nothing"));
  }
}

template <typename Pipeline, typename... Arguments>
void measure(const char* name, const Work& work, const Arguments&... arguments) {
  const auto pipeline = std::make_shared<Pipeline>(arguments...);
  benchmark::RegisterBenchmark(name, [&work, pipeline](benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state)
      pipeline->each(work, [](std::size_t, std::string_view line) { benchmark::DoNotOptimize(line); });
    state.counters["per_order"] = benchmark::Counter(
        static_cast<double>(order_count), benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
  });
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  const bywhen::Policy policy = benchmark_orders::load("policies/aliexpress.bywhen");
  const Work work;
  Ours evaluator(policy);
  LineByLine by_hand;
  ManyLines many;
  const auto ours = answers_of(evaluator, work);
  compare(work, ours, answers_of(by_hand, work), "by hand");
  compare(work, ours, answers_of(many, work), "by hand, many");
  fmt::print("{} orders, {} bytes in, all answers equal\n", order_count, work.lines.text().size());
  measure<LineByLine>("hand-written, line by line", work);
  measure<ManyLines>("hand-written, many lines at once", work);
  measure<Ours>("bywhen", work, policy);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
