// C++'s memory, counted, so that the tests see what is not given back; and ending, so that they see what happens then.
#include <cstdlib>
#include <new>

#include "kit.h"

namespace {

struct Counts {
  long live = 0;
  long asked = 0;
  /// Blocks until there is no memory; negative: there always is.
  long left = -1;
  bool once = false;
  bool failed = false;
};

// The tests run in one thread.
Counts& counts() {
  static Counts all;
  return all;
}

void* block(std::size_t size) noexcept {
  Counts& all = counts();
  if (all.left == 0) {
    if (all.once) all.left = -1;
    all.failed = true;
    return nullptr;
  }
  if (all.left > 0) --all.left;
  void* memory = std::malloc(size == 0 ? 1 : size);
  if (memory != nullptr) {
    ++all.live;
    ++all.asked;
  }
  return memory;
}

void give_back(void* memory) noexcept {
  if (memory != nullptr) --counts().live;
  std::free(memory);
}

void* block_or_throw(std::size_t size) {
  void* memory = block(size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

long live_blocks() { return counts().live; }
long asked_blocks() { return counts().asked; }
void fail_after(long blocks, int once) {
  counts().left = blocks;
  counts().once = once != 0;
  counts().failed = false;
}
int has_failed() {
  counts().left = -1;
  return counts().failed ? 1 : 0;
}

void* operator new(std::size_t size) { return block_or_throw(size); }
void* operator new[](std::size_t size) { return block_or_throw(size); }
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept { return block(size); }
void* operator new[](std::size_t size, const std::nothrow_t& /*tag*/) noexcept { return block(size); }
void operator delete(void* memory) noexcept { give_back(memory); }
void operator delete[](void* memory) noexcept { give_back(memory); }
void operator delete(void* memory, std::size_t /*size*/) noexcept { give_back(memory); }
void operator delete[](void* memory, std::size_t /*size*/) noexcept { give_back(memory); }
void operator delete(void* memory, const std::nothrow_t& /*tag*/) noexcept { give_back(memory); }
void operator delete[](void* memory, const std::nothrow_t& /*tag*/) noexcept { give_back(memory); }
