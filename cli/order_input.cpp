#include "cli/order_input.hpp"

#include <poll.h>

#include <cerrno>

namespace bywhen::cli {
namespace {

/// How long somebody who waits for input may not see that the others have stopped, in milliseconds.
constexpr int longest_wait = 100;

/// Whatever else there is to tell but input, reading will.
bool has_come(int descriptor, int milliseconds) {
  pollfd waited{descriptor, POLLIN, 0};
  return poll(&waited, 1, milliseconds) != 0;
}

}  // namespace

bool OrderInput::is_ready() const { return has_come(input_.number(), 0); }

std::size_t OrderInput::read(char* buffer, std::size_t size) {
  do {
    if (stopped_()) return 0;
  } while (!has_come(input_.number(), longest_wait));
  const std::ptrdiff_t got = read_some(input_.number(), buffer, size);
  if (got < 0) error_ = errno;
  if (got <= 0) return 0;
  bytes_read_ += static_cast<std::size_t>(got);
  return static_cast<std::size_t>(got);
}

}  // namespace bywhen::cli
