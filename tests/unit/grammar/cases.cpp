#include "cases.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

namespace bywhen::test {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  INFO(path.string());
  REQUIRE(in);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<std::filesystem::path> files_under(const std::string& folder, const std::string& extension) {
  std::vector<std::filesystem::path> found;
  const auto root = std::filesystem::path(BYWHEN_SOURCE_DIR) / folder;
  if (!std::filesystem::exists(root)) return found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (entry.is_regular_file() && entry.path().extension() == extension) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

void check_golden(const std::filesystem::path& golden, const std::string& actual) {
  if (std::getenv("BYWHEN_REFRESH") != nullptr) {
    std::ofstream(golden, std::ios::binary) << actual;
    return;
  }
  CHECK(read_file(golden) == actual);
}

}  // namespace bywhen::test
