#include "interpreter/machine/machine.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "interpreter/explain.hpp"
#include "tests/unit/ask/asked.hpp"
#include "tests/unit/ask/random_orders.hpp"

using namespace bywhen;
using namespace bywhen::test;
using machine::Machine;

namespace {

std::string text_of(const std::optional<Instant>& instant) { return instant ? format_rfc3339(*instant) : "-"; }
std::string text_of(const std::optional<RuleId>& rule) { return rule ? std::to_string(*rule) : "-"; }

std::string line_of(const ActionView& view) {
  return fmt::format("{} {} {} {}", to_string(view.verdict), text_of(view.from), text_of(view.until),
                     text_of(view.rule));
}
std::string line_of(const Machine::Reading& reading) {
  return fmt::format("{} {} {} {}", to_string(reading.verdict), text_of(reading.from), text_of(reading.until),
                     text_of(reading.rule));
}

std::string line_of(const DutyView& view) {
  const std::string amount = view.amount ? format_money(view.amount->amount) : "-";
  return fmt::format("rule {} {} {} {} {} {} {}", view.rule, to_string(view.state), text_of(view.opens),
                     text_of(view.due), text_of(view.done_at), amount, view.becomes.value_or(9999));
}
std::string line_of(RuleId rule, const Machine::DutyReading& reading) {
  const std::string amount = reading.amount.state == machine::Cell::known ? format_money(reading.amount.amount) : "-";
  return fmt::format("rule {} {} {} {} {} {} {}", rule, to_string(reading.state), text_of(reading.opens),
                     text_of(reading.due), text_of(reading.done_at), amount, reading.becomes.value_or(9999));
}

/// All that the machine can say of a decision, in both mouths.
std::string said_by_evaluator(const Decision& decision) {
  std::string text = fmt::format("status {}, {} settled, until {}\n", decision.order.status, decision.settled.size(),
                                 format_rfc3339(decision.valid_until));
  for (const auto& view : decision.view.actions) text += (view ? line_of(*view) : "unmentioned") + "\n";
  RuleId last = ~RuleId{0};
  for (const DutyView& view : decision.view.duties) {
    if (view.rule != last) text += line_of(view) + "\n";
    last = view.rule;
  }
  return text;
}

std::string said_by_machine(Machine& machine, const machine::Code& code) {
  std::string text = fmt::format("status {}, {} settled, until {}\n", machine.status(), machine.settled(),
                                 format_rfc3339(machine.valid_until()));
  const machine::StatusCode& status = code.statuses[machine.status()];
  for (std::uint32_t i = 0; i < status.entitlements.size(); ++i) {
    const auto reading = machine.read(i);
    text += (reading ? line_of(*reading) : "unmentioned") + "\n";
    const Truth wanted = !reading                               ? Truth::no
                         : reading->verdict == Verdict::allowed ? Truth::yes
                         : reading->verdict == Verdict::unknown ? Truth::unknown
                                                                : Truth::no;
    if (machine.allowed(i) != wanted) text += "allowed differs\n";
  }
  for (std::uint32_t i = 0; i < status.duties.size(); ++i) {
    if (const auto reading = machine.read_duty(i)) text += line_of(status.duties[i].sentence.rule, *reading) + "\n";
  }
  return text;
}

std::string order_text(const Program& program, const RandomOrders::Asked& asked) {
  return to_json(order_data(*program.model, asked.order));
}

struct Tally {
  std::size_t asked = 0;
  std::size_t left_to_evaluator = 0;
};

/// Asks both about an order at an instant, and where it changes next.
void ask_both(const Program& program, const machine::Code& code, Machine& machine, const RandomOrders::Asked& asked,
              Tally& tally) {
  Instant at = asked.at;
  for (int i = 0; i < 4 && at.is_real(); ++i) {
    const auto decided = decide(program, asked.order, at);
    ++tally.asked;
    if (!machine.decide(asked.order, at)) {
      ++tally.left_to_evaluator;
    } else {
      INFO(format_rfc3339(at));
      REQUIRE(std::holds_alternative<Decision>(decided));
      REQUIRE(said_by_machine(machine, code) == said_by_evaluator(std::get<Decision>(decided)));
    }
    if (!std::holds_alternative<Decision>(decided)) return;
    const Instant until = std::get<Decision>(decided).valid_until;
    at = i == 0 && until.micros - 1 > at.micros ? Instant{until.micros - 1} : until;
  }
}

}  // namespace

TEST_CASE("machine: says what the evaluator says", "[machine]") {
  for (const NamedPolicy& policy : all_policies()) {
    INFO(policy.name);
    const Program& program = program_of(policy.policy);
    const machine::Code code = machine::translate(program);
    Machine machine(code);
    RandomOrders orders(program, 7);
    Tally tally;
    for (int i = 0; i < 1'500; ++i) {
      const auto asked = orders.next();
      if (!asked) continue;
      INFO(order_text(program, *asked));
      ask_both(program, code, machine, *asked, tally);
    }
    CHECK(tally.asked > 1'000);
    CHECK(tally.left_to_evaluator * 3 < tally.asked);
  }
}
