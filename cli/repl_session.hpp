#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bywhen/session.hpp"
#include "cli/command_words.hpp"
#include "cli/console.hpp"
#include "cli/watched_files.hpp"

namespace bywhen::cli {

/// A session with the commands around it: files, undoing, help. It reads no input itself.
class ReplSession {
public:
  /// Without a policy only commands are answered until `policy FILE` loads one; `at` is when the session begins then,
  /// empty for the present.
  ReplSession(std::string at, Console& console);
  ReplSession(std::string policy_path, Session session, Console& console);

  enum class Outcome { good, refused, quit };
  /// One sentence or command; what it says goes to standard output. Where the policy's files have changed, they are
  /// read again before.
  Outcome say(const std::string& text);
  /// Says how to begin where no policy is loaded.
  void greet();
  /// Absent before a policy is loaded.
  [[nodiscard]] const std::optional<Session>& session() const { return session_; }

private:
  struct Command;
  static const Command* find_command(std::string_view word);

  Outcome ask(const std::string& text);
  Outcome help(const std::string& words);
  Outcome undo(const std::string& rest);
  Outcome redo(const std::string& rest);
  Outcome reset(const std::string& rest);
  Outcome save(const std::string& rest);
  Outcome load(const std::string& rest);
  Outcome policy(const std::string& rest);
  Outcome source(const std::string& rest);
  bool show_rule(const std::string& rule, const Source& text);
  Outcome quit(const std::string& rest);

  /// Reads the policy again if a file of it has changed since, and tells what that changes for this order.
  Outcome notice_edits();
  Outcome use_policy(const std::string& path);
  template <typename Rules>
  Reply go_on(Rules rules);
  Outcome without_policy();
  Outcome tell(const Reply& reply);
  Outcome complain(const std::string& message, const std::string& help = "");
  Outcome stand();

  std::string policy_path_;
  std::string at_;
  WatchedFiles files_;
  std::optional<Session> session_;
  Console& console_;
};

}  // namespace bywhen::cli
