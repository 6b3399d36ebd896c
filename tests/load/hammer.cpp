#include "tests/load/hammer.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

#include "interpreter/store/published.hpp"

namespace bywhen::test {
namespace {

/// Of one number throughout; copying one over another of the same size writes in place, so a reader among that shows.
using Numbers = std::vector<std::size_t>;
constexpr std::size_t size = 64;

struct Hammered {
  store::Published<Numbers> published;
  std::atomic<bool> over = false;
  std::atomic<std::size_t> torn = 0;
  std::atomic<std::size_t> older = 0;
};

void read(Hammered& hammered) {
  std::size_t last = 0;
  while (!hammered.over.load(std::memory_order_relaxed)) {
    std::size_t number = 0;
    const bool whole = hammered.published.read([&](const Numbers& numbers) {
      number = numbers.front();
      return std::all_of(numbers.begin(), numbers.end(), [&](std::size_t other) { return other == number; });
    });
    if (!whole) hammered.torn.fetch_add(1, std::memory_order_relaxed);
    if (number < last) hammered.older.fetch_add(1, std::memory_order_relaxed);
    last = number;
  }
}

}  // namespace

std::string hammer(std::chrono::milliseconds duration) {
  Hammered hammered;
  hammered.published.publish(Numbers(size, 1));
  std::array<std::thread, 8> readers;
  for (std::thread& reader : readers) reader = std::thread([&] { read(hammered); });
  const auto begin = std::chrono::steady_clock::now();
  for (std::size_t number = 2; std::chrono::steady_clock::now() - begin < duration; ++number) {
    hammered.published.publish(Numbers(size, number));
  }
  hammered.over = true;
  for (std::thread& reader : readers) reader.join();
  if (hammered.torn > 0) return "a value of two versions was read";
  return hammered.older > 0 ? "an older value was read after a newer one" : "";
}

}  // namespace bywhen::test
