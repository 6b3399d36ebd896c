#include "grammar/parse.hpp"

#include <algorithm>

#include "bywhen/codes.hpp"
#include "grammar/build.hpp"
#include "grammar/question.hpp"
#include "grammar/question_mistakes.hpp"
#include "grammar/read_nodes.hpp"

namespace bywhen {
namespace {

void cut_to_the_first(Diagnostics& diagnostics) {
  diagnostics.resize(std::min(diagnostics.size(), grammar::max_mistakes));
  Diagnostic last;
  last.code = codes::too_many_mistakes;
  last.message = "too many mistakes: those after this place are left out";
  last.span = diagnostics.back().span;
  last.help = "mend the first ones first";
  diagnostics.push_back(std::move(last));
}

}  // namespace

Parsed parse(const Sources& sources, std::uint32_t source) {
  grammar::Scanned scanned = grammar::scan(sources, source);
  grammar::Reader reader(sources, source, scanned.tokens);
  grammar::Builder builder(reader);
  Parsed parsed;
  grammar::NodeTree nodes(scanned.tokens.size());
  grammar::read_nodes(reader, nodes);
  parsed.file.declarations.reserve(nodes.roots().size());
  for (const grammar::Node* node : nodes.roots()) parsed.file.declarations.push_back(builder.declaration(*node));
  parsed.skipped = reader.take_left_out();
  parsed.diagnostics = std::move(scanned.diagnostics);
  for (auto& problem : reader.take_diagnostics()) parsed.diagnostics.push_back(std::move(problem));
  sort_by_place(parsed.diagnostics);
  if (reader.gave_up() || parsed.diagnostics.size() > grammar::max_mistakes) cut_to_the_first(parsed.diagnostics);
  return parsed;
}

ParsedQuestion parse_question(const Sources& sources, std::uint32_t source) {
  grammar::Scanned scanned = grammar::scan(sources, source);
  grammar::Reader reader(sources, source, scanned.tokens);
  ParsedQuestion parsed;
  grammar::NodeTree nodes(scanned.tokens.size());
  const grammar::Node* node = grammar::read_question_node(reader, nodes);
  if (node) parsed.question = grammar::Builder(reader).question(*node);
  parsed.diagnostics = std::move(scanned.diagnostics);
  for (auto& problem : reader.take_diagnostics()) {
    grammar::explain_question(reader, problem);
    parsed.diagnostics.push_back(std::move(problem));
  }
  sort_by_place(parsed.diagnostics);
  if (has_errors(parsed.diagnostics)) parsed.question.reset();
  return parsed;
}

std::string question_text(std::string_view text) {
  Sources sources;
  const std::uint32_t source = sources.add("", std::string(text));
  auto tokens = grammar::scan(sources, source).tokens;
  while (!tokens.empty() && (tokens.back().kind == grammar::Kind::end || tokens.back().kind == grammar::Kind::question))
    tokens.pop_back();
  if (tokens.empty()) return "";
  const std::uint32_t begin = tokens.front().begin;
  return std::string(sources[source].text().substr(begin, tokens.back().end - begin));
}

bool question_goes_on(std::string_view text) {
  Sources sources;
  const std::uint32_t source = sources.add("", std::string(text));
  const auto tokens = grammar::scan(sources, source).tokens;
  if (tokens.size() < 2) return false;
  std::ptrdiff_t open = 0;
  for (const grammar::Token& token : tokens) {
    const bool opens = token.kind == grammar::Kind::open_brace || token.kind == grammar::Kind::open_paren;
    const bool closes = token.kind == grammar::Kind::close_brace || token.kind == grammar::Kind::close_paren;
    open += (opens ? 1 : 0) - (closes ? 1 : 0);
  }
  switch (tokens[tokens.size() - 2].kind) {
    case grammar::Kind::comma:
    case grammar::Kind::colon:
    case grammar::Kind::equals:
    case grammar::Kind::and_:
    case grammar::Kind::or_:
    case grammar::Kind::with:
      return true;
    default:
      return open > 0;
  }
}

}  // namespace bywhen
