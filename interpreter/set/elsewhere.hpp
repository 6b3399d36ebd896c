#pragma once

#include <string_view>

#include "bywhen/order.hpp"
#include "interpreter/set/inside.hpp"

namespace bywhen::set {

/// Says of an action that the governing policy does not have which overlays or versions of the set have it.
void tell_where_known(const PolicySet::Inside& set, std::string_view action, Problems& problems);

}  // namespace bywhen::set
