#include "bywhen/answer_writer.hpp"

#include <catch2/catch.hpp>

#include "tests/api/shipped.hpp"

using namespace bywhen;
using namespace bywhen::test;

namespace {

constexpr std::string_view unpaid =
    R"({"id":"A-1","status":"awaiting_payment","facts":{"placed_at":"2026-03-01T10:00:00Z","total":"59.90 USD",)"
    R"("payment_method":"\u00fcber \"card\"\n"}})";

std::string written(AnswerWriter& writer, const Order& order, std::string_view when) {
  const auto outcome = writer.write(order, at(when));
  if (const auto* problems = std::get_if<Problems>(&outcome)) return render_text(*problems, false);
  const auto text = std::get<std::string_view>(outcome);
  CHECK(text.data()[text.size()] == 0);
  return std::string(text);
}

std::string decided(const Policy& policy, const Order& order, std::string_view when) {
  const auto outcome = decide(policy, order, at(when));
  if (const auto* problems = std::get_if<Problems>(&outcome)) return render_text(*problems, false);
  return to_json(std::get<Answer>(outcome));
}

}  // namespace

TEST_CASE("answer writer: the characters of the answer, one after the other") {
  AnswerWriter writer(aliexpress());
  const Order order = order_from(aliexpress(), unpaid);
  for (const std::string_view when :
       {"2026-03-01T10:00:00Z", "2026-03-21T09:59:59.999999Z", "2026-03-21T10:00:00Z", "2027-01-01T00:00:00Z"})
    CHECK(written(writer, order, when) == decided(aliexpress(), order, when));
}

TEST_CASE("answer writer: refuses what deciding refuses") {
  AnswerWriter writer(aliexpress());
  const Order empty(aliexpress());
  CHECK(written(writer, empty, "2026-03-10T09:00:00Z") == decided(aliexpress(), empty, "2026-03-10T09:00:00Z"));
  const Order order = order_from(aliexpress(), unpaid);
  CHECK(written(writer, order, "2026-02-10T09:00:00Z") == decided(aliexpress(), order, "2026-02-10T09:00:00Z"));
  CHECK(written(writer, order, "2026-02-10T09:00:00Z").find("BW0813") != std::string::npos);
  const auto outcome = writer.write(order, Instant::never());
  const auto* problems = std::get_if<Problems>(&outcome);
  CHECK((problems != nullptr) == std::holds_alternative<Problems>(decide(aliexpress(), order, Instant::never())));
}

TEST_CASE("answer writer: an order of another policy is read anew") {
  const Policy longer = policy_from(read_file("policies/aliexpress.bywhen") + "\n# the same, but for this line\n");
  AnswerWriter writer(longer);
  const Order order = order_from(aliexpress(), unpaid);
  CHECK(written(writer, order, "2026-03-10T09:00:00Z") == decided(longer, order, "2026-03-10T09:00:00Z"));
}
