#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace bywhen::full {

/// Pieces of text behind one another, with some room behind the last, so that any of them can be copied in blocks.
class Pieces {
public:
  static constexpr std::size_t block = 32;
  struct Piece {
    std::uint32_t first = 0;
    std::uint32_t size = 0;
  };

  [[nodiscard]] Piece add(std::string_view text) {
    const Piece piece{static_cast<std::uint32_t>(used_), static_cast<std::uint32_t>(text.size())};
    used_ += text.size();
    text_.resize(used_ + block);
    text.copy(text_.data() + piece.first, text.size());
    return piece;
  }
  [[nodiscard]] const char* at(Piece piece) const { return text_.data() + piece.first; }

private:
  std::vector<char> text_;
  std::size_t used_ = 0;
};

/// A text that is written piece by piece, in memory that it keeps.
class TextBuffer {
public:
  TextBuffer() : text_(least) { clear(); }
  TextBuffer(const TextBuffer&) = delete;
  TextBuffer& operator=(const TextBuffer&) = delete;

  void clear() {
    end_ = text_.data();
    limit_ = text_.data() + text_.size() - room;
  }
  [[nodiscard]] std::string_view text() const { return {text_.data(), size()}; }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(end_ - text_.data()); }

  /// A place for so many characters, of which `end` tells later how many were written.
  [[nodiscard]] char* reserve(std::size_t size) {
    if (static_cast<std::size_t>(limit_ - end_) < size) grow(size);
    return end_;
  }
  void end(char* end) { end_ = end; }

  void put(char one) {
    *reserve(1) = one;
    ++end_;
  }
  void put(std::string_view text) {
    std::memcpy(reserve(text.size()), text.data(), text.size());
    end_ += text.size();
  }
  void put(const Pieces& pieces, Pieces::Piece piece) {
    const char* from = pieces.at(piece);
    char* to = reserve(piece.size);
    // Most are short: a block more than there is costs less than counting.
    std::memcpy(to, from, Pieces::block);
    if (piece.size > Pieces::block) std::memcpy(to + Pieces::block, from + Pieces::block, piece.size - Pieces::block);
    end_ += piece.size;
  }
  /// A text that stands at the beginning of a block.
  void put_block(const std::array<char, Pieces::block>& block, std::size_t size) {
    std::memcpy(reserve(size), block.data(), block.size());
    end_ += size;
  }
  /// A part of the text once more.
  void repeat(Pieces::Piece part) {
    char* to = reserve(part.size);
    const char* from = text_.data() + part.first;
    if (part.size > room) {
      std::memcpy(to, from, part.size);
    } else {
      // The part may end where its copy begins.
      std::array<char, room> copy;
      std::memcpy(copy.data(), from, room);
      std::memcpy(to, copy.data(), room);
    }
    end_ += part.size;
  }
  /// A NUL behind the text, which is no part of it.
  void terminate() { *reserve(1) = 0; }

private:
  static constexpr std::size_t least = 4096;
  /// So much may be written behind what was asked for.
  static constexpr std::size_t room = 64;

  void grow(std::size_t size) {
    const std::size_t used = this->size();
    text_.resize(2 * text_.size() + size);
    clear();
    end_ += used;
  }

  std::vector<char> text_;
  char* end_ = nullptr;
  char* limit_ = nullptr;
};

}  // namespace bywhen::full
