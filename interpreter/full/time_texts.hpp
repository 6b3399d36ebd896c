#pragma once

#include <array>
#include <cstdint>

#include "interpreter/full/text_buffer.hpp"
#include "interpreter/time/put_time.hpp"

namespace bywhen::full {

/// The last instants that were written, as strings: an answer tells most of its instants several times.
class TimeTexts {
public:
  void put(TextBuffer& out, Instant instant) {
    Text& text = texts_[place_of(instant)];
    if (text.instant != instant || text.size == 0) text.write(instant);
    out.put_block(text.characters, text.size);
  }

private:
  static constexpr unsigned bits = 5;

  struct Text {
    Instant instant;
    std::uint32_t size = 0;
    std::array<char, Pieces::block> characters{};

    void write(Instant now) {
      instant = now;
      // With room to write more than there will be.
      std::array<char, longest_time_text + 2> room{};
      room.front() = '"';
      char* end = put_rfc3339(room.data() + 1, now);
      *end++ = '"';
      size = static_cast<std::uint32_t>(end - room.data());
      std::memcpy(characters.data(), room.data(), characters.size());
    }
  };

  [[nodiscard]] static std::size_t place_of(Instant instant) {
    constexpr std::uint64_t spread = 0x9E37'79B9'7F4A'7C15;
    return static_cast<std::uint64_t>(instant.micros) * spread >> (64U - bits);
  }

  std::array<Text, std::size_t{1} << bits> texts_;
};

}  // namespace bywhen::full
