#include "interpreter/store/shelf.hpp"

#include <utility>

namespace bywhen::store {
namespace {

using Clock = std::chrono::steady_clock;

bool same(const files::TextFile& a, const files::TextFile& b) {
  return a.text.text == b.text.text && a.text.error == b.text.error && a.missing == b.missing;
}

/// A pipe could keep us waiting for ever.
files::TextFile read_regular(const std::string& path, const Stamp& stamp) {
  if (stamp.regular) return files::read_text(path);
  return {{std::nullopt, "not a regular file"}, false};
}

}  // namespace

Content Shelf::look(const std::string& path) {
  const Clock::time_point now = Clock::now();
  const auto found = stamps_(path);
  const auto* stamp = std::get_if<Stamp>(&found);
  Entry& entry = entries_[path];
  if (stamp == nullptr || entry.stamp != *stamp) {
    entry.stamp = stamp == nullptr ? std::nullopt : std::optional(*stamp);
    entry.since = now;
    entry.settled = false;
  }
  if (entry.settled) return entry.content;
  files::TextFile read = stamp == nullptr ? files::unreadable(std::get<int>(found)) : read_regular(path, *stamp);
  if (!entry.content || !same(*entry.content, read)) {
    entry.content = std::make_shared<const files::TextFile>(std::move(read));
  }
  entry.settled = stamp != nullptr && now - entry.since >= step_;
  return entry.content;
}

void Shelf::keep(const std::set<std::string>& paths) {
  std::erase_if(entries_, [&](const auto& entry) { return !paths.contains(entry.first); });
}

}  // namespace bywhen::store
