#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bywhen::cli {

/// Some orders that follow each other, on their way: what they are, and what is said of them.
struct Chunk {
  struct Row {
    /// Counted from 1.
    std::size_t number = 0;
    /// Where it ends in `text`; it begins where the one before ends.
    std::size_t end = 0;
    /// It could not be read: the text says why.
    bool bad = false;
  };
  /// A complaint, and how much of `out` comes before it.
  struct Complaint {
    std::size_t place = 0;
    /// Of the line or row; of a line, counted from the first of its chunk.
    std::size_t number = 0;
    std::string text;
  };

  /// Memory for bytes of the input. It is as long as it has ever been, so that reading anew does not clear it.
  std::string room;
  /// Whole lines in `room`, or rows one behind the other.
  std::string_view text;
  /// Of CSV only.
  std::vector<Row> rows;
  /// How much of the input was read by its end.
  std::uint64_t bytes_read = 0;

  std::string out;
  std::vector<Complaint> complaints;
  /// The numbers of the next chunk's lines go on behind these. None of CSV, whose rows have their numbers already.
  std::size_t lines = 0;
  std::size_t orders = 0;
  std::size_t refused = 0;

  void clear();
};

}  // namespace bywhen::cli
