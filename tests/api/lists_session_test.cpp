#include <catch2/catch.hpp>

#include "bywhen/session.hpp"
#include "tests/api/shipped.hpp"

using namespace bywhen;
using namespace bywhen::test;

namespace {

const Policy& several() {
  static const Policy policy = policy_from(R"(
policy several "Several parcels"
version 2026-01-01
zone "UTC"
actor buyer "Buyer"
fact made_at, closed_at : event
fact limit : decimal = 20.0
fact parcels : list of { received_at : event, weight : decimal?, kind : {letter, box} = box }
status sent "Sent" initial, marks made_at
status closed "Closed" final, marks closed_at
action close "Close" { becomes closed }
action write "Write" { asks parcels }
in sent {
  buyer may close from latest of parcels.received_at until 14 days after latest of parcels.received_at
  buyer may write when any parcels.weight > limit
}
)");
  return policy;
}

Session begun() {
  Session session(several(), std::nullopt, at("2026-03-01T10:00:00Z"));
  const auto say = [&](std::string_view sentence) {
    const Reply reply = session.ask(sentence);
    INFO(to_json(reply));
    REQUIRE(reply.good);
  };
  say("given made_at = 2026-03-01 10:00, parcels = {received_at = 2026-03-02 10:00, weight = 25.0}, {kind = letter}");
  say("at 2026-03-05 10:00");
  return session;
}

std::string said(Session& session, std::string_view sentence) { return to_json(session.ask(sentence)); }

}  // namespace

TEST_CASE("lists: a session tells them, asks with them and saves them", "[lists]") {
  Session session = begun();
  CHECK_THAT(said(session, "why may buyer close"), Catch::Contains("parcels[1].received_at"));
  CHECK_THAT(said(session, "what if parcels = {received_at = 2026-03-02 10:00}, {received_at = 2026-03-04 10:00}"),
             Catch::Contains("2026-03-18 10:00"));
  REQUIRE(session.ask("what if parcels = none").good);
  REQUIRE(session.ask("buyer does write with parcels = {weight = 30.0}, {}").good);
  REQUIRE(session.ask("given parcels = none").good);
  const std::string saved = session.scenario("saved");
  CHECK_THAT(saved, Catch::Contains("buyer does write with parcels = {weight = 30.0}, {}"));
  CHECK_THAT(saved, Catch::Contains("given parcels = none"));
  CHECK_THAT(to_json(*session.order()), Catch::Contains(R"("parcels":[])"));
  REQUIRE(session.undo());
  CHECK_THAT(to_json(*session.order()), Catch::Contains(R"("parcels":[{"weight":30},{}])"));
}

TEST_CASE("lists: a session refuses records that do not fit", "[lists]") {
  const auto [sentence, message] = GENERATE(table<std::string, std::string>({
      {"given parcels = {wight = 2.0}", "wight"},
      {"given parcels = 3", "parcels"},
      {"given parcels = {weight = yes}", "number"},
      {"what if parcels.weight = 3.0", "expected what is changed"},
      {"given parcels = {received_at = 2026-03-06 10:00}", "parcels[0].received_at"},
      {"given limit = {weight = 2.0}", "list"},
  }));
  INFO(sentence);
  Session session = begun();
  const Reply reply = session.ask(sentence);
  CHECK_FALSE(reply.good);
  CHECK_THAT(to_json(reply), Catch::Contains(message));
}

TEST_CASE("lists: the values of one are not gone through, those of its policy's other facts are", "[lists]") {
  Session session = begun();
  const Reply refused = session.ask("what if parcels varies");
  CHECK_FALSE(refused.good);
  CHECK_THAT(to_json(refused), Catch::Contains("parcels is a list, whose values cannot be gone through"));
  CHECK_THAT(said(session, "what if limit varies: who may write"), Catch::Contains("25"));
}

TEST_CASE("lists: orders with records are found", "[lists]") {
  const std::string wanted = GENERATE("buyer may close", "buyer may write", "count of parcels is 2",
                                      "any parcels.weight > 20.0 and count of parcels is 1", "count of parcels is 0",
                                      "all parcels.kind are letter and count of parcels > 0 and buyer may write");
  INFO(wanted);
  Session session = begun();
  const std::string found = said(session, "find an order where " + wanted);
  INFO(found);
  CHECK_THAT(found, Catch::Contains("given "));
}

TEST_CASE("lists: a search that finds none says which lists it tried", "[lists]") {
  Session session = begun();
  const std::string reply = said(session, "find an order where count of parcels > 7");
  CHECK_THAT(reply, Catch::Contains("of lists only some with up to two records were tried"));
}
