#include "cli/read_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

#include <fmt/format.h>

#include "cli/console.hpp"

namespace bywhen::cli {
namespace {

FileError error_of(const std::string& path, int error) {
  return {fmt::format("{}: {}", name_of_input(path), reason_of(error))};
}

bool is_folder(int descriptor) {
  struct stat status {};
  return fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode);
}

std::variant<std::string, FileError> read_all(const Descriptor& input, const std::string& path) {
  std::string text;
  std::array<char, std::size_t{64} << 10U> buffer{};
  while (true) {
    const std::ptrdiff_t got = read_some(input.number(), buffer.data(), buffer.size());
    if (got == 0) return text;
    if (got < 0) return error_of(path, errno);
    text.append(buffer.data(), static_cast<std::size_t>(got));
    if (text.size() > largest_file) {
      return FileError{fmt::format("{}: larger than {} MiB", name_of_input(path), largest_file >> 20U)};
    }
  }
}

}  // namespace

Descriptor::Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

Descriptor::~Descriptor() {
  if (number_ > STDERR_FILENO) close(number_);
}

std::ptrdiff_t read_some(int descriptor, char* buffer, std::size_t size) {
  while (true) {
    const ssize_t got = read(descriptor, buffer, size);
    if (got >= 0 || errno != EINTR) return got;
  }
}

std::string name_of_input(const std::string& path) { return path == "-" ? "standard input" : path; }

std::variant<Descriptor, FileError> open_input(const std::string& path) {
  Descriptor input(path == "-" ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!input.is_open()) return error_of(path, errno);
  if (is_folder(input.number())) return error_of(path, EISDIR);
  return input;
}

std::optional<std::uint64_t> size_of(const Descriptor& input) {
  struct stat status {};
  if (fstat(input.number(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return static_cast<std::uint64_t>(status.st_size);
}

std::variant<std::string, FileError> read_file(const std::string& path) {
  // A file that is really called `-` is meant.
  return read_input(path == "-" ? "./-" : path);
}

std::variant<std::string, FileError> read_input(const std::string& path) {
  auto input = open_input(path);
  if (auto* error = std::get_if<FileError>(&input)) return std::move(*error);
  return read_all(std::get<Descriptor>(input), path);
}

}  // namespace bywhen::cli
