#include "interpreter/store/stamp.hpp"

#include <sys/stat.h>

#include <cerrno>

namespace bywhen::store {

std::variant<Stamp, int> stamp_of(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return errno;
#ifdef __APPLE__
  const timespec modified = status.st_mtimespec;
  const timespec changed = status.st_ctimespec;
#else
  const timespec modified = status.st_mtim;
  const timespec changed = status.st_ctim;
#endif
  Stamp stamp;
  stamp.values = {static_cast<std::int64_t>(status.st_dev),
                  static_cast<std::int64_t>(status.st_ino),
                  static_cast<std::int64_t>(status.st_mode),
                  static_cast<std::int64_t>(status.st_size),
                  modified.tv_sec,
                  modified.tv_nsec,
                  changed.tv_sec,
                  changed.tv_nsec};
  stamp.regular = S_ISREG(status.st_mode);
  return stamp;
}

}  // namespace bywhen::store
