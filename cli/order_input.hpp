#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>

#include "cli/read_file.hpp"

namespace bywhen::cli {

/// The bytes of a file of orders, or of a pipe.
class OrderInput {
public:
  /// `stopped` says whether nobody wants more.
  OrderInput(Descriptor input, std::function<bool()> stopped)
      : input_(std::move(input)), stopped_(std::move(stopped)) {}

  /// Whether reading would not wait.
  [[nodiscard]] bool is_ready() const;
  /// Waits until there is something, and reads it: how many bytes came; none at the end, on failure, and where nobody
  /// wants more.
  [[nodiscard]] std::size_t read(char* buffer, std::size_t size);

  [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }
  /// What `errno` was where reading failed, else 0.
  [[nodiscard]] int error() const { return error_; }

private:
  Descriptor input_;
  std::function<bool()> stopped_;
  std::uint64_t bytes_read_ = 0;
  int error_ = 0;
};

}  // namespace bywhen::cli
