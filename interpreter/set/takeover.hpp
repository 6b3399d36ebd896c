#pragma once

#include <optional>
#include <string>

#include "bywhen/answer.hpp"
#include "bywhen/policy_set.hpp"
#include "interpreter/set/story.hpp"

/// What an order is told of the version that takes it over.
namespace bywhen::set {

/// Which version, with which overlays, takes over where the present one ends.
void tell_takeover(const Cast& cast, Governed& governed);

/// The same for what hosts ask: by what an order is governed at an instant, and what takes over.
[[nodiscard]] std::variant<Governed, Problems> govern_until(const Cast& cast, std::string_view order_json, Instant at);

}  // namespace bywhen::set
