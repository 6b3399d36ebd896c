#pragma once

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
  TextBuffer() : text_(least) {}

  void clear() { used_ = 0; }
  [[nodiscard]] std::string_view text() const { return {text_.data(), used_}; }

  /// A place for so many characters, of which `end` tells later how many were written.
  [[nodiscard]] char* reserve(std::size_t size) {
    if (text_.size() - used_ < size + Pieces::block) grow(size);
    return text_.data() + used_;
  }
  void end(const char* end) { used_ = static_cast<std::size_t>(end - text_.data()); }

  void put(char one) {
    *reserve(1) = one;
    ++used_;
  }
  void put(std::string_view text) {
    std::memcpy(reserve(text.size()), text.data(), text.size());
    used_ += text.size();
  }
  void put(const Pieces& pieces, Pieces::Piece piece) {
    const char* from = pieces.at(piece);
    char* to = reserve(piece.size);
    // Most are short: a block more than there is costs less than counting.
    std::memcpy(to, from, Pieces::block);
    if (piece.size > Pieces::block) std::memcpy(to + Pieces::block, from + Pieces::block, piece.size - Pieces::block);
    used_ += piece.size;
  }
  /// A NUL behind the text, which is no part of it.
  void terminate() { *reserve(1) = 0; }

private:
  static constexpr std::size_t least = 4096;
  void grow(std::size_t size) { text_.resize(2 * text_.size() + size); }

  std::vector<char> text_;
  std::size_t used_ = 0;
};

}  // namespace bywhen::full
