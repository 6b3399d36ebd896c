#include "grammar/parse.hpp"

#include <algorithm>

#include "bywhen/codes.hpp"
#include "grammar/build.hpp"
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
  const auto root = grammar::read_nodes(reader);
  for (const auto& node : root->children) parsed.file.declarations.push_back(builder.declaration(*node));
  parsed.skipped = reader.take_left_out();
  parsed.diagnostics = std::move(scanned.diagnostics);
  for (auto& problem : reader.take_diagnostics()) parsed.diagnostics.push_back(std::move(problem));
  sort_by_place(parsed.diagnostics);
  if (reader.gave_up() || parsed.diagnostics.size() > grammar::max_mistakes) cut_to_the_first(parsed.diagnostics);
  return parsed;
}

}  // namespace bywhen
