#include "bywhen/source.hpp"

#include <algorithm>

#include "grammar/unicode.hpp"

namespace bywhen {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::vector<std::uint32_t> find_line_starts(std::string_view text) {
  std::vector<std::uint32_t> starts = {0};
  constexpr std::size_t bytes_per_line = 32;  // at most, in most texts
  starts.reserve(1 + text.size() / bytes_per_line);
  if (text.find('\r') == std::string_view::npos) {
    for (std::size_t i = text.find('\n'); i != std::string_view::npos; i = text.find('\n', i + 1))
      starts.push_back(static_cast<std::uint32_t>(i + 1));
    return starts;
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool lone_return = text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n');
    if (text[i] == '\n' || lone_return) starts.push_back(static_cast<std::uint32_t>(i + 1));
  }
  return starts;
}

std::size_t count_code_points(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); i += decode(text, i).length) ++count;
  return count;
}

}  // namespace

Span join(Span first, Span last) {
  return {first.source, std::min(first.begin, last.begin), std::max(first.end, last.end)};
}

Source::Source(std::string name, std::string text)
    : name_(std::move(name)),
      original_(std::move(text)),
      begin_(original_.starts_with(byte_order_mark) ? byte_order_mark.size() : 0),
      line_starts_(find_line_starts(this->text())) {}

Position Source::position(std::size_t offset) const {
  offset = std::min(offset, text().size());
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const auto line = static_cast<std::size_t>(after - line_starts_.begin());
  const std::size_t start = line_starts_[line - 1];
  return {line, 1 + count_code_points(text().substr(start, offset - start))};
}

std::string_view Source::line(std::size_t number) const {
  if (number == 0 || number > line_starts_.size()) return {};
  const std::size_t start = line_starts_[number - 1];
  const std::size_t end = number < line_starts_.size() ? line_starts_[number] : text().size();
  std::string_view line = text().substr(start, end - start);
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::uint32_t Sources::add(std::string name, std::string text) {
  sources_.push_back(std::make_shared<const Source>(std::move(name), std::move(text)));
  return static_cast<std::uint32_t>(sources_.size() - 1);
}

std::string_view Sources::text(Span span) const {
  const std::string_view all = sources_[span.source]->text();
  const std::size_t begin = std::min<std::size_t>(span.begin, all.size());
  const std::size_t end = std::clamp<std::size_t>(span.end, begin, all.size());
  return all.substr(begin, end - begin);
}

Position Sources::position(Span span) const { return sources_[span.source]->position(span.begin); }

}  // namespace bywhen
