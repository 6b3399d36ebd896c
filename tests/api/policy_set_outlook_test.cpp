#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <algorithm>

#include "bywhen/policy_set.hpp"
#include "tests/api/shipped.hpp"
#include "tests/api/shop_set.hpp"

// What lies ahead of an order goes on under the version that takes over.

namespace bywhen {
namespace {

using test::at;

constexpr std::string_view declared = R"(zone "UTC"
actor buyer "Buyer"
actor shop "Shop"
fact placed_at, closed_at : event
fact total : money = 10.00 EUR
status open "Open" initial, marks placed_at
status closed "Closed" final, marks closed_at
action ask "Ask" { }
action close "Close" { becomes closed }
)";

/// A first version and one of 1 July 2025 for all orders, with the sentences of each.
LoadedPolicySet load_two(const std::string& first, const std::string& second, const std::string& overlay = "",
                         const std::string& more = "") {
  Sources sources;
  sources.add("a.bywhen", fmt::format("policy a\ngoverned by placed_at\n{}{}", declared, first));
  sources.add("b.bywhen", fmt::format("policy a\nversion 2025-07-01 for all orders\n{}{}{}", declared, more, second));
  if (!overlay.empty()) sources.add("c.bywhen", overlay);
  return load_policy_set(std::move(sources));
}

PolicySet two(const std::string& first, const std::string& second, const std::string& overlay = "",
              const std::string& more = "") {
  auto loaded = load_two(first, second, overlay, more);
  INFO(render_text(loaded.diagnostics, loaded.sources, false));
  REQUIRE(loaded.set);
  return *loaded.set;
}

std::string asking(std::string_view within) {
  return fmt::format("in open {{\n  asking: buyer may ask within {} after placed_at\n  buyer may close\n}}\n", within);
}

std::string order_of(std::string_view placed_at) {
  return fmt::format(R"({{"facts": {{"placed_at": "{}"}}}})", placed_at);
}

Outlook projected(const PolicySet& set, std::string_view order, std::string_view when) {
  auto outlook = project(set, order, "buyer", "ask", at(when));
  if (const auto* problems = std::get_if<Problems>(&outlook)) FAIL(render_text(*problems, false));
  return std::get<Outlook>(outlook);
}

Why explained(const PolicySet& set, std::string_view order, std::string_view when) {
  auto reasons = why(set, order, "buyer", "ask", at(when));
  if (const auto* problems = std::get_if<Problems>(&reasons)) FAIL(render_text(*problems, false));
  return std::get<Why>(reasons);
}

std::string windows_of(const Outlook& outlook) {
  std::string text;
  for (const Window& window : outlook.courses.front().windows) {
    text += fmt::format("{} {} {} {}\n", to_string(window.verdict), format_rfc3339(window.from),
                        window.until ? format_rfc3339(*window.until) : "-", window.rule->source);
  }
  return text;
}

const Way* waiting(const Why& why) {
  const auto found =
      std::find_if(why.ways.begin(), why.ways.end(), [](const Way& way) { return way.kind == Way::Kind::wait; });
  return found == why.ways.end() ? nullptr : &*found;
}

TEST_CASE("set outlook: an allowance goes on under the version that takes over") {
  const PolicySet set = two(asking("10 days"), asking("20 days"));
  const std::string order = order_of("2025-06-25T10:00:00Z");
  CHECK(windows_of(projected(set, order, "2025-06-26T00:00:00Z")) ==
        "allowed 2025-06-25T10:00:00Z 2025-07-01T00:00:00Z a.bywhen:13\n"
        "allowed 2025-07-01T00:00:00Z 2025-07-15T10:00:00Z b.bywhen:13\n");
  const Why why = explained(set, order, "2025-06-26T00:00:00Z");
  CHECK(why.verdict == Verdict::allowed);
  CHECK(why.until == at("2025-07-05T10:00:00Z"));
  REQUIRE(why.ends);
  CHECK(why.ends->kind == WhyEnd::Kind::closes);
  CHECK(why.ends->at == at("2025-07-15T10:00:00Z"));
  CHECK(why.ends->rule.source == "b.bywhen:13");
}

TEST_CASE("set outlook: an allowance ends where the version that takes over grants none") {
  const PolicySet set = two(asking("10 days"), asking("3 days"));
  const std::string order = order_of("2025-06-25T10:00:00Z");
  CHECK(windows_of(projected(set, order, "2025-06-26T00:00:00Z")) ==
        "allowed 2025-06-25T10:00:00Z 2025-07-01T00:00:00Z a.bywhen:13\n");
  const Why why = explained(set, order, "2025-06-26T00:00:00Z");
  REQUIRE(why.ends);
  CHECK(to_string(why.ends->kind) == "takeover");
  CHECK(why.ends->at == at("2025-07-01T00:00:00Z"));
  REQUIRE(why.takeover);
  CHECK(why.takeover->digest == set.members().back().policy.digest());
  // After it nothing is left of that.
  CHECK_FALSE(explained(set, order, "2025-07-02T00:00:00Z").takeover);
}

TEST_CASE("set outlook: what is over comes back with a version that grants more") {
  const PolicySet set = two(asking("10 days"), asking("25 days"));
  const std::string order = order_of("2025-06-10T10:00:00Z");
  CHECK(windows_of(projected(set, order, "2025-06-25T00:00:00Z")) ==
        "allowed 2025-06-10T10:00:00Z 2025-06-20T10:00:00Z a.bywhen:13\n"
        "allowed 2025-07-01T00:00:00Z 2025-07-05T10:00:00Z b.bywhen:13\n");
  const Why why = explained(set, order, "2025-06-25T00:00:00Z");
  CHECK(why.verdict == Verdict::expired);
  REQUIRE(waiting(why) != nullptr);
  CHECK(waiting(why)->at == at("2025-07-01T00:00:00Z"));
  CHECK(waiting(why)->until == at("2025-07-05T10:00:00Z"));
}

TEST_CASE("set outlook: what would open after a takeover by the old rules does not, unless the new ones say so") {
  const std::string late = "in open {\n  asking: buyer may ask from 30 days after placed_at\n  buyer may close\n}\n";
  const PolicySet set = two(late, asking("3 days"));
  const std::string order = order_of("2025-06-10T10:00:00Z");
  CHECK(windows_of(projected(set, order, "2025-06-25T00:00:00Z")).empty());
  CHECK(waiting(explained(set, order, "2025-06-25T00:00:00Z")) == nullptr);
}

TEST_CASE("set outlook: what the clock will do is done by the version that governs then") {
  const auto closing = [](std::string_view when) {
    return fmt::format("in open {{\n  closing: close happens at {} after placed_at\n  buyer may ask\n}}\n", when);
  };
  const PolicySet set = two(closing("20 days"), closing("10 days"));
  const std::string order = order_of("2025-06-25T10:00:00Z");
  const Outlook outlook = projected(set, order, "2025-06-26T00:00:00Z");
  REQUIRE(outlook.next.size() == 1);
  CHECK(outlook.next.front().at == at("2025-07-05T10:00:00Z"));
  CHECK(outlook.stays.size() == 3);
  CHECK(outlook.stays[1].status.name == "open");
  CHECK_FALSE(outlook.stays[1].entered);
  // What is long due happens in the moment of the takeover, and not before.
  const Outlook overdue = projected(set, order_of("2025-06-15T10:00:00Z"), "2025-06-26T00:00:00Z");
  REQUIRE(overdue.next.size() == 1);
  CHECK(overdue.next.front().at == at("2025-07-01T00:00:00Z"));
  CHECK(overdue.stays.size() == 2);
  REQUIRE(overdue.stays.front().ended_by);
  CHECK(overdue.stays.front().ended_by->rule.source == "b.bywhen:13");
}

TEST_CASE("set outlook: of an order that the next version refuses nothing is known from then on") {
  const PolicySet set =
      two(asking("10 days"),
          "in open { asking: buyer may ask within 3 business days after placed_at\n  buyer may close }\n", "",
          "calendar works default { covers 2024 to 2024  weekend sunday }\n");
  const std::string order = order_of("2025-06-25T10:00:00Z");
  const Outlook outlook = projected(set, order, "2025-06-26T00:00:00Z");
  REQUIRE(outlook.horizon);
  CHECK(outlook.horizon->at == at("2025-07-01T00:00:00Z"));
  const auto then = decide(set, order, at("2025-07-01T00:00:00Z"));
  CHECK(outlook.horizon->problem == std::get<Problems>(then).front());
}

TEST_CASE("set outlook: a way to yes is one in the whole set") {
  const std::string rules =
      "in open {\n  asking: buyer may ask when total > 50.00 EUR\n  buyer may close\n"
      "  shop may ask\n}\n";
  const std::string overlay =
      "policy big extends a when total > 40.00 EUR\nremove asking because \"No\"\n"
      "in open { none: buyer may not ask }\n";
  const PolicySet set = two(rules, rules, overlay);
  const std::string order = order_of("2025-06-25T10:00:00Z");
  const auto& plain = set.members();
  const auto alone =
      std::find_if(plain.begin(), plain.end(), [](const PolicyMember& each) { return each.overlays.empty(); });
  const auto read = read_order(alone->policy, order);
  const auto by_itself = why(alone->policy, std::get<Order>(read), "buyer", "ask", at("2025-06-26T00:00:00Z"));
  CHECK(std::get<Why>(by_itself).ways.size() == 1);
  CHECK(explained(set, order, "2025-06-26T00:00:00Z").ways.empty());
}

TEST_CASE("set outlook: names that the policy does not know are refused") {
  const PolicySet set = two(asking("10 days"), asking("20 days"));
  const std::string order = order_of("2025-06-25T10:00:00Z");
  const Instant when = at("2025-06-26T00:00:00Z");
  CHECK(std::holds_alternative<Problems>(project(set, order, "nobody", "ask", when)));
  CHECK(std::holds_alternative<Problems>(why(set, order, "buyer", "fly", when)));
  CHECK(std::holds_alternative<Problems>(project(set, "{", when)));
  CHECK(std::holds_alternative<Problems>(project(set, order, at("2025-06-24T00:00:00Z"))));
  CHECK(std::get<Outlook>(project(set, order, "shop", "ask", when)).courses.front().windows.empty());
}

TEST_CASE("set outlook: it says at each instant what the set decides then") {
  const PolicySet set = test::shop();
  for (const char* country : {"DE", "BR", "US"}) {
    for (const char* asked : {"2020-11-20T09:00:00Z", "2020-11-29T09:00:00Z", "2020-12-01T09:00:00Z"}) {
      const std::string order =
          fmt::format(R"({{"status": "asked", "as_of": "{0}", "facts": {{"placed_at": "2018-03-10T09:00:00Z",)"
                      R"( "asked_at": "{0}", "country": "{1}", "total": "100.00 EUR"}}}})",
                      asked, country);
      const auto whole = std::get<Outlook>(project(set, order, at(asked)));
      for (std::int64_t hours = 0; hours < 24 * 30; hours += 5) {
        const Instant now{at(asked).micros + hours * 3'600'000'000};
        const auto answer = std::get<Answer>(decide(set, order, now));
        INFO(order << " at " << format_rfc3339(now));
        const auto stay = std::find_if(whole.stays.begin(), whole.stays.end(),
                                       [&](const Stay& each) { return !each.until || *each.until > now; });
        REQUIRE(stay != whole.stays.end());
        CHECK(stay->status.name == answer.status);
        for (const ActionAnswer& action : answer.actions) {
          const auto course = std::find_if(whole.courses.begin(), whole.courses.end(), [&](const Course& each) {
            return each.actor == action.actor && each.action == action.action;
          });
          REQUIRE(course != whole.courses.end());
          const bool open = std::any_of(course->windows.begin(), course->windows.end(), [&](const Window& window) {
            return window.verdict == Verdict::allowed && window.from <= now && (!window.until || now < *window.until);
          });
          CHECK(open == (action.verdict == Verdict::allowed));
        }
        for (const DeadlineAnswer& duty : answer.deadlines) {
          CHECK(std::any_of(stay->deadlines.begin(), stay->deadlines.end(), [&](const DeadlineAnswer& each) {
            return each.rule.name == duty.rule.name && each.due == duty.due;
          }));
        }
      }
    }
  }
}

}  // namespace
}  // namespace bywhen
