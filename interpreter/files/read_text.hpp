#pragma once

#include <string>

#include "bywhen/policy.hpp"

namespace bywhen::files {

/// A file's text, or why there is none.
struct TextFile {
  FileText text;
  /// There is no such file, which for some files is no mistake.
  bool missing = false;
};

[[nodiscard]] TextFile read_text(const std::string& path);

/// What `errno` says, as the end of a message: `no such file or directory`.
[[nodiscard]] std::string reason_of(int error);

/// The same as a file that is not there or cannot be opened.
[[nodiscard]] TextFile unreadable(int error);

}  // namespace bywhen::files
