#include "cli/repl_completion.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "cli/command_words.hpp"
#include "cli/repl_help.hpp"

namespace bywhen::cli {
namespace {

namespace fs = std::filesystem;

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

std::size_t length_of_last_word(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size() && is_word(text[text.size() - 1 - length])) ++length;
  return length;
}

/// A command that is being typed: the words before the last one, and where that begins, which is perhaps in quotes.
struct TypedCommand {
  std::vector<std::string> before;
  std::string_view last;
  bool quoted = false;
};

TypedCommand typed_command(std::string_view text) {
  TypedCommand typed;
  std::size_t begin = text.find_first_not_of(" \t");
  while (begin < text.size()) {
    typed.quoted = text[begin] == '"';
    const std::size_t end = typed.quoted ? text.find('"', begin + 1) : text.find_first_of(" \t", begin);
    typed.last = text.substr(begin + (typed.quoted ? 1 : 0));
    if (end == std::string_view::npos) return typed;
    typed.before.emplace_back(text.substr(begin, end + (typed.quoted ? 1 : 0) - begin));
    typed.last = {};
    typed.quoted = false;
    begin = text.find_first_not_of(" \t", end + 1);
  }
  return typed;
}

Completion only(std::string_view typed, const std::vector<std::string>& words) {
  Completion completion{typed.size(), {}};
  std::copy_if(words.begin(), words.end(), std::back_inserter(completion.candidates),
               [&](const std::string& word) { return word.starts_with(typed); });
  std::sort(completion.candidates.begin(), completion.candidates.end());
  return completion;
}

/// Files that end so, and folders; hidden ones only where their dot was typed. One with blanks goes into quotes.
Completion files(std::string_view typed, bool quoted, std::string_view end) {
  const std::size_t slash = typed.rfind('/');
  const std::string folder(typed.substr(0, slash == std::string_view::npos ? 0 : slash + 1));
  const std::string_view begun = typed.substr(folder.size());
  std::vector<std::string> names;
  std::error_code failed;
  fs::directory_iterator entry(folder.empty() ? "." : folder, failed);
  for (; !failed && entry != fs::directory_iterator(); entry.increment(failed)) {
    const std::string name = entry->path().filename().string();
    std::error_code ignored;
    const bool is_folder = entry->is_directory(ignored);
    if (name.starts_with('.') && !begun.starts_with('.')) continue;
    if (!is_folder && !name.ends_with(end)) continue;
    if (!quoted && name.find(' ') != std::string::npos) continue;
    names.push_back(folder + name + (is_folder ? "/" : quoted ? "\"" : ""));
  }
  return only(typed, names);
}

Completion save(const TypedCommand& typed) {
  const auto& before = typed.before;
  if (before.size() == 1) return only(typed.last, {"order", "scenario"});
  const std::size_t to = before[1] == "order" ? 2 : 3;
  if (before.size() == to) return only(typed.last, {"to"});
  if (before.size() != to + 1) return {};
  return files(typed.last, typed.quoted, to == 2 ? ".json" : ".bywhen");
}

Completion help(const TypedCommand& typed) {
  std::string before;
  for (std::size_t i = 1; i < typed.before.size(); ++i) before += typed.before[i] + " ";
  std::vector<std::string> words;
  for (const HelpEntry& entry : repl_help()) {
    if (entry.words.starts_with(before)) words.emplace_back(entry.words.substr(before.size()));
  }
  return only(typed.last, words);
}

std::vector<std::string> first_words(const std::optional<Session>& session) {
  if (!session) return {"help", "policy", "quit"};
  auto words = session->completions("");
  words.insert(words.end(), repl_commands().begin(), repl_commands().end());
  return words;
}

}  // namespace

Completion complete(const std::optional<Session>& session, std::string_view text) {
  const TypedCommand typed = typed_command(text);
  if (typed.before.empty()) return only(typed.last, first_words(session));
  const std::string& command = typed.before.front();
  const bool second = typed.before.size() == 1;
  if (command == "help" || command == "?") return help(typed);
  if (command == "policy") return second ? files(typed.last, typed.quoted, ".bywhen") : Completion{};
  if (!session) return {};
  if (command == "load") return second ? files(typed.last, typed.quoted, ".json") : Completion{};
  if (command == "save") return save(typed);
  if (command == "source") return second ? only(typed.last, session->rule_labels()) : Completion{};
  return {length_of_last_word(text), session->completions(text)};
}

}  // namespace bywhen::cli
