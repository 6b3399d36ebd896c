#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <vector>

#include "cli/chunk.hpp"

namespace bywhen::cli {

/// Chunks between threads that all do the same: one at a time reads, each works on what it read, and one at a time puts
/// out what is worked on, in the order in which it was read, also for others. No thread waits for the output while
/// there is something to read, unless too many chunks wait already: what is under way is bounded.
class ChunkQueue {
public:
  explicit ChunkQueue(std::size_t most) : most_(most) {}

  /// The turn to read: an empty chunk, or null where nothing more will come.
  [[nodiscard]] Chunk* to_fill();
  /// The turn is over. Without `more`, nothing was read, and nothing will be.
  void filled(bool more);

  void worked(const Chunk& chunk);

  /// The turn to put out: the next chunk, or null where it is not worked on yet, or another thread has the turn and
  /// will see it.
  [[nodiscard]] const Chunk* to_put();
  /// Ends the turn.
  void put();

  /// Nobody waits any more.
  void stop();
  [[nodiscard]] bool stopped();
  /// Stops; `rethrow` tells the first that failed.
  void fail(std::exception_ptr error);
  void rethrow();

private:
  struct Place {
    Chunk chunk;
    bool worked = false;
  };
  using Places = std::vector<std::unique_ptr<Place>>;
  [[nodiscard]] std::unique_ptr<Place> free_place();

  std::mutex mutex_;
  std::condition_variable may_fill_;
  std::size_t most_;
  /// As they were read.
  std::deque<std::unique_ptr<Place>> under_way_;
  /// The one that was used last is taken first: the processor's caches still hold it.
  Places free_;
  bool filling_ = false;
  bool putting_ = false;
  bool ended_ = false;
  bool stopped_ = false;
  std::exception_ptr error_;
};

}  // namespace bywhen::cli
