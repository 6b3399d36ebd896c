#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>

#include "interpreter/files/read_text.hpp"
#include "interpreter/store/stamp.hpp"

namespace bywhen::store {

/// What a file holds, or why it cannot be read. The same pointer as long as it is the same.
using Content = std::shared_ptr<const files::TextFile>;

/// The files that a store reads, read again only where they may have changed.
class Shelf {
public:
  using StampOf = std::function<std::variant<Stamp, int>(const std::string& path)>;

  /// Two edits within a step of the file system's clock can leave the same stamp; none that comes a step after the
  /// stamp was first seen does. The coarsest steps are the two seconds of FAT.
  explicit Shelf(StampOf stamps = stamp_of, std::chrono::milliseconds step = std::chrono::milliseconds(2500))
      : stamps_(std::move(stamps)), step_(step) {}

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

  StampOf stamps_;
  std::chrono::milliseconds step_;
  std::map<std::string, Entry> entries_;
};

}  // namespace bywhen::store
