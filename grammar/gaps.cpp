#include "grammar/gaps.hpp"

namespace bywhen::grammar {
namespace {

std::size_t line_ends_in(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool before_feed = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if ((text[i] == '\n' || text[i] == '\r') && !before_feed) ++count;
  }
  return count;
}

std::string_view without_blanks_behind(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

std::vector<Gap> find_gaps(std::string_view text, const Scanned& scanned) {
  std::vector<Gap> gaps(scanned.tokens.size());
  std::size_t comment = 0;
  std::size_t place = 0;
  for (std::size_t i = 0; i < gaps.size(); ++i) {
    const Token& token = scanned.tokens[i];
    for (; comment < scanned.comments.size() && scanned.comments[comment].begin < token.begin; ++comment) {
      const Span span = scanned.comments[comment];
      const std::size_t ends = line_ends_in(text.substr(place, span.begin - place));
      const auto written = without_blanks_behind(text.substr(span.begin, span.end - span.begin));
      gaps[i].comments.push_back({std::string(written), i > 0 && ends == 0, ends > 1});
      place = span.end;
    }
    gaps[i].blank_before = line_ends_in(text.substr(place, token.begin - place)) > 1;
    place = token.end;
  }
  return gaps;
}

}  // namespace bywhen::grammar
