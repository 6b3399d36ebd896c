#include "cli/watched_files.hpp"

#include <algorithm>

#include "cli/policy_files.hpp"

namespace bywhen::cli {
namespace {

std::optional<std::string> content_of(const std::string& path) {
  auto text = read_file(path);
  if (auto* content = std::get_if<std::string>(&text)) return std::move(*content);
  return std::nullopt;
}

}  // namespace

WatchedFiles::WatchedFiles(const Sources& sources) {
  for (std::uint32_t i = 0; i < sources.size(); ++i) contents_[sources[i].name()] = std::string(sources[i].original());
}

std::variant<std::string, FileError> WatchedFiles::read(const std::string& path) {
  auto text = read_file(path);
  const auto* content = std::get_if<std::string>(&text);
  contents_[path] = content == nullptr ? std::nullopt : std::optional<std::string>(*content);
  return text;
}

FileReader WatchedFiles::reader() {
  return [this](const std::string& path) {
    FileText text = read_policy_text(path);
    contents_[path] = text.text;
    return text;
  };
}

bool WatchedFiles::changed() const {
  return std::any_of(contents_.begin(), contents_.end(),
                     [](const auto& file) { return content_of(file.first) != file.second; });
}

}  // namespace bywhen::cli
