#include "cli/chunk_queue.hpp"

#include <utility>

namespace bywhen::cli {

namespace {

/// A chunk's memory is kept for the next one, unless it was far from ordinary.
constexpr std::size_t kept_memory = std::size_t{1} << 20U;

void empty(std::string& text) {
  if (text.capacity() > kept_memory) text = {};
  text.clear();
}

}  // namespace

void Chunk::add(std::size_t number, std::string_view item, bool bad) {
  text += item;
  items.push_back({number, text.size(), bad});
}

void Chunk::clear() {
  empty(text);
  items.clear();
  empty(out);
  complaints.clear();
  refused = 0;
}

Chunk* ChunkQueue::to_fill() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return stopped_ || filled_ - taken_ < places_.size(); });
  if (stopped_) return nullptr;
  Place& place = at(filled_);
  place.worked = false;
  place.chunk.clear();
  return &place.chunk;
}

void ChunkQueue::filled() {
  const std::lock_guard lock(mutex_);
  ++filled_;
  changed_.notify_all();
}

void ChunkQueue::end() {
  const std::lock_guard lock(mutex_);
  ended_ = true;
  changed_.notify_all();
}

Chunk* ChunkQueue::to_work() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return stopped_ || given_ < filled_ || ended_; });
  return stopped_ || given_ == filled_ ? nullptr : &at(given_++).chunk;
}

void ChunkQueue::worked(const Chunk& chunk) {
  const std::lock_guard lock(mutex_);
  for (Place& place : places_) place.worked = place.worked || &place.chunk == &chunk;
  changed_.notify_all();
}

Chunk* ChunkQueue::to_take() {
  std::unique_lock lock(mutex_);
  const auto done = [this] { return taken_ < filled_ && at(taken_).worked; };
  changed_.wait(lock, [&] { return stopped_ || done() || (ended_ && taken_ == filled_); });
  return !stopped_ && done() ? &at(taken_).chunk : nullptr;
}

bool ChunkQueue::can_take() {
  const std::lock_guard lock(mutex_);
  return taken_ < filled_ && at(taken_).worked;
}

void ChunkQueue::taken() {
  const std::lock_guard lock(mutex_);
  ++taken_;
  changed_.notify_all();
}

void ChunkQueue::stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  changed_.notify_all();
}

bool ChunkQueue::stopped() {
  const std::lock_guard lock(mutex_);
  return stopped_;
}

void ChunkQueue::fail(std::exception_ptr error) {
  const std::lock_guard lock(mutex_);
  if (!error_) error_ = std::move(error);
  stopped_ = true;
  changed_.notify_all();
}

void ChunkQueue::rethrow() {
  const std::lock_guard lock(mutex_);
  if (error_) std::rethrow_exception(error_);
}

}  // namespace bywhen::cli
