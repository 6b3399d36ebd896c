#include "grammar/build.hpp"

namespace bywhen::grammar {

using Expectation = decltype(syntax::ExpectStep::expectation);

syntax::Declaration Builder::scenario(const Node& node) {
  Parts parts(reader_, node);
  syntax::ScenarioDecl decl;
  decl.span = span(node);
  decl.name = text(parts.any());
  const Node& opening = parts.any();
  while (!parts.done()) {
    const Node& part = parts.any();
    if (part.kind == NodeKind::missing_close) {
      report_unclosed(opening, part);
    } else {
      decl.steps.push_back(step(part));
    }
  }
  return decl;
}

syntax::Step Builder::step(const Node& node) {
  Parts parts(reader_, node);
  if (node.kind == NodeKind::given) return syntax::GivenStep{assignments(parts), span(node)};
  if (node.kind == NodeKind::at) return syntax::AtStep{expr(parts.any()), span(node)};
  if (node.kind == NodeKind::expect) return syntax::ExpectStep{expectation(parts.any()), span(node)};
  syntax::DoesStep does{name(parts.any()), name(parts.any()), {}, span(node)};
  does.inputs = assignments(parts);
  return does;
}

syntax::Assignment Builder::assignment(const Node& node) {
  const Node& value = *node.children[1];
  // No name can be spelt like it.
  if (holds(value, Kind::missing))
    return {name(*node.children[0]), {syntax::NameRef{"missing"}, span(value)}, span(node)};
  return {name(*node.children[0]), expr(value), span(node)};
}

std::vector<syntax::Assignment> Builder::assignments(Parts& parts) {
  std::vector<syntax::Assignment> found;
  while (const Node* part = parts.take(NodeKind::assignment)) found.push_back(assignment(*part));
  return found;
}

Expectation Builder::expectation(const Node& node) {
  switch (node.kind) {
    case NodeKind::expect_may:
      return expect_may(node);
    case NodeKind::expect_unknown:
      return expect_unknown(node);
    case NodeKind::expect_must:
      return expect_must(node);
    case NodeKind::expect_cannot:
      return expect_cannot(node);
    case NodeKind::expect_happens:
      return expect_happens(node);
    case NodeKind::expect_status:
      return expect_status(node);
    default:
      return syntax::ExpectCondition{expr(*node.children[0])};
  }
}

syntax::ExpectMay Builder::expect_may(const Node& node) {
  Parts parts(reader_, node);
  syntax::ExpectMay expected;
  expected.actor = name(parts.any());
  expected.negated = parts.take(Kind::not_) != nullptr;
  expected.action = name(parts.any());
  if (const Node* part = parts.take(NodeKind::from)) expected.from = expr(*part->children[0]);
  if (const Node* part = parts.take(NodeKind::until)) expected.until = expr(*part->children[0]);
  expected.because = optional_reason(parts);
  return expected;
}

syntax::ExpectUnknown Builder::expect_unknown(const Node& node) {
  return {name(*node.children[0]), name(*node.children[1])};
}

syntax::ExpectMust Builder::expect_must(const Node& node) {
  Parts parts(reader_, node);
  syntax::ExpectMust expected;
  expected.actor = name(parts.any());
  expected.negated = parts.take(Kind::not_) != nullptr;
  expected.actions = names(parts.any());
  const Node* by = parts.take(NodeKind::by);
  const Node* because = by ? nullptr : parts.take(NodeKind::because);
  if (!by && !because && !parts.done()) {
    expected.amount = expr(parts.any());
    by = parts.take(NodeKind::by);
  }
  if (by) expected.by = expr(*by->children[0]);
  expected.because = because ? text(*because->children[0]) : optional_reason(parts);
  return expected;
}

syntax::ExpectCannot Builder::expect_cannot(const Node& node) {
  Parts parts(reader_, node);
  syntax::ExpectCannot expected{name(parts.any()), name(parts.any()), {}, {}};
  expected.inputs = assignments(parts);
  expected.because = optional_reason(parts);
  return expected;
}

syntax::ExpectHappens Builder::expect_happens(const Node& node) {
  Parts parts(reader_, node);
  syntax::ExpectHappens expected{name(parts.any()), expr(parts.any()), {}};
  expected.because = optional_reason(parts);
  return expected;
}

syntax::ExpectStatus Builder::expect_status(const Node& node) {
  Parts parts(reader_, node);
  syntax::ExpectStatus expected{name(parts.any()), {}};
  expected.because = optional_reason(parts);
  return expected;
}

}  // namespace bywhen::grammar
