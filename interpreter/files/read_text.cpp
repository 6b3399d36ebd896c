#include "interpreter/files/read_text.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cctype>
#include <cerrno>
#include <system_error>
#include <utility>

#include "bywhen/policy_file.hpp"

namespace bywhen::files {
namespace {

class OpenFile {
public:
  explicit OpenFile(const std::string& path) : number_(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (is_open()) close(number_);
  }

  [[nodiscard]] bool is_open() const { return number_ >= 0; }
  [[nodiscard]] bool is_folder() const {
    struct stat status {};
    return fstat(number_, &status) == 0 && S_ISDIR(status.st_mode);
  }
  /// Goes on after a signal: how many bytes came, 0 at the end, -1 with `errno` on failure.
  [[nodiscard]] ssize_t read_some(char* buffer, std::size_t size) const {
    while (true) {
      const ssize_t got = read(number_, buffer, size);
      if (got >= 0 || errno != EINTR) return got;
    }
  }

private:
  int number_;
};

TextFile too_large() { return {{std::nullopt, fmt::format("larger than {} MiB", largest_policy_file >> 20U)}, false}; }

}  // namespace

std::string reason_of(int error) {
  std::string reason = std::generic_category().message(error);
  if (!reason.empty()) reason[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(reason[0])));
  return reason;
}

TextFile unreadable(int error) { return {{std::nullopt, reason_of(error)}, error == ENOENT || error == ENOTDIR}; }

TextFile read_text(const std::string& path) {
  const OpenFile file(path);
  if (!file.is_open()) return unreadable(errno);
  if (file.is_folder()) return unreadable(EISDIR);
  std::string text;
  std::array<char, std::size_t{64} << 10U> buffer{};
  while (true) {
    const ssize_t got = file.read_some(buffer.data(), buffer.size());
    if (got == 0) return {{std::move(text), ""}, false};
    if (got < 0) return unreadable(errno);
    text.append(buffer.data(), static_cast<std::size_t>(got));
    if (text.size() > largest_policy_file) return too_large();
  }
}

}  // namespace bywhen::files
