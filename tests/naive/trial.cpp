#include "tests/naive/trial.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace bywhen::naive {
namespace {

constexpr std::size_t instants_each = 12;
constexpr std::size_t longest_walk = 6;

Policy load(const std::string& name, const std::string& text) {
  Sources sources;
  sources.add(name, text);
  LoadedPolicy loaded = load_policy(std::move(sources));
  if (!loaded.policy) throw std::invalid_argument(render_text(loaded.diagnostics, loaded.sources, false));
  return *loaded.policy;
}

/// The answer without what tells when it was asked for.
std::string without_time(Answer answer) {
  answer.at = Instant{};
  answer.valid_until.reset();
  answer.order.as_of.reset();
  return to_json(answer);
}

/// What the clock has done is told once, and with it what it met there.
std::string without_settled(Answer answer) {
  answer.settled.clear();
  std::erase_if(answer.conflicts, [&](const ConflictAnswer& one) { return one.at && *one.at <= answer.at; });
  return to_json(answer);
}

Differences difference_of(const std::string& first, const std::string& second) {
  if (first == second) return {};
  return {"first  " + first, "second " + second};
}

Order with_inputs(Order order, const std::map<std::string, Value>& inputs) {
  for (const auto& [name, value] : inputs) order.facts[name] = value;
  return order;
}

FactTexts texts_of(const std::map<std::string, Value>& facts) {
  FactTexts texts;
  for (const auto& [name, value] : facts) texts.emplace_back(name, to_text(to_scalar(value)));
  return texts;
}

/// Each requirement is tested, whatever the others say.
bool all_required(const syntax::ActionDecl& action, Evaluator& evaluator, Instant at) {
  Truth all = Truth::yes;
  for (const auto& requirement : action.requirements) all = both(all, evaluator.truth(requirement.condition, at));
  return all == Truth::yes;
}

Refusals refusals_of(const Course& course, Outlook& outlook, Instant at) {
  Refusals refusals = outlook.refusals(at);
  add_refusals(course.refusals(), refusals);
  return refusals;
}

/// Those that are in force at the instant.
Refusals in_force(Refusals refusals, Instant at) {
  std::erase_if(refusals, [&](const auto& refusal) { return refusal.second > at; });
  return refusals;
}

/// Whether our order is one that the real library reads, and what it makes of it.
std::optional<bywhen::Order> read(const Policy& policy, const Order& order) {
  auto result = read_order(policy, to_json(order));
  if (auto* good = std::get_if<bywhen::Order>(&result)) return std::move(*good);
  return std::nullopt;
}

}  // namespace

Trial::Trial(const std::string& name, const std::string& text, const std::string& naive_text)
    : name_(name), tree_(name, naive_text), policy_(load(name, text)) {}

void Trial::run(std::uint64_t seed) {
  seed_ = seed;
  Orders orders(tree_, seed);
  try {
    run_unguarded(orders);
  } catch (const std::exception& problem) {
    differ("an exception", Differences{problem.what()});
  }
}

void Trial::run_unguarded(Orders& orders) {
  if (orders.chance(50)) return ask_about(orders, walk(orders));
  for (int tries = 0; tries < 30; ++tries) {
    const Order order = orders.anywhere();
    if (read(policy_, order)) return ask_about(orders, order);
    ++refused_;
  }
}

/// An order to which people did what they were allowed to, at instants that matter.
Order Trial::walk(Orders& orders) {
  Order order = orders.newly_placed();
  for (std::size_t steps = orders.below(longest_walk); steps > 0; --steps) {
    order_text_ = to_json(order);
    order_ = read(policy_, order);
    if (!order_) break;
    Course course(tree_, order);
    Outlook first(course, 0);
    const auto instants = orders.instants(first.candidates(), earliest_question(tree_, order), 1);
    const Instant at = instants.front();
    Outlook outlook(course, course.settled(at));
    if (!in_force(refusals_of(course, outlook, at), at).empty()) break;
    std::vector<Doing> allowed;
    for (const auto& [doing, view] : outlook.view(at).actions) {
      if (view.verdict == Verdict::allowed) allowed.push_back(doing);
    }
    if (allowed.empty()) break;
    const auto next = act(orders, course, outlook, allowed[orders.below(allowed.size())], at);
    if (next) order = *next;
  }
  return order;
}

/// Both do the action, or both refuse it.
std::optional<Order> Trial::act(Orders& orders, Course& course, Outlook& outlook, const Doing& doing, Instant at) {
  at_text_ = format_rfc3339(at);
  const auto& action = *tree_.actions.at(doing.second);
  const auto inputs = orders.inputs(action, at);
  const Order before = with_inputs(course.state(course.settled(at)), inputs);
  Evaluator evaluator(tree_, before);
  const auto actions = outlook.view(at).actions;
  const auto listed = actions.find(doing);
  Refusals refusals = in_force(refusals_of(course, outlook, at), at);
  bool allowed = refusals.empty() && listed != actions.end() && listed->second.verdict == Verdict::allowed;
  if (allowed) {
    static_cast<void>(evaluator.take_told());
    allowed = all_required(action, evaluator, at);
    refusals = evaluator.take_refusals();
  }
  Order after = after_action(action, evaluator, at);
  if (allowed && refusals.empty()) refusals = evaluator.take_refusals();
  allowed = allowed && refusals.empty();
  const auto result = apply(policy_, *order_, doing.first, doing.second, texts_of(inputs), at);
  const std::string what = fmt::format("{} does {} with {}", doing.first, doing.second, to_json(before));
  ++seen_[allowed ? "acts done" : refusals.empty() ? "acts refused" : "acts not to be computed"];
  if (!refusals.empty()) {
    check_refusal(what, std::get_if<Problems>(&result), refusals);
    return std::nullopt;
  }
  if (std::holds_alternative<bywhen::Order>(result) != allowed) {
    const auto* problems = std::get_if<Problems>(&result);
    differ(what,
           Differences{allowed ? "real refuses: " + render_text(*problems, false) : "real does it, naive refuses"});
  }
  if (!allowed || !std::holds_alternative<bywhen::Order>(result)) return std::nullopt;
  after.as_of = at;
  const OrderData real = std::get<bywhen::Order>(result).data();
  differ(what, compare(real, tree_, after));
  if (real.as_of != at) differ(what, Differences{"as_of is not the instant"});
  return after;
}

void Trial::ask_about(Orders& orders, const Order& order) {
  order_text_ = to_json(order);
  order_ = read(policy_, order);
  if (!order_) {
    ++refused_;
    return;
  }
  Course course(tree_, order);
  std::map<std::size_t, Outlook> outlooks;
  outlooks.try_emplace(0, course, 0);
  const auto instants = orders.instants(outlooks.at(0).candidates(), earliest_question(tree_, order), instants_each);
  for (const Instant at : instants) {
    Outlook& outlook = outlooks.try_emplace(course.settled(at), course, course.settled(at)).first->second;
    ask(orders, course, outlook, at);
  }
}

void Trial::ask(Orders& orders, Course& course, Outlook& outlook, Instant at) {
  at_text_ = format_rfc3339(at);
  ++cases_;
  const auto result = decide(policy_, *order_, at);
  const auto* problems = std::get_if<Problems>(&result);
  const Refusals refusals = refusals_of(course, outlook, at);
  if (const Refusals now = in_force(refusals, at); !now.empty()) {
    for (const auto& [text, from] : now) ++seen_[from.is_real() ? "calendars that end" : "values beyond all bounds"];
    return check_refusal("decide", problems, now);
  }
  if (problems) return differ("real refuses to decide", *problems);
  const auto& answer = std::get<Answer>(result);
  count(answer);
  differ("decide", compare(answer, course, outlook, refusals, at));
  check_settling(answer, at, orders.instants(outlook.candidates(), at, 1).front());
  check_validity(answer, course);
  check_acting(orders, course, outlook, at);
}

void Trial::check_acting(Orders& orders, Course& course, Outlook& outlook, Instant at) {
  const auto actions = outlook.view(at).actions;
  Doing doing;
  if (!actions.empty() && orders.chance(70)) {
    doing = std::next(actions.begin(), static_cast<std::ptrdiff_t>(orders.below(actions.size())))->first;
  } else {
    const auto action =
        std::next(tree_.actions.begin(), static_cast<std::ptrdiff_t>(orders.below(tree_.actions.size())));
    doing = {tree_.actors[orders.below(tree_.actors.size())], action->first};
  }
  static_cast<void>(act(orders, course, outlook, doing, at));
}

/// The order must be refused for one of these.
void Trial::check_refusal(const std::string& what, const Problems* problems, const Refusals& refusals) {
  if (problems && problems->size() == 1 && refusals.contains(problems->front().message)) return;
  Differences differences;
  for (const auto& [text, from] : refusals) differences.push_back("naive refuses: " + text);
  differences.push_back(problems ? "real refuses: " + render_text(*problems, false) : "real does it");
  differ(what, differences);
}

/// Settling twice is settling once; settling in two steps is settling in one.
void Trial::check_settling(const Answer& answer, Instant at, Instant later) {
  const auto settled = read_order(policy_, to_json(answer.order));
  if (const auto* problems = std::get_if<Problems>(&settled))
    return differ("real refuses its own settled order", *problems);
  const auto& order = std::get<bywhen::Order>(settled);
  const auto again = decide(policy_, order, at);
  if (const auto* problems = std::get_if<Problems>(&again)) return differ("real refuses to settle twice", *problems);
  if (!std::get<Answer>(again).settled.empty())
    differ("settling twice", Differences{"something happens the second time"});
  differ("settling twice", difference_of(without_settled(answer), without_settled(std::get<Answer>(again))));
  const auto direct = decide(policy_, *order_, later);
  const auto stepped = decide(policy_, order, later);
  if (direct.index() != stepped.index()) return differ("settling in steps", Differences{"one is refused"});
  const auto* answered = std::get_if<Answer>(&direct);
  if (!answered) return;
  differ("settling in steps, then to " + format_rfc3339(later),
         difference_of(without_settled(*answered), without_settled(std::get<Answer>(stepped))));
}

/// The answer stays the same until just before its end, and differs at its end.
void Trial::check_validity(const Answer& answer, Course& course) {
  if (!answer.valid_until) return;
  const Instant end = *answer.valid_until;
  if (end <= answer.at) return differ("valid_until", Differences{"not after the instant"});
  const auto just_before = decide(policy_, *order_, {end.micros - 1});
  if (const auto* problems = std::get_if<Problems>(&just_before)) return differ("just before valid_until", *problems);
  differ("just before valid_until", difference_of(without_time(answer), without_time(std::get<Answer>(just_before))));
  check_ending(answer, course, end);
}

void Trial::check_ending(const Answer& answer, Course& course, Instant at) {
  const auto result = decide(policy_, *order_, at);
  if (const auto* problems = std::get_if<Problems>(&result)) {
    Outlook outlook(course, course.settled(at));
    check_refusal("at valid_until", problems, in_force(refusals_of(course, outlook, at), at));
  } else if (without_time(answer) == without_time(std::get<Answer>(result))) {
    differ("valid_until " + format_rfc3339(at), Differences{"nothing changes then"});
  }
}

void Trial::count(const Answer& answer) {
  seen_["happenings settled"] += answer.settled.size();
  seen_["happenings ahead"] += answer.next.size();
  for (const auto& action : answer.actions) ++seen_[fmt::format("verdict {}", to_string(action.verdict))];
  for (const auto& duty : answer.deadlines) ++seen_[fmt::format("duty {}", to_string(duty.state))];
}

void Trial::differ(const std::string& what, const Differences& differences) {
  if (differences.empty()) return;
  std::string text =
      fmt::format("{} at {}: {}\n  order {}\n  again: BYWHEN_SEED={} BYWHEN_POLICY={} bywhen_tests '[naive]'\n", name_,
                  at_text_, what, order_text_, seed_, name_);
  for (const auto& difference : differences) text += "  " + difference + "\n";
  disagreements_.push_back(std::move(text));
}

void Trial::differ(const std::string& what, const Problems& problems) {
  differ(what, Differences{render_text(problems, false)});
}

}  // namespace bywhen::naive
