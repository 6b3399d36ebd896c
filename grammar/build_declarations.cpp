#include "grammar/build.hpp"

#include <fmt/format.h>

#include "bywhen/codes.hpp"

namespace bywhen::grammar {

// ── What all of them use ─────────────────────────────────────────────────────────────────────────

syntax::Name Builder::name(const Node& node) const { return {std::string(reader_.text(node.begin)), span(node)}; }

syntax::Text Builder::text(const Node& node) const { return {unquote(reader_.text(node.begin)), span(node)}; }

std::vector<syntax::Name> Builder::names(Parts& parts) const {
  std::vector<syntax::Name> names;
  names.reserve(parts.left());
  while (const Node* part = parts.take_name()) names.push_back(name(*part));
  return names;
}

std::vector<syntax::Name> Builder::names(const Node& node) const {
  Parts parts(reader_, node);
  return names(parts);
}

std::optional<syntax::Text> Builder::optional_text(Parts& parts) const {
  if (const Node* part = parts.take(Kind::text)) return text(*part);
  return std::nullopt;
}

std::optional<syntax::Text> Builder::optional_reason(Parts& parts) const {
  if (const Node* part = parts.take(NodeKind::because)) return text(*part->children[0]);
  return std::nullopt;
}

void Builder::report_unclosed(const Node& opening, const Node& missing) {
  const bool at_end = missing.begin == reader_.end();
  auto& problem = reader_.report(codes::unclosed_block, "this `{` is not closed", span(opening));
  problem.further.push_back(
      {reader_.span(missing.begin), at_end ? "the text ends here" : "a `}` is missing before this"});
  problem.help = "close the block with `}`";
}

void Builder::report_repeated(const Node& part) {
  const std::string_view word = reader_.text(part.begin);
  auto& problem =
      reader_.report(codes::repeated_clause, fmt::format("`{}` stands here a second time", word), span(part));
  problem.help = "a sentence has one of each: remove one";
}

// ── Declarations ─────────────────────────────────────────────────────────────────────────────────

namespace {

/// What stands for a declaration of the extended policy, told by the word before it.
struct AsReplacement {
  Span span;

  syntax::Declaration operator()(syntax::TermDecl&& decl) const { return syntax::ReplaceDecl{std::move(decl), span}; }
  syntax::Declaration operator()(syntax::DefineDecl&& decl) const { return syntax::ReplaceDecl{std::move(decl), span}; }
  syntax::Declaration operator()(syntax::ActorDecl&& decl) const { return syntax::ReplaceDecl{std::move(decl), span}; }
  syntax::Declaration operator()(syntax::FactDecl&& decl) const { return syntax::ReplaceDecl{std::move(decl), span}; }
  syntax::Declaration operator()(syntax::StatusDecl&& decl) const { return syntax::ReplaceDecl{std::move(decl), span}; }
  syntax::Declaration operator()(syntax::ActionDecl&& decl) const { return syntax::ReplaceDecl{std::move(decl), span}; }
  syntax::Declaration operator()(syntax::CalendarDecl&& decl) const {
    return syntax::ReplaceDecl{std::move(decl), span};
  }
  template <typename Other>
  syntax::Declaration operator()(Other&& decl) const {
    return std::forward<Other>(decl);
  }
};

}  // namespace

syntax::Declaration Builder::declaration(const Node& node) {
  syntax::Declaration plain = plain_declaration(node);
  if (reader_.kind(node.begin) != Kind::replace) return plain;
  return std::visit(AsReplacement{span(node)}, std::move(plain));
}

syntax::Declaration Builder::plain_declaration(const Node& node) {
  switch (node.kind) {
    case NodeKind::policy:
      return policy(node);
    case NodeKind::version:
      return version(node);
    case NodeKind::governed:
      return syntax::GovernedDecl{name(*node.children[0]), span(node)};
    case NodeKind::term_bound:
      return term_bound(node);
    case NodeKind::replaced_rule:
      return replaced_rule(node);
    case NodeKind::remove:
      return removed(node);
    case NodeKind::zone:
      return syntax::ZoneDecl{text(*node.children[0]), span(node)};
    case NodeKind::months:
      return months(node);
    case NodeKind::money:
      return money(node);
    case NodeKind::calendar:
      return calendar(node);
    case NodeKind::term:
      return term(node);
    case NodeKind::define:
      return define(node);
    case NodeKind::fact:
      return fact(node);
    case NodeKind::status:
      return status(node);
    case NodeKind::action:
      return action(node);
    case NodeKind::in_block:
      return in_block(node);
    case NodeKind::scenario:
      return scenario(node);
    default:
      break;
  }
  Parts parts(reader_, node);
  syntax::ActorDecl actor{name(parts.any()), {}, span(node)};
  actor.label = optional_text(parts);
  return actor;
}

syntax::Declaration Builder::policy(const Node& node) {
  Parts parts(reader_, node);
  syntax::PolicyDecl decl{name(parts.any()), {}, span(node), {}, {}};
  decl.title = optional_text(parts);
  const Node* extends = parts.take(NodeKind::extends);
  if (extends == nullptr) return decl;
  Parts inner(reader_, *extends);
  decl.extends = name(inner.any());
  while (const Node* when = inner.take(NodeKind::when)) decl.conditions.push_back(condition(*when));
  return decl;
}

syntax::Declaration Builder::version(const Node& node) {
  syntax::VersionDecl decl{expr(*node.children[0]), span(node), {}, {}};
  for (std::size_t i = 1; i < node.children.size(); ++i) {
    const Node& word = *node.children[i];
    (holds(word, Kind::amends) ? decl.amends : decl.for_all_orders) = span(word);
  }
  return decl;
}

syntax::Declaration Builder::term_bound(const Node& node) {
  Parts parts(reader_, node);
  syntax::TermBoundDecl decl;
  decl.span = span(node);
  decl.term = name(parts.any());
  decl.at_least = holds(parts.any(), Kind::least);
  decl.bound = expr(parts.any());
  decl.doc = optional_text(parts);
  return decl;
}

syntax::Declaration Builder::replaced_rule(const Node& node) {
  return syntax::ReplaceDecl{rule(*node.children[0]), span(node)};
}

syntax::RemoveDecl::What Builder::removed_kind(const Node& node) const {
  using What = syntax::RemoveDecl::What;
  switch (reader_.kind(node.begin)) {
    case Kind::term:
      return What::term;
    case Kind::define:
      return What::define;
    case Kind::actor:
      return What::actor;
    case Kind::fact:
      return What::fact;
    case Kind::status:
      return What::status;
    case Kind::action:
      return What::action;
    default:
      return What::calendar;
  }
}

syntax::Declaration Builder::removed(const Node& node) {
  Parts parts(reader_, node);
  syntax::RemoveDecl decl;
  decl.span = span(node);
  if (!is_name(reader_.kind(node.children[0]->begin))) decl.what = removed_kind(parts.any());
  decl.name = name(parts.any());
  decl.because = optional_reason(parts);
  return decl;
}

syntax::Declaration Builder::months(const Node& node) {
  return syntax::MonthsDecl{holds(*node.children[0], Kind::up), span(node)};
}

syntax::Declaration Builder::money(const Node& node) {
  Parts parts(reader_, node);
  syntax::MoneyDecl decl;
  decl.span = span(node);
  decl.half = parts.take(Kind::half) != nullptr;
  const Node& way = parts.any();
  if (holds(way, Kind::up)) decl.way = syntax::MoneyDecl::Way::up;
  if (holds(way, Kind::down)) decl.way = syntax::MoneyDecl::Way::down;
  return decl;
}

syntax::Declaration Builder::calendar(const Node& node) {
  Parts parts(reader_, node);
  syntax::CalendarDecl decl;
  decl.span = span(node);
  decl.name = name(parts.any());
  decl.is_default = parts.take(Kind::default_) != nullptr;
  if (const Node* choice = parts.take(NodeKind::table)) {
    decl.choice = table(*choice);
    return decl;
  }
  const Node& opening = parts.any();
  while (!parts.done()) {
    const Node& part = parts.any();
    if (part.kind == NodeKind::missing_close) report_unclosed(opening, part);
    calendar_part(decl, part);
  }
  return decl;
}

void Builder::calendar_part(syntax::CalendarDecl& decl, const Node& part) {
  if (part.kind == NodeKind::covers) decl.covers.push_back(years(part));
  if (part.kind == NodeKind::weekend) {
    for (auto& day : names(part)) decl.weekend.push_back(std::move(day));
  }
  if (part.kind == NodeKind::holidays) {
    for (const auto& item : part.children) holiday(decl, *item);
  }
}

syntax::CalendarDecl::Years Builder::years(const Node& node) {
  return {expr(*node.children[0]), expr(*node.children[1]), span(node)};
}

void Builder::holiday(syntax::CalendarDecl& decl, const Node& node) {
  Parts parts(reader_, node);
  if (node.kind == NodeKind::from_file) {
    decl.files.push_back(text(parts.any()));
  } else if (node.kind == NodeKind::of_calendars) {
    for (auto& other : names(parts)) decl.others.push_back(std::move(other));
  } else if (node.kind == NodeKind::every_year) {
    const Node& day = parts.any();
    const Node& month = parts.any();
    decl.recurring.push_back({expr(day), name(month), optional_text(parts), span(node)});
  } else {
    const Node& date = parts.any();
    decl.holidays.push_back({expr(date), optional_text(parts)});
  }
}

syntax::Declaration Builder::term(const Node& node) {
  Parts parts(reader_, node);
  syntax::TermDecl decl;
  decl.span = span(node);
  decl.name = name(parts.any());
  if (const Node* rows = parts.take(NodeKind::table)) {
    decl.value = table(*rows);
  } else {
    decl.value = expr(parts.any());
  }
  decl.doc = optional_text(parts);
  return decl;
}

syntax::Declaration Builder::define(const Node& node) {
  Parts parts(reader_, node);
  syntax::DefineDecl decl;
  decl.span = span(node);
  decl.name = name(parts.any());
  if (const Node* rows = parts.take(NodeKind::table)) {
    decl.value = table(*rows);
  } else if (const Node* when = parts.take(NodeKind::define_when)) {
    decl.condition = true;
    decl.value = expr(*when->children[0]);
  } else {
    decl.value = expr(parts.any());
  }
  return decl;
}

syntax::Declaration Builder::fact(const Node& node) {
  Parts parts(reader_, node);
  syntax::FactDecl decl;
  decl.span = span(node);
  decl.names = names(parts);
  const Node& declared = parts.any();
  decl.type = declared.kind == NodeKind::list_type ? list_type(declared) : type(declared);
  if (parts.take(Kind::question) != nullptr) decl.type.optional = true;
  if (!parts.done()) decl.default_value = expr(parts.any());
  return decl;
}

syntax::TypeRef Builder::type(const Node& node) {
  Parts parts(reader_, node);
  syntax::TypeRef type;
  type.span = span(node);
  if (parts.take(Kind::open_brace)) {
    type.choices = names(parts);
  } else if (const Node* word = parts.take_name()) {
    type.name = name(*word).text;
  } else {
    type.name = "yes/no";
  }
  type.optional = parts.take(Kind::question) != nullptr;
  return type;
}

syntax::Declaration Builder::status(const Node& node) {
  Parts parts(reader_, node);
  syntax::StatusDecl decl;
  decl.span = span(node);
  decl.name = name(parts.any());
  decl.label = optional_text(parts);
  while (!parts.done()) status_attribute(decl, parts.any());
  return decl;
}

void Builder::status_attribute(syntax::StatusDecl& decl, const Node& part) {
  if (part.kind == NodeKind::marks) {
    for (const auto& mark : part.children) decl.marks.push_back({name(*mark->children[0]), mark->children.size() == 2});
  } else if (part.kind == NodeKind::needs) {
    for (auto& fact : names(part)) decl.needs.push_back(std::move(fact));
  } else {
    auto& word = holds(part, Kind::initial) ? decl.initial : decl.final;
    if (word) report_repeated(part);
    word = span(part);
  }
}

syntax::Declaration Builder::action(const Node& node) {
  Parts parts(reader_, node);
  syntax::ActionDecl decl;
  decl.span = span(node);
  decl.name = name(parts.any());
  decl.label = optional_text(parts);
  const Node& opening = parts.any();
  while (!parts.done()) {
    const Node& part = parts.any();
    if (part.kind == NodeKind::missing_close) {
      report_unclosed(opening, part);
    } else {
      effect(decl, part);
    }
  }
  return decl;
}

void Builder::effect(syntax::ActionDecl& decl, const Node& part) {
  Parts parts(reader_, part);
  if (part.kind == NodeKind::asks) {
    for (auto& fact : names(part)) decl.asks.push_back(std::move(fact));
  } else if (part.kind == NodeKind::requirement) {
    syntax::ActionDecl::Requires requirement{expr(parts.any()), {}, span(part)};
    requirement.because = optional_reason(parts);
    decl.requirements.push_back(std::move(requirement));
  } else if (part.kind == NodeKind::marks) {
    for (const auto& mark : part.children) decl.marks.push_back({name(*mark->children[0]), mark->children.size() == 2});
  } else if (part.kind == NodeKind::sets) {
    for (const auto& set : part.children)
      decl.sets.push_back({name(*set->children[0]), expr(*set->children[1]), span(*set)});
  } else {
    syntax::ActionDecl::Becomes becomes{name(parts.any()), {}, span(part)};
    if (!parts.done()) becomes.condition = expr(parts.any());
    decl.becomes.push_back(std::move(becomes));
  }
}

}  // namespace bywhen::grammar
