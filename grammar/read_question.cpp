#include "grammar/question_messages.hpp"
#include "grammar/read_nodes.hpp"
#include "grammar/tree_building.hpp"

namespace bywhen::grammar {

const Node* read_question_node(Reader& reader, NodeTree& nodes) {
  TokenInput in(reader.kinds().data(), reader.kinds().data() + reader.kinds().size(), "");
  try {
    (void)tao::pegtl::parse<rules::question_file, action, Control>(in, reader, nodes);
    return nodes.roots().front();
  } catch (const tao::pegtl::parse_error& error) {
    reader.unexpected(0, error.positions().front().byte, error.message());
    return nullptr;
  }
}

}  // namespace bywhen::grammar
