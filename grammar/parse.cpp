#include "grammar/parse.hpp"

#include "grammar/build.hpp"
#include "grammar/read_nodes.hpp"

namespace bywhen {

Parsed parse(const Sources& sources, std::uint32_t source) {
  grammar::Scanned scanned = grammar::scan(sources, source);
  grammar::Reader reader(sources, source, scanned.tokens);
  grammar::Builder builder(reader);
  Parsed parsed;
  const auto root = grammar::read_nodes(reader);
  for (const auto& node : root->children) parsed.file.declarations.push_back(builder.declaration(*node));
  parsed.diagnostics = std::move(scanned.diagnostics);
  for (auto& problem : reader.take_diagnostics()) parsed.diagnostics.push_back(std::move(problem));
  sort_by_place(parsed.diagnostics);
  return parsed;
}

}  // namespace bywhen
