#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "interpreter/files/read_text.hpp"
#include "interpreter/store/stamp.hpp"

namespace bywhen::store {

/// What a file holds, or why it cannot be read. The same pointer as long as it is the same.
using Content = std::shared_ptr<const files::TextFile>;

/// The files that a store reads, read again only where they may have changed.
class Shelf {
public:
  [[nodiscard]] Content look(const std::string& path);
  /// Forgets all others.
  void keep(const std::set<std::string>& paths);

private:
  struct Entry {
    std::optional<Stamp> stamp;
    std::chrono::steady_clock::time_point since;
    /// The file was read when its stamp was so old that every later edit changes it.
    bool settled = false;
    Content content;
  };

  std::map<std::string, Entry> entries_;
};

}  // namespace bywhen::store
