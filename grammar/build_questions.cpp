#include "grammar/build.hpp"

namespace bywhen::grammar {

namespace {

/// `one second` is `1 second`: people say it so where they speak of a single one.
void read_one(syntax::Expr& duration) {
  auto* quantity = std::get_if<syntax::Quantity>(&duration.node);
  if (quantity == nullptr) return;
  const auto* count = std::get_if<syntax::NameRef>(&quantity->count->node);
  if (count != nullptr && count->text == "one") quantity->count->node = syntax::NumberLiteral{"1"};
}

}  // namespace

syntax::SessionTime Builder::session_time(const Node& node) {
  syntax::SessionTime time;
  time.span = span(node);
  const Node& form = *node.children[0];
  switch (form.kind) {
    case NodeKind::the_deadline:
      time.deadline = true;
      break;
    case NodeKind::later_by: {
      Parts parts(reader_, form);
      time.duration = computed(parts);
      break;
    }
    case NodeKind::by_deadline:
      time.deadline = true;
      time.duration = expr(*form.children[0]);
      time.before = holds(*form.children[1], Kind::before);
      break;
    default:
      time.moment = expr(form);
  }
  if (time.duration) read_one(*time.duration);
  return time;
}

syntax::Change Builder::change(const Node& node) {
  switch (node.kind) {
    case NodeKind::time_change:
      return session_time(*node.children[0]);
    case NodeKind::term_change:
      return syntax::TermChange{name(*node.children[0]), expr(*node.children[1])};
    case NodeKind::policy_change:
      return syntax::PolicyChange{text(*node.children[0])};
    default:
      return assignment(node);
  }
}

std::vector<syntax::Change> Builder::changes(const Node& node) {
  std::vector<syntax::Change> all;
  for (const auto& part : node.children) all.push_back(change(*part));
  return all;
}

syntax::WhyQuestion Builder::why(const Node& node) {
  Parts parts(reader_, node);
  syntax::WhyQuestion why;
  why.negated = parts.take(Kind::not_) != nullptr;
  why.actor = name(parts.any());
  why.negated = parts.take(Kind::not_) != nullptr || why.negated;
  why.action = name(parts.any());
  return why;
}

syntax::PlainQuestion Builder::plain_question(const Node& node) {
  Parts parts(reader_, node);
  switch (node.kind) {
    case NodeKind::ask_who:
      return parts.done() ? syntax::WhoQuestion{} : syntax::WhoQuestion{name(parts.any())};
    case NodeKind::ask_why:
      return why(node);
    case NodeKind::ask_when:
      return syntax::WhenQuestion{name(*node.children[0]), name(*node.children[1])};
    case NodeKind::ask_until:
      if (parts.done()) return syntax::UntilQuestion{};
      return syntax::UntilQuestion{name(*node.children[0]), name(*node.children[1])};
    case NodeKind::ask_next:
      return syntax::NextQuestion{};
    case NodeKind::ask_timeline:
      return syntax::TimelineQuestion{};
    case NodeKind::ask_preview:
      return syntax::PreviewQuestion{std::get<syntax::DoesStep>(step(*node.children[0]))};
    case NodeKind::expect:
      return syntax::ExpectStep{expectation(parts.any()), span(node)};
    default:
      return syntax::ShowQuestion{};
  }
}

std::optional<syntax::PlainQuestion> Builder::optional_question(Parts& parts) {
  if (parts.done()) return std::nullopt;
  return plain_question(parts.any());
}

syntax::WhatIfQuestion Builder::what_if(const Node& node) {
  Parts parts(reader_, node);
  syntax::WhatIfQuestion what_if;
  what_if.changes = changes(parts.any());
  what_if.question = optional_question(parts);
  return what_if;
}

syntax::VariesQuestion Builder::varies(const Node& node) {
  Parts parts(reader_, node);
  syntax::VariesQuestion varies{name(parts.any()), {}};
  varies.question = optional_question(parts);
  return varies;
}

syntax::CompareQuestion Builder::comparing(const Node& node) {
  Parts parts(reader_, node);
  syntax::CompareQuestion compare;
  compare.left = changes(parts.any());
  if (const Node* right = parts.take(NodeKind::changes)) compare.right = changes(*right);
  compare.question = optional_question(parts);
  return compare;
}

syntax::FindQuestion Builder::find(const Node& node) {
  syntax::FindQuestion find;
  for (const auto& part : node.children) {
    if (part->kind != NodeKind::permission) {
      find.conditions.push_back(expr(*part));
      continue;
    }
    Parts parts(reader_, *part);
    syntax::FindQuestion::Permission permission{name(parts.any()), {}, false};
    permission.negated = parts.take(Kind::not_) != nullptr;
    permission.action = name(parts.any());
    find.permissions.push_back(std::move(permission));
  }
  return find;
}

syntax::Question Builder::question(const Node& node) {
  switch (node.kind) {
    case NodeKind::given:
      return std::get<syntax::GivenStep>(step(node));
    case NodeKind::does:
      return std::get<syntax::DoesStep>(step(node));
    case NodeKind::move:
      return syntax::MoveStep{session_time(*node.children[0])};
    case NodeKind::ask_what_if:
      return what_if(node);
    case NodeKind::ask_varies:
      return varies(node);
    case NodeKind::ask_compare:
      return comparing(node);
    case NodeKind::ask_find:
      return find(node);
    default:
      break;
  }
  syntax::PlainQuestion plain = plain_question(node);
  return std::visit([](auto& asked) -> syntax::Question { return std::move(asked); }, plain);
}

}  // namespace bywhen::grammar
