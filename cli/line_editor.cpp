#include "cli/line_editor.hpp"

#include <histedit.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

namespace bywhen::cli {
namespace {

constexpr int kept_lines = 1000;

std::string common_beginning(const std::vector<std::string>& words) {
  std::string common = words.front();
  for (const std::string& word : words) {
    const auto [end, unused] = std::mismatch(common.begin(), common.end(), word.begin(), word.end());
    common.erase(end, common.end());
  }
  return common;
}

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

std::size_t length_of_last_word(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size() && is_word(text[text.size() - 1 - length])) ++length;
  return length;
}

/// libedit waits in read(2); without restarting, Ctrl-C ends that with EINTR.
void catch_interrupts() {
  struct sigaction action {};
  action.sa_handler = [](int) {};
  sigaction(SIGINT, &action, nullptr);
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
    const auto words = self.completer(typed);
    if (words.empty()) return CC_REFRESH_BEEP;
    const std::size_t length = length_of_last_word(typed);
    std::string rest = common_beginning(words).substr(length);
    if (words.size() == 1) rest += ' ';
    if (!rest.empty()) return el_insertstr(editor, rest.c_str()) == -1 ? CC_ERROR : CC_REFRESH;
    list(words);
    return CC_REDISPLAY;
  }

  static void list(const std::vector<std::string>& words) {
    std::string text = "\n";
    for (const std::string& word : words) text += word + "  ";
    text += "\n";
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
  el_source(editor, nullptr);
  // Only the size of the window is libedit's to watch: Ctrl-C is ours.
  catch_interrupts();
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
