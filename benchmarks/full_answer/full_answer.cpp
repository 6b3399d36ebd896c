#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "benchmarks/decide_orders/our_orders.hpp"
#include "bywhen/bywhen.hpp"

// What a full answer costs, from an order's facts in slots to JSON with all reasons: the general way, which makes an
// `Answer` of texts and writes that, beside the `AnswerWriter`. All answers are compared before anything is measured.
namespace {

using benchmark_orders::Asked;
using benchmark_orders::stop;
using bywhen::Answer;
using bywhen::AnswerWriter;
using bywhen::Instant;
using bywhen::Policy;
using bywhen::Problems;

constexpr std::size_t order_count = 100'000;

struct Question {
  bywhen::Order order;
  Instant at;
};

std::string general(const Policy& policy, const Question& question) {
  const auto decided = decide(policy, question.order, question.at);
  if (const auto* problems = std::get_if<Problems>(&decided)) stop(bywhen::render_text(*problems, false));
  return to_json(std::get<Answer>(decided));
}

std::string_view straight(AnswerWriter& writer, const Question& question) {
  const auto written = writer.write(question.order, question.at);
  if (const auto* problems = std::get_if<Problems>(&written)) stop(bywhen::render_text(*problems, false));
  return std::get<std::string_view>(written);
}

/// All answers, one after the other.
std::vector<std::string> compared_answers(const Policy& policy, const std::vector<Question>& questions) {
  AnswerWriter writer(policy);
  std::vector<std::string> answers;
  for (const Question& question : questions) {
    answers.push_back(general(policy, question));
    if (straight(writer, question) != answers.back())
      stop(fmt::format("the answers differ:\n{}\n{}", straight(writer, question), answers.back()));
  }
  return answers;
}

template <typename Function>
void measure(const std::string& name, std::size_t orders, Function run) {
  benchmark::RegisterBenchmark(fmt::format("{}/{}", name, orders).c_str(), [orders, run](benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
      for (std::size_t i = 0; i < orders; ++i) run(i);
    }
    state.counters["per_order"] = benchmark::Counter(
        static_cast<double>(orders), benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
  });
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  const Policy policy = benchmark_orders::load("policies/aliexpress.bywhen");
  std::vector<Question> questions;
  for (const Asked& asked : benchmark_orders::make(order_count))
    questions.push_back({benchmark_orders::order_of(policy, asked.order), Instant{asked.at}});
  const std::vector<std::string> answers = compared_answers(policy, questions);
  std::size_t bytes = 0;
  for (const std::string& answer : answers) bytes += answer.size();
  fmt::print("{} orders, all answers equal, {} bytes each on average\n", order_count, bytes / order_count);

  const auto writer = std::make_shared<AnswerWriter>(policy);
  const auto room = std::make_shared<std::vector<char>>(std::size_t{1} << 16);
  for (const std::size_t count : {order_count, std::size_t{1'000}}) {
    measure("decide and to_json", count,
            [&](std::size_t i) { benchmark::DoNotOptimize(general(policy, questions[i]).size()); });
    measure("answer writer", count,
            [&, writer](std::size_t i) { benchmark::DoNotOptimize(straight(*writer, questions[i]).data()); });
    measure("memcpy of the same", count, [&, room](std::size_t i) {
      std::memcpy(room->data(), answers[i].data(), answers[i].size());
      benchmark::DoNotOptimize(room->data());
      benchmark::ClobberMemory();
    });
  }
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
