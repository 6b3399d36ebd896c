#include "grammar/read_nodes.hpp"

#include "grammar/tree_building.hpp"

namespace bywhen::grammar {

std::unique_ptr<Node> read_nodes(Reader& reader) {
  TokenInput in(reader.kinds().data(), reader.kinds().data() + reader.kinds().size(), "");
  return tao::pegtl::parse_tree::parse<rules::file, Node, selector, action, Control>(in, reader);
}

}  // namespace bywhen::grammar
