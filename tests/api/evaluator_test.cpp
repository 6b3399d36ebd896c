#include "bywhen/evaluator.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "interpreter/api/access.hpp"
#include "interpreter/explain.hpp"
#include "tests/api/shipped.hpp"
#include "tests/unit/ask/asked.hpp"
#include "tests/unit/ask/random_orders.hpp"

using namespace bywhen;
using namespace bywhen::test;

namespace {

constexpr std::string_view paid =
    R"({"status":"awaiting_shipment","as_of":"2026-03-02T09:00:00Z","facts":{"placed_at":"2026-03-01T10:00:00Z",)"
    R"("paid_at":"2026-03-02T09:00:00Z","total":"59.90 USD","payment_method":"card"}})";

CompactAnswer decided(Evaluator& evaluator, const Order& order, std::string_view when) {
  auto outcome = evaluator.decide(order, at(when));
  if (const auto* problems = std::get_if<Problems>(&outcome)) FAIL(render_text(*problems, false));
  return std::get<CompactAnswer>(outcome);
}

PermissionHandle permission(const Policy& policy, std::string_view actor, std::string_view action) {
  const auto handle = policy.permission(actor, action);
  REQUIRE(handle);
  return *handle;
}

std::string text_of(const std::optional<Instant>& instant) { return instant ? format_rfc3339(*instant) : "-"; }

/// What the full answer says and the compact one can say too.
std::string said_in_full(const Answer& answer) {
  std::string text = fmt::format("{} {} {}\n", answer.status, answer.settled.size(), text_of(answer.valid_until));
  for (const ActionAnswer& action : answer.actions) {
    text += fmt::format("{} {} {} {} {} {}\n", action.actor, action.action, to_string(action.verdict),
                        text_of(action.from), text_of(action.until), action.rule ? action.rule->name : "");
  }
  std::string last;
  for (const DeadlineAnswer& duty : answer.deadlines) {
    if (duty.rule.source == last || duty.rule.name == duty.rule.source) continue;
    last = duty.rule.source;
    text += fmt::format("{} {} {} {} {} {}\n", duty.rule.name, to_string(duty.state), text_of(duty.opens),
                        text_of(duty.due), text_of(duty.done_at), duty.amount ? duty.amount->amount : "-");
  }
  return text;
}

std::string said_compactly(const CompactAnswer& answer, const Policy& policy) {
  std::string text = fmt::format("{} {} {}\n", answer.status_name(), answer.settled(), text_of(answer.valid_until()));
  const Program& program = program_of(policy);
  const Model& model = *program.model;
  const StatusProgram& status = program.statuses[answer.status().index];
  for (const Entitlement& entry : status.entitlements) {
    const std::string& actor = model.actors[entry.actor].name;
    const std::string& action = model.actions[entry.action].name;
    const PermissionHandle handle = permission(policy, actor, action);
    const auto standing = answer.standing(handle);
    CHECK(answer.allowed(handle) == (standing && standing->verdict == Verdict::allowed));
    if (!standing) continue;
    text += fmt::format("{} {} {} {} {} {}\n", actor, action, to_string(standing->verdict), text_of(standing->from),
                        text_of(standing->until), standing->rule);
  }
  for (const RuleId rule : status.duties) {
    if (!model.rules[rule].labelled) continue;
    const auto handle = policy.duty(model.rules[rule].name);
    REQUIRE(handle);
    const auto duty = answer.duty(*handle);
    CHECK(answer.due(*handle) == (duty ? duty->due : std::nullopt));
    if (!duty) continue;
    const std::string amount =
        duty->amount ? format_money({duty->amount->minor, find_currency(duty->amount->code())->index}) : "-";
    text += fmt::format("{} {} {} {} {} {}\n", model.rules[rule].name, to_string(duty->state), text_of(duty->opens),
                        text_of(duty->due), text_of(duty->done_at), amount);
  }
  return text;
}

}  // namespace

TEST_CASE("evaluator: answers by handle") {
  const Policy& policy = aliexpress();
  Evaluator evaluator(policy);
  const Order order = order_from(policy, paid);
  const auto cancel = permission(policy, "buyer", "request_cancellation");
  const auto ship = permission(policy, "seller", "ship");

  CompactAnswer answer = decided(evaluator, order, "2026-03-02T20:00:00Z");
  CHECK(answer.at() == at("2026-03-02T20:00:00Z"));
  CHECK(answer.status_name() == "awaiting_shipment");
  CHECK(answer.status() == policy.status("awaiting_shipment"));
  CHECK(answer.settled() == 0);
  CHECK_FALSE(answer.allowed(cancel));
  CHECK(answer.allowed(ship));
  const auto standing = answer.standing(cancel);
  REQUIRE(standing);
  CHECK(standing->verdict == Verdict::not_yet);
  CHECK(standing->from == at("2026-03-03T09:00:00Z"));
  CHECK(standing->rule == "verifying");
  CHECK(answer.valid_until() == at("2026-03-03T09:00:00Z"));

  answer = decided(evaluator, order, "2026-03-03T09:00:00Z");
  CHECK(answer.allowed(cancel));
  CHECK(answer.valid_until() == std::nullopt);
  CHECK_FALSE(answer.standing(permission(policy, "buyer", "pay")));
  CHECK_FALSE(answer.allowed(permission(policy, "buyer", "pay")));
}

TEST_CASE("evaluator: duties, deadlines and amounts") {
  const Policy& policy = aliexpress();
  Evaluator evaluator(policy);
  Order order(policy);
  REQUIRE(order.set("placed_at", at("2026-03-01T10:00:00Z")).empty());
  REQUIRE(order.set("total", Amount(5990, "USD")).empty());
  REQUIRE(order.set("payment_method", "card").empty());
  const DutyHandle payment = *policy.duty("payment");
  const DutyHandle money_back = *policy.duty("money_back");

  CompactAnswer answer = decided(evaluator, order, "2026-03-10T10:00:00Z");
  CHECK(answer.due(payment) == at("2026-03-21T10:00:00Z"));
  CHECK(answer.duty(payment)->state == DutyState::pending);
  CHECK_FALSE(answer.duty(payment)->amount);
  CHECK_FALSE(answer.duty(money_back));

  REQUIRE(order.set_status("closed").empty());
  REQUIRE(order.set("paid_at", at("2026-03-02T10:00:00Z")).empty());
  REQUIRE(order.set("closed_at", at("2026-03-17T09:00:00Z")).empty());
  answer = decided(evaluator, order, "2026-03-20T10:00:00Z");
  CHECK(answer.duty(money_back)->amount == Amount(5990, "USD"));
  CHECK(answer.due(money_back) == at("2026-03-31T09:00:00Z"));
  CHECK_FALSE(answer.due(payment));
}

TEST_CASE("evaluator: what the clock did before") {
  Evaluator evaluator(aliexpress());
  Order order(aliexpress());
  REQUIRE(order.set("placed_at", at("2026-03-01T10:00:00Z")).empty());
  REQUIRE(order.set("total", "59.90 USD").empty());
  REQUIRE(order.set("payment_method", "card").empty());
  const CompactAnswer answer = decided(evaluator, order, "2026-03-21T10:00:00Z");
  CHECK(answer.settled() == 1);
  CHECK(answer.status_name() == "closed");
  CHECK(order.data().status == "awaiting_payment");
}

TEST_CASE("evaluator: refuses what decide refuses") {
  const Policy& policy = aliexpress();
  Evaluator evaluator(policy);
  Order order(policy);
  const auto refused = [&](std::string_view when) {
    auto outcome = evaluator.decide(order, at(when));
    const auto* problems = std::get_if<Problems>(&outcome);
    const auto full = decide(policy, order, at(when));
    REQUIRE((problems != nullptr) == std::holds_alternative<Problems>(full));
    if (problems == nullptr) return std::string("decided");
    CHECK(*problems == std::get<Problems>(full));
    return render_text(*problems, false);
  };
  CHECK(refused("2026-03-10T10:00:00Z").find("BW0809") != std::string::npos);
  CHECK(refused("2026-03-10T10:00:00Z").find("BW0808") != std::string::npos);
  REQUIRE(order.set("placed_at", at("2026-03-11T10:00:00Z")).empty());
  REQUIRE(order.set("total", "59.90 USD").empty());
  REQUIRE(order.set("payment_method", "card").empty());
  CHECK(refused("2026-03-10T10:00:00Z").find("BW0813") != std::string::npos);
  order.set_as_of(at("2026-03-12T10:00:00Z"));
  CHECK(refused("2026-03-11T10:00:00Z").find("BW0814") != std::string::npos);
  CHECK(refused("2026-03-12T10:00:00Z") == "decided");
}

TEST_CASE("evaluator: handles of another policy find nothing and set nothing") {
  const Policy& policy = aliexpress();
  const Policy other = policy_from(R"(
policy other "Other"
version 2026-01-01
zone "UTC"
actor buyer "Buyer"
fact placed_at : event
fact seen_at : event
status open "Open" initial, marks placed_at
action look "Look" { marks seen_at }
in open { watch: buyer must look within 1 day after placed_at }
)");
  Evaluator evaluator(policy);
  const Order order = order_from(policy, paid);
  const CompactAnswer answer = decided(evaluator, order, "2026-03-02T20:00:00Z");
  CHECK_FALSE(answer.allowed(permission(other, "buyer", "look")));
  CHECK_FALSE(answer.allowed(PermissionHandle{}));
  CHECK_FALSE(answer.standing(permission(other, "buyer", "look")));
  CHECK_FALSE(answer.duty(*other.duty("watch")));
  Order changed = order;
  CHECK(render_text(changed.set(*other.fact("placed_at"), at("2026-03-01T10:00:00Z")), false) ==
        "error[BW0817]: the fact is a handle of another policy\n"
        "  help: ask the order's own policy for its handles, anew after its text has changed\n");
  CHECK(changed.set(FactHandle{}, true).front().code == "BW0817");
  CHECK(changed.set_status(*other.status("open")).front().code == "BW0817");
  CHECK(to_json(changed.data()) == to_json(order.data()));
}

TEST_CASE("evaluator: an order of another policy is read anew") {
  Policy again = policy_from(std::string(aliexpress().sources()[0].text()) + "\n# another text\n");
  Evaluator evaluator(again);
  const Order order = order_from(aliexpress(), paid);
  CHECK(decided(evaluator, order, "2026-03-03T09:00:00Z").status_name() == "awaiting_shipment");
  CHECK(again.fact("total") != aliexpress().fact("total"));
  Order unfit(aliexpress());
  CHECK(std::holds_alternative<Problems>(evaluator.decide(unfit, at("2026-03-03T09:00:00Z"))));
}

TEST_CASE("evaluator: names that are none") {
  CHECK_FALSE(aliexpress().fact("payd_at"));
  CHECK_FALSE(aliexpress().status("shiped"));
  CHECK_FALSE(aliexpress().permission("buyer", "shipp"));
  CHECK_FALSE(aliexpress().permission("byer", "pay"));
  CHECK_FALSE(aliexpress().duty("verifying"));
  CHECK_FALSE(aliexpress().duty(""));
}

TEST_CASE("order: facts are told one after the other") {
  Order order(aliexpress());
  CHECK(order.data().status == "awaiting_payment");
  REQUIRE(order.set(*aliexpress().fact("placed_at"), at("2026-03-01T10:00:00Z")).empty());
  REQUIRE(order.set("total", Amount(100, "JPY")).empty());
  REQUIRE(order.set("payment_method", "card").empty());
  REQUIRE(order.set("complaint", true).empty());
  REQUIRE(order.set("tracking", "wrong").empty());
  order.set_id("A \"1\"");
  order.set_as_of(at("2026-03-01T10:00:00Z"));
  CHECK(order.problems().empty());
  CHECK(to_json(order.data()) ==
        R"({"id":"A \"1\"","status":"awaiting_payment","as_of":"2026-03-01T10:00:00Z","facts":{)"
        R"("placed_at":"2026-03-01T10:00:00Z","total":"100 JPY","payment_method":"card","complaint":true,)"
        R"("tracking":"wrong"}})");

  Order copy = order;
  REQUIRE(copy.set("complaint", std::monostate{}).empty());
  CHECK(to_json(order.data()).find("complaint") != std::string::npos);
  CHECK(to_json(copy.data()).find("complaint") == std::string::npos);
  const Order again = order_from(aliexpress(), to_json(order.data()));
  CHECK(again.data().facts == order.data().facts);

  order.clear();
  CHECK(to_json(order.data()) == to_json(Order(aliexpress()).data()));
  order.set_as_of(Instant::never());
  CHECK_FALSE(order.data().as_of);
}

TEST_CASE("order: a fact that does not fit is refused and changes nothing") {
  const Policy every = policy_from(R"(
policy every "Every type"
version 2026-01-01
zone "Europe/Berlin"
actor buyer "Buyer"
fact placed_at : event
fact planned : time?
fact day : date?
fact gift : yes/no?
fact count : integer?
fact weight : decimal?
fact share : percent?
fact total : money?
fact note : text?
fact wait : duration?
fact kind : {book, food}?
status open "Open" initial, marks placed_at
action look "Look" {}
in open { buyer may look when gift and count > 1 and weight > 1.0 and share > 1% and total > 1.00 EUR and note is "x" and kind is book and
  planned has passed and start of day day has passed and wait after placed_at has passed }
)");
  struct Case {
    std::string fact;
    FactValue value;
    std::string code;
    std::string message;
  };
  const std::vector<Case> cases{
      {"gift", at("2026-03-01T10:00:00Z"), "BW0806", "`gift` is told an instant"},
      {"gift", std::int64_t{1}, "BW0806", "`gift` is told a whole number"},
      {"gift", "maybe", "BW0807", ""},
      {"planned", true, "BW0806", "`planned` is told yes or no"},
      {"planned", Instant::never(), "BW0807", "the instant lies outside the years 1 to 9999"},
      {"planned", "2026-03-29 02:30", "BW0811", ""},
      {"day", CalendarDay{2026, 2, 30}, "BW0807", "there is no day 2026-2-30"},
      {"day", CalendarDay{0, 1, 1}, "BW0807", "there is no day 0-1-1"},
      {"count", CalendarDay{2026, 2, 3}, "BW0806", "`count` is told a day"},
      {"count", "many", "BW0807", ""},
      {"weight", std::int64_t{9'000'000'000'000}, "BW0807", "9000000000000 is beyond all bounds"},
      {"share", std::int64_t{3}, "BW0806", "`share` is told a whole number"},
      {"total", Amount(1, "EURO"), "BW0807", "an amount has a currency of ISO 4217, in three capital letters"},
      {"total", Amount(1, "eur"), "BW0807", "an amount has a currency of ISO 4217, in three capital letters"},
      {"total", Amount(2'000'000'000'000'000, "EUR"), "BW0807", "the amount is beyond all bounds"},
      {"total", std::int64_t{5}, "BW0806", "`total` is told a whole number"},
      {"note", Amount(1, "EUR"), "BW0806", "`note` is told an amount"},
      {"note", std::string_view("\xFF"), "BW0807", "the text is not UTF-8"},
      {"wait", "14 days", "BW0807", ""},
      {"kind", "fod", "BW0807", "`fod` is not one of book, food"},
      {"kid", "food", "BW0805", ""},
  };
  for (const Case& one : cases) {
    Order order(every);
    const std::string before = to_json(order.data());
    const Problems problems = order.set(one.fact, one.value);
    INFO(one.fact << " " << render_text(problems, false));
    REQUIRE(problems.size() == 1);
    CHECK(problems.front().code == one.code);
    if (!one.message.empty()) CHECK(problems.front().message == one.message);
    CHECK(to_json(order.data()) == before);
  }

  Order order(every);
  REQUIRE(order.set("placed_at", "2026-03-01 10:00").empty());
  REQUIRE(order.set("day", CalendarDay{2026, 2, 28}).empty());
  REQUIRE(order.set("count", std::int64_t{-4}).empty());
  REQUIRE(order.set("weight", std::int64_t{4}).empty());
  REQUIRE(order.set("share", "2.5%").empty());
  REQUIRE(order.set("wait", "P14D").empty());
  REQUIRE(order.set("note", "a text that is longer than a short one is").empty());
  REQUIRE(order.set("note", "another text that is longer than a short one is").empty());
  CHECK(to_json(order.data()) ==
        R"({"status":"open","as_of":null,"facts":{"placed_at":"2026-03-01T09:00:00Z","day":"2026-02-28","count":-4,)"
        R"("weight":4,"share":"2.5%","note":"another text that is longer than a short one is","wait":"P14D"}})");
}

TEST_CASE("evaluator: agrees with the full answer on random orders of every policy") {
  for (const NamedPolicy& policy : all_policies()) {
    INFO(policy.name);
    const Program& program = program_of(policy.policy);
    Evaluator evaluator(policy.policy);
    RandomOrders orders(program, 11);
    std::size_t compared = 0;
    for (int i = 0; i < 150; ++i) {
      const auto asked = orders.next();
      if (!asked) continue;
      const std::string json = to_json(order_data(*program.model, asked->order));
      INFO(json);
      const Order order = order_from(policy.policy, json);
      const auto full = decide(policy.policy, order, asked->at);
      auto compact = evaluator.decide(order, asked->at);
      REQUIRE(full.index() == compact.index());
      if (const auto* problems = std::get_if<Problems>(&full)) {
        CHECK(*problems == std::get<Problems>(compact));
        continue;
      }
      ++compared;
      CHECK(said_compactly(std::get<CompactAnswer>(compact), policy.policy) == said_in_full(std::get<Answer>(full)));
    }
    CHECK(compared > 50);
  }
}
