#pragma once

#include <memory>
#include <utility>

namespace bywhen {

/// A value on the heap that copies as a value: it lets a struct hold one of its own kind. Never empty, except when
/// moved from.
template <typename T>
class Box {
public:
  Box() : value_(std::make_unique<T>()) {}
  // A box stands for its value.
  // NOLINTNEXTLINE(google-explicit-constructor)
  Box(T value) : value_(std::make_unique<T>(std::move(value))) {}
  Box(const Box& other) : value_(std::make_unique<T>(*other.value_)) {}
  Box(Box&&) noexcept = default;
  Box& operator=(const Box& other) {
    if (this != &other) value_ = std::make_unique<T>(*other.value_);
    return *this;
  }
  Box& operator=(Box&&) noexcept = default;
  ~Box() = default;

  T& operator*() { return *value_; }
  const T& operator*() const { return *value_; }
  T* operator->() { return value_.get(); }
  const T* operator->() const { return value_.get(); }

private:
  std::unique_ptr<T> value_;
};

}  // namespace bywhen
