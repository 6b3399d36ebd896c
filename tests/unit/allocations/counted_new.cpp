#include "tests/unit/allocations/counted_new.hpp"

#include <cstdlib>
#include <new>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define BYWHEN_HEAP_IS_TAKEN
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define BYWHEN_HEAP_IS_TAKEN
#endif
#endif

namespace {

thread_local std::size_t count = 0;

}  // namespace

namespace bywhen::test {

std::size_t allocations() { return count; }

#ifdef BYWHEN_HEAP_IS_TAKEN
bool counts_allocations() { return false; }
#else
bool counts_allocations() { return true; }
#endif

}  // namespace bywhen::test

#ifndef BYWHEN_HEAP_IS_TAKEN

// All other forms of new and delete come here by the standard's defaults, but the aligned ones, which nothing uses.
void* operator new(std::size_t size) {
  ++count;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}

void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t /*size*/) noexcept { std::free(memory); }

#endif
