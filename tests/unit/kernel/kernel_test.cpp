#include "interpreter/kernel/kernel.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "interpreter/explain.hpp"
#include "interpreter/time/real.hpp"
#include "tests/unit/ask/asked.hpp"
#include "tests/unit/ask/random_orders.hpp"

using namespace bywhen;
using namespace bywhen::test;
using kernel::Kernel;

namespace {

std::string text_of(const std::optional<Instant>& instant) { return instant ? format_rfc3339(*instant) : "-"; }

std::string verdict_text(bool allowed, bool open) { return allowed ? "yes" : open ? "open" : "no"; }

std::string line_of(const DutyView& view) {
  const std::string amount = view.amount ? format_money(view.amount->amount) : "-";
  return fmt::format("{} {} {} {} {} {}", view.rule, to_string(view.state), text_of(view.opens), text_of(view.due),
                     text_of(view.done_at), amount);
}

std::string line_of(RuleId rule, const Kernel::DutySeen& seen, const std::optional<Money>& owed) {
  const std::string amount = owed ? format_money(*owed) : "-";
  const auto time = [](std::int64_t micros) { return text_of(real(Instant{micros})); };
  return fmt::format("{} {} {} {} {} {}", rule, to_string(static_cast<DutyState>(seen.state)), time(seen.opens),
                     time(seen.due), time(seen.done_at), amount);
}

/// All that a kernel can say of a decision, in both mouths.
std::string said_by_evaluator(const Decision& decision) {
  std::string text = fmt::format("status {}, {} settled, until {}\n", decision.order.status, decision.settled.size(),
                                 format_rfc3339(decision.valid_until));
  for (const auto& view : decision.view.actions) {
    const bool allowed = view && view->verdict == Verdict::allowed;
    text += verdict_text(allowed, view && view->verdict == Verdict::unknown) + "\n";
  }
  RuleId last = ~RuleId{0};
  for (const DutyView& view : decision.view.duties) {
    if (view.rule != last) text += line_of(view) + "\n";
    last = view.rule;
  }
  return text;
}

std::string said_by_kernel(Kernel& kernel, const Program& program, const kernel::Code& code) {
  const Instant until = real(kernel.result().valid_until).value_or(Instant::never());
  std::string text = fmt::format("status {}, {} settled, until {}\n", kernel.result().status, kernel.result().settled,
                                 format_rfc3339(until));
  for (const std::uint8_t bit : code.statuses[kernel.result().status]->bits)
    text += verdict_text((kernel.result().allowed >> bit & 1U) != 0, (kernel.result().open >> bit & 1U) != 0) + "\n";
  const auto& duties = program.statuses[kernel.result().status].duties;
  for (std::size_t i = 0; i < duties.size(); ++i) {
    const Kernel::DutySeen& seen = kernel.duties()[i];
    if (seen.arises()) text += line_of(duties[i], seen, kernel.amount(i)) + "\n";
  }
  return text;
}

struct Tally {
  std::size_t asked = 0;
  std::size_t left_to_machine = 0;
};

/// Asks both about an order at an instant, just before it changes next, and when it does.
void ask_both(const Program& program, const kernel::Code& code, Kernel& kernel, const RandomOrders::Asked& asked,
              Tally& tally) {
  kernel::OrderWords words;
  words.load(code.layout, *program.model, asked.order.facts);
  Instant at = asked.at;
  for (int i = 0; i < 4 && at.is_real(); ++i) {
    const auto decided = decide(program, asked.order, at);
    ++tally.asked;
    INFO(format_rfc3339(at));
    if (!kernel.decide(words, asked.order.status, asked.order.as_of, at)) {
      ++tally.left_to_machine;
    } else {
      REQUIRE(std::holds_alternative<Decision>(decided));
      REQUIRE(said_by_kernel(kernel, program, code) == said_by_evaluator(std::get<Decision>(decided)));
    }
    if (!std::holds_alternative<Decision>(decided)) return;
    const Instant until = std::get<Decision>(decided).valid_until;
    at = i == 0 && until.micros - 1 > at.micros ? Instant{until.micros - 1} : until;
  }
}

std::size_t lowered(const kernel::Code& code) {
  std::size_t count = 0;
  for (const auto& status : code.statuses) count += status ? 1U : 0U;
  return count;
}

}  // namespace

TEST_CASE("kernel: says what the evaluator says", "[kernel]") {
  std::size_t decided = 0;
  std::size_t statuses = 0;
  std::size_t in_words = 0;
  for (const NamedPolicy& policy : all_policies()) {
    INFO(policy.name);
    const Program& program = program_of(policy.policy);
    const kernel::Code code = kernel::lower(program, machine::translate(program));
    statuses += code.statuses.size();
    in_words += lowered(code);
    Kernel kernel(code);
    RandomOrders orders(program, 11);
    Tally tally;
    for (int i = 0; i < 1'500; ++i) {
      const auto asked = orders.next();
      if (!asked) continue;
      INFO(to_json(order_data(*program.model, asked->order)));
      ask_both(program, code, kernel, *asked, tally);
    }
    if (policy.name == "aliexpress.bywhen") CHECK(tally.left_to_machine == 0);
    decided += tally.asked - tally.left_to_machine;
  }
  // Lists, texts, sums and calendars that the order chooses have no form in words.
  CHECK(in_words * 2 > statuses);
  CHECK(decided > 10'000);
}
