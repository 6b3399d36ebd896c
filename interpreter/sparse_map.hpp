#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace bywhen {

/// Values of a few of many things that are numbered from 0. Looking one up is one step, and forgetting takes as long as
/// what was added, so that status after status can use the same map.
template <typename Mapped>
class SparseMap {
public:
  explicit SparseMap(std::size_t things) : places_(things, none) {}

  [[nodiscard]] const Mapped* find(std::uint32_t thing) const {
    return places_[thing] == none ? nullptr : &list_[places_[thing]].second;
  }
  /// Of a thing that has no value yet.
  void add(std::uint32_t thing, Mapped value) {
    places_[thing] = static_cast<std::uint32_t>(list_.size());
    list_.emplace_back(thing, std::move(value));
  }
  [[nodiscard]] std::size_t size() const { return list_.size(); }
  /// The things and their values, in the order in which they were added.
  [[nodiscard]] const std::vector<std::pair<std::uint32_t, Mapped>>& all() const { return list_; }
  /// Forgets all but the first ones.
  void forget(std::size_t kept = 0) {
    for (; list_.size() > kept; list_.pop_back()) places_[list_.back().first] = none;
  }

private:
  static constexpr std::uint32_t none = ~std::uint32_t{0};
  std::vector<std::uint32_t> places_;
  std::vector<std::pair<std::uint32_t, Mapped>> list_;
};

}  // namespace bywhen
