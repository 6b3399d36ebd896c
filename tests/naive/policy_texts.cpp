#include "tests/naive/policy_texts.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace bywhen::naive {

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

/// The dates of a file as a policy lists them.
static std::string dates_in(const std::filesystem::path& file) {
  std::istringstream lines(text_of(file));
  std::string dates;
  for (std::string line; std::getline(lines, line);) {
    const bool dated = line.size() >= 10 && line[0] >= '0' && line[0] <= '9';
    if (dated) dates += (dates.empty() ? "" : ", ") + line.substr(0, 10);
  }
  return dates;
}

std::string with_dates(const std::filesystem::path& file) {
  std::string text = text_of(file);
  const std::string sentence = "holidays from \"";
  for (auto at = text.find(sentence); at != std::string::npos; at = text.find(sentence, at + 1)) {
    const auto begin = at + sentence.size();
    const auto end = text.find('"', begin);
    text.replace(at, end + 1 - at, "holidays " + dates_in(file.parent_path() / text.substr(begin, end - begin)));
  }
  return text;
}

std::vector<std::filesystem::path> policies_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(".bywhen") && !name.ends_with(".scenarios.bywhen")) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace bywhen::naive
