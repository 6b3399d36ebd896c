#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <set>

#include "tests/api/shipped.hpp"

using namespace bywhen;
using namespace bywhen::test;

namespace {

constexpr std::int64_t hour = 3'600'000'000;

/// A policy, an order to begin with, and facts that the world may report.
struct Subject {
  std::string path;
  std::string at;
  std::string facts;
  FactTexts reports;
};

const std::vector<Subject>& subjects() {
  static const std::vector<Subject> all = {
      {"policies/aliexpress.bywhen",
       "2026-03-01T10:00:00Z",
       R"("placed_at":"2026-03-01T10:00:00Z","total":"59.90 USD","payment_method":"card")",
       {{"tracking", "valid"}, {"tracking", "wrong"}, {"complaint", "yes"}, {"cancel_reason", "other"}}},
      {"policies/olist.bywhen",
       "2017-03-01T10:00:00Z",
       R"("purchased_at":"2017-03-01T10:00:00Z","estimated_delivery":"2017-03-20")",
       {{"total", "80.00 BRL"}, {"estimated_delivery", "2017-03-09"}, {"claim", "open"}, {"claim", "refused"}}},
      {"policies/time-limits.bywhen",
       "2026-03-20T10:00:00Z",
       R"("ordered_at":"2026-03-20T10:00:00Z")",
       {{"visit", "2026-04-20"}, {"visit", "2030-12-30"}}},
      {"tests/cli/policies/repairs.bywhen",
       "2026-03-02T09:00:00Z",
       R"("sent_in_at":"2026-03-02T09:00:00Z","price":"40.00 EUR","pay_by":"card")",
       {{"warranty", "yes"}, {"parts", "ordered"}, {"damage", "scratched"}, {"promised", "2026-03-08"}}},
      {"tests/naive/policies/clockwork.bywhen",
       "2026-03-01T10:00:00Z",
       R"("placed_at":"2026-03-01T10:00:00Z")",
       {{"visits", "3"},
        {"visits", "5"},
        {"urgent", "yes"},
        {"hint", "yes"},
        {"quiet_until", "2026-03-04T00:00:00Z"},
        {"level", "high"},
        {"dispute", "open"}}},
      {"tests/naive/policies/duties.bywhen",
       "2026-03-01T10:00:00Z",
       R"("made_at":"2026-03-01T10:00:00Z","event_at":"2026-03-12T10:00:00Z","total":"2000 JPY")",
       {{"insurance", "yes"},
        {"side", "asked"},
        {"reason", "damage"},
        {"answer", "because"},
        {"event_at", "2026-03-06T10:00:00Z"}}},
      {"tests/naive/policies/calendars.bywhen",
       "2026-04-01T10:00:00Z",
       R"("paid_at":"2026-04-01T10:00:00Z","travel_day":"2026-05-20")",
       {{"told_for", "2026-04-09T10:00:00Z"},
        {"booked_day", "2026-04-20"},
        {"express", "yes"},
        {"processing", "1600"}}},
      {"tests/naive/policies/tables.bywhen",
       "2026-03-01T10:00:00Z",
       R"("placed_at":"2026-03-01T10:00:00Z","total":"60.00 EUR","shipping":"5.00 EUR")",
       {{"kind", "tools"},
        {"weight", "25.5"},
        {"insured", "yes"},
        {"trip", "2026-03-20"},
        {"grace", "P3D"},
        {"promised_for", "2026-03-05T10:00:00Z"},
        {"note", "x"},
        {"parcels", "4"}}},
      {"tests/naive/policies/times.bywhen",
       "2026-03-01T10:00:00Z",
       R"("placed_at":"2026-03-01T10:00:00Z","planned_for":"2026-03-09T10:00:00Z","first_day":"2026-03-05",)"
       R"("price":"10.00 AUD","paid":"8.00 AUD")",
       {{"last_day", "2026-03-15"},
        {"urgent", "yes"},
        {"fragile", "no"},
        {"size_wanted", "large"},
        {"parts_seen", "2"},
        {"weight", "3.5"},
        {"planned_for", "2026-03-04T10:00:00Z"}}},
      {"tests/naive/policies/clocks.bywhen",
       "2026-03-27T10:30:00Z",
       R"("placed_at":"2026-03-27T10:30:00Z","visit":"2026-03-29")",
       {{"planned_for", "2026-03-30T00:30:00Z"}, {"pause", "PT30H"}, {"visit", "2026-10-25"}}},
  };
  return all;
}

Policy policy_of(const Subject& subject) {
  Sources sources;
  sources.add(subject.path, read_file(subject.path));
  return load_policy(std::move(sources),
                     [](const std::string& path) {
                       return FileText{read_file(path), ""};
                     })
      .policy.value();
}

class Trial {
public:
  Trial(const Subject& subject, const Policy& policy, std::uint64_t seed)
      : subject_(subject), policy_(policy), random_(seed) {}

  /// An order that goes its way by random acts and reports, and is looked at between them.
  void walk() {
    Order order = order_from(policy_, "{\"facts\":{" + subject_.facts + "}}");
    Instant now = at(subject_.at);
    for (std::size_t step = 0; step < 6; ++step) {
      now.micros += static_cast<std::int64_t>(below(90)) * hour;
      look_at(order, now, now);
      look_at_forgetful(order, now);
      order = below(3) == 0 ? reported(order, now) : acted(order, now);
    }
  }

  [[nodiscard]] const std::map<std::string, std::size_t>& seen() const { return seen_; }

private:
  std::size_t below(std::size_t size) { return static_cast<std::size_t>(random_() % size); }

  Order reported(const Order& order, Instant now) {
    if (subject_.reports.empty()) return order;
    const auto outcome = record(policy_, order, {subject_.reports[below(subject_.reports.size())]}, now);
    return std::holds_alternative<Order>(outcome) ? std::get<Order>(outcome) : order;
  }
  Order acted(const Order& order, Instant now) {
    const auto outcome = decide(policy_, order, now);
    if (!std::holds_alternative<Answer>(outcome)) return order;
    const auto& actions = std::get<Answer>(outcome).actions;
    if (actions.empty()) return order;
    const ActionAnswer& chosen = actions[below(actions.size())];
    FactTexts inputs;
    for (const std::string& fact : chosen.asks) {
      for (const auto& report : subject_.reports) {
        if (report.first == fact && inputs.size() < chosen.asks.size()) inputs.push_back(report);
      }
    }
    const auto done = apply(policy_, order, chosen.actor, chosen.action, inputs, now);
    return std::holds_alternative<Order>(done) ? std::get<Order>(done) : order;
  }

  /// The same order from a host that keeps no `as_of`: the clock may have to do what it should have done long ago.
  void look_at_forgetful(const Order& order, Instant now) {
    OrderData data = order.data();
    data.as_of.reset();
    Instant first = Instant::first();
    for (const auto& [name, value] : data.facts) {
      const auto* text = std::get_if<std::string>(&value);
      const auto instant = text != nullptr && name.ends_with("_at") ? parse_rfc3339(*text) : std::nullopt;
      if (instant) first = std::max(first, *instant);
    }
    if (first <= now) look_at(order_from(policy_, to_json(data)), first, now);
  }

  void look_at(const Order& order, Instant first, Instant now) {
    const Instant asked{now.micros + static_cast<std::int64_t>(below(3) * below(300)) * hour};
    const auto outcome = project(policy_, order, asked);
    const auto decided = decide(policy_, order, asked);
    INFO(subject_.path << " " << to_json(order.data()) << " at " << format_rfc3339(asked));
    REQUIRE(std::holds_alternative<Outlook>(outcome) == std::holds_alternative<Answer>(decided));
    if (!std::holds_alternative<Outlook>(outcome)) return;
    const auto& outlook = std::get<Outlook>(outcome);
    INFO(to_json(outlook));
    check_shape(outlook);
    for (const Instant t : instants(outlook, first)) check_at(order, outlook, t);
  }

  /// Every boundary of the outlook and its neighbours, and a few instants between them.
  std::set<Instant> instants(const Outlook& outlook, Instant first) {
    std::set<Instant> found{outlook.at};
    const auto add = [&](std::optional<Instant> instant) {
      if (!instant) return;
      for (const std::int64_t step : {-1, 0, 1}) found.insert(Instant{instant->micros + step});
    };
    if (outlook.horizon) add(outlook.horizon->at);
    for (const Stay& stay : outlook.stays) {
      add(stay.from);
      add(stay.until);
      for (const DeadlineAnswer& duty : stay.deadlines) add(duty.due);
    }
    for (const Course& course : outlook.courses) {
      for (const Window& window : course.windows) {
        add(window.from);
        add(window.until);
      }
    }
    for (std::size_t i = 0; i < 8; ++i)
      found.insert(Instant{first.micros + static_cast<std::int64_t>(random_() % (1000 * hour))});
    std::erase_if(found, [&](Instant t) { return t < first; });
    return found;
  }

  static void check_shape(const Outlook& outlook) {
    REQUIRE(outlook.present < outlook.stays.size());
    for (std::size_t i = 0; i < outlook.stays.size(); ++i) {
      const Stay& stay = outlook.stays[i];
      const bool last = i + 1 == outlook.stays.size();
      REQUIRE((stay.ended_by.has_value() || last));
      if (!last) REQUIRE(stay.until == outlook.stays[i + 1].from);
      if (last) REQUIRE(stay.until.has_value() == outlook.horizon.has_value());
      if (stay.until) REQUIRE(stay.from <= *stay.until);
    }
    const Stay& present = outlook.stays[outlook.present];
    REQUIRE((present.from <= outlook.at && (!present.until || outlook.at < *present.until)));
    const Instant end = outlook.stays.back().until.value_or(Instant::never());
    for (const Course& course : outlook.courses) {
      Instant last = outlook.stays.front().from;
      for (const Window& window : course.windows) {
        REQUIRE(window.from >= last);
        last = window.until.value_or(Instant::never());
        REQUIRE((window.from < last && last <= end));
      }
    }
  }

  void check_at(const Order& order, const Outlook& outlook, Instant t) {
    INFO("at " << format_rfc3339(t));
    const auto decided = decide(policy_, order, t);
    if (outlook.horizon && t >= outlook.horizon->at) {
      ++seen_["beyond the horizon"];
      if (t == outlook.horizon->at) REQUIRE(std::holds_alternative<Problems>(decided));
      return;
    }
    REQUIRE(std::holds_alternative<Answer>(decided));
    const auto& answer = std::get<Answer>(decided);
    check_stay(outlook, answer);
    check_courses(outlook, answer);
    check_clock(outlook, answer);
  }

  void check_stay(const Outlook& outlook, const Answer& answer) {
    const auto stay = std::find_if(outlook.stays.begin(), outlook.stays.end(), [&](const Stay& each) {
      return each.from <= answer.at && (!each.until || answer.at < *each.until);
    });
    REQUIRE(stay != outlook.stays.end());
    REQUIRE(stay->status.name == answer.status);
    if (answer.at != outlook.at) return;
    ++seen_["stays: " + std::to_string(outlook.stays.size())];
    std::set<std::string> told;
    for (const DeadlineAnswer& duty : stay->deadlines) told.insert(duty.rule.name + " " + duty.actor);
    for (const DeadlineAnswer& duty : answer.deadlines) REQUIRE(told.contains(duty.rule.name + " " + duty.actor));
  }

  static const Window* window_at(const Course& course, Instant t) {
    const auto found = std::find_if(course.windows.begin(), course.windows.end(), [t](const Window& window) {
      return window.from <= t && (!window.until || t < *window.until);
    });
    return found == course.windows.end() ? nullptr : &*found;
  }

  void check_courses(const Outlook& outlook, const Answer& answer) {
    std::set<std::pair<std::string, std::string>> open;
    for (const Course& course : outlook.courses) {
      const Window* window = window_at(course, answer.at);
      if (window != nullptr && window->verdict != Verdict::forbidden) open.emplace(course.actor, course.action);
    }
    for (const ActionAnswer& action : answer.actions) {
      INFO(action.actor << " " << action.action);
      check_action(outlook, answer.at, action);
      open.erase({action.actor, action.action});
    }
    REQUIRE(open.empty());
  }

  void check_action(const Outlook& outlook, Instant t, const ActionAnswer& action) {
    const auto course = std::find_if(outlook.courses.begin(), outlook.courses.end(), [&](const Course& each) {
      return each.actor == action.actor && each.action == action.action;
    });
    REQUIRE(course != outlook.courses.end());
    if (t == outlook.at) REQUIRE((course->now && course->now->verdict == action.verdict));
    const Window* window = window_at(*course, t);
    const bool open = window != nullptr && window->verdict != Verdict::forbidden;
    ++seen_[std::string(to_string(action.verdict))];
    REQUIRE(open == (action.verdict == Verdict::allowed || action.verdict == Verdict::unknown));
    if (window == nullptr) return;
    if (open) REQUIRE(window->verdict == action.verdict);
    ++seen_["window: " + std::string(to_string(window->verdict))];
    REQUIRE(window->rule.has_value() == action.rule.has_value());
    if (action.rule) REQUIRE(window->rule->name == action.rule->name);
    REQUIRE(window->because == action.because);
    REQUIRE(window->unknown == action.unknown);
  }

  static void check_clock(const Outlook& outlook, const Answer& answer) {
    std::vector<Instant> expected;
    for (const SettledAnswer& done : outlook.settled) expected.push_back(done.at);
    for (const NextAnswer& next : outlook.next) expected.push_back(next.at);
    std::erase_if(expected, [&](Instant t) { return t <= answer.at; });
    std::vector<Instant> found;
    for (const NextAnswer& next : answer.next) {
      if (!outlook.horizon || next.at < outlook.horizon->at) found.push_back(next.at);
    }
    REQUIRE(found == expected);
  }

  const Subject& subject_;
  const Policy& policy_;
  std::mt19937_64 random_;
  std::map<std::string, std::size_t> seen_;
};

}  // namespace

TEST_CASE("an outlook says of every instant what decide says of it", "[outlook]") {
  std::map<std::string, std::size_t> seen;
  for (const Subject& subject : subjects()) {
    const Policy policy = policy_of(subject);
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
      Trial trial(subject, policy, seed);
      trial.walk();
      for (const auto& [what, count] : trial.seen()) seen[what] += count;
    }
  }
  for (const std::string what :
       {"allowed", "not_yet", "expired", "forbidden", "unknown", "window: allowed", "window: unknown",
        "window: forbidden", "beyond the horizon", "stays: 1", "stays: 2", "stays: 3"}) {
    INFO(what);
    CHECK(seen[what] > 20);
  }
}
