#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "interpreter/eight_bytes.hpp"

namespace bywhen {

/// Finds a name's number by its first and its last eight bytes.
class NameTable {
public:
  /// As much of a text that is looked for has to be readable, however short it is.
  static constexpr std::size_t room = 8;

  NameTable() = default;
  /// Numbers them from 0; each is there once.
  explicit NameTable(std::vector<std::string_view> names);

  [[nodiscard]] std::optional<std::uint16_t> find(std::string_view text) const {
    const Ends ends(text);
    for (std::size_t place = ends.hash() & mask_;; place = (place + 1) & mask_) {
      const Entry& entry = entries_[place];
      if (entry.name == none) return std::nullopt;
      if (entry.ends == ends && (text.size() <= 2 * room || names_[entry.name] == text)) return entry.name;
    }
  }

private:
  static constexpr std::uint16_t none = 0xFFFF;

  /// All of a text of up to sixteen bytes.
  struct Ends {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    std::size_t size = 0;

    Ends() = default;
    /// Without a branch: the sizes of names cannot be foretold.
    explicit Ends(std::string_view text) : size(text.size()) {
      const bool is_long = size >= room;
      const std::uint64_t mask = is_long ? ~std::uint64_t{0} : (std::uint64_t{1} << (8 * (size % room))) - 1;
      first = eight_bytes(text.data()) & mask;
      last = eight_bytes(text.data() + (is_long ? size - room : 0)) & mask;
    }
    [[nodiscard]] std::size_t hash() const {
      // Two odd numbers without a pattern, so that names that differ in one end alone do not meet.
      constexpr std::uint64_t spread = 0x9E37'79B9'7F4A'7C15;
      constexpr std::uint64_t other_spread = 0xC2B2'AE3D'27D4'EB4F;
      return static_cast<std::size_t>((first * spread + last * other_spread + size) >> 40U);
    }
    friend bool operator==(const Ends&, const Ends&) = default;
  };
  struct Entry {
    Ends ends;
    std::uint16_t name = none;
  };

  std::vector<std::string> names_;
  /// A power of two, and never full.
  std::vector<Entry> entries_ = std::vector<Entry>(1);
  std::size_t mask_ = 0;
};

}  // namespace bywhen
