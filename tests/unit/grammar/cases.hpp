#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace bywhen::test {

/// The whole text of a file; fails the test if it cannot be read.
[[nodiscard]] std::string read_file(const std::filesystem::path& path);
/// The files with this extension under a folder of the repository, by name.
[[nodiscard]] std::vector<std::filesystem::path> files_under(const std::string& folder, const std::string& extension);
/// Checks that the file holds the text; with BYWHEN_REFRESH set in the environment, writes it instead, for a person to
/// look at.
void check_golden(const std::filesystem::path& golden, const std::string& actual);

}  // namespace bywhen::test
