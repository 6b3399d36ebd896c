#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace bywhen::cli {

/// Some orders that follow each other, on their way: what they are, and what is said of them.
struct Chunk {
  struct Item {
    /// Of the line, or the row, on which it begins; counted from 1.
    std::size_t number = 0;
    /// Where it ends in `text`; it begins where the one before ends.
    std::size_t end = 0;
    /// It could not be read: the text says why.
    bool bad = false;
  };
  /// A complaint, and how much of `out` comes before it.
  struct Complaint {
    std::size_t place = 0;
    std::string text;
  };

  std::string text;
  std::vector<Item> items;
  /// How much of the input was read by its end.
  std::uint64_t bytes_read = 0;

  std::string out;
  std::vector<Complaint> complaints;
  std::size_t refused = 0;

  void add(std::size_t number, std::string_view item, bool bad);
  void clear();
};

/// A ring of chunks between one thread that fills them, several that work on them, and one that takes them in the order
/// in which they were filled. Bounded: who fills waits for who takes.
class ChunkQueue {
public:
  explicit ChunkQueue(std::size_t places) : places_(places) {}

  // Each waits for what it gives, and gives null where none will come.

  /// An empty one.
  [[nodiscard]] Chunk* to_fill();
  void filled();
  /// Nothing more will be filled.
  void end();

  [[nodiscard]] Chunk* to_work();
  void worked(const Chunk& chunk);

  [[nodiscard]] Chunk* to_take();
  /// Whether `to_take` would not wait.
  [[nodiscard]] bool can_take();
  void taken();

  /// Nobody waits any more.
  void stop();
  [[nodiscard]] bool stopped();
  /// Stops; whoever takes rethrows the first that was told.
  void fail(std::exception_ptr error);
  void rethrow();

private:
  struct Place {
    Chunk chunk;
    bool worked = false;
  };
  [[nodiscard]] Place& at(std::size_t number) { return places_[number % places_.size()]; }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Place> places_;
  // How many have been filled, given to work, and taken.
  std::size_t filled_ = 0;
  std::size_t given_ = 0;
  std::size_t taken_ = 0;
  bool ended_ = false;
  bool stopped_ = false;
  std::exception_ptr error_;
};

}  // namespace bywhen::cli
