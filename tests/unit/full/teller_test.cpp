#include "interpreter/full/teller.hpp"

#include <catch2/catch.hpp>

#include "bywhen/answer_writer.hpp"
#include "interpreter/explain.hpp"
#include "tests/unit/ask/asked.hpp"
#include "tests/unit/ask/random_orders.hpp"

using namespace bywhen;
using namespace bywhen::test;

namespace {

/// Tells of a policy's orders in both ways.
class Both {
public:
  explicit Both(const Policy& policy)
      : policy_(policy),
        compiled_(PolicyAccess::compiled(policy)),
        teller_(compiled_->program, compiled_->code, compiled_->answer_texts()),
        writer_(policy) {}

  /// At an instant, just before the answer changes next, when it does, and then.
  void ask(const RandomOrders::Asked& asked) {
    const Order order = PolicyAccess::wrap(OrderParts{compiled_, asked.order, R"("A-\"1\"")"});
    Instant at = asked.at;
    for (int i = 0; i < 4 && at.is_real(); ++i) {
      INFO(format_rfc3339(at));
      const auto decided = decide(policy_, order, at);
      const auto written = writer_.write(order, at);
      ++asked_;
      if (const auto* problems = std::get_if<Problems>(&decided)) {
        REQUIRE(std::get<Problems>(written) == *problems);
        return;
      }
      const std::string expected = to_json(std::get<Answer>(decided));
      REQUIRE(std::get<std::string_view>(written) == expected);
      const Order::State& state = PolicyAccess::state(order);
      if (teller_.tell({compiled_->kernel->layout, state.words, state.status, state.as_of, state.id}, at)) {
        ++told_;
        REQUIRE(teller_.text() == expected);
      }
      const Instant until = std::get<Answer>(decided).valid_until.value_or(Instant::never());
      at = i == 0 && until.micros - 1 > at.micros ? Instant{until.micros - 1} : until;
    }
  }

  [[nodiscard]] std::size_t asked() const { return asked_; }
  /// Without the general way.
  [[nodiscard]] std::size_t told() const { return told_; }

private:
  const Policy& policy_;
  std::shared_ptr<const Policy::Compiled> compiled_;
  full::Teller teller_;
  AnswerWriter writer_;
  std::size_t asked_ = 0;
  std::size_t told_ = 0;
};

}  // namespace

TEST_CASE("full answers: written straight, they are what the general way writes", "[full]") {
  std::size_t asked = 0;
  std::size_t told = 0;
  for (const NamedPolicy& policy : all_policies()) {
    INFO(policy.name);
    const Program& program = program_of(policy.policy);
    Both both(policy.policy);
    RandomOrders orders(program, 31);
    for (int i = 0; i < 600; ++i) {
      const auto one = orders.next();
      if (!one) continue;
      INFO(to_json(order_data(*program.model, one->order)));
      both.ask(*one);
    }
    // Those made to be awkward count on calendars that end and by clocks that change.
    CHECK(both.told() * 4 > both.asked());
    if (policy.name == "aliexpress.bywhen") CHECK(both.told() == both.asked());
    asked += both.asked();
    told += both.told();
  }
  CHECK(asked > 10'000);
  CHECK(told * 4 > asked * 3);
}
