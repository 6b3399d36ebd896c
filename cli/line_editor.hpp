#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "cli/repl_completion.hpp"

namespace bywhen::cli {

/// What came of asking for a line.
struct TypedLine {
  enum Kind { line, interrupted, end };
  Kind kind = line;
  std::string text;
};

/// Reads lines from a person at a terminal: editing, history and completion by libedit.
class LineEditor {
public:
  /// What may complete the end of a text.
  using Completer = std::function<Completion(std::string_view)>;

  /// `history` is the file that keeps the history; empty for none.
  LineEditor(std::string history, Completer completer);
  LineEditor(const LineEditor&) = delete;
  LineEditor& operator=(const LineEditor&) = delete;
  ~LineEditor();

  TypedLine read(const std::string& prompt);
  /// Remembers a line, also for the next time.
  void remember(const std::string& line);

private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace bywhen::cli
