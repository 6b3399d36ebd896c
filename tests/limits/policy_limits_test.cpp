#include <catch2/catch.hpp>

#include "tests/api/shipped.hpp"

using namespace bywhen;

namespace {

constexpr std::string_view frame = R"(policy limits "Limits"
actor host "Host"
fact begun_at, done_at : event
fact a0 : yes/no
status open "Open" initial, final, marks begun_at
action act "Act" { marks done_at }
)";

std::string codes_of(const std::string& text) {
  Sources sources;
  sources.add("limits.bywhen", text);
  const LoadedPolicy loaded = load_policy(std::move(sources));
  std::string codes;
  for (const Diagnostic& diagnostic : loaded.diagnostics) {
    if (diagnostic.severity == Severity::error) codes += diagnostic.code + ": " + diagnostic.message + "\n";
  }
  return codes.empty() ? "good" : codes;
}

/// Definitions a1 to aN, each by the one before it; listed from the top or from the bottom.
std::string chain(std::size_t levels, bool from_top, const std::string& op) {
  std::string text(frame);
  for (std::size_t i = 1; i <= levels; ++i) {
    const std::size_t level = from_top ? levels + 1 - i : i;
    const std::string below = "a" + std::to_string(level - 1);
    text += "define a" + std::to_string(level) + " when " + (op.empty() ? below : below + op + below) + "\n";
  }
  return text + "in open { host may act when a" + std::to_string(levels) + " }\n";
}

std::string many(std::size_t count, const std::string& before, const std::string& after) {
  std::string text(frame);
  for (std::size_t i = 0; i < count; ++i) text += before + std::to_string(i) + after + "\n";
  return text + "in open { host may act when a0 }\n";
}

}  // namespace

TEST_CASE("definitions hang on one another 64 deep, and no deeper, in whatever order they stand", "[limits]") {
  const bool from_top = GENERATE(true, false);
  CHECK(codes_of(chain(64, from_top, "")) == "good");
  CHECK_THAT(codes_of(chain(65, from_top, "")),
             Catch::StartsWith("BW0216: definitions hang on one another 65 deep here"));
  CHECK_THAT(codes_of(chain(20'000, from_top, "")),
             Catch::StartsWith("BW0216: definitions hang on one another 65 deep here"));
}

TEST_CASE("definitions that double at each step are refused before they cost", "[limits]") {
  CHECK(codes_of(chain(12, false, " and ")) == "good");
  CHECK_THAT(codes_of(chain(60, false, " and ")),
             Catch::StartsWith("BW0216: `a13` takes more than 10000 steps to compute"));
}

TEST_CASE("a policy has 10,000 names of a kind and no more", "[limits]") {
  CHECK(codes_of(many(9'997, "fact f", " : integer")) == "good");
  CHECK_THAT(codes_of(many(10'000, "fact f", " : integer")),
             Catch::StartsWith("BW0217: a policy has at most 10000 names of this kind"));
}

TEST_CASE("a policy has 1,000 statuses and no more", "[limits]") {
  CHECK(codes_of(many(999, "status s", " final")) == "good");
  CHECK_THAT(codes_of(many(1'000, "status s", " final")),
             Catch::StartsWith("BW0217: a policy has at most 1000 names of this kind"));
}

TEST_CASE("ten thousand automatic rules are checked, not pondered", "[limits]") {
  std::string text(frame);
  for (int i = 0; i < 5'000; ++i) {
    const std::string n = std::to_string(i);
    text += "fact e" + n + " : event\naction t" + n + " \"T\" { marks e" + n + " }\n";
    text += "in open { t" + n + " happens at 1 day after begun_at }\n";
  }
  CHECK(codes_of(text + "in open { host may act }\n") == "good");
}
