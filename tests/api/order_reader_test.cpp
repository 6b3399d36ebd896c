#include "bywhen/order_reader.hpp"

#include <catch2/catch.hpp>

#include "interpreter/api/access.hpp"
#include "interpreter/explain.hpp"
#include "tests/api/shipped.hpp"
#include "tests/unit/ask/asked.hpp"
#include "tests/unit/ask/random_orders.hpp"

using namespace bywhen;
using namespace bywhen::test;

namespace {

constexpr std::string_view good =
    R"({"id":"A-1","status":"awaiting_shipment","as_of":"2026-03-02T09:00:00Z","facts":{)"
    R"("placed_at":"2026-03-01T10:00:00Z","paid_at":"2026-03-02T09:00:00Z","total":"59.90 USD",)"
    R"("payment_method":"card"}})";

/// Reads both ways, into an order that tells something else before; what came of it.
std::string read_both_ways(const Policy& policy, OrderReader& reader, Order& order, std::string_view json) {
  const Problems problems = reader.read(json, order);
  const auto full = read_order(policy, json);
  if (const auto* expected = std::get_if<Problems>(&full)) {
    CHECK(problems == *expected);
    CHECK(to_json(order.data()) == to_json(Order(policy).data()));
    return render_text(*expected, false);
  }
  CHECK(problems.empty());
  const auto& expected = std::get<Order>(full);
  CHECK(to_json(order.data()) == to_json(expected.data()));
  const kernel::OrderWords& mine = PolicyAccess::state(order).words;
  const kernel::OrderWords& theirs = PolicyAccess::state(expected).words;
  CHECK(std::ranges::equal(mine.words(), theirs.words()));
  CHECK(mine.last_event() == theirs.last_event());
  CHECK(mine.complete() == theirs.complete());
  return to_json(order.data());
}

}  // namespace

TEST_CASE("order reader: one order after the other, into the same one") {
  OrderReader reader(aliexpress());
  Order order(aliexpress());
  CHECK(read_both_ways(aliexpress(), reader, order, good) == good);
  const std::string unpaid =
      R"({"facts":{"payment_method":"wallet","total":"5 JPY","placed_at":"2026-03-01T10:00:00Z"}})";
  CHECK(read_both_ways(aliexpress(), reader, order, unpaid) ==
        R"({"status":"awaiting_payment","as_of":null,"facts":{"placed_at":"2026-03-01T10:00:00Z","total":"5 JPY",)"
        R"("payment_method":"wallet"}})");
}

TEST_CASE("order reader: says of bad orders what read_order says") {
  OrderReader reader(aliexpress());
  Order order(aliexpress());
  const std::vector<std::string> texts{"",
                                       "{",
                                       "[]",
                                       "nonsense",
                                       "{}",
                                       "null",
                                       "{} {}",
                                       std::string(good) + "x",
                                       std::string(good) + "  ",
                                       "\xEF\xBB\xBF" + std::string(good),
                                       "\xEF\xBB\xBF\xEF\xBB\xBF" + std::string(good),
                                       "\xFF",
                                       std::string("\0", 1),
                                       R"({"id":1.5,"facts":{}})",
                                       R"({"id":nul,"facts":{}})",
                                       R"({"id":null,"facts":{}})",
                                       R"({"id":"\x","facts":{}})",
                                       R"({"id":01})",
                                       R"({"status":"lost"})",
                                       R"({"status":1})",
                                       R"({"status":nul})",
                                       R"({"as_of":"now"})",
                                       R"({"as_of":7})",
                                       R"({"facts":[]})",
                                       R"({"facts":nulx})",
                                       R"({"facts":null})",
                                       R"({"other":1})",
                                       R"({"facts":{"payed_at":1}})",
                                       R"({"facts":{"placed_at":7}})",
                                       R"({"facts":{"total":"59.90"}})",
                                       R"({"facts":{"complaint":"maybe"}})",
                                       R"({"facts":{"complaint":tru}})",
                                       R"({"facts":{"complaint":truex}})"};
  for (const std::string& text : texts) {
    INFO(text);
    REQUIRE(reader.read(good, order).empty());
    (void)read_both_ways(aliexpress(), reader, order, text);
  }
}

TEST_CASE("order reader: every member and fact may be wrong, twice, null or missing") {
  OrderReader reader(aliexpress());
  Order order(aliexpress());
  std::size_t refused = 0;
  for (std::size_t place = 0; place < good.size(); ++place) {
    for (const std::string_view put : {"", "x", "\"", "1", "null", "}", ",", "\\", "\"id\":2,", "\"total\":null,"}) {
      std::string text(good);
      text.replace(place, put.size() % 3, put);
      INFO(text);
      if (read_both_ways(aliexpress(), reader, order, text).starts_with("error")) ++refused;
    }
  }
  CHECK(refused > 1000);
}

TEST_CASE("order reader: orders of any size") {
  OrderReader reader(aliexpress());
  Order order(aliexpress());
  for (const std::size_t blanks : {0U, 10U, 1'000U, 65'000U, 70'000U, 1'000'000U, 5U}) {
    const std::string text = std::string(blanks, ' ') + std::string(good);
    CHECK(read_both_ways(aliexpress(), reader, order, text) == good);
  }
}

TEST_CASE("order reader: an order of another policy, and one that was moved from") {
  const Policy other = policy_from(std::string(aliexpress().sources()[0].text()) + "\n# another text\n");
  OrderReader reader(aliexpress());
  Order order(other);
  CHECK(reader.read(good, order).empty());
  CHECK(order.set(*aliexpress().fact("complaint"), true).empty());
  const Order taken = std::move(order);
  CHECK(reader.read(good, order).empty());  // NOLINT(bugprone-use-after-move): that is what is tested
  CHECK(to_json(order.data()) == good);
  CHECK(taken.data().facts.size() == 5);
}

TEST_CASE("order reader: reads random orders of every policy as they are") {
  for (const NamedPolicy& policy : all_policies()) {
    INFO(policy.name);
    const Program& program = program_of(policy.policy);
    OrderReader reader(policy.policy);
    Order order(policy.policy);
    RandomOrders orders(program, 31);
    std::size_t read = 0;
    for (int i = 0; i < 100; ++i) {
      const auto asked = orders.next();
      if (!asked) continue;
      ++read;
      (void)read_both_ways(policy.policy, reader, order, to_json(order_data(*program.model, asked->order)));
    }
    CHECK(read > 30);
  }
}

TEST_CASE("order reader: times, amounts and texts however they are written") {
  OrderReader reader(aliexpress());
  Order order(aliexpress());
  std::size_t good_ones = 0;
  const auto look = [&](std::string_view placed, std::string_view total, std::string_view method) {
    const std::string text = R"({"facts":{"placed_at":)" + std::string(placed) + R"(,"total":)" + std::string(total) +
                             R"(,"payment_method":)" + std::string(method) + "}}";
    INFO(text);
    if (!read_both_ways(aliexpress(), reader, order, text).starts_with("error")) ++good_ones;
  };
  for (const std::string_view placed : {R"("2026-03-01T10:00:00Z")",
                                        R"("2026-03-01t10:00:00z")",
                                        R"("2026-03-01 10:00:00Z")",
                                        R"("2026-03-01T10:00:00.5Z")",
                                        R"("2026-03-01T10:00:00.123456Z")",
                                        R"("2026-03-01T10:00:00.1234567Z")",
                                        R"("2026-03-01T10:00:00.Z")",
                                        R"("2026-03-01T10:00:00+02:00")",
                                        R"("2026-03-01T10:00:00-00:00")",
                                        R"("2026-03-01T10:00:00")",
                                        R"("2026-03-01T10:00")",
                                        R"("2026-02-29T10:00:00Z")",
                                        R"("2028-02-29T10:00:00Z")",
                                        R"("2100-02-29T10:00:00Z")",
                                        R"("2000-02-29T10:00:00Z")",
                                        R"("0000-01-01T00:00:00Z")",
                                        R"("0001-01-01T00:00:00Z")",
                                        R"("9999-12-31T23:59:59.999999Z")",
                                        R"("2026-13-01T10:00:00Z")",
                                        R"("2026-00-01T10:00:00Z")",
                                        R"("2026-01-00T10:00:00Z")",
                                        R"("2026-01-32T10:00:00Z")",
                                        R"("2026-03-01T24:00:00Z")",
                                        R"("2026-03-01T10:60:00Z")",
                                        R"("2026-06-30T23:59:60Z")",
                                        R"("2026-03-01T23:59:60Z")",
                                        R"("2026-03-01T10:00:0:Z")",
                                        R"("2026-03-01T1/:00:00Z")",
                                        R"("2026-03-01T10:00:00Z" )",
                                        R"("2026-03-01T10:00:00ZZ")",
                                        R"("never")",
                                        R"("2026-03-01T10:00:00\u005a")"})
    look(placed, R"("59.90 USD")", R"("card")");
  for (const std::string_view total : {R"("59.9 USD")",
                                       R"("59 USD")",
                                       R"("59.900 USD")",
                                       R"("-59.90 USD")",
                                       R"("059.90 USD")",
                                       R"(".90 USD")",
                                       R"("59. USD")",
                                       R"("59.90USD")",
                                       R"("59.90  USD")",
                                       R"("59.90 usd")",
                                       R"("59.90 XXX")",
                                       R"("59.90 US")",
                                       R"("59.90 USD ")",
                                       R"(" 59.90 USD")",
                                       R"("59,90 USD")",
                                       R"("5 0 USD")",
                                       R"("USD")",
                                       R"(" USD")",
                                       R"("")",
                                       R"("10000000000000.00 USD")",
                                       R"("10000000000000.01 USD")",
                                       R"("99999999999999999999.00 USD")",
                                       R"("5990 JPY")",
                                       R"("59.90 JPY")",
                                       R"("59.901 KWD")",
                                       "59.9",
                                       "null"})
    look(R"("2026-03-01T10:00:00Z")", total, R"("card")");
  for (const std::string_view method :
       {R"("")", R"("caf\u00e9")", "\"caf\xC3\xA9\"", "\"caf\xC3\"", "\"a\tb\"", R"("a\tb")", R"("a\"b")", R"("\\")",
        R"("a text of more than one block, with \n in it and more behind it")", "7", "true", "[]", "{}",
        "\"\xF0\x9F\x9B\x92\"", "\"\xED\xA0\x80\"", "\"\x7F\"", R"("\x")", R"("\ud800")"})
    look(R"("2026-03-01T10:00:00Z")", R"("59.90 USD")", method);
  CHECK(good_ones == 33);
}

TEST_CASE("order reader: blanks and the order of keys do not matter") {
  OrderReader reader(aliexpress());
  Order order(aliexpress());
  for (int i = 0; i < 2; ++i) {
    for (const std::string_view text :
         {R"({"status":"awaiting_payment","facts":{"placed_at":"2026-03-01T10:00:00Z","total":"1 USD",)"
          R"("payment_method":"card"},"id":"7"})",
          R"({"id":7,"facts":{"payment_method":"card","total":"1 USD","placed_at":"2026-03-01T10:00:00Z"}})",
          R"( { "facts" : { "total" : "1 USD" , "complaint" : true , "payment_method" : "card" , "placed_at" : )"
          R"("2026-03-01T10:00:00Z" } , "id" : -7 , "status" : "awaiting_payment" } )",
          "{\n\t\"facts\":\r\n{\"payment_method\"\t:\"card\",\"total\":\"1 "
          "USD\",\"tracking\"\n:\n\"valid\",\"placed_at\":"
          "\"2026-03-01T10:00:00Z\"}}\n"}) {
      INFO(text);
      CHECK_FALSE(read_both_ways(aliexpress(), reader, order, text).starts_with("error"));
    }
  }
}

TEST_CASE("order reader: a policy without facts") {
  const Policy policy = policy_from(
      "policy bare \"Bare\"\nversion 2026-01-01\nzone \"UTC\"\nactor buyer \"Buyer\"\nstatus open \"Open\" initial, "
      "final\n"
      "action look \"Look\" { }\nin open { buyer may look }\n");
  OrderReader reader(policy);
  Order order(policy);
  CHECK(read_both_ways(policy, reader, order, R"({"facts":{}})") == R"({"status":"open","as_of":null,"facts":{}})");
  CHECK(read_both_ways(policy, reader, order, R"({"facts":{"paid_at":null}})").find("unknown fact `paid_at`") !=
        std::string::npos);
}
