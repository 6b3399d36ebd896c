#include "grammar/build.hpp"

/// What is said of lists: their types, what is gathered over their records, and the records that scenarios tell.
namespace bywhen::grammar {

syntax::PathRef Builder::path(const Node& node) {
  const Span whole = span(node);
  const std::string_view text = reader_.text(node.begin);
  const std::size_t dot = text.find('.');
  const auto middle = whole.begin + static_cast<std::uint32_t>(dot);
  return {{std::string(text.substr(0, dot)), {whole.source, whole.begin, middle}},
          {std::string(text.substr(dot + 1)), {whole.source, middle + 1, whole.end}}};
}

std::optional<Box<syntax::Expr>> Builder::optional_filter(Parts& parts) {
  if (const Node* where = parts.take(NodeKind::where)) return expr(*where->children[0]);
  return std::nullopt;
}

syntax::Filtered Builder::filtered(const Node& node) {
  return {expr(*node.children[0]), expr(*node.children[1]->children[0])};
}

syntax::CountOf Builder::count_of(const Node& node) {
  Parts parts(reader_, node);
  syntax::CountOf count;
  count.list = name(parts.any());
  count.filter = optional_filter(parts);
  return count;
}

syntax::Quantified Builder::quantified(const Node& node) {
  Parts parts(reader_, node);
  syntax::Quantified quantified;
  quantified.all = holds(parts.any(), Kind::all);
  *quantified.condition = expr(parts.any());
  quantified.filter = optional_filter(parts);
  return quantified;
}

syntax::RecordsLiteral Builder::records(const Node& node) {
  syntax::RecordsLiteral literal;
  for (const auto& part : node.children) literal.records.push_back(record(*part));
  return literal;
}

syntax::RecordsLiteral::Record Builder::record(const Node& node) {
  syntax::RecordsLiteral::Record record;
  record.span = span(node);
  for (const auto& part : node.children) {
    if (part->kind != NodeKind::assignment) continue;
    syntax::Assignment told = assignment(*part);
    record.members.push_back({std::move(told.fact), std::move(told.value), told.span});
  }
  return record;
}

syntax::TypeRef Builder::list_type(const Node& node) {
  syntax::TypeRef type;
  type.name = "list";
  type.span = span(node);
  for (const auto& part : node.children) {
    if (part->kind == NodeKind::member) type.members.push_back(member(*part));
  }
  return type;
}

syntax::MemberDecl Builder::member(const Node& node) {
  Parts parts(reader_, node);
  syntax::MemberDecl decl;
  decl.span = span(node);
  decl.name = name(parts.any());
  decl.type = type(parts.any());
  if (!parts.done()) decl.default_value = expr(parts.any());
  return decl;
}

}  // namespace bywhen::grammar
