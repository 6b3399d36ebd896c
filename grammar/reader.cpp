#include "grammar/reader.hpp"

#include <algorithm>

namespace bywhen::grammar {

Reader::Reader(const Sources& sources, std::uint32_t source, const std::vector<Token>& tokens)
    : text_(sources[source].text()), source_(source), tokens_(tokens), kinds_(tokens.size() - 1, '\0') {
  std::transform(tokens.begin(), tokens.end() - 1, kinds_.begin(),
                 [](const Token& token) { return static_cast<char>(token.kind); });
}

Span Reader::span(std::size_t index) const {
  if (index < end() || end() == 0) return {source_, token(index).begin, token(index).end};
  // Past the last token people look for what is missing behind it, not behind the empty lines at the end.
  const std::uint32_t last = token(end() - 1).end;
  return {source_, last, last};
}

Span Reader::span(std::size_t begin, std::size_t end) const {
  if (begin >= end) return {source_, span(begin).begin, span(begin).begin};
  return {source_, token(begin).begin, token(end - 1).end};
}

void Reader::unexpected(std::size_t start, std::size_t index, std::string_view message) {
  auto problem = explain_unexpected(*this, start, index, message);
  ++mistakes_;
  if (problem) diagnostics_.push_back(std::move(*problem));
}

Diagnostic& Reader::report(std::string_view code, std::string message, Span span) {
  Diagnostic problem;
  problem.code = code;
  problem.message = std::move(message);
  problem.span = span;
  return diagnostics_.emplace_back(std::move(problem));
}

}  // namespace bywhen::grammar
