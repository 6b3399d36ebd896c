#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cli/read_file.hpp"

namespace bywhen::cli {

/// Gives a file that is there a new content, all at once: whoever reads it, and whatever fails, finds the old text or
/// the new one. Its permissions stay. Where the path is a symbolic link, the file that it leads to is replaced and the
/// link stays.
[[nodiscard]] std::optional<FileError> replace_file(const std::string& path, std::string_view text);

/// The same, and a file that is not there is made, with the rights that new files get.
[[nodiscard]] std::optional<FileError> write_file(const std::string& path, std::string_view text);

}  // namespace bywhen::cli
