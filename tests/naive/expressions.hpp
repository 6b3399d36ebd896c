#pragma once

#include <vector>

#include "grammar/syntax.hpp"

namespace bywhen::naive {

/// The expressions that one is made of.
[[nodiscard]] std::vector<const syntax::Expr*> parts_of(const syntax::Expr& expr);

/// Gathers every expression of a part of the tree, the outer ones first.
class Expressions {
public:
  void add(const syntax::Expr& expr);
  void add(const syntax::Table& table);
  void add(const syntax::Rule& rule);
  void add(const syntax::ActionDecl& action);
  void add(const std::vector<syntax::Condition>& conditions);
  /// The body of a term or a definition.
  void add(const std::variant<syntax::Expr, syntax::Table>& body);
  /// The block's own conditions, and its rules.
  void add(const syntax::InBlock& block);

  std::vector<const syntax::Expr*> found;

private:
  void add(const std::optional<syntax::Expr>& expr);
  void add(const std::optional<syntax::Window>& window);
  void add(const std::optional<syntax::Amount>& amount);
};

}  // namespace bywhen::naive
