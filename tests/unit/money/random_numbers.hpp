#pragma once

#include <cstdint>
#include <random>

namespace bywhen::test {

/// Numbers of all sizes, the same on every machine for the same seed.
class RandomNumbers {
public:
  explicit RandomNumbers(std::uint64_t seed) : random_(seed) {}

  /// 0 … size - 1
  std::int64_t below(std::int64_t size) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(size));
  }
  bool coin() { return below(2) == 0; }

  /// -bound … bound: each length of number as often as the others, and every eighth at most two from the bound.
  std::int64_t upto(std::int64_t bound) {
    const std::int64_t size = below(8) == 0 ? bound - below(3) : any_length(bound);
    return coin() ? size : -size;
  }

private:
  std::int64_t any_length(std::int64_t bound) {
    const std::int64_t number = below(std::int64_t{1} << below(63));
    return number <= bound ? number : number % bound;
  }

  std::mt19937_64 random_;
};

}  // namespace bywhen::test
