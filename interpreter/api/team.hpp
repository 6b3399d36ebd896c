#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace bywhen {

/// Threads that wait for work that is done by all of them: starting one takes as long as deciding thousands of orders.
/// Serves one caller at a time, who is one of them.
class Team {
public:
  Team() = default;
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;
  ~Team();

  /// Calls it once for each member, with the member's number: 0 is the caller, who is always there; the others are as
  /// many as were ever wanted, or as the system has threads to give. Returns when all are done; what one of them throws
  /// is thrown on then.
  void run(std::size_t wanted, const std::function<void(std::size_t)>& work);

private:
  void grow(std::size_t wanted);
  /// Does all work that is given after so many rounds.
  void serve(std::size_t member, std::uint64_t done);
  void work_as(std::size_t member, const std::function<void(std::size_t)>& work) noexcept;

  std::vector<std::thread> threads_;
  std::mutex mutex_;
  std::condition_variable told_;
  std::condition_variable done_;
  // What follows is the mutex's.
  const std::function<void(std::size_t)>* work_ = nullptr;
  /// How often work was given, so that nobody takes the same twice.
  std::uint64_t round_ = 0;
  std::size_t working_ = 0;
  bool ends_ = false;
  std::exception_ptr thrown_;
};

}  // namespace bywhen
