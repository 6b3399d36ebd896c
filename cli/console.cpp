#include "cli/console.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <system_error>

#include <fmt/format.h>

#include "cli/text_width.hpp"

namespace bywhen::cli {
namespace {

/// In a file or a pipe; wide enough for most lines, narrow enough to read.
constexpr std::size_t columns_elsewhere = 100;
/// Narrower ones would cut dates in two.
constexpr std::size_t fewest_columns = 20;
/// Wider lines are hard to follow with the eye.
constexpr std::size_t most_columns = 120;

constexpr std::string_view erase_line = "\r\x1b[K";

/// Nothing can be said about standard error failing, so nothing is.
void put_error(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); }

bool environment_wants_colour() {
  const char* no_colour = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  return (no_colour == nullptr || *no_colour == '\0') && terminal != nullptr && std::string_view(terminal) != "dumb";
}

}  // namespace

Console::Console() : out_is_terminal_(isatty(STDOUT_FILENO) == 1), err_is_terminal_(isatty(STDERR_FILENO) == 1) {}

Look Console::look_out() const {
  const auto columns = window_columns(STDOUT_FILENO);
  return {colour_out_, columns ? std::clamp(*columns, fewest_columns, most_columns) : columns_elsewhere};
}

void Console::choose_colour(ColourChoice choice) {
  const bool automatic = choice == ColourChoice::automatic && environment_wants_colour();
  colour_out_ = choice == ColourChoice::always || (automatic && out_is_terminal_);
  colour_err_ = choice == ColourChoice::always || (automatic && err_is_terminal_);
}

void Console::note_error(bool failed) {
  if (failed && out_error_ == 0) out_error_ = errno == 0 ? EIO : errno;
}

void Console::out(std::string_view text) {
  if (broken()) return;
  if (out_is_terminal_) clear_progress();
  errno = 0;
  note_error(std::fwrite(text.data(), 1, text.size(), stdout) != text.size());
}

void Console::flush() {
  if (broken()) return;
  errno = 0;
  note_error(std::fflush(stdout) != 0);
}

void Console::err(std::string_view text) {
  flush();
  clear_progress();
  put_error(text);
}

void Console::complain(std::string_view message) { err(fmt::format("bywhen: {}\n", printable(message))); }

void Console::progress(std::string_view text) {
  if (!shows_progress()) return;
  if (out_is_terminal_) flush();
  put_error(fmt::format("{}{}", erase_line, text));
  progress_shown_ = true;
}

void Console::clear_progress() {
  if (!progress_shown_) return;
  put_error(erase_line);
  progress_shown_ = false;
}

bool Console::finish() {
  clear_progress();
  flush();
  errno = 0;
  // Only closing tells whether the last bytes arrived.
  note_error(std::fclose(stdout) != 0);  // NOLINT(cppcoreguidelines-owning-memory): the system's, for every program
  if (broken() && out_error_ != EPIPE) put_error(fmt::format("bywhen: standard output: {}\n", reason_of(out_error_)));
  return !broken();
}

std::optional<std::size_t> window_columns(int descriptor) {
  winsize size{};
  if (isatty(descriptor) != 1 || ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return std::nullopt;
  return size.ws_col;
}

std::string reason_of(int error) {
  std::string reason = std::generic_category().message(error);
  if (!reason.empty()) reason[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(reason[0])));
  return reason;
}

}  // namespace bywhen::cli
