#pragma once

#include <string>
#include <string_view>

namespace bywhen::test {

/// A folder of one's own for files that change, removed at the end.
class Folder {
public:
  Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder();

  [[nodiscard]] std::string operator/(std::string_view name) const { return path_ + "/" + std::string(name); }
  [[nodiscard]] const std::string& path() const { return path_; }

  /// Into the file itself, as `cat >` does: it is empty for a moment.
  void write(std::string_view name, std::string_view text) const;
  /// Beside it and then over it, as careful editors do.
  void replace(std::string_view name, std::string_view text) const;
  void remove(std::string_view name) const;

private:
  std::string path_;
};

}  // namespace bywhen::test
