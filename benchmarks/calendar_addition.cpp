#include <benchmark/benchmark.h>
#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "interpreter/time/shift.hpp"

// What one calendar addition costs: 20 days after an instant, on the wall clock of Europe/Berlin. Ours beside that of
// the library by which C++ got its time zones.
namespace {

using bywhen::Instant;
using std::chrono::microseconds;

constexpr const char* zone_name = "Europe/Berlin";
constexpr const char* our_name = "bywhen";
constexpr const char* their_name = "zoned_time";

/// So many that the processor does not learn them by heart, so few that they stay near it.
constexpr std::size_t instant_count = 4096;

/// Of the years 2020 to 2029; the same in every run.
std::vector<Instant> random_instants() {
  const std::int64_t first = bywhen::parse_rfc3339("2020-01-01T00:00:00Z").value().micros;
  const std::int64_t last = bywhen::parse_rfc3339("2030-01-01T00:00:00Z").value().micros;
  std::mt19937_64 random(20);
  std::vector<Instant> instants(instant_count);
  for (Instant& instant : instants) {
    instant.micros = first + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(last - first));
  }
  return instants;
}

class Ours {
public:
  Ours() { context_.zone = bywhen::Zone::find(zone_name).value(); }
  [[nodiscard]] Instant add(Instant instant) const { return shift(instant, twenty_days_, false, context_).instant; }

private:
  bywhen::ShiftContext context_;
  bywhen::Duration twenty_days_ = bywhen::make_duration(20, bywhen::DurationUnit::days).value();
};

class Theirs {
public:
  [[nodiscard]] Instant add(Instant instant) const {
    const date::zoned_time<microseconds> from(zone_, date::sys_time<microseconds>(microseconds(instant.micros)));
    const date::zoned_time<microseconds> to(zone_, from.get_local_time() + date::days(20), date::choose::earliest);
    return {to.get_sys_time().time_since_epoch().count()};
  }

private:
  const date::time_zone* zone_ = date::locate_zone(zone_name);
};

template <class Library>
void add_twenty_days(benchmark::State& state) {
  const Library library;
  const std::vector<Instant> instants = random_instants();
  std::size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(library.add(instants[next]));
    next = (next + 1) % instant_count;
  }
}

/// How many of the instants lead to different ones: those that land in an hour that the clock skips, where one library
/// takes the hour after it, the other its edge.
std::size_t different_results() {
  const Ours ours;
  const Theirs theirs;
  const auto instants = random_instants();
  return static_cast<std::size_t>(std::count_if(
      instants.begin(), instants.end(), [&](Instant instant) { return ours.add(instant) != theirs.add(instant); }));
}

/// Prints the table of Google Benchmark, and keeps the medians.
class MedianReporter : public benchmark::ConsoleReporter {
public:
  void ReportRuns(const std::vector<Run>& runs) override {
    ConsoleReporter::ReportRuns(runs);
    for (const Run& run : runs) {
      if (run.aggregate_name == "median") medians_[run.run_name.function_name] = run.GetAdjustedCPUTime();
    }
  }

  void report_ratio() const {
    const auto ours = medians_.find(our_name);
    const auto theirs = medians_.find(their_name);
    if (ours == medians_.end() || theirs == medians_.end()) return;
    fmt::print("\n20 days after an instant in {}, median: bywhen {:.1f} ns, date::zoned_time {:.1f} ns, ratio {:.3f}\n",
               zone_name, ours->second, theirs->second, ours->second / theirs->second);
  }

private:
  std::map<std::string, double> medians_;
};

}  // namespace

int main(int argc, char** argv) {
  // What the command line says comes later and wins.
  std::string interleaved = "--benchmark_enable_random_interleaving=true";
  std::string repeated = "--benchmark_repetitions=21";
  std::string short_runs = "--benchmark_min_time=0.05";
  std::string medians_only = "--benchmark_report_aggregates_only=true";
  std::vector<char*> arguments(argv, argv + argc);
  arguments.insert(arguments.begin() + 1,
                   {interleaved.data(), repeated.data(), short_runs.data(), medians_only.data()});
  int count = static_cast<int>(arguments.size());
  benchmark::Initialize(&count, arguments.data());
  if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) return EXIT_FAILURE;

  const std::size_t different = different_results();
  fmt::print("{} of {} instants lead to different ones\n", different, instant_count);
  if (different > instant_count / 100) return EXIT_FAILURE;
  benchmark::RegisterBenchmark(our_name, add_twenty_days<Ours>);
  benchmark::RegisterBenchmark(their_name, add_twenty_days<Theirs>);
  MedianReporter reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
  reporter.report_ratio();
  return EXIT_SUCCESS;
}
