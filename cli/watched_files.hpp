#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>

#include "bywhen/policy.hpp"
#include "cli/read_file.hpp"

namespace bywhen::cli {

/// A policy's files, with what was in them when they were last read, to tell when that changes. What counts is the
/// content: a file may be changed twice within one tick of the clock, and keep its size.
class WatchedFiles {
public:
  WatchedFiles() = default;
  /// Those that a policy was made from.
  explicit WatchedFiles(const Sources& sources);

  [[nodiscard]] std::variant<std::string, FileError> read(const std::string& path);
  /// For what the policy names. It must not outlive this.
  [[nodiscard]] FileReader reader();
  /// Whether one of the files holds something else by now, has gone, or has come.
  [[nodiscard]] bool changed() const;

private:
  std::map<std::string, std::optional<std::string>> contents_;
};

}  // namespace bywhen::cli
