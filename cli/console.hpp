#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "cli/page.hpp"

namespace bywhen::cli {

enum class ColourChoice { automatic, always, never };

/// Where the command writes: results to standard output, everything else to standard error. Output that cannot be
/// written is remembered, not thrown: whoever streams looks at `broken()`, and the command ends with a status that
/// tells of it.
class Console {
public:
  Console();

  /// `automatic` is on for terminals, unless `NO_COLOR` says no or the terminal is `dumb`.
  void choose_colour(ColourChoice choice);

  void out(std::string_view text);
  /// Whatever was put out before comes first.
  void err(std::string_view text);
  /// One line to standard error: `bywhen: MESSAGE`.
  void complain(std::string_view message);

  /// A line on standard error that the next one overwrites. Shown on a terminal only, and not where the results appear
  /// there anyway, unless it is asked for.
  void progress(std::string_view text);
  void clear_progress();
  void ask_for_progress() { progress_asked_for_ = true; }
  [[nodiscard]] bool shows_progress() const { return err_is_terminal_ && (!out_is_terminal_ || progress_asked_for_); }

  void flush();
  [[nodiscard]] bool broken() const { return out_error_ != 0; }
  /// Writes what is left and closes standard output. Says on standard error what went wrong, if something did; but not
  /// where the reader of a pipe just had enough.
  [[nodiscard]] bool finish();

  [[nodiscard]] bool colour_out() const { return colour_out_; }
  [[nodiscard]] bool colour_err() const { return colour_err_; }
  [[nodiscard]] bool out_is_terminal() const { return out_is_terminal_; }
  /// As wide as the window is now.
  [[nodiscard]] Look look_out() const;

private:
  void note_error(bool failed);

  bool out_is_terminal_;
  bool err_is_terminal_;
  bool colour_out_ = false;
  bool colour_err_ = false;
  bool progress_shown_ = false;
  bool progress_asked_for_ = false;
  int out_error_ = 0;
};

/// How wide the terminal's window is; absent where the descriptor is none, or its width is not known.
[[nodiscard]] std::optional<std::size_t> window_columns(int descriptor);

/// What `errno` says, as the end of a message: `no such file or directory`.
[[nodiscard]] std::string reason_of(int error);

}  // namespace bywhen::cli
