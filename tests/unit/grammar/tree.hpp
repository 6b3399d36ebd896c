#pragma once

#include <string>

#include "grammar/syntax.hpp"

namespace bywhen::test {

/// The syntax tree as nested lists, without spans: `(may (actors buyer) (actions pay))`. One declaration a line, and
/// one rule, step or row a line inside of it. Two texts with the same tree mean the same.
[[nodiscard]] std::string tree(const syntax::File& file);
[[nodiscard]] std::string tree(const syntax::Expr& expr);

}  // namespace bywhen::test
