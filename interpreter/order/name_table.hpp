#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bywhen {

/// Finds a name's number by its first and its last eight bytes, whatever comes in whatever order.
class NameTable {
public:
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
  static constexpr std::size_t room = 8;
  static constexpr std::uint16_t none = 0xFFFF;

  /// All of a text of up to sixteen bytes.
  struct Ends {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    std::size_t size = 0;

    Ends() = default;
    explicit Ends(std::string_view text) : size(text.size()) {
      if (size >= room) {
        std::memcpy(&first, text.data(), room);
        std::memcpy(&last, text.data() + size - room, room);
      } else {
        read_short(text);
      }
    }
    /// Moves that may overlap, as the size allows.
    void read_short(std::string_view text) {
      const auto byte = [&](std::size_t place) { return std::uint64_t{static_cast<unsigned char>(text[place])}; };
      if (size >= 4) {
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
        std::memcpy(&begin, text.data(), 4);
        std::memcpy(&end, text.data() + size - 4, 4);
        first = begin;
        last = end;
      } else if (size > 0) {
        first = byte(0) << 16U | byte(size / 2) << 8U | byte(size - 1);
      }
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
