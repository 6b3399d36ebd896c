#include "grammar/read_nodes.hpp"

#include "grammar/tree_building.hpp"

namespace bywhen::grammar {

void read_nodes(Reader& reader, NodeTree& nodes) {
  TokenInput in(reader.kinds().data(), reader.kinds().data() + reader.kinds().size(), "");
  (void)tao::pegtl::parse<rules::file, action, Control>(in, reader, nodes);
}

}  // namespace bywhen::grammar
