#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

#include "bywhen/session.hpp"
#include "tests/api/shipped.hpp"
#include "tests/api/shop_set.hpp"

// A session on a set looks anew which policy governs, whenever time passes or something is told.

namespace bywhen {
namespace {

using test::at;
using test::load_shop;
using test::placed;
using test::shop;

constexpr std::string_view asked_in_november =
    R"({"status": "asked", "as_of": "2020-11-25T09:00:00Z", "facts": {"placed_at": "2018-03-10T09:00:00Z",)"
    R"( "asked_at": "2020-11-25T09:00:00Z", "country": "US", "total": "100.00 EUR"}})";

Session session_of(std::string_view order, std::string_view when) { return {shop(), std::string(order), at(when)}; }

/// All lines and cells of a reply.
std::string words(const Reply& reply) {
  std::string text;
  for (const ReplyPart& part : reply.parts) {
    if (const auto* line = std::get_if<ReplyLine>(&part)) text += line->text + "\n";
    const auto* table = std::get_if<ReplyTable>(&part);
    for (std::size_t i = 0; table != nullptr && i < table->rows.size(); ++i)
      text += fmt::format("{}\n", fmt::join(table->rows[i], " | "));
    if (const auto* problems = std::get_if<Problems>(&part)) text += render_text(*problems, false);
    if (const auto* wrong = std::get_if<ReplyMistakes>(&part))
      text += render_text(wrong->diagnostics, wrong->sources, false);
  }
  return text;
}

std::string say(Session& session, std::string_view sentence) {
  const Reply reply = session.ask(sentence);
  INFO(sentence);
  INFO(words(reply));
  REQUIRE(reply.good);
  return words(reply);
}

std::string refusal_of(Session& session, std::string_view sentence) {
  const Reply reply = session.ask(sentence);
  INFO(sentence);
  CHECK_FALSE(reply.good);
  return words(reply);
}

Answer shown(Session& session, const std::string& before = "") {
  const Reply reply = session.ask(before + "show");
  INFO(words(reply));
  REQUIRE(reply.good);
  for (const ReplyPart& part : reply.parts) {
    if (const auto* answer = std::get_if<Answer>(&part)) return *answer;
  }
  FAIL("no answer");
  return {};
}

/// What a set with the session's scenario says of it.
std::string played(const Session& session) {
  auto loaded = load_shop({{"session.scenarios.bywhen", session.scenario("the session")}});
  INFO(session.scenario("the session"));
  REQUIRE(loaded.set);
  for (const ScenarioResult& result : run_scenarios(*loaded.set)) {
    if (result.name == "the session") return render_text(result.failures, loaded.sources, false);
  }
  return "not played";
}

TEST_CASE("set session: time that passes brings the order under the version that takes over") {
  Session session = session_of(asked_in_november, "2020-11-26T09:00:00Z");
  CHECK(shown(session).policy.version.empty());
  CHECK(say(session, "at 2020-12-03 10:00") ==
        "2020-12-02 00:00  Close → Closed · The seller did not answer\n"
        "governed by version 2020-12-02 from now on\n"
        "Closed · 2020-12-03 10:00 UTC+1\n");
  CHECK(shown(session).policy.version == "2020-12-02");
  CHECK(session.policy().digest() == shown(session).policy.digest);
  REQUIRE(session.undo());
  CHECK(shown(session).policy.version.empty());
  CHECK(session.order()->status == "asked");
  REQUIRE(session.redo());
  CHECK(session.order()->status == "closed");
  CHECK(played(session).empty());
}

TEST_CASE("set session: an order that is told bit by bit is read by what it tells") {
  Session session(shop(), std::nullopt, at("2026-01-01T00:00:00Z"));
  say(session, "given placed_at = 2018-04-01 10:00, country = BR");
  say(session, "given total = 100.00 EUR");
  say(session, "at 2018-04-02 10:00");
  CHECK(say(session, "until when may buyer ask").find("no longer") == std::string::npos);
  const Answer answer = shown(session);
  CHECK(answer.policy.version.empty());
  CHECK(answer.policy.overlays == std::vector<std::string>{"shop_brazil"});
  say(session, "given regret = yes");
  CHECK(say(session, "until when may buyer ask") == "buyer may ask: yes, until 2018-04-08 10:00\n");
  say(session, "buyer does ask");
  CHECK(say(session, "what next").starts_with("2018-04-16 10:00  Close"));
  CHECK(played(session).empty());
}

TEST_CASE("set session: facts that only an overlay knows are told together with what brings it in") {
  Session session = session_of(placed("2018-04-01T08:00:00Z", "US"), "2018-04-02T08:00:00Z");
  CHECK(refusal_of(session, "given regret = yes").find("unknown fact `regret`") != std::string::npos);
  const std::string told = say(session, "given country = BR, regret = yes");
  CHECK(told.find("governed by the first version with shop_brazil from now on") != std::string::npos);
  CHECK(shown(session).policy.overlays == std::vector<std::string>{"shop_brazil"});
  CHECK(say(session, "until when may buyer ask") == "buyer may ask: yes, until 2018-04-08 10:00\n");
  // What only the overlay knows stands in the way of leaving it.
  CHECK(refusal_of(session, "given country = US").find("regret") != std::string::npos);
  CHECK(played(session).empty());
}

TEST_CASE("set session: who leaves an overlay takes away the facts that only it knows") {
  Session session = session_of(placed("2018-04-01T08:00:00Z", "US"), "2018-04-02T08:00:00Z");
  say(session, "given country = BR, regret = yes");
  const std::string asked = "what if country = US, regret = missing: ";
  CHECK(shown(session, asked).policy.overlays.empty());
  CHECK(say(session, asked + "until when may buyer ask") == "buyer may ask: yes, until 2018-04-04 10:00\n");
  CHECK(refusal_of(session, "what if country = US: who may").find("regret") != std::string::npos);
  const std::string told = say(session, "given country = US, regret = missing");
  CHECK(told.find("governed by the first version from now on") != std::string::npos);
  CHECK(shown(session).policy.overlays.empty());
  // Nothing is taken away that nobody knew.
  CHECK(refusal_of(session, "given regret = missing").find("unknown fact `regret`") != std::string::npos);
  CHECK(refusal_of(session, "given country = FR, regret = missing").find("unknown fact `regret`") != std::string::npos);
  say(session, "buyer does ask");
  CHECK(played(session).empty());
}

TEST_CASE("set session: a fact that only an overlay knows and no step would tell") {
  Session session = session_of(
      R"({"facts": {"placed_at": "2018-04-01T08:00:00Z", "country": "BR", "regret": true, "total": "100.00 EUR"}})",
      "2018-04-02T08:00:00Z");
  say(session, "buyer does ask");
  CHECK(shown(session, "what if country = US, regret = missing: ").policy.overlays.empty());
  CHECK(say(session, "what if country = US, regret = missing: what next").starts_with("2018-04-16 10:00  Close"));
}

TEST_CASE("set session: where another version takes over, answers end there and say so") {
  Session session = session_of(asked_in_november, "2020-11-26T09:00:00Z");
  const std::string who = say(session, "who may");
  CHECK(who ==
        "seller may agree: yes, until 2020-12-02 00:00, when version 2020-12-02 takes over\n"
        "seller must agree: pending, due 2020-12-09 10:00; version 2020-12-02 takes over before, 2020-12-02 00:00\n");
  CHECK(say(session, "until when may seller agree") == who);
  CHECK(say(session, "until when").starts_with("until 2020-12-02 00:00, when version 2020-12-02 takes over\n"));
  const Answer answer = shown(session);
  REQUIRE(answer.takeover);
  CHECK(answer.takeover->at == at("2020-12-01T23:00:00Z"));
  CHECK(answer.takeover->version == "2020-12-02");
  CHECK(answer.valid_until == answer.takeover->at);
  say(session, "at 2020-12-03 10:00");
  CHECK_FALSE(shown(session).takeover);
}

TEST_CASE("set session: what if asks the version that would govern then") {
  Session session = session_of(placed("2018-04-01T08:00:00Z", "US"), "2021-01-02T08:00:00Z");
  CHECK(shown(session, "what if placed_at = 2021-01-01 10:00: ").policy.version == "2020-12-02");
  CHECK(shown(session, "what if placed_at = 2020-03-20 10:00, at 2020-03-21 10:00: ").policy.version == "2020-03-16");
  CHECK(shown(session, "what if at 2018-04-02 10:00: ").policy.version.empty());
  const Answer brazil = shown(session, "what if country = BR, regret = yes, at 2018-04-02 10:00: ");
  CHECK(brazil.policy.overlays == std::vector<std::string>{"shop_brazil"});
  CHECK(say(session, "what if country = BR, regret = yes, at 2018-04-02 10:00: until when may buyer ask") ==
        "buyer may ask: yes, until 2018-04-08 10:00\n");
  // Nothing has changed.
  CHECK(shown(session).policy.overlays.empty());
  CHECK(refusal_of(session, "what if regret = yes").find("unknown fact `regret`") != std::string::npos);
}

TEST_CASE("set session: another day of the placing brings its own deadlines through the steps") {
  Session session = session_of(placed("2020-03-15T08:00:00Z", "US"), "2020-03-17T08:00:00Z");
  say(session, "buyer does ask");
  CHECK(say(session, "what next").starts_with("2020-03-31 09:00  Close"));
  CHECK(say(session, "what if placed_at = 2020-03-16 09:00: what next").starts_with("2020-03-19 09:00  Close"));
  CHECK(say(session, "compare placed_at = 2020-03-16 09:00: what next") ==
        "as it is\n2020-03-31 09:00  Close → Closed · The seller did not answer\n"
        "changed\n2020-03-19 09:00  Close → Closed · The seller did not answer\n");
}

TEST_CASE("set session: a term is another one in every version") {
  Session session = session_of(asked_in_november, "2020-11-26T09:00:00Z");
  CHECK(say(session, "what if term answer_time = 20 days: what next").starts_with("2020-12-15 10:00  Close"));
  CHECK(say(session, "what next").starts_with("2020-12-02 00:00  Close"));
  CHECK(refusal_of(session, "what if term answer_tim = 2 days").find("did you mean `answer_time`?") !=
        std::string::npos);
}

TEST_CASE("set session: a fact varies over all versions") {
  Session session = session_of(placed("2020-03-20T08:00:00Z", "US"), "2020-12-04T08:00:00Z");
  const std::string days = say(session, "what if placed_at varies: who may ask");
  CHECK(days.find("2020-12-01") != std::string::npos);
}

TEST_CASE("set session: the values at which another version governs are found") {
  constexpr std::string_view asked =
      R"({"status": "asked", "as_of": "2020-03-20T09:00:00Z", "facts": {"placed_at": "2020-03-19T09:00:00Z",)"
      R"( "asked_at": "2020-03-20T09:00:00Z", "country": "US", "total": "100.00 EUR"}})";
  Session session = session_of(asked, "2020-03-25T09:00:00Z");
  // From the second version on two days are all that the seller has; no rule compares this day.
  const std::string table = say(session, "what if placed_at varies");
  CHECK(table.find("before 2020-03-16 00:00 | Asked") != std::string::npos);
  CHECK(table.find("from 2020-03-16 00:00 until now | Closed") != std::string::npos);
  const std::string countries = say(session, "what if country varies");
  INFO(countries);
  CHECK(countries.find("DE, FR | platform must refund 100.00 EUR: pending, due 2020-04-05 10:00") != std::string::npos);
  CHECK(countries.find("BR, US | platform must refund 90.00 EUR: pending, due 2020-04-05 10:00") != std::string::npos);
}

TEST_CASE("set session: orders are found in every member") {
  Session session = session_of(placed("2021-04-01T08:00:00Z", "US"), "2021-04-01T09:00:00Z");
  const std::string brazil = say(session, "find an order where country is BR and buyer may ask and status is open");
  CHECK(brazil.find("country = BR") != std::string::npos);
  CHECK(say(session, "find an order where regret").find("regret = yes") != std::string::npos);
  CHECK(refusal_of(session, "find an order where regrets").find("regrets") != std::string::npos);
  const std::string old = say(session,
                              "find an order where asked_at has happened and buyer may not ask and placed_at is before "
                              "start of day 2020-03-01");
  CHECK(old.find("placed_at = 20") != std::string::npos);
}

TEST_CASE("set session: it goes on under another text of its set, and under a policy by itself") {
  Session session = session_of(asked_in_november, "2020-11-26T09:00:00Z");
  say(session, "at 2020-12-03 10:00");
  CHECK(session.use(shop()).good);
  CHECK(session.order()->status == "closed");
  REQUIRE(session.set() != nullptr);
  REQUIRE(session.undo());
  CHECK(session.order()->status == "asked");
  CHECK(session.use(shop().members()[2].policy).good);
  CHECK(session.set() == nullptr);
  CHECK(say(session, "what next").starts_with("2020-12-09 10:00  Close"));
  CHECK(session.use(shop()).good);
  CHECK(say(session, "what next").starts_with("2020-12-02 00:00  Close"));
}

TEST_CASE("set session: another order is loaded, whichever version governs it") {
  Session session = session_of(asked_in_november, "2020-11-26T09:00:00Z");
  const Reply loaded = session.load(placed("2020-11-01T08:00:00Z", "BR"));
  INFO(words(loaded));
  REQUIRE(loaded.good);
  CHECK(shown(session).policy.overlays == std::vector<std::string>{"shop_brazil"});
  CHECK(played(session).empty());
  CHECK_FALSE(session.load(R"({"facts": {"country": "MARS"}})").good);
  CHECK_FALSE(session.load("{").good);
  REQUIRE(session.undo());
  CHECK(shown(session).policy.overlays.empty());
}

TEST_CASE("set session: an order that fits no version is refused, question by question") {
  Session session = session_of(placed("2018-04-01T08:00:00Z", "MARS"), "2018-04-02T08:00:00Z");
  CHECK(refusal_of(session, "who may").find("BW0807") != std::string::npos);
  REQUIRE(session.load(placed("2018-04-01T08:00:00Z", "US")).good);
  say(session, "who may");
}

TEST_CASE("set session: why looks beyond the takeover") {
  Session session = session_of(asked_in_november, "2020-11-26T09:00:00Z");
  const Reply reply = session.ask("why may seller agree");
  REQUIRE(reply.good);
  const auto& why = std::get<Why>(reply.parts.front());
  REQUIRE(why.ends);
  CHECK(why.ends->at == at("2020-12-01T23:00:00Z"));
  REQUIRE(why.takeover);
  CHECK(why.takeover->version == "2020-12-02");
}

TEST_CASE("set session: expectations look beyond the takeover") {
  Session session = session_of(asked_in_november, "2020-11-26T09:00:00Z");
  say(session, "expect close happens at 2020-12-02 00:00");
  CHECK_FALSE(session.ask("expect close happens at 2020-12-09 10:00").good);
  CHECK(played(session).empty());
}

TEST_CASE("set session: no time runs backwards, over a takeover either") {
  Session session = session_of(asked_in_november, "2020-12-03T09:00:00Z");
  CHECK(refusal_of(session, "at 2020-12-01 10:00").find("time runs backwards here") != std::string::npos);
}

// ── Random sessions ──

class Chance {
public:
  explicit Chance(std::uint64_t seed) : random_(seed) {}
  std::size_t below(std::size_t size) { return random_() % size; }
  template <typename Item>
  const Item& of(const std::vector<Item>& items) {
    return items[below(items.size())];
  }

private:
  std::mt19937_64 random_;
};

const std::vector<std::string> countries = {"DE", "FR", "BR", "US"};

std::string random_placing(Chance& chance) {
  static const std::vector<std::string> all = {"2018-04-01T08:00:00Z", "2020-03-15T22:59:59Z", "2020-03-15T23:00:00Z",
                                               "2020-03-20T08:00:00Z", "2020-11-28T08:00:00Z", "2020-12-01T22:59:59Z",
                                               "2020-12-01T23:00:00Z", "2021-05-01T08:00:00Z"};
  return chance.of(all);
}

/// A day or some weeks later.
Instant later(Chance& chance, Instant at) {
  constexpr std::int64_t hour = 3'600'000'000;
  static const std::vector<std::int64_t> hours = {1, 23, 48, 72, 100, 24 * 8, 24 * 20, 24 * 200};
  return {at.micros + chance.of(hours) * hour};
}

std::variant<Order, Problems> govern_and_settle(const PolicySet& set, std::string_view order, Instant at) {
  auto answer = decide(set, order, at);
  if (auto* problems = std::get_if<Problems>(&answer)) return std::move(*problems);
  const auto governed = govern(set, to_json(std::get<Answer>(answer).order), at);
  return std::get<Governed>(governed).order;
}

TEST_CASE("set session: steps lead where the functions of hosts lead, and the scenario is played so") {
  const PolicySet set = shop();
  std::size_t done = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    Chance chance(seed);
    const std::string placing = random_placing(chance);
    std::string order = placed(placing, chance.of(countries));
    Instant now = later(chance, at(placing));
    Session session(set, order, now);
    for (int step = 0; step < 5; ++step) {
      INFO(seed << " " << step << " " << order << " " << session.scenario("x"));
      std::variant<Order, Problems> outcome = Problems{};
      Reply reply;
      const std::size_t kind = chance.below(4);
      if (kind == 0) {
        now = later(chance, now);
        reply = session.ask("at " + format_rfc3339(now));
        outcome = govern_and_settle(set, order, now);
      } else if (kind == 1) {
        const std::string country = chance.of(countries);
        reply = session.ask("given country = " + country);
        outcome = record(set, order, {{"country", country}}, now);
      } else {
        const std::string action = kind == 2 ? "ask" : "agree";
        const std::string actor = kind == 2 ? "buyer" : "seller";
        reply = session.ask(actor + " does " + action);
        outcome = apply(set, order, actor, action, {}, now);
      }
      REQUIRE(reply.good == std::holds_alternative<Order>(outcome));
      if (!reply.good) continue;
      ++done;
      order = to_json(std::get<Answer>(decide(set, to_json(std::get<Order>(outcome).data()), now)).order);
      REQUIRE(to_json(*session.order()) == order);
      REQUIRE(to_json(shown(session)) == to_json(std::get<Answer>(decide(set, order, now))));
    }
    CHECK(played(session).empty());
  }
  CHECK(done > 100);
}

TEST_CASE("set session: what if another fact is deciding the order with that fact") {
  const PolicySet set = shop();
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    Chance chance(seed);
    const std::string country = chance.of(countries);
    const std::string order = placed(random_placing(chance), country);
    const Instant now = later(chance, at("2021-05-02T08:00:00Z"));
    Session session(set, order, now);
    const std::string placing = random_placing(chance);
    const std::string other = chance.of(countries);
    const Answer answer = shown(session, fmt::format("what if placed_at = {}, country = {}: ", placing, other));
    const auto decided = decide(set, placed(placing, other), now);
    REQUIRE(std::holds_alternative<Answer>(decided));
    Answer expected = std::get<Answer>(decided);
    // A question about what is not tells no more of the past than the status.
    expected.settled.clear();
    Answer found = answer;
    found.settled.clear();
    REQUIRE(to_json(found) == to_json(expected));
  }
}

}  // namespace
}  // namespace bywhen
