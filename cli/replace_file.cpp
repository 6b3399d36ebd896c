#include "cli/replace_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "cli/console.hpp"

namespace bywhen::cli {
namespace {

/// A file with a name of its own beside another. It is removed unless it took the other's place.
class Neighbour {
public:
  explicit Neighbour(const std::filesystem::path& of)
      : name_((of.parent_path() / fmt::format(".{}.XXXXXX", of.filename().string())).string()),
        descriptor_(mkstemp(name_.data())) {}
  Neighbour(const Neighbour&) = delete;
  Neighbour& operator=(const Neighbour&) = delete;
  ~Neighbour() {
    if (descriptor_ < 0) return;
    close(descriptor_);
    if (!placed_) unlink(name_.c_str());
  }

  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
  [[nodiscard]] bool copy_rights(const std::string& from) const {
    struct stat rights {};
    if (stat(from.c_str(), &rights) != 0) return false;
    // Only the superuser may give files away; for others the writer owns the new file, as with any editor.
    const bool given = fchown(descriptor_, rights.st_uid, rights.st_gid) == 0;
    const auto kept = given ? 07777U : 0777U;
    return fchmod(descriptor_, rights.st_mode & kept) == 0;
  }
  [[nodiscard]] bool write_all(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t written = write(descriptor_, text.data(), text.size());
      if (written < 0 && errno != EINTR) return false;
      if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
    }
    return fsync(descriptor_) == 0;
  }
  [[nodiscard]] bool take_place_of(const std::string& other) {
    placed_ = rename(name_.c_str(), other.c_str()) == 0;
    return placed_;
  }

private:
  std::string name_;
  int descriptor_;
  bool placed_ = false;
};

/// So that the new name outlives a power cut. Not every file system can; then there is nothing to be done.
void keep_names_of(const std::filesystem::path& folder) {
  const Descriptor opened(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.is_open()) static_cast<void>(fsync(opened.number()));
}

/// 0, or what `errno` said.
int replace(const std::string& real, std::string_view text) {
  if (access(real.c_str(), W_OK) != 0) return errno;
  Neighbour fresh(real);
  if (!fresh.is_open() || !fresh.copy_rights(real) || !fresh.write_all(text) || !fresh.take_place_of(real)) {
    return errno;
  }
  keep_names_of(std::filesystem::path(real).parent_path());
  return 0;
}

}  // namespace

std::optional<FileError> write_file(const std::string& path, std::string_view text) {
  // Made empty first, so that it has the rights of a new file; its content then comes all at once.
  const Descriptor made(open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666));
  if (!made.is_open()) return FileError{fmt::format("{}: {}", path, reason_of(errno))};
  return replace_file(path, text);
}

std::optional<FileError> replace_file(const std::string& path, std::string_view text) {
  std::error_code failed;
  const std::string real = std::filesystem::canonical(path, failed).string();
  if (failed) return FileError{fmt::format("{}: {}", path, reason_of(failed.value()))};
  if (!std::filesystem::is_regular_file(real, failed)) return FileError{fmt::format("{}: not a regular file", path)};
  const int error = replace(real, text);
  if (error == 0) return std::nullopt;
  return FileError{fmt::format("{}: {}", path, reason_of(error))};
}

}  // namespace bywhen::cli
