#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace bywhen {

using StatusId = std::uint16_t;

/// Some of a policy's statuses, a bit for each: a policy of a thousand statuses has rules by the thousand, and each
/// names one or two of them.
class StatusSet {
public:
  StatusSet() = default;
  /// None of so many statuses.
  explicit StatusSet(std::size_t count) : words_((count + bits - 1) / bits, 0), count_(count) {}
  [[nodiscard]] static StatusSet all(std::size_t count) {
    StatusSet set(count);
    for (std::size_t status = 0; status < count; ++status) set.add(static_cast<StatusId>(status));
    return set;
  }

  void add(StatusId status) { words_[status / bits] |= bit(status); }
  void remove(StatusId status) { words_[status / bits] &= ~bit(status); }
  void add(const StatusSet& others) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= others.words_[i];
  }

  [[nodiscard]] bool operator[](std::size_t status) const { return (words_[status / bits] & bit(status)) != 0; }
  [[nodiscard]] bool empty() const { return *begin() == count_; }
  /// They have one in common.
  [[nodiscard]] bool meets(const StatusSet& other) const {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if ((words_[i] & other.words_[i]) != 0) return true;
    }
    return false;
  }
  friend bool operator==(const StatusSet&, const StatusSet&) = default;

  /// Steps over the statuses of the set, in their order.
  class Iterator {
  public:
    Iterator(const StatusSet& set, std::size_t place) : set_(&set), place_(set.next(place)) {}
    StatusId operator*() const { return static_cast<StatusId>(place_); }
    Iterator& operator++() {
      place_ = set_->next(place_ + 1);
      return *this;
    }
    friend bool operator==(const Iterator&, const Iterator&) = default;

  private:
    const StatusSet* set_;
    std::size_t place_;
  };
  [[nodiscard]] Iterator begin() const { return {*this, 0}; }
  [[nodiscard]] Iterator end() const { return {*this, count_}; }

private:
  static constexpr std::size_t bits = 64;
  static std::uint64_t bit(std::size_t status) { return std::uint64_t{1} << status % bits; }

  /// The first status of the set from the place on, else their count.
  [[nodiscard]] std::size_t next(std::size_t place) const {
    if (place >= count_) return count_;
    std::size_t word = place / bits;
    std::uint64_t left = words_[word] >> place % bits << place % bits;
    while (left == 0 && ++word < words_.size()) left = words_[word];
    return left == 0 ? count_ : word * bits + static_cast<std::size_t>(std::countr_zero(left));
  }

  std::vector<std::uint64_t> words_;
  std::size_t count_ = 0;
};

}  // namespace bywhen
