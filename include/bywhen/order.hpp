#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "bywhen/answer.hpp"
#include "bywhen/export.hpp"
#include "bywhen/instant.hpp"
#include "bywhen/policy.hpp"

namespace bywhen {

/// One thing wrong with an order, with an input or with what is asked of them.
struct Problem {
  /// `BW08…` for orders, `BW09…` for acting on them; explained in docs/diagnostics.md.
  std::string code;
  /// JSON pointer to the place in the order (`/facts/paid_at`), or empty where there is none.
  std::string pointer;
  std::string message;
  /// What was expected and what was found; empty where the message says it all.
  std::string expected;
  std::string found;
  std::string help;

  friend bool operator==(const Problem&, const Problem&) = default;
};
using Problems = std::vector<Problem>;

/// For people, a line or more each.
[[nodiscard]] BYWHEN_API std::string render_text(const Problems& problems, bool colour);
/// As data: a JSON array.
[[nodiscard]] BYWHEN_API std::string render_json(const Problems& problems);

/// An order's facts, valid for the policy that it was read for; with another policy it is read anew. Immutable, cheap
/// to copy.
class BYWHEN_API Order {
public:
  [[nodiscard]] OrderData data() const;

  /// What stands behind the handle; no part of the API.
  struct State;

private:
  friend class PolicyAccess;
  explicit Order(std::shared_ptr<const State> state);

  std::shared_ptr<const State> state_;
};

/// Reads an order's JSON and validates it against the policy; all problems at once.
[[nodiscard]] BYWHEN_API std::variant<Order, Problems> read_order(const Policy& policy, std::string_view json);

/// A time as people type it: RFC 3339, or `2026-03-01 10:00[:30]` in the policy's zone where that is unambiguous.
[[nodiscard]] BYWHEN_API std::variant<Instant, Problems> read_time(const Policy& policy, std::string_view text);

/// `FACT=VALUE` pairs as people type them. A value is written as in an order's JSON string, a time also in the policy's
/// zone; `missing` takes a fact's value away.
using FactTexts = std::vector<std::pair<std::string, std::string>>;

/// Settles the order up to the instant and says what holds then. Fails if an event lies after the instant, if the order
/// was last right after it, or where a business calendar does not reach so far.
[[nodiscard]] BYWHEN_API std::variant<Answer, Problems> decide(const Policy& policy, const Order& order, Instant at);

/// Does an action at an instant: if and only if it is allowed then and its inputs are right. The result is settled and
/// right as of then.
[[nodiscard]] BYWHEN_API std::variant<Order, Problems> apply(const Policy& policy, const Order& order,
                                                             std::string_view actor, std::string_view action,
                                                             const FactTexts& inputs, Instant at);

/// Takes in what the world reports at an instant; the result is settled and right as of then.
[[nodiscard]] BYWHEN_API std::variant<Order, Problems> record(const Policy& policy, const Order& order,
                                                              const FactTexts& facts, Instant at);

}  // namespace bywhen
