#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <algorithm>

#include "bywhen/policy_set.hpp"
#include "bywhen/why.hpp"
#include "tests/api/shipped.hpp"
#include "tests/api/shop_set.hpp"

namespace bywhen {
namespace {

using test::at;
using test::load_shop;
using test::placed;
using test::shop;

Answer decided(const PolicySet& set, std::string_view order, std::string_view when) {
  auto answer = decide(set, order, at(when));
  if (const auto* problems = std::get_if<Problems>(&answer)) FAIL(render_text(*problems, false));
  return std::get<Answer>(answer);
}

TEST_CASE("policy set: an answer says which version and which overlays it is made by, and why") {
  const Answer answer = decided(shop(), placed("2020-04-01T10:00:00Z", "DE"), "2020-04-02T10:00:00Z");
  CHECK(answer.policy.version == "2020-03-16");
  CHECK(answer.policy.overlays == std::vector<std::string>{"shop_eu"});
  CHECK(answer.policy.because ==
        std::vector<std::string>{"version 2020-03-16 governs: placed_at is 2020-04-01 12:00 UTC+2",
                                 "overlay shop_eu holds when country in {DE, FR}: country is DE"});
  CHECK(to_json(answer).find(R"("overlays":["shop_eu"],"because":["version 2020-03-16)") != std::string::npos);
}

TEST_CASE("policy set: a policy by itself says nothing of overlays") {
  const Policy policy = shop().members().front().policy;
  const auto order = read_order(policy, placed("2018-04-01T10:00:00Z", "US"));
  const auto answer = decide(policy, std::get<Order>(order), at("2018-04-02T10:00:00Z"));
  CHECK(to_json(std::get<Answer>(answer)).find("overlays") == std::string::npos);
}

TEST_CASE("policy set: an answer ends where another version takes over, and the one there differs") {
  const PolicySet set = shop();
  const std::string order = R"({"status": "asked", "as_of": "2020-11-30T10:00:00Z", "facts": {"placed_at":
    "2018-04-01T10:00:00Z", "asked_at": "2020-11-30T10:00:00Z", "country": "US", "total": "100.00 EUR"}})";
  const Answer before = decided(set, order, "2020-12-01T22:59:59Z");
  CHECK(before.policy.version.empty());
  CHECK(before.valid_until == at("2020-12-01T23:00:00Z"));
  CHECK(before.next.empty());
  const Answer after = decided(set, order, "2020-12-01T23:00:00Z");
  CHECK(after.policy.version == "2020-12-02");
  CHECK(after.policy.because.front() == "version 2020-12-02 took over all orders on 2020-12-02");
  CHECK(after.deadlines.front().due == at("2020-12-03T10:00:00Z"));
}

TEST_CASE("policy set: what the version before did is settled by it, and kept") {
  const PolicySet set = shop();
  const std::string order = R"({"status": "asked", "as_of": "2020-11-10T10:00:00Z", "facts": {"placed_at":
    "2018-04-01T10:00:00Z", "asked_at": "2020-11-10T10:00:00Z", "country": "US", "total": "100.00 EUR"}})";
  const Answer answer = decided(set, order, "2020-12-05T10:00:00Z");
  REQUIRE(answer.settled.size() == 1);
  CHECK(answer.settled.front().at == at("2020-11-24T10:00:00Z"));
  CHECK(answer.policy.version == "2020-12-02");
  const Answer again = decided(set, to_json(answer.order), "2020-12-05T10:00:00Z");
  CHECK(again.settled.empty());
  CHECK(to_json(again.order) == to_json(answer.order));
}

TEST_CASE("policy set: settling in two steps over a takeover is settling in one") {
  const PolicySet set = shop();
  const std::string order = R"({"status": "asked", "as_of": "2020-11-25T10:00:00Z", "facts": {"placed_at":
    "2018-04-01T10:00:00Z", "asked_at": "2020-11-25T10:00:00Z", "country": "US", "total": "100.00 EUR"}})";
  const Answer at_once = decided(set, order, "2020-12-05T10:00:00Z");
  for (const char* between : {"2020-11-26T00:00:00Z", "2020-12-01T23:00:00Z", "2020-12-03T00:00:00Z"}) {
    const Answer first = decided(set, order, between);
    CHECK(to_json(decided(set, to_json(first.order), "2020-12-05T10:00:00Z").order) == to_json(at_once.order));
  }
}

TEST_CASE("policy set: acts and reports are done by the version that governs") {
  const PolicySet set = shop();
  const auto asked = apply(set, placed("2018-04-01T10:00:00Z", "DE"), "buyer", "ask", {}, at("2018-04-10T10:00:00Z"));
  REQUIRE(std::holds_alternative<Order>(asked));
  CHECK(std::get<Order>(asked).data().status == "asked");
  const auto late = apply(set, placed("2018-04-01T10:00:00Z", "US"), "buyer", "ask", {}, at("2018-04-10T10:00:00Z"));
  CHECK(std::get<Problems>(late).front().code == "BW0903");
  const auto told = record(set, placed("2018-04-01T10:00:00Z", "BR"), {{"regret", "yes"}}, at("2018-04-02T10:00:00Z"));
  REQUIRE(std::holds_alternative<Order>(told));
  const auto foreign =
      record(set, placed("2018-04-01T10:00:00Z", "US"), {{"regret", "yes"}}, at("2018-04-02T10:00:00Z"));
  CHECK(std::get<Problems>(foreign).front().code == "BW0805");
}

TEST_CASE("policy set: an order that does not fit is refused by the policy that governs it") {
  const PolicySet set = shop();
  const auto refuse = [&](std::string_view order) {
    const auto governed = govern(set, order, at("2019-01-01T00:00:00Z"));
    REQUIRE(std::holds_alternative<Problems>(governed));
    return std::get<Problems>(governed).front().code;
  };
  CHECK(refuse("{") == "BW0801");
  CHECK(refuse(placed("yesterday", "US")) == "BW0807");
  CHECK(refuse(placed("2018-04-01T10:00:00Z", "MARS")) == "BW0807");
  CHECK(refuse(R"({"facts": {"placed_at": "2018-04-01T10:00:00Z", "total": "1.00 EUR"}})") == "BW0808");
  CHECK(refuse(placed("2018-04-01T10:00:00Z", "US", R"(, "regret": true)")) == "BW0805");
}

TEST_CASE("policy set: what only versions before know is not held against an order that was taken over") {
  const auto loaded = test::load_folder("language/sets/good/takes_over");
  REQUIRE(loaded.set);
  const auto governed = [&](std::string_view facts, std::string_view more = "") {
    const auto json = fmt::format(R"({{"facts": {{{}}}{}}})", facts, more);
    auto told = govern(*loaded.set, json, at("2026-02-01T00:00:00Z"));
    if (const auto* problems = std::get_if<Problems>(&told)) return problems->front().code + problems->front().pointer;
    return to_json(std::get<Governed>(told).order.data());
  };
  const auto old = [](std::string_view more) {
    return fmt::format(R"("placed_at": "2025-12-30T10:00:00Z", {})", more);
  };
  const std::string parcels = R"("parcels": [{"kind": "small"}])";
  const std::string plain = governed(old(parcels));
  CHECK(plain.find("small") != std::string::npos);
  CHECK(governed(old(parcels + R"(, "voucher": "x")")) == plain);
  CHECK(governed(old(R"("parcels": [{"kind": "small", "note": "x"}])")) == plain);
  // Even if it was last right after the takeover.
  CHECK(governed(old(parcels + R"(, "voucher": "x")"), R"(, "as_of": "2026-01-10T00:00:00Z")").find("voucher") ==
        std::string::npos);
  // What nobody knows, or what an order tells that no earlier version has governed, stays a mistake.
  CHECK(governed(old(parcels + R"(, "vouchers": "x")")) == "BW0805/facts/vouchers");
  CHECK(governed(old(R"("parcels": [{"kind": "small", "notes": "x"}])")) == "BW0805/facts/parcels/0/notes");
  CHECK(governed(R"("placed_at": "2026-01-02T10:00:00Z", "voucher": "x", )" + parcels) == "BW0805/facts/voucher");
  CHECK(governed(old(parcels + R"(, "cpf": "x")")) == "BW0805/facts/cpf");
}

TEST_CASE("policy set: its members are every version with every choice of overlays") {
  std::vector<std::string> found;
  const PolicySet set = shop();
  for (const PolicyMember& member : set.members()) {
    std::string text = member.version + ":";
    for (const std::string& overlay : member.overlays) text += " " + overlay;
    found.push_back(text);
    CHECK(member.policy.name() == "shop");
  }
  CHECK(found == std::vector<std::string>{": shop_eu", ": shop_brazil", ":", "2020-03-16: shop_eu",
                                          "2020-03-16: shop_brazil", "2020-03-16:", "2020-12-02: shop_eu",
                                          "2020-12-02: shop_brazil", "2020-12-02:"});
}

TEST_CASE("policy set: a member answers as a policy that was merged by hand") {
  const PolicySet set = shop();
  Sources sources;
  std::string text = set.sources()[0].name() == "shop.bywhen" ? std::string(set.sources()[0].text()) : "";
  REQUIRE_FALSE(text.empty());
  const auto change = [&](std::string_view old, std::string_view by) {
    const auto place = text.find(old);
    REQUIRE(place != std::string::npos);
    text.replace(place, old.size(), by);
  };
  change("cooling_off  = 3 days", "cooling_off  = 14 days");
  change("cancelling   = 10%", "cancelling   = 0%");
  sources.add("shop.bywhen", text);
  const auto by_hand = load_policy(std::move(sources));
  REQUIRE(by_hand.policy);
  for (const char* when : {"2018-04-01T10:00:00Z", "2018-04-10T10:00:00Z", "2018-04-15T10:00:00Z"}) {
    const std::string order = placed("2018-04-01T10:00:00Z", "FR");
    Answer merged = decided(set, order, when);
    const auto read = read_order(*by_hand.policy, order);
    Answer plain = std::get<Answer>(decide(*by_hand.policy, std::get<Order>(read), at(when)));
    merged.policy = plain.policy;
    // A policy by itself knows of no version to come.
    if (!plain.valid_until) plain.valid_until = at("2020-12-01T23:00:00Z");
    REQUIRE(merged.takeover);
    CHECK(merged.takeover->at == at("2020-12-01T23:00:00Z"));
    CHECK(merged.takeover->overlays == std::vector<std::string>{"shop_eu"});
    merged.takeover.reset();
    CHECK(to_json(merged) == to_json(plain));
  }
}

TEST_CASE("policy set: the reasons of a verdict stand in the overlay that they come from") {
  const PolicySet set = shop();
  const auto governed = govern(set, placed("2018-04-01T10:00:00Z", "BR"), at("2018-04-02T10:00:00Z"));
  const auto& by = std::get<Governed>(governed);
  const auto told = why(by.policy, by.order, "buyer", "ask", at("2018-04-02T10:00:00Z"));
  CHECK(to_json(std::get<Why>(told)).find("shop_brazil.bywhen:5") != std::string::npos);
}

TEST_CASE("policy set: the digest tells members, and texts, apart") {
  const PolicySet set = shop();
  std::vector<std::string> digests;
  for (const PolicyMember& member : set.members()) digests.push_back(member.policy.digest());
  std::sort(digests.begin(), digests.end());
  CHECK(std::adjacent_find(digests.begin(), digests.end()) == digests.end());
}

TEST_CASE("policy set: a schema has every member") {
  const std::string schema = order_schema(shop());
  CHECK(schema.find(R"("title": "shop, version 2020-12-02, with shop_brazil")") != std::string::npos);
  CHECK(schema.find(R"("regret")") != std::string::npos);
}

TEST_CASE("policy set: more overlays than can be looked through are refused") {
  std::string facts = "fact ";
  for (int i = 0; i < 20; ++i) facts += fmt::format("{}flag_{}", i == 0 ? "" : ", ", i);
  std::string condition;
  for (int i = 0; i < 20; ++i) condition += fmt::format("{}flag_{}", i == 0 ? "" : " or ", i);
  Sources sources;
  sources.add("a.bywhen", "policy a\nzone \"UTC\"\nactor buyer\nfact placed_at : event\n" + facts +
                              " : yes/no = no\nstatus open initial, final, marks placed_at\naction pay { }\n"
                              "in open { buyer may pay }\n");
  sources.add("b.bywhen", "policy b extends a when " + condition + "\n");
  const auto loaded = load_policy_set(std::move(sources));
  CHECK_FALSE(loaded.set);
  const auto is = [](const Diagnostic& diagnostic) { return diagnostic.code == "BW1009"; };
  CHECK(std::any_of(loaded.diagnostics.begin(), loaded.diagnostics.end(), is));
}

}  // namespace
}  // namespace bywhen
