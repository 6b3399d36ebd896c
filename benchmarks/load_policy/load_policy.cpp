#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "benchmarks/growth/policy_maker.hpp"
#include "benchmarks/load_policy/other_statuses.hpp"
#include "bywhen/bywhen.hpp"

// What a policy costs before its first decision: from its text to a program that is ready to run. Policies of ten to
// ten thousand rules tell whether that grows with their length alone.
namespace {

std::string read_file(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  if (text.empty()) load_policy::stop("run it where policies/ lies: no " + path);
  return text;
}

/// The policy is given up again within the measured time: a host that changes policies pays for that too.
void register_load(const std::string& name, const std::string& text, std::size_t rules) {
  (void)load_policy::load_good(text);
  benchmark::RegisterBenchmark(name.c_str(), [text, rules](benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
      bywhen::Sources sources;
      sources.add("growth.bywhen", text);
      benchmark::DoNotOptimize(bywhen::load_policy(std::move(sources)));
    }
    state.counters["per_rule"] = benchmark::Counter(
        static_cast<double>(rules), benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
  });
}

/// Remembers the time of each benchmark, for the ratio at the end: the median, where it is repeated.
class Reporter : public benchmark::ConsoleReporter {
public:
  void ReportRuns(const std::vector<Run>& runs) override {
    benchmark::ConsoleReporter::ReportRuns(runs);
    for (const Run& run : runs) {
      const bool median = run.run_type == Run::RT_Aggregate && run.aggregate_name == "median";
      if (median || !medians_.contains(run.run_name.function_name))
        times_[run.run_name.function_name] = run.GetAdjustedCPUTime();
      if (median) medians_[run.run_name.function_name] = true;
    }
  }

  void tell_ratio() const {
    const auto alone = times_.find(load_policy::alone_name);
    const auto others = times_.find(load_policy::among_others_name);
    if (alone == times_.end() || others == times_.end()) return;
    fmt::print("a decision among 100 times more rules in other statuses: {:.2f} times as long\n",
               others->second / alone->second);
  }

private:
  std::map<std::string, double> times_;
  std::map<std::string, bool> medians_;
};

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  register_load("load/aliexpress", read_file("policies/aliexpress.bywhen"), 14);
  for (const std::size_t rules : {10U, 100U, 1'000U, 10'000U})
    register_load(fmt::format("load/{} rules", rules), growth::make_policy(growth::common_size(rules)), rules);
  const load_policy::OtherStatuses other_statuses;
  other_statuses.register_both();
  Reporter reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
  reporter.tell_ratio();
  benchmark::Shutdown();
}
