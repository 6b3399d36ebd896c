#pragma once

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "bywhen/bywhen.hpp"

/// The same orders decided by a policy and by the same policy with a hundred times as many rules in statuses that these
/// orders are never in.
namespace load_policy {

class OtherStatuses {
public:
  /// Makes both policies and a thousand orders, and compares the answers; ends the program where they differ.
  OtherStatuses();

  /// One benchmark for each of the two.
  void register_both() const;

private:
  struct Asked {
    bywhen::Order order;
    bywhen::Instant at;
  };
  struct Case {
    bywhen::Policy policy;
    std::vector<Asked> asked;
  };

  void compare() const;
  static void run(benchmark::State& state, const Case& one);

  Case alone_;
  Case among_others_;
};

inline constexpr const char* alone_name = "decide/alone";
inline constexpr const char* among_others_name = "decide/among 100 times more";

/// A policy without errors or warnings, or the program ends.
[[nodiscard]] bywhen::Policy load_good(const std::string& text);

/// Ends the program, saying why.
[[noreturn]] void stop(const std::string& why);

}  // namespace load_policy
