#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "bywhen/session.hpp"
#include "cli/console.hpp"

namespace bywhen::cli {

/// A session with the commands around it: files, undoing, help. It reads no input itself.
class ReplSession {
public:
  ReplSession(std::string policy_path, Session session, Console& console);

  enum class Outcome { good, refused, quit };
  /// One sentence or command; what it says goes to standard output.
  Outcome say(const std::string& text);
  /// Reads the policy again if its file has changed since, and tells what that changes for this order.
  void notice_edits();
  [[nodiscard]] const Session& session() const { return session_; }

private:
  Outcome command(const std::string& word, const std::string& rest, bool& known);
  Outcome help(const std::string& word);
  Outcome undo_or_redo(bool redo);
  Outcome reset();
  Outcome save(const std::string& rest);
  Outcome save_text(const std::string& path, const std::string& text, bool append);
  Outcome load(const std::string& path);
  Outcome use_policy(const std::string& path);
  Outcome source(const std::string& rule);
  Outcome tell(const Reply& reply);
  Outcome complain(const std::string& message, const std::string& help = "");
  void where();
  void note_file();

  std::string policy_path_;
  std::filesystem::file_time_type changed_;
  Session session_;
  Console& console_;
};

}  // namespace bywhen::cli
