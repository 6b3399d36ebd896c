#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace bywhen {

/// Notes on some of many things that are numbered from 0. Looking one up is one step, and forgetting takes as long as
/// what was noted, so that status after status can use the same notes.
template <typename Note>
class Notes {
public:
  explicit Notes(std::size_t things) : places_(things, none) {}

  [[nodiscard]] const Note* find(std::uint32_t thing) const {
    return places_[thing] == none ? nullptr : &list_[places_[thing]].second;
  }
  /// Of a thing that has no note yet.
  void add(std::uint32_t thing, Note note) {
    places_[thing] = static_cast<std::uint32_t>(list_.size());
    list_.emplace_back(thing, std::move(note));
  }
  [[nodiscard]] std::size_t size() const { return list_.size(); }
  /// The things and their notes, in the order in which they were noted.
  [[nodiscard]] const std::vector<std::pair<std::uint32_t, Note>>& all() const { return list_; }
  /// Forgets the notes but the first ones.
  void forget(std::size_t kept = 0) {
    for (; list_.size() > kept; list_.pop_back()) places_[list_.back().first] = none;
  }

private:
  static constexpr std::uint32_t none = ~std::uint32_t{0};
  std::vector<std::uint32_t> places_;
  std::vector<std::pair<std::uint32_t, Note>> list_;
};

}  // namespace bywhen
