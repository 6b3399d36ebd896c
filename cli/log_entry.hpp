#pragma once

#include <string>
#include <string_view>
#include <variant>

namespace bywhen::cli {

/// An entry of a log of answers. `order` and `answer` are JSON objects as they are written, not looked into yet.
struct LogEntry {
  std::string order;
  std::string answer;
  /// The digest of the policy and the instant asked about; empty where the entry leaves them to the answer.
  std::string policy;
  std::string at;
};
struct LogEntryError {
  std::string message;
  std::string help;
};
/// Reads `{"order": {…}, "answer": {…}, "policy": "sha256:…", "at": "…"}`, the last two optional. Further members are
/// the host's own and passed over.
[[nodiscard]] std::variant<LogEntry, LogEntryError> read_log_entry(std::string_view line);

}  // namespace bywhen::cli
