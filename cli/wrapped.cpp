#include "cli/wrapped.hpp"

#include <algorithm>

#include "cli/text_width.hpp"

namespace bywhen::cli {
namespace {

constexpr std::string_view ellipsis = "\xE2\x80\xA6";

}  // namespace

std::vector<std::string> wrapped(std::string_view text, std::size_t columns) {
  std::vector<std::string> lines(1);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t gap = lines.back().empty() ? 0 : 1;
    if (gap > 0 && text_width(lines.back()) + gap + text_width(word) > columns) {
      lines.emplace_back();
    } else if (gap > 0) {
      lines.back() += ' ';
    }
    while (text_width(word) > columns) {
      const std::string_view part = text_beginning(word, columns);
      lines.back() += part;
      lines.emplace_back();
      word.remove_prefix(part.size());
    }
    lines.back() += word;
  }
  return lines;
}

std::string shortened(std::string_view text, std::size_t columns) {
  if (text_width(text) <= columns) return std::string(text);
  if (columns == 0) return {};
  std::string_view kept = text_beginning(text, columns - 1);
  while (kept.ends_with(' ')) kept.remove_suffix(1);
  return std::string(kept).append(ellipsis);
}

}  // namespace bywhen::cli
