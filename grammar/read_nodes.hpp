#pragma once

#include <memory>

#include "grammar/node.hpp"
#include "grammar/reader.hpp"

namespace bywhen::grammar {

/// Runs the sentence grammar over the reader's tokens. Mistakes are reported to the reader and the sentences that hold
/// them left out. The root's children are the declarations.
[[nodiscard]] std::unique_ptr<Node> read_nodes(Reader& reader);

/// Runs the grammar of questions over the reader's tokens: the question's node, or nothing after a mistake, which is
/// reported to the reader.
[[nodiscard]] std::unique_ptr<Node> read_question_node(Reader& reader);

}  // namespace bywhen::grammar
