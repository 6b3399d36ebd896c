#include "cli/rule_sentence.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace bywhen::cli {
namespace {

constexpr std::string_view blanks = " \t";
constexpr std::string_view reason = " because \"";

bool is_of(std::string_view file, std::string_view path) {
  if (!path.ends_with(file)) return false;
  return path.size() == file.size() || path[path.size() - file.size() - 1] == '/';
}

/// 0 if the rule is not of this text.
std::size_t line_number(const RuleName& rule, const Source& policy) {
  const auto colon = rule.source.rfind(':');
  if (colon == std::string::npos || !is_of(rule.source.substr(0, colon), policy.name())) return 0;
  std::size_t number = 0;
  const char* const end = rule.source.data() + rule.source.size();
  const auto read = std::from_chars(rule.source.data() + colon + 1, end, number);
  return read.ptr == end && number <= policy.line_count() ? number : 0;
}

std::size_t indent_of(std::string_view line) { return std::min(line.find_first_not_of(blanks), line.size()); }

/// Where the text ends that begins at a quote.
std::size_t end_of_text(std::string_view line, std::size_t quote) {
  std::size_t at = quote + 1;
  while (at < line.size() && line[at] != '"') at += line[at] == '\\' ? 2 : 1;
  return std::min(at + 1, line.size());
}

/// The words of a line, without its indentation, its reasons and its comment.
std::string words_of(std::string_view line) {
  std::string words;
  for (std::size_t at = indent_of(line); at < line.size() && line[at] != '#';) {
    const std::size_t end = line[at] == '"' ? end_of_text(line, at) : at + 1;
    words += line.substr(at, end - at);
    at = end;
    const auto because = (" " + words).rfind(reason);
    if (words.ends_with('"') && because != std::string::npos) words.resize(because == 0 ? 0 : because - 1);
  }
  words.resize(words.find_last_not_of(blanks) + 1);
  return words;
}

}  // namespace

std::string rule_sentence(const RuleName& rule, const Source& policy) {
  std::size_t number = line_number(rule, policy);
  if (number == 0) return {};
  const std::size_t indent = indent_of(policy.line(number));
  std::string sentence = words_of(policy.line(number));
  while (++number <= policy.line_count() && indent_of(policy.line(number)) > indent) {
    const std::string words = words_of(policy.line(number));
    if (!words.empty()) sentence.append(" ").append(words);
  }
  return sentence;
}

std::string rule_sentence(const RuleName& rule, const Sources& sources) {
  std::string sentence;
  for (std::uint32_t i = 0; i < sources.size() && sentence.empty(); ++i) sentence = rule_sentence(rule, sources[i]);
  return sentence;
}

}  // namespace bywhen::cli
