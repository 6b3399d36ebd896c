#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "interpreter/api/access.hpp"
#include "interpreter/evaluate/decide.hpp"
#include "tests/api/shipped.hpp"

/// What the tests of the searches share: what stands behind the handles, and the questions that they ask.
namespace bywhen::test {

[[nodiscard]] const Program& program_of(const Policy& policy);

[[nodiscard]] OrderState state_from(const Policy& policy, std::string_view json);

/// The fact, action, actor or status of that name; fails the test where there is none.
[[nodiscard]] FactId fact(const Policy& policy, std::string_view name);
[[nodiscard]] ActorId actor(const Policy& policy, std::string_view name);
[[nodiscard]] ActionId action(const Policy& policy, std::string_view name);
[[nodiscard]] StatusId status(const Policy& policy, std::string_view name);

/// The verdict on an action as `to_string` says it, `none` where no rule speaks of it; nothing where the order has to
/// be refused.
[[nodiscard]] std::optional<std::string> verdict(const Program& program, const OrderState& order, ActorId actor,
                                                 ActionId action, Instant at);

/// All verdicts and the states of all duties, without instants: what changes at the boundaries only.
[[nodiscard]] std::optional<std::string> verdicts(const Program& program, const OrderState& order, Instant at);

/// Every policy that comes with bywhen or was made to be awkward, by its file's name.
struct NamedPolicy {
  std::string name;
  std::string text;
  Policy policy;
};
[[nodiscard]] std::vector<NamedPolicy> all_policies();

}  // namespace bywhen::test
