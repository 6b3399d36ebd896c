#include "cli/line_editor.hpp"

#include <histedit.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "cli/console.hpp"
#include "cli/text_width.hpp"

namespace bywhen::cli {
namespace {

constexpr int kept_lines = 1000;
/// Between words in a list.
constexpr std::string_view gap = "  ";
constexpr std::size_t fallback_columns = 80;

std::string common_beginning(const std::vector<std::string>& words) {
  std::string common = words.front();
  for (const std::string& word : words) {
    const auto [end, unused] = std::mismatch(common.begin(), common.end(), word.begin(), word.end());
    common.erase(end, common.end());
  }
  return common;
}

/// In lines that are no wider than the window; what cannot stand in one stands alone.
std::string side_by_side(const std::vector<std::string>& words, std::size_t columns) {
  std::string text;
  std::size_t used = 0;
  for (const std::string& word : words) {
    const std::size_t width = text_width(word);
    const bool fits = used > 0 && used + gap.size() + width <= columns;
    if (used > 0) text += fits ? gap : "\n";
    text += printable(word);
    used = fits ? used + gap.size() + width : width;
  }
  return text;
}

}  // namespace

struct LineEditor::Inside {
  std::string file;
  Completer completer;
  std::string prompt;
  EditLine* editor = nullptr;
  History* history = nullptr;

  static Inside& of(EditLine* editor) {
    void* data = nullptr;
    el_get(editor, EL_CLIENTDATA, &data);
    return *static_cast<Inside*>(data);
  }
  static char* show_prompt(EditLine* editor) { return of(editor).prompt.data(); }

  static unsigned char complete(EditLine* editor, int) {
    Inside& self = of(editor);
    const LineInfo* line = el_line(editor);
    const std::string_view typed(line->buffer, static_cast<std::size_t>(line->cursor - line->buffer));
    const auto [length, words] = self.completer(typed);
    if (words.empty()) return CC_REFRESH_BEEP;
    std::string rest = common_beginning(words).substr(length);
    if (words.size() == 1 && !words.front().ends_with('/')) rest += ' ';
    if (!rest.empty()) return el_insertstr(editor, rest.c_str()) == -1 ? CC_ERROR : CC_REFRESH;
    list(words);
    return CC_REDISPLAY;
  }

  static void list(const std::vector<std::string>& words) {
    const std::string text =
        "\n" + side_by_side(words, window_columns(STDOUT_FILENO).value_or(fallback_columns)) + "\n";
    std::fputs(text.c_str(), stdout);
    std::fflush(stdout);
  }

  HistEvent event{};
};

LineEditor::LineEditor(std::string history, Completer completer) : inside_(std::make_unique<Inside>()) {
  inside_->file = std::move(history);
  inside_->completer = std::move(completer);
  inside_->editor = el_init("bywhen", stdin, stdout, stderr);
  inside_->history = history_init();
  ::history(inside_->history, &inside_->event, H_SETSIZE, kept_lines);
  ::history(inside_->history, &inside_->event, H_SETUNIQUE, 1);
  if (!inside_->file.empty()) ::history(inside_->history, &inside_->event, H_LOAD, inside_->file.c_str());
  EditLine* editor = inside_->editor;
  el_set(editor, EL_CLIENTDATA, inside_.get());
  el_set(editor, EL_PROMPT, &Inside::show_prompt);
  el_set(editor, EL_EDITOR, "emacs");
  el_set(editor, EL_HIST, ::history, inside_->history);
  el_set(editor, EL_ADDFN, "bywhen-complete", "Complete the word", &Inside::complete);
  el_set(editor, EL_BIND, "^I", "bywhen-complete", nullptr);
  el_set(editor, EL_BIND, "^R", "em-inc-search-prev", nullptr);
  // A terminal throws away what was typed ahead when Ctrl-C is pressed, unless it is told not to.
  el_set(editor, EL_SETTY, "-x", "+noflsh", nullptr);
  el_source(editor, nullptr);
}

LineEditor::~LineEditor() {
  history_end(inside_->history);
  el_end(inside_->editor);
}

TypedLine LineEditor::read(const std::string& prompt) {
  inside_->prompt = prompt;
  el_resize(inside_->editor);
  int count = 0;
  errno = 0;
  const char* line = el_gets(inside_->editor, &count);
  if (line == nullptr || count <= 0) {
    const bool interrupted = count == -1 && errno == EINTR;
    el_reset(inside_->editor);
    std::fputs("\n", stdout);
    return {interrupted ? TypedLine::interrupted : TypedLine::end, ""};
  }
  return {TypedLine::line, std::string(line, static_cast<std::size_t>(count))};
}

void LineEditor::remember(const std::string& line) {
  ::history(inside_->history, &inside_->event, H_ENTER, line.c_str());
  if (inside_->file.empty()) return;
  // The folder may be missing the first time; a history that cannot be kept is no reason to stop.
  std::error_code ignored;
  std::filesystem::create_directories(std::filesystem::path(inside_->file).parent_path(), ignored);
  ::history(inside_->history, &inside_->event, H_SAVE, inside_->file.c_str());
}

}  // namespace bywhen::cli
