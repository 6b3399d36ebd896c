#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace bywhen::store {

/// A thread that does something again and again, until it is told to stop.
class Watcher {
public:
  /// Does it once and says how long to wait until the next time. What it throws is dropped.
  using Task = std::function<std::chrono::milliseconds()>;

  Watcher() = default;
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;
  ~Watcher() { stop(); }

  /// Stops what ran before. False if the system has no thread left.
  [[nodiscard]] bool start(Task task);
  /// Returns when the thread has ended.
  void stop();

private:
  void end_thread();
  void run(const Task& task);

  /// Held while a thread is started or ended.
  std::mutex control_;
  std::thread thread_;

  std::mutex mutex_;
  std::condition_variable told_;
  bool stopped_ = false;
};

}  // namespace bywhen::store
