#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "interpreter/eight_bytes.hpp"
#include "interpreter/order/name_table.hpp"
#include "interpreter/order/text_scan.hpp"
#include "interpreter/program.hpp"

namespace bywhen {

/// A set of facts, a bit each.
using FactBits = std::vector<std::uint64_t>;

/// Names as they stand in a text, from one quote to the other, found without a choice that a processor would have to
/// foretell: which of them an order tells it cannot.
class WrittenNames {
public:
  /// `behind` is what has to follow the closing quote: `:` behind keys.
  WrittenNames(const std::vector<std::string_view>& names, std::string_view behind);

  /// Of the text so many bytes are readable.
  static constexpr std::size_t room = 64;
  struct Found {
    /// Where the text goes on; null where no name stands there, or one that has to be looked up otherwise.
    const char* behind = nullptr;
    std::uint16_t name = 0;
  };
  [[nodiscard]] Found find(const char* text) const {
    const std::size_t size = bytes_before_quote(text + 1);
    const std::uint16_t name = places_[place_of(text + 1, size)];
    const Written& written = written_[name];
    std::uint64_t differing = written.nobody;
    for (std::size_t i = 0; i < words; ++i)
      differing |= (eight_bytes(text + 8 * i) ^ written.bytes[i]) & written.mask[i];
    return {differing == 0 ? text + size + around_ : nullptr, name};
  }

private:
  /// Longer names, with all that is around them, are not kept.
  static constexpr std::size_t words = 4;
  struct Written {
    std::array<std::uint64_t, words> bytes{};
    std::array<std::uint64_t, words> mask{};
    /// Something where no name has the place, or one that is longer than what is kept.
    std::uint64_t nobody = 0;
  };

  /// From a name's first and last eight bytes; of a shorter one, all of it twice.
  [[nodiscard]] std::size_t place_of(const char* name, std::size_t size) const {
    const bool is_long = size >= 8;
    const std::uint64_t mask = is_long ? ~std::uint64_t{0} : (std::uint64_t{1} << (8 * (size % 8))) - 1;
    const std::uint64_t first = eight_bytes(name) & mask;
    const std::uint64_t last = eight_bytes(name + (is_long ? size - 8 : 0)) & mask;
    return (first * spread_ + last * other_spread_) >> shift_;
  }
  [[nodiscard]] static Written written(std::string_view text);
  /// False where two of them have one place.
  [[nodiscard]] bool place(const std::vector<std::string_view>& names);

  std::vector<Written> written_;
  std::vector<std::uint16_t> places_;
  std::uint64_t spread_ = 0;
  std::uint64_t other_spread_ = 0;
  unsigned shift_ = 0;
  /// The characters around a name.
  std::size_t around_ = 0;
};

/// What reading an order looks up: the names that a policy has for what an order tells, and what must be told.
struct OrderKeys {
  explicit OrderKeys(const Program& program);

  NameTable facts;
  NameTable statuses;
  /// By the model's list: its choices' names, in its order.
  std::vector<NameTable> choices;
  /// The same, as most programs write them.
  WrittenNames written_facts;
  WrittenNames written_statuses;
  std::vector<WrittenNames> written_choices;
  /// For each status, the facts without which an order in it is refused.
  std::vector<FactBits> required;
};

}  // namespace bywhen
