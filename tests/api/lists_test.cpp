#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/api/shipped.hpp"

using namespace bywhen;
using namespace bywhen::test;

namespace {

const Policy& lists() {
  static const Policy policy = policy_from(R"(
policy lists "Lists"
version 2026-01-01
zone "UTC"
actor buyer "Buyer"
actor shop "Shop"
fact made_at, ended_at : event
fact parcels : list of {
  received_at : event, promised : time?, weight : decimal?, kind : {letter, box} = box, price : money?
}
fact pairs : list of { left : integer, right : yes/no = no }?
status open "Open" initial, marks made_at
status over "Over" final, marks ended_at
action finish "Finish" { asks parcels  becomes over }
action write "Write" { }
action refund "Refund" { marks ended_at }
in open {
  last: buyer may finish until 2 days after latest of parcels.received_at
  heavy: buyer may write when any parcels.weight > 20.0
  paying: shop must refund sum of parcels.price
}
in over { buyer may write when count of pairs where (pairs.right) > 1 }
)");
  return policy;
}

std::string with(const std::string& parcels, const std::string& more = "") {
  return fmt::format(R"({{"facts": {{"made_at": "2026-03-01T10:00:00Z", "parcels": {}{}}}}})", parcels, more);
}

std::string read_back(const std::string& parcels) { return to_json(order_from(lists(), with(parcels)).data()); }

Answer answer_of(const std::string& parcels, std::string_view instant) {
  auto outcome = decide(lists(), order_from(lists(), with(parcels)), at(instant));
  REQUIRE(std::holds_alternative<Answer>(outcome));
  return std::get<Answer>(std::move(outcome));
}

const ActionAnswer& action_of(const Answer& answer, std::string_view name) {
  for (const ActionAnswer& action : answer.actions) {
    if (action.action == name) return action;
  }
  throw std::runtime_error("no such action");
}

}  // namespace

TEST_CASE("lists: records are read and written with the members that are told", "[lists]") {
  const auto [json, expected] = GENERATE(table<std::string, std::string>({
      {"[]", R"("parcels":[])"},
      {"[{}]", R"("parcels":[{}])"},
      {R"([{"weight": 2.50}, {"kind": "letter", "received_at": "2026-03-01T11:00:00+01:00"}])",
       R"("parcels":[{"weight":2.5},{"received_at":"2026-03-01T10:00:00Z","kind":"letter"}])"},
      {R"([{"weight": null, "price": "3 EUR"}])", R"("parcels":[{"price":"3.00 EUR"}])"},
      {R"( [ {"promised": "never"} ] )", R"("parcels":[{"promised":"never"}])"},
  }));
  INFO(json);
  CHECK_THAT(read_back(json), Catch::Contains(expected));
  CHECK(to_json(order_from(lists(), read_back(json)).data()) == read_back(json));
}

TEST_CASE("lists: what is wrong with records is told with its place", "[lists]") {
  const auto [json, pointer, message] = GENERATE(table<std::string, std::string, std::string>({
      {"{}", "/facts/parcels", "a list of records is wanted here, this is an object"},
      {"3", "/facts/parcels", "a list of records is wanted here, this is a number"},
      {"3", "/facts/parcels", R"(write it so: `[{"received_at": "2026-03-01T10:00:00Z", "promised": )"},
      {"[3]", "/facts/parcels/0", R"("kind": "letter", "price": "59.90 USD"}]`)"},
      {"[3]", "/facts/parcels/0", "a record, an object of its members, is wanted here, this is a number"},
      {"[{}, [], {}]", "/facts/parcels/1", "this is an array"},
      {R"([{}, {"recieved_at": "2026-03-01T10:00:00Z"}])", "/facts/parcels/1/recieved_at",
       "did you mean `received_at`?"},
      {R"([{"colour": 1}])", "/facts/parcels/0/colour", "a record has no member `colour`"},
      {R"([{"weight": 1, "weight": 2}])", "/facts/parcels/0/weight", "`weight` is told twice"},
      {R"([{"weight": "heavy"}])", "/facts/parcels/0/weight", "`heavy` is not a number with at most six decimals"},
      {R"([{"weight": true}])", "/facts/parcels/0/weight", "this is true or false"},
      {R"([{"kind": "bix"}])", "/facts/parcels/0/kind", "did you mean `box`?"},
      {R"([{"price": "3.00 EUR"}, {"price": "3.00 USD"}])", "/facts/parcels/1/price",
       "`parcels[1].price` is not in the currency of `parcels[0].price`"},
      {R"([], "pairs": [{"left": 1}, {"right": true}])", "/facts/pairs/1/left", "the member `left` is missing"},
      {R"([], "pairs": [{"lft": 1}])", "/facts/pairs/0/lft", "did you mean `left`?"},
      {"null", "/facts/parcels", "the fact `parcels` is missing"},
  }));
  INFO(json);
  const std::string text = refusal(lists(), with(json));
  CHECK_THAT(text, Catch::Contains(message));
  CHECK_THAT(text, Catch::Contains(pointer));
  CHECK(std::get<Problems>(read_order(lists(), with(json))).size() == 1);
}

TEST_CASE("lists: broken JSON in a record is broken JSON", "[lists]") {
  const std::string json = GENERATE("[{\"weight\": 1.}]", "[{\"weight\": tru}]", "[{\"weight\" 1}]", "[{}", "[{},,{}]");
  INFO(json);
  CHECK_THAT(refusal(lists(), with(json)), Catch::Contains("this is no JSON"));
}

TEST_CASE("lists: a list holds a thousand records and not one more", "[lists]") {
  const auto so_many = [](std::size_t count) {
    std::string list;
    for (std::size_t i = 0; i < count; ++i) list += list.empty() ? "{}" : ",{}";
    return "[" + list + "]";
  };
  CHECK(order_from(lists(), with(so_many(1'000))).problems().empty());
  CHECK_THAT(refusal(lists(), with(so_many(1'001))), Catch::Contains("a list has at most 1000 records"));
  CHECK_THAT(refusal(lists(), with(so_many(1'500))), Catch::Contains("/facts/parcels/1000"));
}

TEST_CASE("lists: an event of a record cannot lie ahead", "[lists]") {
  const Order order = order_from(lists(), with(R"([{}, {"received_at": "2026-03-02T10:00:00Z"}])"));
  const auto outcome = decide(lists(), order, at("2026-03-02T09:59:59Z"));
  REQUIRE(std::holds_alternative<Problems>(outcome));
  const Problem& problem = std::get<Problems>(outcome).front();
  CHECK(problem.pointer == "/facts/parcels/1/received_at");
  CHECK_THAT(problem.message, Catch::Contains("the event `parcels[1].received_at` lies after"));
  CHECK(std::holds_alternative<Answer>(decide(lists(), order, at("2026-03-02T10:00:00Z"))));
}

TEST_CASE("lists: an answer names the record that decides", "[lists]") {
  const Answer answer = answer_of(
      R"([{"received_at": "2026-03-02T10:00:00Z", "weight": 2}, {"received_at": "2026-03-01T12:00:00Z", "weight": 25}])",
      "2026-03-03T10:00:00Z");
  const ActionAnswer& finish = action_of(answer, "finish");
  CHECK(finish.until == at("2026-03-04T10:00:00Z"));
  CHECK(finish.values == NamedScalars{{"parcels[0].received_at", std::string("2026-03-02T10:00:00Z")}});
  CHECK(finish.notes == Notes{"the last of 2 parcels is parcels[0]"});
  CHECK(action_of(answer, "write").values == NamedScalars{{"parcels[1].weight", NumberText{"25"}}});
}

TEST_CASE("lists: a no waits for each record that has not come, and for records where there are none", "[lists]") {
  const auto waits_for = [](const std::string& parcels) {
    return action_of(answer_of(parcels, "2026-03-03T10:00:00Z"), "finish").waits_for;
  };
  static const Policy policy = policy_from(R"(
policy waiting "Waiting"
version 2026-01-01
zone "UTC"
actor buyer "Buyer"
fact made_at : event
fact parcels : list of { received_at : event, kind : {letter, box} = box }
status open "Open" initial, final, marks made_at
action thank "Thank" { }
in open { buyer may thank from latest of parcels.received_at where parcels.kind is box }
)");
  const auto [parcels, expected] = GENERATE(table<std::string, std::vector<std::string>>({
      {"[]", {"parcels"}},
      {R"([{"kind": "letter"}])", {"parcels"}},
      {R"([{}, {"received_at": "2026-03-01T12:00:00Z"}, {"kind": "letter"}, {}])",
       {"parcels[0].received_at", "parcels[3].received_at"}},
      {R"([{"received_at": "2026-03-01T12:00:00Z"}])", {}},
  }));
  INFO(parcels);
  const auto outcome = decide(policy, order_from(policy, with(parcels)), at("2026-03-03T10:00:00Z"));
  REQUIRE(std::holds_alternative<Answer>(outcome));
  CHECK(action_of(std::get<Answer>(outcome), "thank").waits_for == expected);
  CHECK(waits_for(R"([{}])").empty());  // until, not from: it is open
}

TEST_CASE("lists: an answer names the members that are unknown", "[lists]") {
  const Answer answer = answer_of(R"([{"weight": 2}, {}, {"price": "1.00 EUR"}])", "2026-03-03T10:00:00Z");
  CHECK(action_of(answer, "write").verdict == Verdict::unknown);
  CHECK(action_of(answer, "write").unknown == std::vector<std::string>{"parcels[1].weight", "parcels[2].weight"});
  REQUIRE(answer.deadlines.size() == 1);
  CHECK(answer.deadlines.front().unknown == std::vector<std::string>{"parcels[0].price", "parcels[1].price"});
  CHECK(answer_of("[]", "2026-03-03T10:00:00Z").deadlines.front().unknown == std::vector<std::string>{"parcels"});
}

TEST_CASE("lists: a sum beyond all bounds refuses the order with its values", "[lists]") {
  const std::string most = R"({"price": "10000000000000.00 EUR"})";
  const Order order = order_from(lists(), with("[" + most + ", " + most + "]"));
  const auto outcome = decide(lists(), order, at("2026-03-03T10:00:00Z"));
  REQUIRE(std::holds_alternative<Problems>(outcome));
  CHECK_THAT(std::get<Problems>(outcome).front().message,
             Catch::Contains("10000000000000.00 EUR + 10000000000000.00 EUR cannot be computed"));
}

TEST_CASE("lists: what is recorded or asked for replaces the list", "[lists]") {
  const Order order = order_from(lists(), with(R"([{"weight": 2}])"));
  const Instant now = at("2026-03-03T10:00:00Z");
  const auto recorded = record(lists(), order, {{"parcels", R"([{"weight": 3}, {}])"}}, now);
  REQUIRE(std::holds_alternative<Order>(recorded));
  CHECK_THAT(to_json(std::get<Order>(recorded).data()), Catch::Contains(R"("parcels":[{"weight":3},{}])"));
  const auto done = apply(lists(), order, "buyer", "finish", {{"parcels", "[]"}}, now);
  REQUIRE(std::holds_alternative<Order>(done));
  CHECK_THAT(to_json(std::get<Order>(done).data()), Catch::Contains(R"("parcels":[])"));
  for (const std::string wrong : {"none", "[{]", "{}", "[] []", "[{\"wight\": 1}]", ""}) {
    INFO(wrong);
    CHECK(std::holds_alternative<Problems>(record(lists(), order, {{"parcels", wrong}}, now)));
  }
}

TEST_CASE("lists: a host tells one as JSON", "[lists]") {
  Order order(lists());
  CHECK(order.set("parcels", R"([{"weight": 30}])").empty());
  CHECK_FALSE(order.set("parcels", R"([{"weight": "x"}])").empty());
  CHECK_FALSE(order.set("parcels", std::int64_t{3}).empty());
  CHECK_THAT(to_json(order.data()), Catch::Contains(R"([{"weight":30}])"));
}

TEST_CASE("lists: the schema has them as arrays of closed objects", "[lists]") {
  const auto schema = nlohmann::json::parse(order_schema(lists()));
  const auto& parcels = schema["properties"]["facts"]["properties"]["parcels"];
  CHECK(parcels["type"] == "array");
  CHECK(parcels["maxItems"] == 1'000);
  CHECK(parcels["items"]["additionalProperties"] == false);
  CHECK(parcels["items"]["required"].empty());
  const auto& pairs = schema["properties"]["facts"]["properties"]["pairs"]["oneOf"][0];
  CHECK(pairs["items"]["required"] == nlohmann::json::array({"left"}));
}
