#pragma once

#include <set>
#include <string>
#include <string_view>
#include <variant>

#include "bywhen/order.hpp"
#include "interpreter/order_state.hpp"
#include "interpreter/program.hpp"

namespace bywhen {

struct ReadOrder {
  OrderState state;
  /// The order's `id` as JSON; empty if it has none.
  std::string id;
};

/// Names of facts, and of members of lists as `list.member`.
using FactNames = std::set<std::string>;

/// Reads and validates an order's JSON; all problems at once, by place as far as the text has them, then what is
/// missing. What is `dropped` is passed over where the policy does not know it.
[[nodiscard]] std::variant<ReadOrder, Problems> read_order_json(const Program& program, std::string_view json,
                                                                const FactNames& dropped = {});

/// The facts, the status and the `as_of` of an order's JSON that can be read in the light of the policy, whatever else
/// is wrong with it.
[[nodiscard]] OrderState read_facts_told(const Program& program, std::string_view json);

}  // namespace bywhen
