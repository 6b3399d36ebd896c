#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace bywhen::cli {

/// A policy, a scenario file or an order that is larger is no such thing.
inline constexpr std::size_t largest_file = std::size_t{16} << 20U;

/// Why a file could not be read or written; the message names it.
struct FileError {
  std::string message;
};

/// How messages call it: the path as it was given, or `standard input` for `-`.
[[nodiscard]] std::string name_of_input(const std::string& path);

/// The whole file, if it has at most `largest_file` bytes.
[[nodiscard]] std::variant<std::string, FileError> read_file(const std::string& path);

/// The same, and `-` is standard input.
[[nodiscard]] std::variant<std::string, FileError> read_input(const std::string& path);

/// Closes what it holds.
class Descriptor {
public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept;
  Descriptor& operator=(Descriptor&& other) = delete;
  ~Descriptor();

  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool is_open() const { return number_ >= 0; }

private:
  int number_;
};

/// Opens for reading; `-` is standard input. A folder is refused here already.
[[nodiscard]] std::variant<Descriptor, FileError> open_input(const std::string& path);

/// How many bytes it has; absent where nobody knows, as of a pipe.
[[nodiscard]] std::optional<std::uint64_t> size_of(const Descriptor& input);

/// `read(2)` that goes on after a signal: how many bytes came, 0 at the end, -1 with `errno` on failure.
[[nodiscard]] std::ptrdiff_t read_some(int descriptor, char* buffer, std::size_t size);

}  // namespace bywhen::cli
