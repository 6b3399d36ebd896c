#pragma once

#include "grammar/node.hpp"
#include "grammar/reader.hpp"

namespace bywhen::grammar {

/// Runs the sentence grammar over the reader's tokens. Mistakes are reported to the reader and the sentences that hold
/// them left out. The tree's roots are the declarations.
void read_nodes(Reader& reader, NodeTree& nodes);

/// Runs the grammar of questions over the reader's tokens: the question's node, or nothing after a mistake, which is
/// reported to the reader.
[[nodiscard]] const Node* read_question_node(Reader& reader, NodeTree& nodes);

}  // namespace bywhen::grammar
