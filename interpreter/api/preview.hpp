#pragma once

#include <variant>

#include "bywhen/preview.hpp"
#include "interpreter/api/access.hpp"
#include "interpreter/ask/doing.hpp"

namespace bywhen {

/// Previews a deed of an order that fits its policy as a whole; inputs have the right types.
[[nodiscard]] std::variant<Preview, Problems> preview(const OrderParts& order, const ask::Deed& deed, Instant from);

}  // namespace bywhen
