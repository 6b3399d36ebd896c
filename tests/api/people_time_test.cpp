#include <catch2/catch.hpp>

#include "tests/api/shipped.hpp"

using namespace bywhen;
using namespace bywhen::test;

namespace {

Policy in_zone(const std::string& zone) {
  return policy_from("policy small \"Small\"\nzone \"" + zone + R"("
actor buyer "Buyer"
fact made_at : event
status open "Open" initial, final, marks made_at
action look "Look" { }
in open { buyer may look from 3 days after made_at until 5 days after made_at }
)");
}

constexpr const char* made = R"({"facts": {"made_at": "2026-10-22T00:30:00Z"}})";

std::string refused_at(const Policy& policy, const char* time) {
  const auto outcome = apply(policy, order_from(policy, made), "buyer", "look", {}, at(time));
  const auto* problems = std::get_if<Problems>(&outcome);
  return problems ? render_text(*problems, false) : "accepted";
}

}  // namespace

TEST_CASE("a host can tell times as the policy's people read them", "[policy]") {
  CHECK(aliexpress().zone() == "UTC");
  CHECK(people_time(aliexpress(), at("2026-03-10T09:00:00Z")) == "2026-03-10 09:00 UTC");
  const Policy berlin = in_zone("Europe/Berlin");
  CHECK(berlin.zone() == "Europe/Berlin");
  CHECK(people_time(berlin, at("2026-07-01T08:00:00Z")) == "2026-07-01 10:00 UTC+2");
  CHECK(people_time(in_zone("Asia/Kolkata"), at("2026-07-01T08:00:00Z")) == "2026-07-01 13:30 UTC+5:30");
  CHECK(people_time(in_zone("America/Sao_Paulo"), at("2018-01-05T12:00:00Z")) == "2018-01-05 10:00 UTC-2");
  CHECK(people_time(berlin, Instant::never()) == "never");
}

TEST_CASE("refusals tell times of the policy's clock, and data as it is written", "[policy]") {
  const Policy berlin = in_zone("Europe/Berlin");
  CHECK(refused_at(berlin, "2026-10-24T08:00:00Z") ==
        "error[BW0903]: buyer may not look at 2026-10-24 10:00 UTC+2\n"
        "  expected: allowed\n  found: not_yet\n  help: it is possible from 2026-10-25 02:30 UTC+2 on\n");
  CHECK(refused_at(berlin, "2026-10-28T08:00:00Z") ==
        "error[BW0903]: buyer may not look at 2026-10-28 09:00 UTC+1\n"
        "  expected: allowed\n  found: expired\n  help: it was possible until 2026-10-27 02:30 UTC+1\n");
  CHECK(refused_at(berlin, "2026-10-21T08:00:00Z") ==
        "error[BW0813] /facts/made_at: the event `made_at` lies after 2026-10-21 10:00 UTC+2\n"
        "  expected: a time not after 2026-10-21T08:00:00Z\n  found: 2026-10-22T00:30:00Z\n"
        "  help: an event has happened already; for a moment that is planned or told, use a fact of type time\n");
}

TEST_CASE("a session tells how far its clock is from UTC, and times that can be said again without that", "[session]") {
  const Policy berlin = in_zone("Europe/Berlin");
  Session session(berlin, order_from(berlin, made), at("2026-10-22T00:30:00Z"));
  const auto line = [&](const char* sentence) {
    const Reply reply = session.ask(sentence);
    return std::get<ReplyLine>(reply.parts.back()).text;
  };
  CHECK(line("at 2026-10-24 10:00") == "Open · 2026-10-24 10:00 UTC+2");
  CHECK(line("who may look") == "buyer may look: not yet: from 2026-10-25 02:30+02:00 until 2026-10-27 02:30");
  CHECK(line("at 2026-10-25 02:30+02:00") == "Open · 2026-10-25 02:30 UTC+2");
  CHECK(line("at +1 hour") == "Open · 2026-10-25 02:30 UTC+1");
  CHECK(session.scenario("Twice").find("at 2026-10-25 02:30+01:00\n") != std::string::npos);
}

TEST_CASE("a duration of an answer is told in words", "[people]") {
  CHECK(duration_words("P7D") == "7 days");
  CHECK(duration_words("PT0S") == "0 seconds");
  CHECK(duration_words("PT90M") == std::nullopt);  // an answer has it as PT1H30M
  CHECK(duration_words("PT1H30M") == "1 hour 30 minutes");
  for (const char* text : {"", "P", "7 days", "P7D ", "card", "-P7D", "2026-03-01T10:00:00Z"}) {
    INFO(text);
    CHECK_FALSE(duration_words(text));
  }
}
