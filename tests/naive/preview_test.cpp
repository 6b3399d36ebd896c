#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <map>
#include <set>

#include "bywhen/bywhen.hpp"
#include "tests/naive/orders.hpp"
#include "tests/naive/policy_texts.hpp"

// A preview says of every instant what `apply` and then `decide` say there, for random orders of the shipped policies
// and of those made to be awkward. Set BYWHEN_PREVIEWS for more orders of each.
namespace {

using namespace bywhen;
namespace fs = std::filesystem;

/// All that a piece says, by its place in the piece.
using Said = std::map<std::string, std::string>;

std::string text(const std::optional<Instant>& instant) { return instant ? format_rfc3339(*instant) : "null"; }
std::string text(const std::optional<RuleName>& rule) { return rule ? rule->name : "null"; }
std::string text(const std::vector<std::string>& items) {
  std::string all;
  for (const std::string& item : items) all += "|" + item;
  return all;
}
std::string text(const std::optional<AmountAnswer>& amount) {
  return amount ? amount->amount + " of " + amount->gross + " to " + amount->to.value_or("-") : "null";
}

Said said(const PreviewOutcome& then) {
  Said all{{"status", then.status}};
  for (const auto& [name, value] : then.changed) all["/then/changed/" + name] = naive::to_text(value);
  for (std::size_t i = 0; i < then.settled.size(); ++i) {
    const std::string place = "/then/settled/" + std::to_string(i);
    all[place] = then.settled[i].rule.name + then.settled[i].to;
    all[place + "/at"] = text(then.settled[i].at);
    for (const auto& [name, value] : then.settled[i].changed) all[place + "/changed/" + name] = naive::to_text(value);
  }
  for (std::size_t i = 0; i < then.actions.size(); ++i) {
    const ActionAnswer& action = then.actions[i];
    const std::string place = "/then/actions/" + std::to_string(i);
    all[place] = action.actor + " " + action.action + " " + std::string(to_string(action.verdict)) + text(action.rule) +
                 text(action.because) + text(action.unknown);
    all[place + "/from"] = text(action.from);
    all[place + "/until"] = text(action.until);
  }
  for (std::size_t i = 0; i < then.deadlines.size(); ++i) {
    const DeadlineAnswer& duty = then.deadlines[i];
    const std::string place = "/then/deadlines/" + std::to_string(i);
    all[place] = duty.rule.name + " " + duty.actor + " " + std::string(to_string(duty.state)) + text(duty.amount) +
                 text(duty.blocked_by) + text(duty.unknown);
    all[place + "/opens"] = text(duty.opens);
    all[place + "/due"] = text(duty.due);
    all[place + "/done_at"] = text(duty.done_at);
  }
  for (std::size_t i = 0; i < then.next.size(); ++i) {
    all["/then/next/" + std::to_string(i)] = then.next[i].rule.name + then.next[i].to;
    all["/then/next/" + std::to_string(i) + "/at"] = text(then.next[i].at);
  }
  return all;
}

/// Without what is another for each instant.
Said steady(Said all, const std::vector<std::string>& moves) {
  for (const std::string& place : moves) all[place] = "moves";
  return all;
}

std::set<std::string> codes_of(const Problems& problems) {
  std::set<std::string> codes;
  for (const Problem& problem : problems) codes.insert(problem.code);
  return codes;
}

NamedScalars changed(const OrderData& before, const OrderData& after) {
  NamedScalars changed;
  for (const auto& fact : after.facts) {
    if (std::find(before.facts.begin(), before.facts.end(), fact) == before.facts.end()) changed.push_back(fact);
  }
  return changed;
}

class PreviewTrial {
public:
  PreviewTrial(const fs::path& file, const std::string& policy_text)
      : name_(file.filename().string()), tree_(name_, policy_text) {
    Sources sources;
    sources.add(name_, policy_text);
    policy_ = load_policy(std::move(sources)).policy;
    REQUIRE(policy_);
  }

  void run(std::uint64_t seed) {
    naive::Orders orders(tree_, seed);
    naive::Order made = orders.newly_placed();
    for (int tries = 0; tries < 20 && orders.chance(80); ++tries) {
      naive::Order other = orders.anywhere();
      if (std::holds_alternative<Order>(read_order(*policy_, to_json(other)))) made = std::move(other);
    }
    const auto read = read_order(*policy_, to_json(made));
    if (!std::holds_alternative<Order>(read)) return;
    const Instant first = naive::earliest_question(tree_, made);
    const Instant from = orders.instants({first}, first, 1).front();
    preview_some(orders, std::get<Order>(read), from);
  }

  [[nodiscard]] const std::map<std::string, std::size_t>& seen() const { return seen_; }

private:
  void preview_some(naive::Orders& orders, const Order& order, Instant from) {
    const auto answer = decide(*policy_, order, from);
    if (!std::holds_alternative<Answer>(answer)) return;
    for (const ActionAnswer& action : std::get<Answer>(answer).actions) {
      FactTexts inputs;
      for (const auto& [name, value] : orders.inputs(*tree_.actions.at(action.action), from))
        inputs.emplace_back(name, naive::to_text(naive::to_scalar(value)));
      preview_one(orders, order, action, inputs, from);
    }
  }

  void preview_one(naive::Orders& orders, const Order& order, const ActionAnswer& action, const FactTexts& inputs,
                   Instant from) {
    const auto outcome = preview(*policy_, order, action.actor, action.action, inputs, from);
    INFO(name_ << " " << to_json(order.data()) << " " << action.actor << " " << action.action << " from "
               << format_rfc3339(from));
    if (const auto* problems = std::get_if<Problems>(&outcome)) {
      INFO(render_text(*problems, false));
      for (const auto& each : codes_of(*problems)) REQUIRE((each == "BW0905" || each == "BW0904" || each == "BW0807"));
      return;
    }
    const auto& found = std::get<Preview>(outcome);
    INFO(to_json(found));
    check_shape(found, from);
    for (const Instant t : instants(orders, found)) check_at(order, found, inputs, t);
  }

  /// Boundaries, their neighbours, what they are counted from, and others.
  static std::vector<Instant> instants(naive::Orders& orders, const Preview& found) {
    std::vector<Instant> boundaries;
    for (const PreviewPiece& piece : found.pieces) {
      boundaries.push_back(piece.from);
      if (!piece.then) continue;
      for (const DeadlineAnswer& duty : piece.then->deadlines) {
        if (duty.due) boundaries.push_back(*duty.due);
      }
      for (const ActionAnswer& action : piece.then->actions) {
        if (action.from) boundaries.push_back(*action.from);
        if (action.until) boundaries.push_back(*action.until);
      }
    }
    std::vector<Instant> all = orders.instants(boundaries, found.pieces.front().from, 14);
    for (std::size_t i = 0; i < 6; ++i)
      all.push_back(
          {found.pieces.front().from.micros + static_cast<std::int64_t>(orders.below(60 * 24)) * 3'600'000'000});
    for (std::size_t i = 0; i < std::min<std::size_t>(found.pieces.size(), 8); ++i) {
      const PreviewPiece& piece = found.pieces[orders.below(found.pieces.size())];
      all.push_back(piece.from);
      if (piece.until) all.push_back({piece.until->micros - 1});
      if (piece.until) all.push_back({piece.from.micros + (piece.until->micros - piece.from.micros) / 2});
    }
    std::erase_if(all, [](Instant t) { return !t.is_real(); });
    return all;
  }

  void check_shape(const Preview& found, Instant from) {
    REQUIRE(!found.pieces.empty());
    REQUIRE(found.pieces.front().from == from);
    REQUIRE(found.pieces.back().until == found.told_until);
    ++seen_["pieces: " + std::to_string(std::min<std::size_t>(found.pieces.size(), 4))];
    if (found.told_until) ++seen_["told until"];
    for (std::size_t i = 0; i + 1 < found.pieces.size(); ++i) {
      REQUIRE(found.pieces[i].until == found.pieces[i + 1].from);
      REQUIRE(found.pieces[i].from < found.pieces[i + 1].from);
      REQUIRE(differ(found.pieces[i], found.pieces[i + 1]));
    }
  }

  static bool differ(const PreviewPiece& left, const PreviewPiece& right) {
    const bool same_verdict = left.verdict == right.verdict && text(left.rule) == text(right.rule) &&
                              left.because == right.because && left.unknown == right.unknown &&
                              left.status == right.status && codes_of(left.problems) == codes_of(right.problems);
    if (!same_verdict || left.then.has_value() != right.then.has_value()) return true;
    // Problems may tell apart what their codes do not.
    if (!left.then) return !left.problems.empty();
    return left.moves != right.moves || steady(said(*left.then), left.moves) != steady(said(*right.then), right.moves);
  }

  void check_at(const Order& order, const Preview& found, const FactTexts& inputs, Instant t) {
    if (found.told_until && t >= *found.told_until) return;
    INFO("at " << format_rfc3339(t));
    const auto piece = std::find_if(found.pieces.begin(), found.pieces.end(), [t](const PreviewPiece& each) {
      return each.from <= t && (!each.until || t < *each.until);
    });
    REQUIRE(piece != found.pieces.end());
    const auto before = decide(*policy_, order, t);
    if (const auto* problems = std::get_if<Problems>(&before)) {
      ++seen_["undecided"];
      REQUIRE(codes_of(*problems) == codes_of(piece->problems));
      return;
    }
    check_verdict(found, *piece, std::get<Answer>(before));
    if (piece->verdict != Verdict::allowed) return;
    const auto done = apply(*policy_, order, found.actor, found.action, inputs, t);
    if (const auto* problems = std::get_if<Problems>(&done)) {
      ++seen_["refused"];
      REQUIRE(codes_of(*problems) == codes_of(piece->problems));
      return;
    }
    check_after(*piece, std::get<Answer>(before).order, std::get<Order>(done), t);
  }

  void check_verdict(const Preview& found, const PreviewPiece& piece, const Answer& answer) {
    REQUIRE(piece.status == answer.status);
    const auto action = std::find_if(answer.actions.begin(), answer.actions.end(), [&](const ActionAnswer& each) {
      return each.actor == found.actor && each.action == found.action;
    });
    if (action == answer.actions.end()) {
      REQUIRE((piece.verdict == Verdict::forbidden && !piece.rule));
      return;
    }
    ++seen_[std::string(to_string(piece.verdict))];
    REQUIRE(piece.verdict == action->verdict);
    REQUIRE(text(piece.rule) == text(action->rule));
    REQUIRE(piece.because == action->because);
    REQUIRE(piece.unknown == action->unknown);
  }

  void check_after(const PreviewPiece& piece, const OrderData& before, const Order& done, Instant t) {
    const auto after = decide(*policy_, done, t);
    if (const auto* problems = std::get_if<Problems>(&after)) {
      ++seen_["undecided after"];
      REQUIRE(codes_of(*problems) == codes_of(piece.problems));
      return;
    }
    const Answer& answer = std::get<Answer>(after);
    PreviewOutcome real{answer.status,    answer.status_label, changed(before, done.data()), answer.settled, {},
                        answer.deadlines, answer.next};
    for (const ActionAnswer& action : answer.actions) {
      if (action.verdict != Verdict::forbidden && action.verdict != Verdict::expired) real.actions.push_back(action);
    }
    REQUIRE(piece.then);
    ++seen_["done"];
    if (t == piece.from) REQUIRE(said(real) == said(*piece.then));
    for (const std::string& place : piece.moves) REQUIRE(said(real).contains(place));
    REQUIRE(steady(said(real), piece.moves) == steady(said(*piece.then), piece.moves));
  }

  std::string name_;
  naive::Tree tree_;
  std::optional<Policy> policy_;
  std::map<std::string, std::size_t> seen_;
};

std::map<std::string, std::size_t> try_policies_in(const fs::path& folder) {
  const char* wanted = std::getenv("BYWHEN_PREVIEWS");
  const std::uint64_t orders = wanted != nullptr ? std::stoull(wanted) : 12;
  std::map<std::string, std::size_t> seen;
  for (const fs::path& file : naive::policies_in(folder)) {
    PreviewTrial trial(file, naive::with_dates(file));
    for (std::uint64_t seed = 1; seed <= orders; ++seed) trial.run(seed);
    for (const auto& [what, count] : trial.seen()) seen[what] += count;
  }
  if (wanted != nullptr) {
    for (const auto& [what, count] : seen) WARN(what << ": " << count);
  }
  return seen;
}

}  // namespace

TEST_CASE("a preview says what apply and decide say: shipped policies", "[preview]") {
  const auto seen = try_policies_in(fs::path(BYWHEN_SOURCE_DIR) / "policies");
  for (const std::string what : {"allowed", "done", "pieces: 1", "pieces: 2", "pieces: 3"}) {
    INFO(what);
    CHECK(seen.contains(what));
  }
}

TEST_CASE("a preview says what apply and decide say: policies made to be awkward", "[preview]") {
  const auto seen = try_policies_in(fs::path(BYWHEN_SOURCE_DIR) / "tests/naive/policies");
  for (const std::string what : {"allowed", "not_yet", "forbidden", "unknown", "done", "refused", "pieces: 4"}) {
    INFO(what);
    CHECK(seen.contains(what));
  }
}
