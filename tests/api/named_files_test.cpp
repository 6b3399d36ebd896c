#include <catch2/catch.hpp>

#include "tests/api/shipped.hpp"

using namespace bywhen;
using namespace bywhen::test;

namespace {

std::string policy_naming(const std::string& path) {
  return "policy files \"Files\"\ncalendar works default { covers 2026 to 2026  weekend saturday, sunday  holidays "
         "from \"" +
         path + R"(" }
actor shop "Shop"
fact made_at : event
status open "Open" initial, final, marks made_at
action look "Look" { }
in open { shop may look within 1 business day after made_at }
)";
}

LoadedPolicy load(const std::string& path, const FileReader& files, const std::string& name = "policies/test.bywhen") {
  Sources sources;
  sources.add(name, policy_naming(path));
  return load_policy(std::move(sources), files);
}

std::string said(const LoadedPolicy& loaded) { return render_text(loaded.diagnostics, loaded.sources, false); }

FileReader one_file(std::string text) {
  return [text = std::move(text)](const std::string&) { return FileText{text, ""}; };
}

std::string ends(const LoadedPolicy& loaded) {
  REQUIRE(loaded.policy);
  const Order order = order_from(*loaded.policy, R"({"facts":{"made_at":"2026-04-02T10:00:00Z"}})");
  const auto answer = decide(*loaded.policy, order, at("2026-04-02T10:00:00Z"));
  return format_rfc3339(std::get<Answer>(answer).actions.front().until.value());
}

}  // namespace

TEST_CASE("a file that a policy names is asked for by its path beside the policy", "[files]") {
  std::vector<std::string> asked;
  const FileReader reader = [&](const std::string& path) {
    asked.push_back(path);
    return FileText{"2026-04-03 Good Friday\n", ""};
  };
  CHECK(ends(load("calendars/x.dates", reader)) == "2026-04-06T10:00:00Z");
  CHECK(ends(load("../shared/x.dates", reader)) == "2026-04-06T10:00:00Z");
  CHECK(ends(load("x.dates", reader, "test.bywhen")) == "2026-04-06T10:00:00Z");
  CHECK(asked == std::vector<std::string>{"policies/calendars/x.dates", "policies/../shared/x.dates", "x.dates"});
}

TEST_CASE("the file is one of the policy's sources and part of its digest", "[files]") {
  const LoadedPolicy friday = load("x.dates", one_file("2026-04-03\n"));
  const LoadedPolicy monday = load("x.dates", one_file("2026-04-06\n"));
  REQUIRE(friday.policy);
  REQUIRE(monday.policy);
  CHECK(friday.sources.size() == 2);
  CHECK(friday.sources[1].name() == "policies/x.dates");
  CHECK(friday.policy->digest() != monday.policy->digest());
  CHECK(friday.policy->digest() == load("x.dates", one_file("2026-04-03\n")).policy->digest());
  CHECK(ends(friday) == "2026-04-06T10:00:00Z");
  CHECK(ends(monday) == "2026-04-03T10:00:00Z");
}

TEST_CASE("without a reader such a policy is refused", "[files]") {
  const LoadedPolicy loaded = load("x.dates", {});
  CHECK_FALSE(loaded.policy);
  CHECK_THAT(said(loaded), Catch::StartsWith("error[BW0511]: `x.dates` cannot be read: this program reads no files\n"));
}

TEST_CASE("what the reader says of a missing file is told at the sentence", "[files]") {
  const LoadedPolicy loaded = load("x.dates", [](const std::string&) {
    return FileText{std::nullopt, "no such file"};
  });
  CHECK(said(loaded) ==
        "error[BW0511]: `x.dates` cannot be read: no such file\n"
        " --> policies/test.bywhen:2:87\n"
        "  |\n"
        "2 | calendar works default { covers 2026 to 2026  weekend saturday, sunday  holidays from \"x.dates\" }\n"
        "  |                                                                                       ^^^^^^^^^\n"
        "  |\n"
        "  = help: name a file of dates by its path, as seen from the policy's folder\n");
}

TEST_CASE("a path that works on one machine only is not asked for", "[files]") {
  for (const char* path : {"", "/etc/passwd", "C:/x.dates", "a\\\\x.dates", "http://x/y"}) {
    INFO(path);
    bool asked = false;
    const LoadedPolicy loaded = load(path, [&](const std::string&) {
      asked = true;
      return FileText{"", ""};
    });
    CHECK_FALSE(asked);
    CHECK_FALSE(loaded.policy);
    CHECK_THAT(said(loaded), Catch::Contains("cannot be read: it is no path from the policy's folder on, with `/` "
                                             "between its parts"));
  }
}

TEST_CASE("mistakes in the file are shown in the file", "[files]") {
  const LoadedPolicy loaded = load("x.dates", one_file("2026-04-03\n2026-02-30 Never\n"));
  CHECK_FALSE(loaded.policy);
  CHECK_THAT(said(loaded), Catch::Contains("error[BW0512]: ") && Catch::Contains(" --> policies/x.dates:2:1\n") &&
                               Catch::Contains("2 | 2026-02-30 Never\n"));
}

TEST_CASE("a file that stops before the calendar does is refused", "[files]") {
  const LoadedPolicy loaded = load("x.dates", one_file("2025-04-18\n"));
  CHECK_FALSE(loaded.policy);
  CHECK_THAT(said(loaded), Catch::StartsWith("error[BW0514]: `x.dates` has dates of 2025 only\n"));
  CHECK(load("x.dates", one_file("every 25 december Christmas\n")).policy);
  const LoadedPolicy empty = load("x.dates", one_file("# none\n"));
  CHECK_FALSE(empty.policy);
  CHECK_THAT(said(empty), Catch::StartsWith("error[BW0511]: `x.dates` has no dates\n"));
}
