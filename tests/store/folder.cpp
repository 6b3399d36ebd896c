#include "tests/store/folder.hpp"

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace bywhen::test {

namespace fs = std::filesystem;

Folder::Folder() : path_((fs::temp_directory_path() / "bywhen-XXXXXX").string()) {
  if (mkdtemp(path_.data()) == nullptr) throw std::runtime_error("no folder for the test");
}

Folder::~Folder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void Folder::write(std::string_view name, std::string_view text) const {
  const std::string path = *this / name;
  fs::create_directories(fs::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

void Folder::replace(std::string_view name, std::string_view text) const {
  const std::string beside = std::string(name) + "~";
  write(beside, text);
  fs::rename(*this / beside, *this / name);
}

void Folder::remove(std::string_view name) const { fs::remove_all(*this / name); }

}  // namespace bywhen::test
