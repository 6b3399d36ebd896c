#include <simdjson.h>
#include <catch2/catch.hpp>

#include <algorithm>

#include "tests/api/shipped.hpp"

using namespace bywhen;
using namespace bywhen::test;

namespace {

Outlook outlook_of(const Policy& policy, const Order& order, std::string_view when) {
  const auto outcome = project(policy, order, at(when));
  if (const auto* problems = std::get_if<Problems>(&outcome)) FAIL(render_text(*problems, false));
  return std::get<Outlook>(outcome);
}

Outlook shipped_outlook(const std::string& order, std::string_view when) {
  return outlook_of(aliexpress(), order_from(aliexpress(), read_file("examples/orders/" + order)), when);
}

/// A policy whose rules and further declarations are what a test is about, and an order placed on 1 March at noon.
Policy policy_with(const std::string& sentences) {
  return policy_from(R"(policy test "Test"
zone "UTC"
actor buyer "Buyer"
actor seller "Seller"
fact placed_at, sent_at, told_at, closed_at : event
fact insured : yes/no?
status placed "Placed" initial, marks placed_at
status sent   "Sent"   marks sent_at
status closed "Closed" final, marks closed_at
action send  "Send"  { becomes sent }
action tell  "Tell"  { marks told_at }
action look  "Look"  { }
action close "Close" { becomes closed }
)" + sentences);
}

constexpr std::string_view placed = R"({"facts":{"placed_at":"2026-03-01T12:00:00Z"}})";

Outlook placed_outlook(const std::string& sentences, std::string_view when) {
  const Policy policy = policy_with(sentences);
  return outlook_of(policy, order_from(policy, placed), when);
}

/// `Placed 2026-03-01T12:00:00Z..2026-03-05T12:00:00Z by lapse`, a line each.
std::string stays_of(const Outlook& outlook) {
  std::string text;
  for (const Stay& stay : outlook.stays) {
    text += stay.status.label + (stay.entered ? " " : " since ") + format_rfc3339(stay.from) + ".." +
            format_rfc3339(stay.until.value_or(Instant::never())) +
            (stay.ended_by ? " by " + stay.ended_by->rule.name : "") + "\n";
  }
  return text;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += " " + text;
  return all;
}

const Course& course_of(const Outlook& outlook, std::string_view actor, std::string_view action) {
  const auto found = std::find_if(outlook.courses.begin(), outlook.courses.end(), [&](const Course& course) {
    return course.actor == actor && course.action == action;
  });
  REQUIRE(found != outlook.courses.end());
  return *found;
}

/// `allowed 2026-03-01T12:00:00Z..never reasons`, a line each.
std::string windows_of(const Outlook& outlook, std::string_view actor, std::string_view action) {
  std::string text;
  for (const Window& window : course_of(outlook, actor, action).windows) {
    text += std::string(to_string(window.verdict)) + " " + format_rfc3339(window.from) + ".." +
            format_rfc3339(window.until.value_or(Instant::never())) + joined(window.because) + joined(window.unknown) +
            "\n";
  }
  return text;
}

/// `lapse pending due 2026-03-05T12:00:00Z`, a line each.
std::string deadlines_of(const Stay& stay) {
  std::string text;
  for (const DeadlineAnswer& duty : stay.deadlines) {
    text += duty.rule.name + " " + std::string(to_string(duty.state)) + " due " +
            format_rfc3339(duty.due.value_or(Instant::never())) + "\n";
  }
  return text;
}

std::string first_problem(const std::variant<Outlook, Problems>& outcome) {
  const auto* problems = std::get_if<Problems>(&outcome);
  return problems == nullptr ? "an outlook" : problems->front().code + " " + problems->front().message;
}

}  // namespace

TEST_CASE("an outlook goes from the entered status to the end", "[outlook]") {
  const Outlook outlook = shipped_outlook("cancellation_requested.json", "2026-03-10T09:00:00Z");
  CHECK(stays_of(outlook) ==
        "Cancellation requested 2026-03-03T09:00:00Z..2026-03-17T09:00:00Z by answer\n"
        "Closed 2026-03-17T09:00:00Z..never\n");
  CHECK(outlook.present == 0);
  REQUIRE(outlook.stays[0].ended_by);
  CHECK(outlook.stays[0].ended_by->because == "The seller did not answer the cancellation request");
  CHECK(outlook.stays[0].ended_by->action_label == "Close");
  CHECK(deadlines_of(outlook.stays[0]) == "answer pending due 2026-03-17T09:00:00Z\n");
  CHECK(deadlines_of(outlook.stays[1]) == "money_back pending due 2026-03-31T09:00:00Z\n");
  REQUIRE(outlook.stays[1].deadlines[0].amount);
  CHECK(outlook.stays[1].deadlines[0].amount->amount == "59.90 USD");
  CHECK(windows_of(outlook, "seller", "confirm") == "allowed 2026-03-03T09:00:00Z..2026-03-17T09:00:00Z\n");
  CHECK(windows_of(outlook, "buyer", "readd_to_cart") == "allowed 2026-03-17T09:00:00Z..never\n");
  CHECK(windows_of(outlook, "buyer", "open_dispute").empty());
  CHECK(outlook.settled.empty());
  REQUIRE(outlook.next.size() == 1);
  CHECK(outlook.next[0].to == "closed");
}

TEST_CASE("an outlook tells the events that have happened, in their order", "[outlook]") {
  const Outlook outlook = shipped_outlook("cancellation_requested.json", "2026-03-10T09:00:00Z");
  std::string events;
  for (const EventAnswer& event : outlook.events) events += event.name + " " + format_rfc3339(event.at) + "\n";
  CHECK(events ==
        "placed_at 2026-03-01T10:00:00Z\npaid_at 2026-03-02T09:00:00Z\ncancel_requested_at 2026-03-03T09:00:00Z\n");
}

TEST_CASE("what the clock did before anybody looked is a stay that is over", "[outlook]") {
  const Outlook outlook = shipped_outlook("unpaid.json", "2026-05-01T00:00:00Z");
  CHECK(stays_of(outlook) ==
        "Awaiting payment 2026-03-01T10:00:00Z..2026-03-21T10:00:00Z by payment\n"
        "Closed 2026-03-21T10:00:00Z..never\n");
  CHECK(outlook.present == 1);
  CHECK(outlook.settled.size() == 1);
  CHECK(outlook.next.empty());
  CHECK(windows_of(outlook, "buyer", "pay") == "allowed 2026-03-01T10:00:00Z..2026-03-21T10:00:00Z\n");
  CHECK_FALSE(course_of(outlook, "buyer", "pay").now);
  CHECK(deadlines_of(outlook.stays[0]) == "payment pending due 2026-03-21T10:00:00Z\n");
  CHECK(outlook.stays[1].deadlines.empty());
}

TEST_CASE("a prohibition is a window of its own, with its reason", "[outlook]") {
  const Outlook outlook = shipped_outlook("paid.json", "2026-03-02T20:00:00Z");
  CHECK(windows_of(outlook, "buyer", "request_cancellation") ==
        "forbidden 2026-03-02T09:00:00Z..2026-03-03T09:00:00Z The payment is still being verified\n"
        "allowed 2026-03-03T09:00:00Z..never\n");
  const Course& course = course_of(outlook, "buyer", "request_cancellation");
  REQUIRE(course.now);
  CHECK(course.now->verdict == Verdict::not_yet);
  REQUIRE(course.windows[0].rule);
  CHECK(course.windows[0].rule->name == "verifying");
  CHECK(course.windows[0].rule->source == "aliexpress.bywhen:75");
}

TEST_CASE("where a status does not tell when it was entered, the outlook begins where the order can be asked about",
          "[outlook]") {
  CHECK(stays_of(shipped_outlook("paid.json", "2026-03-02T20:00:00Z")) ==
        "Awaiting shipment since 2026-03-02T09:00:00Z..never\n");
  const auto begin = [](const std::string& order) {
    const Policy policy = policy_from(R"(policy test "Test" zone "UTC"
actor buyer "Buyer"
fact placed_at, told_at : event
status open "Open" initial, marks placed_at once
status kept "Kept" final
action keep "Keep" { becomes kept }
action tell "Tell" { marks told_at }
in open, kept { buyer may keep, tell }
)");
    return stays_of(outlook_of(policy, order_from(policy, order), "2026-03-09T12:00:00Z"));
  };
  // Marked only the first time, so it may have been entered again.
  CHECK(begin(std::string(placed)) == "Open since 2026-03-01T12:00:00Z..never\n");
  CHECK(begin(R"({"as_of":"2026-03-02T12:00:00Z","facts":{"placed_at":"2026-03-01T12:00:00Z"}})") ==
        "Open since 2026-03-02T12:00:00Z..never\n");
  CHECK(begin(R"({"status":"kept","facts":{"placed_at":"2026-03-01T12:00:00Z","told_at":"2026-03-05T12:00:00Z"}})") ==
        "Kept since 2026-03-05T12:00:00Z..never\n");
}

TEST_CASE("a window ends where its reasons change", "[outlook]") {
  const Outlook outlook = placed_outlook(R"(in placed {
  buyer may look, send, tell, close until 3 days after placed_at because "Early"
  buyer may look from 2 days after placed_at because "Late"
})",
                                         "2026-03-01T12:00:00Z");
  CHECK(windows_of(outlook, "buyer", "look") ==
        "allowed 2026-03-01T12:00:00Z..2026-03-03T12:00:00Z Early\n"
        "allowed 2026-03-03T12:00:00Z..2026-03-04T12:00:00Z Early Late\n"
        "allowed 2026-03-04T12:00:00Z..never Late\n");
}

TEST_CASE("a window goes on over the end of a stay where its rule does", "[outlook]") {
  const Outlook outlook = placed_outlook(R"(in placed, closed { seller may look, tell because "Always" }
in placed { lapse: buyer must send within 4 days after placed_at otherwise close because "Not sent" }
in placed { seller may look when insured because "Insured" })",
                                         "2026-03-02T12:00:00Z");
  CHECK(windows_of(outlook, "seller", "look") == "allowed 2026-03-01T12:00:00Z..never Always\n");
  CHECK(windows_of(outlook, "buyer", "send") == "allowed 2026-03-01T12:00:00Z..2026-03-05T12:00:00Z\n");
}

TEST_CASE("an unknown window names its facts", "[outlook]") {
  const Outlook outlook = placed_outlook(R"(in placed {
  buyer may look, send, tell when insured because "Insured"
  buyer may close, look from 2 days after placed_at because "Late"
})",
                                         "2026-03-01T12:00:00Z");
  CHECK(windows_of(outlook, "buyer", "look") ==
        "unknown 2026-03-01T12:00:00Z..2026-03-03T12:00:00Z insured\n"
        "allowed 2026-03-03T12:00:00Z..never Late\n");
}

TEST_CASE("statuses that last no time are stays too", "[outlook]") {
  const Outlook outlook = placed_outlook(R"(in placed {
  buyer may look, tell
  going: send happens at 2 days after placed_at because "Time to go"
}
in sent {
  done: close happens at sent_at because "At once"
  buyer must tell within 1 day after sent_at
})",
                                         "2026-03-02T12:00:00Z");
  CHECK(stays_of(outlook) ==
        "Placed 2026-03-01T12:00:00Z..2026-03-03T12:00:00Z by going\n"
        "Sent 2026-03-03T12:00:00Z..2026-03-03T12:00:00Z by done\n"
        "Closed 2026-03-03T12:00:00Z..never\n");
  CHECK(windows_of(outlook, "buyer", "tell") == "allowed 2026-03-01T12:00:00Z..2026-03-03T12:00:00Z\n");
  CHECK(outlook.stays[1].deadlines.empty());
  CHECK(outlook.present == 0);
}

TEST_CASE("a duty that the clock will bring about within the stay is told of", "[outlook]") {
  const Outlook outlook = placed_outlook(R"(in placed {
  buyer may look, send
  tell happens at 2 days after placed_at because "Time to tell"
  first: seller must close by 9 days after placed_at
  second: seller must close within 1 day after told_at
})",
                                         "2026-03-02T12:00:00Z");
  CHECK(deadlines_of(outlook.stays[0]) ==
        "first pending due 2026-03-10T12:00:00Z\nsecond pending due 2026-03-04T12:00:00Z\n");
}

TEST_CASE("the windows before the present say what the known facts say of that time", "[outlook]") {
  const Policy policy = policy_with(R"(in placed {
  buyer may look until 2 days after placed_at because "Two days"
  buyer may send, close
  seller must tell within 3 days after placed_at
})");
  const Order order = order_from(
      policy,
      R"({"as_of":"2026-03-08T12:00:00Z","facts":{"placed_at":"2026-03-01T12:00:00Z","told_at":"2026-03-02T12:00:00Z"}})");
  const Outlook outlook = outlook_of(policy, order, "2026-03-09T12:00:00Z");
  CHECK(windows_of(outlook, "buyer", "look") == "allowed 2026-03-01T12:00:00Z..2026-03-03T12:00:00Z Two days\n");
  CHECK(windows_of(outlook, "seller", "tell") == "allowed 2026-03-01T12:00:00Z..2026-03-02T12:00:00Z\n");
  CHECK(course_of(outlook, "buyer", "look").now->verdict == Verdict::expired);
}

TEST_CASE("the future ends where a calendar ends, with the problem", "[outlook]") {
  const Policy policy = policy_with(R"(calendar works default { covers 2026 to 2026  weekend saturday, sunday }
in placed {
  buyer may look until 400 business days after placed_at
  buyer may send, tell
  lapse: seller must close by 20 months after placed_at otherwise close because "Over"
}
months round down
)");
  const Order order = order_from(policy, placed);
  const Outlook outlook = outlook_of(policy, order, "2026-03-02T12:00:00Z");
  REQUIRE(outlook.horizon);
  CHECK(outlook.horizon->at == at("2027-01-01T00:00:00Z"));
  CHECK(outlook.horizon->problem.code == "BW0815");
  CHECK(stays_of(outlook) == "Placed 2026-03-01T12:00:00Z..2027-01-01T00:00:00Z\n");
  CHECK(windows_of(outlook, "buyer", "look") == "allowed 2026-03-01T12:00:00Z..2027-01-01T00:00:00Z\n");
  CHECK(deadlines_of(outlook.stays[0]) == "lapse pending due 2027-11-01T12:00:00Z\n");
  CHECK(outlook.next.empty());
  CHECK(first_problem(project(policy, order, at("2027-01-01T00:00:00Z"))).starts_with("BW0815 "));
}

TEST_CASE("a past that a calendar does not know is left out", "[outlook]") {
  const Policy policy = policy_with(R"(calendar works default { covers 2026 to 2026  weekend saturday, sunday }
months round down
in placed {
  buyer may look until 400 business days after placed_at
  buyer may send, tell
  lapse: seller must close by 20 months after placed_at otherwise close because "Over"
})");
  const Outlook outlook = outlook_of(policy, order_from(policy, placed), "2028-01-01T00:00:00Z");
  CHECK(stays_of(outlook) == "Closed 2027-11-01T12:00:00Z..never\n");
  CHECK(outlook.present == 0);
  CHECK(outlook.courses.empty());
  CHECK_FALSE(outlook.horizon);
}

TEST_CASE("an outlook begins and ends where an amount can be computed", "[outlook]") {
  const Policy policy = policy_with(R"(fact total : money = 90000000000.00 EUR
define fee {
  8 days after placed_at has passed : 1000 times total
  2 days after placed_at has passed : 1.00 EUR
  else                              : 2000 times total
}
in placed {
  buyer must tell fee
  buyer may look, send, close
})");
  const Order order = order_from(policy, placed);
  CHECK(first_problem(project(policy, order, at("2026-03-02T12:00:00Z"))).starts_with("BW0816"));
  const Outlook outlook = outlook_of(policy, order, "2026-03-05T12:00:00Z");
  CHECK(stays_of(outlook) == "Placed since 2026-03-05T12:00:00Z..2026-03-09T12:00:00Z\n");
  REQUIRE(outlook.horizon);
  CHECK(outlook.horizon->problem.code == "BW0816");
  CHECK(windows_of(outlook, "buyer", "look") == "allowed 2026-03-05T12:00:00Z..2026-03-09T12:00:00Z\n");
  CHECK(deadlines_of(outlook.stays[0]) == "test.bywhen:21 pending due never\n");
  CHECK(first_problem(project(policy, order, at("2026-03-09T12:00:00Z"))).starts_with("BW0816"));
}

TEST_CASE("a duty ends where its conditions cease to hold inside of a stay", "[outlook]") {
  const std::string sentences = R"(fact stage : {open, shut} = open
fact shut_at : event
action shut "Shut" { marks shut_at  sets stage = shut }
in placed when stage is open {
  reply: seller must tell or send by 3 days after placed_at
  shut happens at 10 days after placed_at because "Too late"
}
in placed {
  brief: seller must tell or send by 3 days after placed_at when 6 days after placed_at has not passed
  long: seller must tell or send by 3 days after placed_at
  buyer may look, close
})";
  const Outlook outlook = placed_outlook(sentences, "2026-03-02T12:00:00Z");
  REQUIRE(outlook.stays.size() == 1);
  const auto& duties = outlook.stays[0].deadlines;
  REQUIRE(duties.size() == 3);
  CHECK(duties[0].rule.name == "reply");
  CHECK(duties[0].until == at("2026-03-11T12:00:00Z"));
  CHECK(duties[1].rule.name == "brief");
  CHECK(duties[1].until == at("2026-03-07T12:00:00Z"));
  CHECK_FALSE(duties[2].until);
  const std::string json = to_json(outlook);
  CHECK_THAT(json, Catch::Contains(R"("state":"pending","until":"2026-03-11T12:00:00Z")"));
  const Outlook later = placed_outlook(sentences, "2026-03-11T12:00:00Z");
  CHECK(deadlines_of(later.stays[0]) == "long overdue due 2026-03-04T12:00:00Z\n");
}

TEST_CASE("one course alone", "[outlook]") {
  const Order order = order_from(aliexpress(), read_file("examples/orders/closed_paid.json"));
  const auto outcome = project(aliexpress(), order, "platform", "refund", at("2026-03-18T00:00:00Z"));
  const auto& outlook = std::get<Outlook>(outcome);
  REQUIRE(outlook.courses.size() == 1);
  CHECK(windows_of(outlook, "platform", "refund") == "allowed 2026-03-17T09:00:00Z..never\n");
  CHECK(outlook.stays.size() == 1);
}

TEST_CASE("a course of which no rule speaks has no windows, and tells where it is possible", "[outlook]") {
  const Order order = order_from(aliexpress(), read_file("examples/orders/closed_paid.json"));
  const auto pay = std::get<Outlook>(project(aliexpress(), order, "buyer", "pay", at("2026-03-18T00:00:00Z")));
  REQUIRE(pay.courses.size() == 1);
  CHECK(pay.courses[0].windows.empty());
  CHECK(pay.courses[0].label == "Pay Now");
  CHECK_FALSE(pay.courses[0].now);
  REQUIRE(pay.courses[0].possible_in.size() == 1);
  CHECK(pay.courses[0].possible_in[0].status.label == "Awaiting payment");
  REQUIRE(pay.courses[0].possible_in[0].rules.size() == 1);
  CHECK(pay.courses[0].possible_in[0].rules[0].name == "payment");
  const auto never = std::get<Outlook>(project(aliexpress(), order, "seller", "refund", at("2026-03-18T00:00:00Z")));
  CHECK(never.courses[0].possible_in.empty());
}

TEST_CASE("an outlook is refused where an answer is", "[outlook]") {
  const Order order = order_from(aliexpress(), read_file("examples/orders/paid.json"));
  CHECK(first_problem(project(aliexpress(), order, at("2026-03-02T08:59:59Z"))).starts_with("BW08"));
  CHECK(std::holds_alternative<Outlook>(project(aliexpress(), order, at("2026-03-02T09:00:00Z"))));
  const Policy other = policy_with("in placed { buyer may look, send, tell, close }");
  CHECK(first_problem(project(other, order, at("2026-03-02T09:00:00Z"))).starts_with("BW08"));
}

TEST_CASE("names that the policy does not know are told, all at once", "[outlook]") {
  const Order order = order_from(aliexpress(), read_file("examples/orders/paid.json"));
  const auto outcome = project(aliexpress(), order, "byer", "canel", at("2026-03-02T09:00:00Z"));
  const auto* problems = std::get_if<Problems>(&outcome);
  REQUIRE(problems != nullptr);
  REQUIRE(problems->size() == 2);
  CHECK((*problems)[0].message == "unknown actor `byer`");
  CHECK((*problems)[0].help == "did you mean `buyer`?");
  CHECK((*problems)[1].message == "unknown action `canel`");
}

TEST_CASE("an outlook is JSON", "[outlook]") {
  const Policy policy = policy_with(R"(in placed {
  said: buyer may look, send when insured because "He said \"yes\""
  seller may tell
  seller may not tell because "No"
  lapse: seller must close within 4 days after placed_at otherwise close because "Over"
})");
  const Order order = order_from(policy, R"({"id":"A-1","facts":{"placed_at":"2026-03-01T12:00:00Z"}})");
  const std::string json = to_json(outlook_of(policy, order, "2026-03-02T12:00:00Z"));
  simdjson::dom::parser parser;
  const simdjson::dom::element root = parser.parse(json);
  CHECK(std::string_view(root["id"]) == "A-1");
  CHECK(std::string_view(root["at"]) == "2026-03-02T12:00:00Z");
  CHECK(std::int64_t(root["present"]) == 0);
  CHECK(std::string_view(root["stays"].at(0)["status"]["label"]) == "Placed");
  CHECK(std::string_view(root["stays"].at(0)["ended_by"]["rule"]) == "lapse");
  CHECK(std::string_view(root["stays"].at(0)["deadlines"].at(0)["state"]) == "pending");
  CHECK(root["stays"].at(1)["until"].is_null());
  CHECK(root["stays"].at(1)["ended_by"].is_null());
  CHECK(std::string_view(root["courses"].at(0)["windows"].at(0)["verdict"]) == "unknown");
  CHECK(std::string_view(root["courses"].at(0)["windows"].at(0)["unknown"].at(0)) == "insured");
  CHECK(std::string_view(root["courses"].at(0)["possible_in"].at(0)["status"]["name"]) == "placed");
  CHECK(std::string_view(root["courses"].at(2)["windows"].at(0)["because"].at(0)) == "No");
  CHECK(std::string_view(root["courses"].at(2)["now"]["verdict"]) == "forbidden");
  CHECK(std::string_view(root["events"].at(0)["event"]) == "placed_at");
  CHECK(std::string_view(root["next"].at(0)["rule"]) == "lapse");
  CHECK(root["horizon"].is_null());
}
