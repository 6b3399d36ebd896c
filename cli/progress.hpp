#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "cli/console.hpp"

namespace bywhen::cli {

/// How far something long has come.
struct Distance {
  std::uint64_t done = 0;
  /// Absent where nobody knows, as of a pipe.
  std::optional<std::uint64_t> whole;
};

/// `[=====>    ] 55 %  1200 orders, 3 refused  400/s  3 s left`, as far as it fits into so many columns; without a bar
/// and the time left where the whole is not known. `seconds` is how long it took so far.
[[nodiscard]] std::string progress_words(const std::string& counts, std::size_t items, const Distance& bytes,
                                         double seconds, std::size_t columns);

/// Shows that on the console, ten times a second at most.
class Progress {
public:
  Progress(Console& console, std::optional<std::uint64_t> whole);

  /// Whether it is time to show something.
  [[nodiscard]] bool is_due();
  void show(const std::string& counts, std::size_t items, std::uint64_t bytes_done);

private:
  using Clock = std::chrono::steady_clock;

  Console& console_;
  std::optional<std::uint64_t> whole_;
  Clock::time_point begun_;
  Clock::time_point shown_;
};

}  // namespace bywhen::cli
