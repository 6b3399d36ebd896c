#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "cli/read_file.hpp"

namespace bywhen::cli {

/// Reads a stream line by line, in memory bounded by the longest line that is accepted.
class LineReader {
public:
  enum class Outcome {
    line,
    /// Longer than the limit: it was skipped.
    too_long,
    end,
    /// `errno` tells why.
    failed,
  };

  /// `before_waiting` is called each time before more input is asked for, which may take long: a chance to flush. Where
  /// it says no, nothing is asked for, and the input ends there.
  LineReader(Descriptor input, std::size_t longest, std::function<bool()> before_waiting);

  /// The next line, without its line end. A last line needs none.
  [[nodiscard]] Outcome next(std::string& line);
  /// Of the line that `next` gave, counted from 1.
  [[nodiscard]] std::size_t number() const { return number_; }
  [[nodiscard]] std::size_t longest() const { return longest_; }
  [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }

private:
  [[nodiscard]] std::ptrdiff_t fill();
  void take(std::string& line, std::size_t size, bool& too_long) const;

  Descriptor input_;
  std::size_t longest_;
  std::function<bool()> before_waiting_;
  std::string buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t number_ = 0;
  std::uint64_t bytes_read_ = 0;
};

}  // namespace bywhen::cli
