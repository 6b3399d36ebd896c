#pragma once

#include <cstddef>
#include <functional>
#include <iosfwd>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "bywhen/bywhen.hpp"
#include "examples/order_desk/database.hpp"

namespace desk {

/// The policy said no, or the order does not fit it.
struct Refused : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What somebody wants to do.
struct Act {
  std::string order;
  std::string actor;
  std::string action;
  bywhen::FactTexts inputs;
  /// A name that the caller gives to this request, so that it can be repeated: it is done once. May be empty.
  std::string request;
};

/// Orders under one policy in a database, each brought up to the present whenever it is touched.
///
/// An order and what happened to it are written in one transaction. The order says in its `as_of` up to when the clock
/// has had its turn, so that nothing lapses twice; and what did not get to the disk is found due again.
class Desk {
public:
  using Clock = std::function<bywhen::Instant()>;
  Desk(Database& database, bywhen::Policy policy, Clock clock);

  /// Takes in a new order; it needs an `id`.
  void add(std::string_view json);
  void act(const Act& act);
  /// Lets the clock act on every order whose answer has run out; how many there were.
  std::size_t sweep();
  /// When the first answer runs out; absent: never.
  [[nodiscard]] std::optional<bywhen::Instant> next();
  /// The orders, and what happened to each.
  void list(std::ostream& out);

private:
  void look_at_all_if_policy_changed();
  bool sweep_one();
  bywhen::Order bring_up(const std::string& id, const bywhen::Order& order, bywhen::Instant now);
  void store(const std::string& id, const bywhen::Answer& answer);
  void log_lapse(const std::string& id, const bywhen::SettledAnswer& lapse);
  void log_act(const Act& act, const std::string& from, const std::string& to, bywhen::Instant now);
  void set_aside(const std::string& id, const std::string& problem);
  [[nodiscard]] bool is_done(const std::string& request);

  Database& database_;
  bywhen::Policy policy_;
  /// Asked inside of a transaction, so that the order's own time never runs backwards.
  Clock clock_;
};

}  // namespace desk
