#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "interpreter/eight_bytes.hpp"
#include "interpreter/order/name_table.hpp"
#include "interpreter/program.hpp"

namespace bywhen {

/// A set of facts, a bit each.
using FactBits = std::vector<std::uint64_t>;

/// A key as most programs write it, `"total":`, to be compared eight bytes at a time.
class WrittenKey {
public:
  explicit WrittenKey(std::string_view name);

  /// Where the text goes on behind the key; null where another one stands there. Of the text so many bytes are
  /// readable.
  static constexpr std::size_t room = 32;
  [[nodiscard]] const char* behind(const char* text) const {
    std::uint64_t differing = 0;
    for (std::size_t i = 0; i < words_; ++i) differing |= (eight_bytes(text + 8 * i) ^ bytes_[i]) & mask_[i];
    return differing == 0 && words_ != 0 ? text + size_ : nullptr;
  }

private:
  std::array<std::uint64_t, room / 8> bytes_{};
  std::array<std::uint64_t, room / 8> mask_{};
  /// None of a key that is longer than the room.
  std::size_t words_ = 0;
  std::size_t size_ = 0;
};

/// What reading an order looks up: the names that a policy has for what an order tells, and what must be told.
struct OrderKeys {
  explicit OrderKeys(const Program& program);

  NameTable facts;
  std::vector<WrittenKey> written;
  NameTable statuses;
  /// By the model's list: its choices' names, in its order.
  std::vector<NameTable> choices;
  /// For each status, the facts without which an order in it is refused.
  std::vector<FactBits> required;
};

}  // namespace bywhen
