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
#include "bywhen/fact_value.hpp"
#include "bywhen/handle.hpp"
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

/// An order's facts in the slots of a policy. A value: copies are independent of each other, and cost as much as the
/// facts that they hold. Read by many threads at once, or changed by one.
///
/// Whoever takes an order looks first whether it fits as a whole (`problems`), so that facts can be set one after the
/// other. With another policy than its own an order is read anew, by the names of its facts.
class BYWHEN_API Order {
public:
  /// An order in the policy's initial status, of which nothing is told yet.
  explicit Order(const Policy& policy);
  Order(const Order& other);
  Order& operator=(const Order& other);
  Order(Order&& other) noexcept;
  Order& operator=(Order&& other) noexcept;
  ~Order();

  /// Tells a fact; the problem if there is no such fact or the value does not fit its type, and then nothing is
  /// changed. Asks for memory only for texts that are longer than those before.
  [[nodiscard]] Problems set(FactHandle fact, const FactValue& value);
  [[nodiscard]] Problems set(std::string_view fact, const FactValue& value);
  [[nodiscard]] Problems set_status(StatusHandle status);
  [[nodiscard]] Problems set_status(std::string_view status);
  /// When the order was last right and settled; absent: since it entered its status, as far as its facts tell.
  /// A sentinel counts as absent.
  void set_as_of(std::optional<Instant> as_of);
  /// What the host calls the order: only echoed.
  void set_id(std::string_view id);
  /// Takes back all that was told, and the status, for another order in the same memory.
  void clear();

  /// What the order as a whole lacks: facts that are required, events that its status implies, one currency.
  [[nodiscard]] Problems problems() const;
  [[nodiscard]] OrderData data() const;

  /// What stands behind it; no part of the API.
  struct State;

private:
  friend class PolicyAccess;
  explicit Order(std::unique_ptr<State> state);

  /// Never null, but in an order that was moved from: that one can only be assigned to or destroyed.
  std::unique_ptr<State> state_;
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
