#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <mutex>
#include <thread>
#include <utility>

namespace bywhen::store {

/// A value that is read all the time and replaced at times. Reading is wait-free: a bounded number of steps whatever
/// others do. Replacing waits until those who still read the old value are done.
///
/// There are two copies: readers use the one in front while the other is written, then they change places ("Left-Right:
/// A Concurrency Control Technique with Wait-Free Population Oblivious Reads", Ramalhete and Correia, 2015). A reader
/// is counted in one of two lanes, so that the writer can wait for one lane to run empty while newcomers take the
/// other. All accesses are sequentially consistent, as the paper's proof wants it.
template <typename Value>
class Published {
public:
  /// What `use` makes of the value in front. It must not throw and should be short: the writer waits for it.
  template <typename Use>
  auto read(const Use& use) const noexcept {
    const std::size_t lane = lane_.load();
    lanes_[lane].readers.fetch_add(1);
    auto result = use(std::as_const(copies_[front_.load()]));
    lanes_[lane].readers.fetch_sub(1);
    return result;
  }

  /// Writers wait for each other.
  void publish(Value value) {
    const std::lock_guard one_writer(writing_);
    const std::size_t old = front_.load();
    copies_[1 - old] = value;
    front_.store(1 - old);
    wait_for_readers_of_old_copy();
    copies_[old] = std::move(value);
  }

private:
  /// Whoever saw the old copy in front is counted in one of the lanes by now.
  void wait_for_readers_of_old_copy() {
    const std::size_t lane = lane_.load();
    wait_until_empty(1 - lane);
    lane_.store(1 - lane);
    wait_until_empty(lane);
  }
  void wait_until_empty(std::size_t lane) const {
    while (lanes_[lane].readers.load() != 0) std::this_thread::yield();
  }

  /// Lanes lie apart, so that counting in one does not slow the other.
  struct alignas(64) Lane {
    std::atomic<std::size_t> readers = 0;
  };

  std::array<Value, 2> copies_;
  std::atomic<std::size_t> front_ = 0;
  std::atomic<std::size_t> lane_ = 0;
  mutable std::array<Lane, 2> lanes_;
  std::mutex writing_;
};

}  // namespace bywhen::store
