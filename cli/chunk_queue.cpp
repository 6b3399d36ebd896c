#include "cli/chunk_queue.hpp"

#include <utility>

namespace bywhen::cli {

std::unique_ptr<ChunkQueue::Place> ChunkQueue::free_place() {
  if (free_.empty()) return std::make_unique<Place>();
  auto place = std::move(free_.back());
  free_.pop_back();
  place->chunk.clear();
  place->worked = false;
  return place;
}

Chunk* ChunkQueue::to_fill() {
  std::unique_lock lock(mutex_);
  may_fill_.wait(lock, [this] { return stopped_ || ended_ || (!filling_ && under_way_.size() < most_); });
  if (stopped_ || ended_) return nullptr;
  under_way_.push_back(free_place());
  filling_ = true;
  return &under_way_.back()->chunk;
}

void ChunkQueue::filled(bool more) {
  const std::lock_guard lock(mutex_);
  filling_ = false;
  if (more) {
    may_fill_.notify_one();
    return;
  }
  under_way_.pop_back();
  ended_ = true;
  may_fill_.notify_all();
}

void ChunkQueue::worked(const Chunk& chunk) {
  const std::lock_guard lock(mutex_);
  for (const auto& place : under_way_) place->worked = place->worked || &place->chunk == &chunk;
}

const Chunk* ChunkQueue::to_put() {
  const std::lock_guard lock(mutex_);
  if (stopped_ || putting_ || under_way_.empty() || !under_way_.front()->worked) return nullptr;
  putting_ = true;
  return &under_way_.front()->chunk;
}

void ChunkQueue::put() {
  const std::lock_guard lock(mutex_);
  putting_ = false;
  free_.push_back(std::move(under_way_.front()));
  under_way_.pop_front();
  may_fill_.notify_one();
}

void ChunkQueue::stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  may_fill_.notify_all();
}

bool ChunkQueue::stopped() {
  const std::lock_guard lock(mutex_);
  return stopped_;
}

void ChunkQueue::fail(std::exception_ptr error) {
  const std::lock_guard lock(mutex_);
  if (!error_) error_ = std::move(error);
  stopped_ = true;
  may_fill_.notify_all();
}

void ChunkQueue::rethrow() {
  const std::lock_guard lock(mutex_);
  if (error_) std::rethrow_exception(error_);
}

}  // namespace bywhen::cli
