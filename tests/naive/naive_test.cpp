#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/naive/policy_texts.hpp"
#include "tests/naive/trial.hpp"

// Random orders over the shipped policies and over some made to be awkward: the two evaluators must agree on each. Set
// BYWHEN_CASES for more of them, or BYWHEN_SEED and BYWHEN_POLICY to try one order again.
namespace {

using namespace bywhen;
namespace fs = std::filesystem;

constexpr std::size_t default_cases = 26'000;
constexpr std::size_t most_shown = 5;

std::optional<std::string> setting(const char* name) {
  const char* value = std::getenv(name);
  return value && *value ? std::optional<std::string>(value) : std::nullopt;
}

void run_all(naive::Trial& trial, std::size_t cases) {
  for (std::uint64_t seed = 1; trial.cases() < cases && trial.disagreements().size() < most_shown; ++seed)
    trial.run(seed);
}

void report(const naive::Trial& trial) {
  for (std::size_t i = 0; i < trial.disagreements().size() && i < most_shown; ++i) FAIL_CHECK(trial.disagreements()[i]);
  if (!setting("BYWHEN_CASES") && !setting("BYWHEN_SEED")) return;
  std::string seen;
  for (const auto& [what, count] : trial.seen()) seen += "\n  " + what + ": " + std::to_string(count);
  WARN(trial.cases() << " cases, " << trial.refused() << " orders refused" << seen);
}

/// Half of all cases for each folder, the same number for each of its policies.
void try_policies_in(const fs::path& folder) {
  const auto files = naive::policies_in(folder);
  const auto wanted = setting("BYWHEN_CASES");
  const std::size_t each = (wanted ? std::stoul(*wanted) : default_cases) / 2 / files.size() + 1;
  for (const auto& file : files) {
    const std::string name = file.filename().string();
    if (setting("BYWHEN_POLICY").value_or(name) != name) continue;
    naive::Trial trial(name, naive::with_dates(file));
    if (const auto seed = setting("BYWHEN_SEED")) {
      trial.run(std::stoull(*seed));
    } else {
      run_all(trial, each);
      CHECK(trial.cases() >= each);
    }
    INFO(name);
    report(trial);
  }
}

}  // namespace

TEST_CASE("a naive evaluator agrees on the shipped policies", "[naive]") {
  try_policies_in(fs::path(BYWHEN_SOURCE_DIR) / "policies");
}

TEST_CASE("a naive evaluator agrees on policies made to be awkward", "[naive]") {
  try_policies_in(fs::path(BYWHEN_SOURCE_DIR) / "tests/naive/policies");
}

TEST_CASE("a naive evaluator finds where two policies differ by a word", "[naive]") {
  struct Slip {
    std::string policy;
    std::string written;
    std::string slipped;
  };
  const auto slip = GENERATE(values<Slip>({
      {"duties", "until 12 hours after paid_at", "until 13 hours after paid_at"},
      {"duties", "fine = 2.5%", "fine = 2.4%"},
      {"duties", "in sent when insurance", "in sent unless insurance"},
      {"duties", "{ marks packed_at once, noted_at }", "{ marks packed_at, noted_at }"},
      {"duties", "from 2 days after packed_at", "from 2 days before packed_at"},
      {"duties", "3 days after seen_at", "72 hours before seen_at"},
      {"duties", "requires reason is not change", "requires reason is change"},
      {"clocks", "24 hours after placed_at", "1 day after placed_at"},
      {"clocks", "earliest of same_hour", "latest of same_hour"},
      {"clocks", "3 full days after met_at", "3 days after met_at"},
      {"calendars", "weekend friday, saturday", "weekend saturday, sunday"},
      {"calendars", "months round up", "months round down"},
      {"calendars", " holding 3 hk business days", ""},
      {"clockwork", "30 hours after reminded_at has passed", "30 hours after reminded_at has not passed"},
      {"clockwork", "marks first_seen_at once", "marks first_seen_at"},
      {"clockwork", "urgent or dispute is not none", "urgent or dispute is none"},
      {"lists", "until 3 days after all_here", "until 4 days after all_here"},
      {"lists", "define all_here     = latest", "define all_here     = earliest"},
      {"lists", "last_box     = latest of parcels.received_at where parcels.kind is box",
       "last_box = latest of parcels.received_at"},
      {"lists", "where parcels.fragile\ndefine promised", "where not parcels.fragile\ndefine promised"},
      {"lists", "unless any parcels.weight > 30.0", "unless any parcels.weight > 25.0"},
      {"lists", "when all notes.read_at have happened", "when any notes.read_at has happened"},
      {"lists", "sum of items.pieces times items.price", "sum of items.price"},
      {"lists", "where items.price > 5.00 EUR", "where items.price > 6.00 EUR"},
      {"lists", "heavy > 1", "heavy >= 1"},
      {"lists", "kind        : {letter, box} = box", "kind        : {letter, box} = letter"},
      {"lists", "remind happens at patience after sent_at", "remind happens at 24 hours after sent_at"},
      {"tables", ": 6 hours", ": 7 hours"},
      {"tables", "weight > 20.0", "weight < 20.0"},
      {"tables", "at least 5.05 EUR", "at most 5.05 EUR"},
      {"tables", "latest of promised_for, 2 days", "earliest of promised_for, 2 days"},
      {"times", "money rounds up", "money rounds half up"},
      {"times", "25 full hours", "25 hours"},
      {"times", "2 full hours after planned_for", "2 hours after planned_for"},
      {"clocks", "7 full hours before", "7 hours before"},
      {"sums", "money rounds half down", "money rounds half up"},
      {"sums", "total + shipping - discount", "total + shipping + discount"},
      {"sums", "sum of fee, shipping", "sum of fee, total"},
      {"sums", "at least floor_fee", "at most floor_fee"},
      {"sums", "parts times 3", "parts times 2"},
      {"sums", "markdown   = -10%", "markdown   = 10%"},
      {"sums", "earliest of pickup, 3 days", "latest of pickup, 3 days"},
      {"sums", "3 times fee", "4 times fee"},
      {"sums", "less rebate of price", "less rebate of total"},
      {"law", "48 full hours", "48 hours"},
      {"law", "2 days after paid_at under EU law", "2 days after paid_at"},
      {"law", "mine holidays", "germany holidays"},
      {"law", "every 26 december", "every 27 december"},
      {"law", "fast, faster : germany", "fast, faster : gulf"},
      {"law", "holidays of germany and gulf", "holidays of germany"},
      {"law", "yes : gulf", "yes : germany"},
      {"law", "earliest of told_for, reply", "latest of told_for, reply"},
      {"law", "money rounds half up", "money rounds half down"},
  }));
  const std::string name = slip.policy + ".bywhen";
  const std::string text = naive::text_of(fs::path(BYWHEN_SOURCE_DIR) / "tests/naive/policies" / name);
  const auto place = text.find(slip.written);
  CAPTURE(slip.policy, slip.written, slip.slipped);
  REQUIRE(place != std::string::npos);
  naive::Trial trial(name, text, std::string(text).replace(place, slip.written.size(), slip.slipped));
  for (std::uint64_t seed = 1; trial.cases() < 30'000 && trial.disagreements().empty(); ++seed) trial.run(seed);
  CHECK(!trial.disagreements().empty());
}
