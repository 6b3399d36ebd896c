#include "interpreter/api/named_files.hpp"

#include <string_view>

namespace bywhen {
namespace {

/// Works on one system only, or leads to another place than the policy's author thinks.
bool is_rooted(std::string_view path) {
  return path.starts_with('/') || path.find('\\') != std::string_view::npos || path.find(':') != std::string_view::npos;
}

/// The path as seen from where the policy lies.
std::string beside(std::string_view policy, std::string_view path) {
  const std::size_t folder = policy.find_last_of("/\\");
  return std::string(policy.substr(0, folder == std::string_view::npos ? 0 : folder + 1)).append(path);
}

NamedFile read_named_file(Sources& sources, const syntax::Text& name, const FileReader& files) {
  NamedFile file{name.span, std::nullopt, ""};
  if (name.text.empty() || is_rooted(name.text)) {
    file.error = "it is no path from the policy's folder on, with `/` between its parts";
  } else if (!files) {
    file.error = "this program reads no files";
  } else {
    std::string path = beside(sources[name.span.source].name(), name.text);
    FileText read = files(path);
    if (read.text) file.source = sources.add(std::move(path), std::move(*read.text));
    file.error = std::move(read.error);
  }
  return file;
}

}  // namespace

std::vector<NamedFile> read_named_files(Sources& sources, const std::vector<Parsed>& parsed, const FileReader& files) {
  std::vector<NamedFile> named;
  for (const Parsed& source : parsed) {
    for (const syntax::Declaration& declaration : source.file.declarations) {
      const auto* calendar = std::get_if<syntax::CalendarDecl>(&declaration);
      if (calendar == nullptr) continue;
      for (const syntax::Text& name : calendar->files) named.push_back(read_named_file(sources, name, files));
    }
  }
  return named;
}

}  // namespace bywhen
