#include "examples/order_desk/desk.hpp"

#include <ostream>
#include <utility>

namespace desk {
namespace {

using bywhen::Answer;
using bywhen::Instant;
using bywhen::Order;

/// Times are microseconds since 1970, as the library counts them. `next_at` is NULL where an order rests for ever. The
/// index is a second lock on the door: no sentence of a policy acts twice on an order at one instant.
constexpr const char* schema = R"(
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS orders (
    id TEXT PRIMARY KEY, data TEXT NOT NULL, policy TEXT NOT NULL, next_at INTEGER, problem TEXT);
  CREATE INDEX IF NOT EXISTS due ON orders (next_at) WHERE next_at IS NOT NULL;
  CREATE TABLE IF NOT EXISTS transitions (
    order_id TEXT NOT NULL REFERENCES orders (id), seq INTEGER NOT NULL, at INTEGER NOT NULL,
    actor TEXT, action TEXT NOT NULL, old_status TEXT NOT NULL, new_status TEXT NOT NULL,
    rule TEXT, because TEXT, request TEXT UNIQUE,
    PRIMARY KEY (order_id, seq)) WITHOUT ROWID;
  CREATE UNIQUE INDEX IF NOT EXISTS lapses ON transitions (order_id, at, rule) WHERE actor IS NULL;
)";

constexpr const char* insert_transition = R"(
  INSERT INTO transitions (order_id, seq, at, actor, action, old_status, new_status, rule, because, request)
  SELECT ?1, 1 + count(*), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 FROM transitions WHERE order_id = ?1)";

template <typename Result>
Result good(std::variant<Result, bywhen::Problems> outcome) {
  if (const auto* problems = std::get_if<bywhen::Problems>(&outcome)) {
    throw Refused(bywhen::render_text(*problems, false));
  }
  return std::move(std::get<Result>(outcome));
}

/// The `id` as the order's JSON has it, a text without its quotes.
std::string id_of(const Order& order) {
  const std::string json = order.data().id;
  if (json.empty()) throw Refused("the order has no `id`\n");
  return json.front() == '"' ? json.substr(1, json.size() - 2) : json;
}

std::optional<std::int64_t> micros(const std::optional<Instant>& at) {
  return at ? std::optional(at->micros) : std::nullopt;
}

}  // namespace

Desk::Desk(Database& database, bywhen::Policy policy, Clock clock)
    : database_(database), policy_(std::move(policy)), clock_(std::move(clock)) {
  database_.run(schema);
  look_at_all_if_policy_changed();
}

/// Another text may let the clock act earlier.
void Desk::look_at_all_if_policy_changed() {
  Transaction transaction(database_);
  database_.prepare("UPDATE orders SET next_at = 0, policy = ?1 WHERE policy <> ?1").bind(policy_.digest()).step();
  transaction.commit();
}

void Desk::add(std::string_view json) {
  const Order order = good(bywhen::read_order(policy_, json));
  const std::string id = id_of(order);
  Transaction transaction(database_);
  Statement known = database_.prepare("SELECT 1 FROM orders WHERE id = ?");
  if (known.bind(id).step()) throw Refused("the order " + id + " is there already\n");
  database_.prepare("INSERT INTO orders (id, data, policy) VALUES (?, ?, ?)")
      .bind(id)
      .bind(json)
      .bind(policy_.digest())
      .step();
  static_cast<void>(bring_up(id, order, clock_()));
  transaction.commit();
}

void Desk::act(const Act& act) {
  Transaction transaction(database_);
  const Instant now = clock_();
  if (is_done(act.request)) return;
  Statement stored = database_.prepare("SELECT data FROM orders WHERE id = ?");
  if (!stored.bind(act.order).step()) throw Refused("there is no order " + act.order + "\n");
  const Order before = bring_up(act.order, good(bywhen::read_order(policy_, stored.text(0))), now);
  const Order after = good(bywhen::apply(policy_, before, act.actor, act.action, act.inputs, now));
  log_act(act, before.data().status, after.data().status, now);
  static_cast<void>(bring_up(act.order, after, now));
  transaction.commit();
}

std::size_t Desk::sweep() {
  std::size_t count = 0;
  while (sweep_one()) ++count;
  return count;
}

bool Desk::sweep_one() {
  const std::optional<Instant> first = next();
  if (!first || clock_() < *first) return false;
  Transaction transaction(database_);
  const Instant now = clock_();
  Statement due = database_.prepare("SELECT id, data FROM orders WHERE next_at <= ? ORDER BY next_at LIMIT 1");
  // Another sweeper may have been faster.
  if (!due.bind(now.micros).step()) return true;
  const std::string id = due.text(0);
  try {
    static_cast<void>(bring_up(id, good(bywhen::read_order(policy_, due.text(1))), now));
  } catch (const Refused& refused) {
    set_aside(id, refused.what());
  }
  transaction.commit();
  return true;
}

std::optional<Instant> Desk::next() {
  Statement first = database_.prepare("SELECT min(next_at) FROM orders");
  first.step();
  const auto at = first.number(0);
  return at ? std::optional(Instant{*at}) : std::nullopt;
}

/// Writes what the clock has done, the settled order, and when to look again.
Order Desk::bring_up(const std::string& id, const Order& order, Instant now) {
  const Answer answer = good(bywhen::decide(policy_, order, now));
  Order settled = good(bywhen::read_order(policy_, bywhen::to_json(answer.order)));
  for (const bywhen::SettledAnswer& lapse : answer.settled) log_lapse(id, lapse);
  store(id, answer);
  return settled;
}

void Desk::store(const std::string& id, const Answer& answer) {
  database_.prepare("UPDATE orders SET data = ?, next_at = ?, problem = NULL WHERE id = ?")
      .bind(bywhen::to_json(answer.order))
      .bind(micros(answer.valid_until))
      .bind(id)
      .step();
}

void Desk::log_lapse(const std::string& id, const bywhen::SettledAnswer& lapse) {
  database_.prepare(insert_transition)
      .bind(id)
      .bind(lapse.at.micros)
      .bind(nullptr)
      .bind(lapse.action)
      .bind(lapse.from)
      .bind(lapse.to)
      .bind(lapse.rule.name)
      .bind(lapse.because)
      .step();
}

void Desk::log_act(const Act& act, const std::string& from, const std::string& to, Instant now) {
  Statement insert = database_.prepare(insert_transition);
  insert.bind(act.order)
      .bind(now.micros)
      .bind(act.actor)
      .bind(act.action)
      .bind(from)
      .bind(to)
      .bind(nullptr)
      .bind(nullptr);
  if (!act.request.empty()) insert.bind(act.request);
  insert.step();
}

/// An order that the policy cannot decide must not hold up the others; a person has to look at it.
void Desk::set_aside(const std::string& id, const std::string& problem) {
  database_.prepare("UPDATE orders SET next_at = NULL, problem = ? WHERE id = ?").bind(problem).bind(id).step();
}

bool Desk::is_done(const std::string& request) {
  return !request.empty() && database_.prepare("SELECT 1 FROM transitions WHERE request = ?").bind(request).step();
}

void Desk::list(std::ostream& out) {
  Statement orders = database_.prepare("SELECT id, data, next_at, problem FROM orders ORDER BY id");
  while (orders.step()) {
    const auto next = orders.number(2);
    const auto order = bywhen::read_order(policy_, orders.text(1));
    const auto* known = std::get_if<Order>(&order);
    out << orders.text(0) << "  " << (known == nullptr ? "does not fit the policy" : known->data().status);
    if (next) out << ", until " << bywhen::format_rfc3339({*next});
    out << '\n' << orders.text(3);
    Statement happened = database_.prepare(
        "SELECT at, coalesce(actor, 'the clock'), action, new_status, because FROM transitions WHERE order_id = ? "
        "ORDER BY seq");
    happened.bind(orders.text(0));
    while (happened.step()) {
      out << "  " << bywhen::format_rfc3339({*happened.number(0)}) << "  " << happened.text(1) << ": "
          << happened.text(2) << " -> " << happened.text(3);
      if (!happened.text(4).empty()) out << " (" << happened.text(4) << ')';
      out << '\n';
    }
  }
}

}  // namespace desk
