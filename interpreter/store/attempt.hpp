#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "interpreter/files/load.hpp"
#include "interpreter/store/shelf.hpp"

namespace bywhen::store {

/// A policy as its files gave it, and those files.
struct Attempt {
  struct Input {
    std::string path;
    Content content;
  };
  std::vector<Input> inputs;
  files::Loaded outcome;

  /// Absent if it has errors.
  [[nodiscard]] const Policy* policy() const;
};

[[nodiscard]] Attempt attempt(const std::string& path, Shelf& shelf);

/// All that it was made from is as it was.
[[nodiscard]] bool still(const Attempt& attempt, Shelf& shelf);

using Attempts = std::map<std::string, Attempt>;

/// Loads the policies and takes those whose files are the same after `stillness`, a few times over. The others, of
/// which somebody writes all the time, are left in `paths`.
[[nodiscard]] Attempts attempt_until_still(std::vector<std::string>& paths, Shelf& shelf,
                                           std::chrono::milliseconds stillness);

}  // namespace bywhen::store
