#include <fmt/format.h>
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

#include "interpreter/evaluate/conflicts.hpp"
#include "interpreter/explain.hpp"
#include "tests/api/shipped.hpp"
#include "tests/unit/ask/asked.hpp"
#include "tests/unit/ask/random_orders.hpp"

// Small policies of random windows and conditions. Whatever check says of one has to be so for every order that anybody
// can think of, and what an answer calls a conflict has to be one.
namespace {

using namespace bywhen;
using namespace bywhen::test;

constexpr std::string_view beginning = R"(policy random "Random rules"
zone "Europe/Berlin"
months round down
calendar works default { covers 2020 to 2035  weekend saturday, sunday  holidays 2026-01-01, 2026-02-02 }
actor buyer "Buyer"
fact a_at, b_at, done_at, first_at, second_at : event
fact told : time?
fact urgent, gift : yes/no = no
fact size : {small, middle, large} = small
fact count : integer = 0
status open "Open" initial, marks a_at
status one "One" final, marks first_at
status two "Two" final, marks second_at
action act "Act" { marks done_at }
action begin "Begin" { marks b_at }
action first "First" { becomes one }
action second "Second" { becomes two }
in open {
  buyer may begin
  buyer may first, second when told is known or urgent or gift or size is large or count > 5
)";

class RandomPolicies {
public:
  explicit RandomPolicies(std::uint64_t seed) : random_(seed) {}

  std::string permission() {
    std::string text = fmt::format("{}  buyer may act{}{} because \"permitted\"\n", beginning, window(), conditions());
    for (int i = between(1, 2); i > 0; --i) text += prohibition();
    return text + "}\n";
  }

  std::string duty() {
    std::string text = fmt::format("{}  duty: buyer must act{}{}{}\n", beginning, due(), conditions(), otherwise_);
    for (int i = between(1, 2); i > 0; --i) text += prohibition();
    return text + "}\n";
  }

  /// Both at one moment, by its text.
  std::string lapses() {
    const std::string moment = point();
    conditional = chance(80);
    const auto when = [&] { return conditional ? conditions() : ""; };
    const std::string early = when();
    const std::string late = when();
    return fmt::format(
        "{}  buyer may act\n  first happens at {}{} because \"1\"\n  second happens at {}{} because \"2\"\n}}\n",
        beginning, moment, early, moment, late);
  }

  bool conditional = false;

private:
  int between(int low, int high) { return low + static_cast<int>(random_() % static_cast<unsigned>(high - low + 1)); }
  bool chance(int percent) { return between(1, 100) <= percent; }
  std::string one_of(const std::vector<std::string>& all) {
    return all[static_cast<std::size_t>(between(0, static_cast<int>(all.size()) - 1))];
  }

  std::string prohibition() {
    return fmt::format("  buyer may not act{}{} because \"forbidden\"\n", window(), chance(40) ? conditions() : "");
  }

  std::string duration() {
    return one_of({"1 hour", "24 hours", "30 hours", "72 hours", "1 day", "2 days", "3 days", "9 days", "1 month",
                   "2 months", "1 business day", "2 business days", "5 business days", "1 day 5 hours", "2 full days",
                   "9 full days", "1 full month"});
  }
  std::string anchor() { return chance(75) ? "a_at" : "b_at"; }
  std::string point() {
    switch (between(0, 11)) {
      case 0:
        return anchor();
      case 1:
        return fmt::format("{} before {}", duration(), anchor());
      case 2:
        return fmt::format("{} of day {}", chance(50) ? "start" : "end", anchor());
      case 3:
        return fmt::format("{} of {}, {} after {}", chance(50) ? "latest" : "earliest", anchor(), duration(), anchor());
      case 4:
        return fmt::format("{} after {} ending on a business day", duration(), anchor());
      case 5:
        return fmt::format("{} after {} under EU law", one_of({"3 hours", "1 day", "2 days", "9 days", "1 month"}),
                           anchor());
      case 6:
        return "told";
      default:
        return fmt::format("{} after {}", duration(), anchor());
    }
  }
  std::string window() {
    switch (between(0, 5)) {
      case 0:
        return "";
      case 1:
        return fmt::format(" within {} after {}", duration(), anchor());
      case 2:
        return fmt::format(" from {}", point());
      case 3:
        return fmt::format(" from {} until {}", point(), point());
      default:
        return fmt::format(" until {}", point());
    }
  }
  std::string due() {
    otherwise_ = chance(50) ? " otherwise first because \"late\"" : "";
    if (chance(50)) return fmt::format(" within {} after {}", duration(), anchor());
    // What the clock does may not hang on the unknown.
    const std::string by = fmt::format("{} after {}", duration(), anchor());
    return chance(50) ? fmt::format(" from {} by {}", anchor(), by) : fmt::format(" by {}", by);
  }
  std::string condition() {
    switch (between(0, 9)) {
      case 0:
        return "urgent";
      case 1:
        return "not urgent";
      case 2:
        return fmt::format("size is {}", one_of({"small", "middle", "large"}));
      case 3:
        return fmt::format("size {} {{{}, {}}}", one_of({"in", "not in"}), one_of({"small", "middle"}), "large");
      case 4:
        return fmt::format("count {} {}", one_of({"<", "<=", ">", ">="}), between(1, 5));
      case 5:
        return fmt::format("count {} {}", one_of({"is", "is not"}), between(1, 5));
      case 6:
        return fmt::format("b_at has {}happened", one_of({"", "not "}));
      case 7:
        return fmt::format("{} after a_at has {}passed", duration(), one_of({"", "not "}));
      case 8:
        return fmt::format("b_at is {} {} after a_at", one_of({"before", "after"}), duration());
      default:
        return fmt::format("(gift or {})", one_of({"urgent", "count > 3", "size is large"}));
    }
  }
  std::string conditions() {
    if (chance(40)) return "";
    return fmt::format(" {} {}", one_of({"when", "unless"}), condition()) + (chance(30) ? " when " + condition() : "");
  }

  std::mt19937_64 random_;
  std::string otherwise_;
};

struct Loaded {
  std::optional<Policy> policy;
  std::vector<std::string> codes;

  [[nodiscard]] bool says(std::string_view code) const {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
  }
};

Loaded load(const std::string& text) {
  Sources sources;
  sources.add("random.bywhen", text);
  LoadedPolicy loaded = load_policy(std::move(sources));
  Loaded result;
  for (const Diagnostic& diagnostic : loaded.diagnostics) result.codes.push_back(diagnostic.code);
  result.policy = std::move(loaded.policy);
  return result;
}

/// The order at the instant asked about, at instants until the end of its future at which something changes, and just
/// before them.
template <typename Look>
void look_around(const Program& program, const RandomOrders::Asked& asked, Look look) {
  constexpr int changes = 8;
  Instant at = asked.at;
  for (int i = 0; i < changes && !at.is_never(); ++i) {
    const auto decided = decide(program, asked.order, at);
    const auto* decision = std::get_if<Decision>(&decided);
    if (decision == nullptr) return;
    look(*decision);
    const Instant next = decision->valid_until;
    if (next.is_never()) return;
    const auto just_before = decide(program, asked.order, Instant{next.micros - 1});
    if (const auto* late = std::get_if<Decision>(&just_before)) look(*late);
    at = next;
  }
}

template <typename Look>
void look_at_orders(const Policy& policy, std::uint64_t seed, Look look) {
  const Program& program = program_of(policy);
  RandomOrders orders(program, seed);
  for (int i = 0; i < 12; ++i) {
    const auto asked = orders.next();
    if (asked) look_around(program, *asked, look);
  }
}

const ActionView* view_of(const Program& program, const Decision& decision, std::string_view action) {
  const auto& entitlements = program.statuses[decision.order.status].entitlements;
  for (std::size_t i = 0; i < entitlements.size(); ++i) {
    const bool meant = program.model->actions[entitlements[i].action].name == action;
    if (meant && decision.view.actions[i]) return &*decision.view.actions[i];
  }
  return nullptr;
}

bool can_act(const Program& program, const Decision& decision) {
  const ActionView* view = view_of(program, decision, "act");
  return view != nullptr && view->verdict == Verdict::allowed;
}

/// What the clock has done once it does not do again: one of the two that would meet.
bool was_done_before(const Program& program, const Decision& decision) {
  const auto happened = [&](const char* name) {
    for (FactId fact = 0; fact < program.model->fact_count(); ++fact) {
      if (program.model->facts[fact].name == name)
        return std::get<Instant>(fact_value(*program.model, decision.order, fact)).is_real();
    }
    return false;
  };
  return decision.order.status == 0 ? happened("first_at") || happened("second_at")
                                    : happened("first_at") && happened("second_at");
}

constexpr std::uint64_t policies = 1'500;

}  // namespace

TEST_CASE("conflicts: a permission that check calls covered helps nobody, whatever the order") {
  std::size_t said = 0;
  for (std::uint64_t seed = 1; seed <= policies; ++seed) {
    const std::string text = RandomPolicies(seed).permission();
    const Loaded loaded = load(text);
    if (!loaded.policy || !loaded.says("BW0610")) continue;
    ++said;
    INFO(text);
    const Program& program = program_of(*loaded.policy);
    look_at_orders(*loaded.policy, seed, [&](const Decision& decision) {
      INFO(to_json(order_data(*program.model, decision.order)) << " " << format_rfc3339(decision.at));
      if (can_act(program, decision)) FAIL("allowed");
    });
  }
  CHECK(said > policies / 20);
}

TEST_CASE("conflicts: a duty that check calls forbidden is never to be done in time, whatever the order") {
  std::size_t said = 0;
  std::size_t said_of_deadline = 0;
  for (std::uint64_t seed = 1; seed <= policies; ++seed) {
    const std::string text = RandomPolicies(seed).duty();
    const Loaded loaded = load(text);
    const bool wholly = loaded.says("BW0611");
    const bool at_deadline = loaded.says("BW0612");
    if (!loaded.policy || (!wholly && !at_deadline)) continue;
    said += wholly;
    said_of_deadline += at_deadline;
    INFO(text);
    const Program& program = program_of(*loaded.policy);
    look_at_orders(*loaded.policy, seed, [&](const Decision& decision) {
      for (const DutyView& duty : decision.view.duties) {
        INFO(to_json(order_data(*program.model, decision.order)) << " " << format_rfc3339(decision.at));
        const bool last_moment = duty.due && decision.at.micros == duty.due->micros - 1;
        if (duty.state == DutyState::pending && (wholly || last_moment) && can_act(program, decision)) FAIL("allowed");
      }
    });
  }
  CHECK(said > policies / 40);
  CHECK(said_of_deadline > policies / 100);
}

TEST_CASE("conflicts: of a duty without a word of check no order says that it meets a prohibition") {
  std::size_t silent = 0;
  for (std::uint64_t seed = 1; seed <= policies; ++seed) {
    const std::string text = RandomPolicies(seed).duty();
    const Loaded loaded = load(text);
    const bool said = loaded.says("BW0605") || loaded.says("BW0611") || loaded.says("BW0612");
    if (!loaded.policy || said) continue;
    ++silent;
    INFO(text);
    const Program& program = program_of(*loaded.policy);
    look_at_orders(*loaded.policy, seed, [&](const Decision& decision) {
      INFO(to_json(order_data(*program.model, decision.order)) << " " << format_rfc3339(decision.at));
      for (const DutyView& duty : decision.view.duties) {
        if (duty.state == DutyState::pending && duty.blocked_by) FAIL("blocked");
      }
    });
  }
  CHECK(silent > policies / 100);
}

TEST_CASE("conflicts: lapses that meet in some order are told by check, and those that must meet do") {
  std::size_t said = 0;
  std::size_t met = 0;
  for (std::uint64_t seed = 1; seed <= policies; ++seed) {
    RandomPolicies random(seed);
    const std::string text = random.lapses();
    const Loaded loaded = load(text);
    if (!loaded.policy) continue;
    const bool warned = loaded.says("BW0613");
    said += warned;
    INFO(text);
    const Program& program = program_of(*loaded.policy);
    look_at_orders(*loaded.policy, seed, [&](const Decision& decision) {
      INFO(to_json(order_data(*program.model, decision.order)) << " " << format_rfc3339(decision.at));
      for (const std::vector<Happening>* all : {&decision.settled, &decision.next}) {
        for (const Happening& happening : *all) {
          met += !happening.rivals.empty();
          // Conditions that wait for a moment of their own may bring the two together by chance.
          const bool by_chance = text.find("passed") != std::string::npos;
          if (!happening.rivals.empty() && !warned && !by_chance) FAIL("not told by check");
          if (happening.rivals.empty() && warned && !random.conditional && !was_done_before(program, decision))
            FAIL("did not meet");
        }
      }
    });
  }
  CHECK(said > policies / 20);
  CHECK(met > said);
}

TEST_CASE("conflicts: what an answer calls a conflict is one") {
  std::size_t covered = 0;
  std::size_t forbidden = 0;
  for (std::uint64_t seed = 1; seed <= policies; ++seed) {
    RandomPolicies random(seed);
    const bool of_duty = seed % 2 == 0;
    const std::string text = of_duty ? random.duty() : random.permission();
    const Loaded loaded = load(text);
    if (!loaded.policy) continue;
    INFO(text);
    const Program& program = program_of(*loaded.policy);
    look_at_orders(*loaded.policy, seed, [&](const Decision& decision) {
      INFO(to_json(order_data(*program.model, decision.order)) << " " << format_rfc3339(decision.at));
      for (const Conflict& conflict : conflicts_of(program, decision)) {
        if (conflict.kind == ConflictKind::same_instant) continue;
        ++(conflict.kind == ConflictKind::permission_covered ? covered : forbidden);
        const bool inside = conflict.from <= decision.at && decision.at < conflict.until;
        if (inside && can_act(program, decision)) FAIL("allowed");
        if (conflict.from >= conflict.until) FAIL("no time");
      }
    });
  }
  CHECK(covered > policies / 20);
  CHECK(forbidden > policies / 20);
}
