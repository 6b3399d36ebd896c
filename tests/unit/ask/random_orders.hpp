#pragma once

#include <cstdint>
#include <optional>
#include <random>

#include "interpreter/order_state.hpp"
#include "interpreter/program.hpp"

namespace bywhen::test {

/// Random orders of a policy with an instant to ask about, the same for the same seed. Many fit the policy, not all.
class RandomOrders {
public:
  RandomOrders(const Program& program, std::uint64_t seed) : program_(program), random_(seed) {}

  struct Asked {
    OrderState order;
    Instant at;
  };
  /// An order that is valid and can be decided at the instant; nothing where a few tries gave none.
  [[nodiscard]] std::optional<Asked> next();

  [[nodiscard]] std::int64_t between(std::int64_t low, std::int64_t high);
  [[nodiscard]] bool chance(int percent) { return between(1, 100) <= percent; }

private:
  Value random_value(const Fact& fact);
  Value random_list(Type type);
  Instant random_instant();

  const Program& program_;
  std::mt19937_64 random_;
};

}  // namespace bywhen::test
