#include "interpreter/store/watcher.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

namespace bywhen::store {
namespace {

using std::chrono::milliseconds;

/// Never without a pause, and no longer than the system can wait for sure.
constexpr milliseconds shortest_pause{1};
constexpr milliseconds longest_pause = std::chrono::hours(24);

}  // namespace

bool Watcher::start(Task task) {
  const std::lock_guard one_at_a_time(control_);
  end_thread();
  stopped_ = false;
  try {
    thread_ = std::thread([this, task = std::move(task)] { run(task); });
  } catch (const std::system_error&) {
    return false;
  }
  return true;
}

void Watcher::stop() {
  const std::lock_guard one_at_a_time(control_);
  end_thread();
}

void Watcher::end_thread() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  told_.notify_all();
  thread_.join();
}

void Watcher::run(const Task& task) {
  milliseconds pause = longest_pause;
  while (true) {
    try {
      pause = task();
    } catch (...) {  // NOLINT(bugprone-empty-catch): whatever the host's callback throws ends here
    }
    std::unique_lock lock(mutex_);
    if (told_.wait_for(lock, std::clamp(pause, shortest_pause, longest_pause), [this] { return stopped_; })) return;
  }
}

}  // namespace bywhen::store
