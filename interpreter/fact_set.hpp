#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace bywhen {

using FactId = std::uint16_t;

/// Some of a policy's facts, in the order of their slots. A sentence reads a few: they stand side by side.
class FactSet {
public:
  FactSet() = default;
  template <typename Iterator>
  FactSet(Iterator first, Iterator last) : facts_(first, last) {
    std::sort(facts_.begin(), facts_.end());
    facts_.erase(std::unique(facts_.begin(), facts_.end()), facts_.end());
  }

  void insert(FactId fact) {
    const auto place = std::lower_bound(facts_.begin(), facts_.end(), fact);
    if (place == facts_.end() || *place != fact) facts_.insert(place, fact);
  }
  template <typename Iterator>
  void insert(Iterator first, Iterator last) {
    for (; first != last; ++first) insert(*first);
  }
  void clear() { facts_.clear(); }
  [[nodiscard]] bool contains(FactId fact) const { return std::binary_search(facts_.begin(), facts_.end(), fact); }
  [[nodiscard]] bool empty() const { return facts_.empty(); }
  [[nodiscard]] std::size_t size() const { return facts_.size(); }
  [[nodiscard]] auto begin() const { return facts_.begin(); }
  [[nodiscard]] auto end() const { return facts_.end(); }

  /// Keeps those that are in the other set too; true if that left any out.
  bool keep(const FactSet& others) {
    return std::erase_if(facts_, [&](FactId fact) { return !others.contains(fact); }) > 0;
  }

private:
  std::vector<FactId> facts_;
};

}  // namespace bywhen
