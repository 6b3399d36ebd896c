#include "interpreter/api/team.hpp"

#include <system_error>
#include <utility>

namespace bywhen {

Team::~Team() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
  }
  told_.notify_all();
  for (std::thread& one : threads_) one.join();
}

/// A system that is out of threads leaves more to do for those that there are.
void Team::grow(std::size_t wanted) {
  threads_.reserve(wanted);
  try {
    while (threads_.size() + 1 < wanted) {
      const std::size_t member = threads_.size() + 1;
      threads_.emplace_back([this, member, done = round_] { serve(member, done); });
    }
  } catch (const std::system_error&) {
    return;
  }
}

void Team::run(std::size_t wanted, const std::function<void(std::size_t)>& work) {
  grow(wanted);
  {
    const std::lock_guard lock(mutex_);
    work_ = &work;
    working_ = threads_.size();
    ++round_;
  }
  told_.notify_all();
  work_as(0, work);
  std::unique_lock lock(mutex_);
  done_.wait(lock, [this] { return working_ == 0; });
  work_ = nullptr;
  if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
}

void Team::serve(std::size_t member, std::uint64_t done) {
  std::unique_lock lock(mutex_);
  while (true) {
    told_.wait(lock, [&] { return ends_ || round_ != done; });
    if (ends_) return;
    done = round_;
    const auto& work = *work_;
    lock.unlock();
    work_as(member, work);
    lock.lock();
    if (--working_ == 0) done_.notify_one();
  }
}

/// What is thrown must not end the program from a thread of which the host knows nothing.
void Team::work_as(std::size_t member, const std::function<void(std::size_t)>& work) noexcept {
  try {
    work(member);
  } catch (...) {
    const std::lock_guard lock(mutex_);
    if (!thrown_) thrown_ = std::current_exception();
  }
}

}  // namespace bywhen
