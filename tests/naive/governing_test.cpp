#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "bywhen/policy_set.hpp"
#include "tests/naive/compare.hpp"
#include "tests/naive/governing.hpp"
#include "tests/naive/orders.hpp"

// Which version and which overlays govern random orders, what each version did before the next took over, and what is
// answered then: both sides must say the same.
namespace {

using namespace bywhen;
namespace fs = std::filesystem;

constexpr std::size_t cases_each = 2'500;
constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t day = 86'400 * second;

using Texts = std::vector<std::pair<std::string, std::string>>;

Texts texts_of(const std::string& folder) {
  Texts texts;
  for (const auto& entry : fs::directory_iterator(fs::path(BYWHEN_SOURCE_DIR) / folder)) {
    const fs::path& file = entry.path();
    if (!file.string().ends_with(".bywhen") || file.string().ends_with(".scenarios.bywhen")) continue;
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    texts.emplace_back(file.filename().string(), text.str());
  }
  std::sort(texts.begin(), texts.end());
  return texts;
}

PolicySet set_of(const Texts& texts) {
  Sources sources;
  for (const auto& [name, text] : texts) sources.add(name, text);
  auto loaded = load_policy_set(std::move(sources));
  if (!loaded.set) throw std::invalid_argument(render_text(loaded.diagnostics, loaded.sources, false));
  return *loaded.set;
}

/// The overlays without the dates of their own versions.
std::vector<std::string> names_of(const std::vector<std::string>& overlays) {
  std::vector<std::string> names;
  for (const std::string& overlay : overlays) names.push_back(overlay.substr(0, overlay.find(' ')));
  return names;
}

class SetTrial {
public:
  SetTrial(const std::string& folder, const Texts& real, const Texts& naive)
      : folder_(folder), set_(set_of(real)), governing_(naive), starts_(governing_.starts()) {}

  void run(std::uint64_t seed) {
    const naive::Tree& tree = seed % 3 == 0 ? governing_.oldest() : governing_.newest();
    naive::Orders orders(tree, seed);
    naive::Order order = orders.chance(60) ? orders.newly_placed() : orders.anywhere();
    bring_to_a_border(orders, tree, order);
    bring_to_conditions(orders, order);
    const Instant first = naive::earliest_question(tree, order);
    for (const Instant at : orders.instants(boundaries(tree, order), first, 6)) ask(order, at, seed);
  }

  [[nodiscard]] const std::set<std::string>& seen() const { return seen_; }
  [[nodiscard]] std::size_t cases() const { return cases_; }
  [[nodiscard]] std::size_t settled() const { return settled_; }
  [[nodiscard]] const std::vector<std::string>& disagreements() const { return disagreements_; }

private:
  /// All events move with the governing one.
  void bring_to_a_border(naive::Orders& orders, const naive::Tree& tree, naive::Order& order) {
    const auto placed = order.facts.find(event());
    if (placed == order.facts.end() || starts_.empty()) return;
    const Instant border = starts_[orders.below(starts_.size())];
    const std::int64_t away = orders.chance(30) ? static_cast<std::int64_t>(orders.below(3)) - 1
                                                : static_cast<std::int64_t>(orders.below(400)) * day / 10 - 25 * day;
    const std::int64_t by = border.micros + away - std::get<Instant>(placed->second).micros;
    for (auto& [name, value] : order.facts) {
      if (tree.facts.at(name).is_event()) value = Instant{std::get<Instant>(value).micros + by};
    }
    if (order.as_of) order.as_of = Instant{order.as_of->micros + by};
  }

  /// Numbers that conditions of overlays compare are those, or beside them, more often than by chance.
  void bring_to_conditions(naive::Orders& orders, naive::Order& order) {
    if (!order.facts.contains("price") || orders.chance(40)) return;
    constexpr std::array<std::int64_t, 4> days = {1, 30, 31, 40};
    constexpr std::array<std::int64_t, 3> prices = {10'000, 10'001, 20'000};
    order.facts["days"] = naive::Number{naive::Wide{days[orders.below(days.size())]} * 1'000'000, true};
    order.facts["price"] = naive::Money{prices[orders.below(prices.size())], "EUR"};
  }

  [[nodiscard]] std::string event() const {
    for (const auto& [name, fact] : governing_.newest().facts) {
      if (name == "placed_at" || name == "booked_at") return name;
    }
    return "";
  }

  [[nodiscard]] std::vector<Instant> boundaries(const naive::Tree& tree, const naive::Order& order) const {
    std::vector<Instant> all = starts_;
    const Instant first = naive::earliest_question(tree, order);
    if (const auto led = governing_.lead(order, first)) {
      naive::Course course(governing_.tree_of(led->chosen), led->order);
      naive::Outlook outlook(course, 0);
      const auto& more = outlook.candidates();
      all.insert(all.end(), more.begin(), more.end());
    }
    return all;
  }

  void ask(const naive::Order& order, Instant at, std::uint64_t seed) {
    const auto what = fmt::format("{} {} {} at {}", folder_, seed, naive::to_json(order), format_rfc3339(at));
    const auto governed = govern(set_, naive::to_json(order), at);
    const auto led = governing_.lead(order, at);
    if (const auto* problems = std::get_if<Problems>(&governed)) {
      const bool none = problems->front().code == "BW0818";
      if (none && led) return differ(what, {"naive: a version governs"});
      if (none) ++cases_;
      return;
    }
    if (!led) return differ(what, {"naive: no version governs"});
    const auto& by = std::get<Governed>(governed);
    ++cases_;
    settled_ += by.settled.empty() ? 0 : 1;
    seen_.insert(by.version + fmt::format(" {}", fmt::join(by.overlays, " ")));
    if (by.version != led->chosen.version || by.overlays != names_of(led->chosen.overlays))
      return differ(what, {"real: " + by.version + ", naive: " + led->chosen.version});
    const naive::Tree& tree = governing_.tree_of(led->chosen);
    differ(what, naive::compare(by.order.data(), tree, led->order));
    const auto answer = decide(by.policy, by.order, at);
    naive::Course course(tree, led->order);
    naive::Outlook outlook(course, course.settled(at));
    naive::Refusals refusals = outlook.refusals(at);
    naive::add_refusals(course.refusals(), refusals);
    if (const auto* told = std::get_if<Answer>(&answer))
      differ(what, naive::compare(*told, course, outlook, refusals, at));
  }

  void differ(const std::string& what, const naive::Differences& differences) {
    if (differences.empty()) return;
    disagreements_.push_back(fmt::format("{}\n  {}", what, fmt::join(differences, "\n  ")));
  }

  std::string folder_;
  PolicySet set_;
  naive::Governing governing_;
  std::vector<Instant> starts_;
  std::set<std::string> seen_;
  std::size_t cases_ = 0;
  std::size_t settled_ = 0;
  std::vector<std::string> disagreements_;
};

void run_all(SetTrial& trial) {
  for (std::uint64_t seed = 1; trial.cases() < cases_each && trial.disagreements().size() < 5 && seed < 20'000; ++seed)
    trial.run(seed);
}

}  // namespace

TEST_CASE("a naive evaluator agrees on sets: what governs, what was settled before, and what is answered", "[naive]") {
  const std::string folder =
      GENERATE(as<std::string>(), "tests/language/sets/good/shop", "tests/language/sets/good/amended",
               "tests/language/sets/good/rental", "tests/language/sets/good/takes_over",
               "tests/language/sets/good/ranges", "tests/language/sets/bad/early_orders");
  const Texts texts = texts_of(folder);
  SetTrial trial(folder, texts, texts);
  run_all(trial);
  INFO(folder);
  for (const std::string& disagreement : trial.disagreements()) FAIL_CHECK(disagreement);
  CHECK(trial.cases() >= cases_each);
  CHECK(trial.seen().size() > 1);
  // Where a version takes over.
  const bool clock = folder.ends_with("shop") || folder.ends_with("amended") || folder.ends_with("rental");
  if (clock) CHECK(trial.settled() > 10);
}

TEST_CASE("a naive evaluator finds where two sets differ by a word", "[naive]") {
  struct Slip {
    std::string file;
    std::string written;
    std::string slipped;
  };
  const auto slip = GENERATE(values<Slip>({
      {"rental_2024.bywhen", "2024-01-01", "2024-01-02"},
      {"rental_2025.bywhen", " for all orders", ""},
      {"rental_2025.bywhen", "24 hours", "25 hours"},
      {"rental_2024.bywhen", "3 days", "4 days"},
      {"rental_harbour.bywhen", "unless days is 1", "unless days is 2"},
      {"rental_harbour_2025.bywhen", "2025-01-01", "2024-12-31"},
      {"rental_harbour_2025.bywhen", "10.00 EUR", "11.00 EUR"},
      {"rental_long.bywhen", "days > 30", "days >= 30"},
      {"rental_long.bywhen", "weekend sunday", "weekend monday"},
      {"rental_member.bywhen", "member is known and member", "member is unknown"},
      {"rental_trade.bywhen", "9.00 EUR", "9.50 EUR"},
      {"rental_long.bywhen", "at most 20%", "at least 20%"},
      {"rental_everybody.bywhen", "when lost", "unless lost"},
  }));
  const std::string folder = "tests/language/sets/good/rental";
  const Texts texts = texts_of(folder);
  Texts slipped = texts;
  const auto file =
      std::find_if(slipped.begin(), slipped.end(), [&](const auto& text) { return text.first == slip.file; });
  REQUIRE(file != slipped.end());
  const auto place = file->second.find(slip.written);
  CAPTURE(slip.file, slip.written, slip.slipped);
  REQUIRE(place != std::string::npos);
  file->second.replace(place, slip.written.size(), slip.slipped);
  SetTrial trial(folder, texts, slipped);
  for (std::uint64_t seed = 1; trial.cases() < 20'000 && trial.disagreements().empty() && seed < 30'000; ++seed)
    trial.run(seed);
  CHECK(!trial.disagreements().empty());
}
