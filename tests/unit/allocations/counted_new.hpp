#pragma once

#include <cstddef>

namespace bywhen::test {

/// Whether this program counts what it asks the heap for: not under a sanitizer, which brings a heap of its own.
[[nodiscard]] bool counts_allocations();

/// How often this thread has asked the heap for memory so far.
[[nodiscard]] std::size_t allocations();

}  // namespace bywhen::test
