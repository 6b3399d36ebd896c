#include "grammar/format.hpp"

#include <algorithm>

#include "bywhen/codes.hpp"
#include "grammar/layout.hpp"
#include "grammar/parse.hpp"
#include "grammar/print.hpp"
#include "grammar/read_nodes.hpp"

namespace bywhen {
namespace {

/// Everything of a text that must not change: its tokens and comments, without the blanks in them that may.
std::vector<std::string> essence(const Sources& sources, const grammar::Scanned& scanned) {
  std::vector<std::string> words;
  const auto add = [&](Span span) {
    std::string word(sources.text(span));
    std::erase(word, ' ');
    std::erase(word, '\t');
    words.push_back(std::move(word));
  };
  std::size_t comment = 0;
  for (const grammar::Token& token : scanned.tokens) {
    for (; comment < scanned.comments.size() && scanned.comments[comment].begin < token.begin; ++comment)
      add(scanned.comments[comment]);
    const Span span = {scanned.comments.empty() ? 0 : scanned.comments.front().source, token.begin, token.end};
    if (token.kind == grammar::Kind::time) {
      add(span);
    } else {
      words.emplace_back(sources.text(span));
    }
  }
  return words;
}

bool same_words(std::string_view before, std::string_view after) {
  const auto words_of = [](std::string_view text) {
    Sources sources;
    const std::uint32_t source = sources.add("", std::string(text));
    return essence(sources, grammar::scan(sources, source));
  };
  return words_of(before) == words_of(after);
}

}  // namespace

Formatted format(const Sources& sources, std::uint32_t source) {
  Formatted formatted;
  formatted.diagnostics = parse(sources, source).diagnostics;
  if (!formatted.diagnostics.empty()) return formatted;
  const grammar::Scanned scanned = grammar::scan(sources, source);
  const auto gaps = grammar::find_gaps(sources[source].text(), scanned);
  grammar::Reader reader(sources, source, scanned.tokens);
  grammar::NodeTree nodes(scanned.tokens.size());
  grammar::read_nodes(reader, nodes);
  formatted.text = grammar::print(reader, gaps, grammar::Node{grammar::NodeKind::token, 0, 0, nodes.roots()});
  if (same_words(sources[source].text(), formatted.text)) return formatted;
  Diagnostic problem;
  problem.code = codes::not_formatted;
  problem.message = "formatting would change more than blanks and line ends, so the text stays as it is";
  problem.span = {source, 0, 0};
  problem.help = "this is a mistake of the formatter: please report it with the text";
  return {{}, {problem}};
}

}  // namespace bywhen
