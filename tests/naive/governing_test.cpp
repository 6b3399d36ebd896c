#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "bywhen/policy_set.hpp"
#include "tests/naive/governing.hpp"

// Which version and which overlays govern random orders: both sides must say the same.
namespace {

using namespace bywhen;
namespace fs = std::filesystem;

constexpr std::size_t cases_each = 3'000;
constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t day = 86'400 * second;

struct Texts {
  Sources sources;
  std::vector<std::string> texts;
};

Texts texts_of(const std::string& folder) {
  Texts read;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(fs::path(BYWHEN_SOURCE_DIR) / folder)) {
    if (!entry.path().string().ends_with(".scenarios.bywhen")) files.push_back(entry.path());
  }
  for (const auto& file : files) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    read.sources.add(file.filename().string(), text.str());
    read.texts.push_back(text.str());
  }
  return read;
}

/// Instants around the dates on which versions begin, in any zone, and between them.
class Random {
public:
  explicit Random(std::uint64_t seed) : random_(seed) {}

  std::size_t below(std::size_t size) { return random_() % size; }
  Instant instant() {
    static const std::vector<std::string> borders = {"2020-03-15T23:00:00Z", "2020-12-01T23:00:00Z",
                                                     "2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z"};
    const Instant border = *parse_rfc3339(borders[below(borders.size())]);
    const std::int64_t away = below(3) == 0 ? static_cast<std::int64_t>(below(3)) - 1
                                            : static_cast<std::int64_t>(below(1'000)) * day - 500 * day;
    return {border.micros + away};
  }

private:
  std::mt19937_64 random_;
};

std::optional<naive::Chosen> chosen_by(const PolicySet& set, const std::string& json, Instant at) {
  const auto governed = govern(set, json, at);
  if (const auto* problems = std::get_if<Problems>(&governed)) {
    CHECK(problems->front().code == "BW0818");
    return std::nullopt;
  }
  const auto& by = std::get<Governed>(governed);
  return naive::Chosen{by.version, by.overlays};
}

void compare(const std::string& folder, const std::vector<std::string>& countries) {
  const Texts texts = texts_of(folder);
  const auto loaded = load_policy_set(texts.sources);
  REQUIRE(loaded.set);
  const naive::Governing governing(texts.texts);
  Random random(7);
  std::set<std::string> seen;
  for (std::size_t i = 0; i < cases_each; ++i) {
    naive::Order order;
    order.status = "open";
    const Instant placed = random.instant();
    order.facts["placed_at"] = placed;
    order.facts["country"] = naive::Choice{countries[random.below(countries.size())]};
    if (governing.newest().facts.contains("total"))
      order.facts["total"] = naive::Money{random.below(2) == 0 ? 100 : 9'000, "EUR"};
    const Instant at = std::max(placed, random.instant());
    INFO(naive::to_json(order) << " at " << format_rfc3339(at));
    const auto expected = governing.choose(order, at);
    const auto found = chosen_by(*loaded.set, naive::to_json(order), at);
    REQUIRE(found.has_value() == expected.has_value());
    if (!expected) continue;
    CHECK(found->version == expected->version);
    CHECK(found->overlays == expected->overlays);
    seen.insert(found->version + (found->overlays.empty() ? "" : found->overlays.front()));
  }
  CHECK(seen.size() == loaded.set->members().size());
}

}  // namespace

TEST_CASE("a naive chooser picks the same versions and overlays", "[naive]") {
  compare("tests/language/sets/good/shop", {"DE", "FR", "BR", "US"});
  compare("tests/language/sets/bad/early_orders", {"DE", "FR", "US"});
}
