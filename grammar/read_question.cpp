#include <tao/pegtl/contrib/parse_tree.hpp>

#include "grammar/question_messages.hpp"
#include "grammar/read_nodes.hpp"
#include "grammar/tree_building.hpp"

namespace bywhen::grammar {

std::unique_ptr<Node> read_question_node(Reader& reader) {
  TokenInput in(reader.kinds().data(), reader.kinds().data() + reader.kinds().size(), "");
  try {
    auto root = tao::pegtl::parse_tree::parse<rules::question_file, Node, selector, action, Control>(in, reader);
    return std::move(root->children.front());
  } catch (const tao::pegtl::parse_error& error) {
    reader.unexpected(0, error.positions().front().byte, error.message());
    return nullptr;
  }
}

}  // namespace bywhen::grammar
