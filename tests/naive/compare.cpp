#include "tests/naive/compare.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace bywhen::naive {
namespace {

std::string text_of(const std::optional<Instant>& instant) { return instant ? format_rfc3339(*instant) : "null"; }

std::string text_of(const ActionView& view) {
  return fmt::format("{} from {} until {}", to_string(view.verdict), text_of(view.from), text_of(view.until));
}

std::string text_of(const Owed& owed) {
  return fmt::format("{} = {} less {} to {}", owed.amount, owed.gross, owed.less, owed.to.value_or("nobody"));
}

std::string text_of(const DutyView& view) {
  const std::string amount = view.owed ? text_of(*view.owed) : "nothing";
  return fmt::format("{} opens {} due {} owes {}", to_string(view.state), text_of(view.opens), text_of(view.due),
                     amount);
}

std::optional<Owed> owed_of(const std::optional<AmountAnswer>& amount) {
  if (!amount) return std::nullopt;
  return Owed{amount->amount, amount->gross, amount->less, amount->to};
}

std::string text_of(const std::set<std::string>& notes) {
  std::string text;
  for (const auto& note : notes) text += " [" + note + "]";
  return text;
}

/// Their order is not compared.
std::string text_of(const Notes& notes) { return text_of(std::set<std::string>(notes.begin(), notes.end())); }

std::string text_of(const Happening& happening) {
  std::string text = fmt::format("{} {} by {}: {} to {}", format_rfc3339(happening.at), happening.action,
                                 happening.rule, happening.from, happening.to);
  for (const auto& [name, value] : happening.changed) text += fmt::format(" {}={}", name, to_text(to_scalar(value)));
  if (happening.owed) text += " " + text_of(*happening.owed);
  return text + text_of(happening.notes);
}

std::string text_of(const SettledAnswer& settled) {
  std::string text = fmt::format("{} {} by {}: {} to {}", format_rfc3339(settled.at), settled.action, settled.rule.name,
                                 settled.from, settled.to);
  const std::map<std::string, Scalar> changed(settled.changed.begin(), settled.changed.end());
  for (const auto& [name, value] : changed) text += fmt::format(" {}={}", name, to_text(value));
  if (const auto owed = owed_of(settled.amount)) text += " " + text_of(*owed);
  return text + text_of(settled.notes);
}

std::string next_text(Instant at, const std::string& action, const std::string& rule, const std::string& to) {
  return fmt::format("{} {} by {} to {}", format_rfc3339(at), action, rule, to);
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += line + "; ";
  return text;
}

class Comparison {
public:
  void same(const std::string& what, const std::string& real, const std::string& ours) {
    if (real != ours) found.push_back(fmt::format("{}: real {} | naive {}", what, real, ours));
  }

  template <typename Key, typename Name>
  void same(const std::map<Key, std::string>& real, const std::map<Key, std::string>& ours, const Name& name) {
    for (const auto& [key, value] : real) same(name(key), value, text_at(ours, key));
    for (const auto& [key, value] : ours) {
      if (!real.contains(key)) same(name(key), "not listed", value);
    }
  }

  Differences found;

private:
  template <typename Key>
  static std::string text_at(const std::map<Key, std::string>& texts, const Key& key) {
    const auto found = texts.find(key);
    return found == texts.end() ? "not listed" : found->second;
  }
};

using Key = std::pair<std::string, std::string>;

std::string key_text(const Key& key) { return key.first + " " + key.second; }

void compare_settled(const Answer& real, const Course& course, std::size_t settled, Comparison& comparison) {
  std::vector<std::string> theirs;
  for (const auto& happening : real.settled) theirs.push_back(text_of(happening));
  std::vector<std::string> ours;
  for (std::size_t i = 0; i < settled; ++i) ours.push_back(text_of(course.happenings()[i]));
  comparison.same("settled", joined(theirs), joined(ours));
}

/// As far as it can be computed.
void compare_next(const Answer& real, const Course& course, std::size_t settled, Instant end, Comparison& comparison) {
  std::vector<std::string> theirs;
  for (const auto& next : real.next)
    theirs.push_back(next_text(next.at, next.action, next.rule.name, next.to) + text_of(next.notes));
  std::vector<std::string> ours;
  for (std::size_t i = settled; i < course.happenings().size(); ++i) {
    const Happening& next = course.happenings()[i];
    if (next.at >= end) break;
    ours.push_back(next_text(next.at, next.action, next.rule, next.to) + text_of(next.notes));
  }
  comparison.same("next", joined(theirs), joined(ours));
}

void compare_actions(const Answer& real, const View& view, Comparison& comparison) {
  std::map<Key, std::string> theirs;
  for (const auto& action : real.actions) {
    theirs[{action.actor, action.action}] = text_of(ActionView{action.verdict, action.from, action.until});
  }
  std::map<Key, std::string> ours;
  for (const auto& [doing, action] : view.actions) ours[doing] = text_of(action);
  comparison.same(theirs, ours, key_text);
}

void compare_deadlines(const Answer& real, const View& view, Comparison& comparison) {
  std::map<Key, std::string> theirs;
  for (const auto& duty : real.deadlines) {
    theirs[{duty.rule.name, duty.actor}] = text_of(DutyView{duty.opens, duty.due, duty.state, owed_of(duty.amount)});
  }
  std::map<Key, std::string> ours;
  for (const auto& [key, duty] : view.deadlines) ours[key] = text_of(duty);
  comparison.same(theirs, ours, key_text);
}

/// The facts that an unknown verdict names must be unknown and read by its sentences; that they are all is not asked.
void compare_unknown(const ActionAnswer& real, Outlook& outlook, Comparison& comparison) {
  if (real.verdict != Verdict::unknown) return;
  const std::set<std::string> ours = outlook.unknown_facts({real.actor, real.action});
  const bool good = !real.unknown.empty() && std::all_of(real.unknown.begin(), real.unknown.end(),
                                                         [&](const std::string& name) { return ours.contains(name); });
  if (good) return;
  comparison.same(real.actor + " " + real.action + " unknown facts", joined(real.unknown),
                  joined({ours.begin(), ours.end()}));
}

/// What is told of how a rule's moments and amounts were computed.
void compare_notes(const std::string& rule, const Notes& notes, Outlook& outlook, Instant at, Comparison& comparison) {
  comparison.same("notes on " + rule, text_of(notes), text_of(outlook.notes(rule, at)));
}

/// The real answer may also end because a reason changes, which this evaluator does not know; then the answers
/// themselves, just before and at the end, are compared elsewhere. It may never outlive ours.
void compare_end(const Answer& real, Instant ours, Comparison& comparison) {
  const Instant theirs = real.valid_until.value_or(Instant::never());
  if (theirs <= ours) return;
  comparison.same("valid_until", format_rfc3339(theirs), format_rfc3339(ours));
}

}  // namespace

Differences compare(const Answer& real, Course& course, Outlook& outlook, const Refusals& refusals, Instant at) {
  Comparison comparison;
  const std::size_t settled = course.settled(at);
  const Order& order = course.state(settled);
  comparison.same("status", real.status, order.status);
  compare_settled(real, course, settled, comparison);
  Instant refused = Instant::never();
  for (const auto& [text, from] : refusals) refused = std::min(refused, from);
  compare_next(real, course, settled, refused, comparison);
  const View view = outlook.view(at);
  compare_actions(real, view, comparison);
  compare_deadlines(real, view, comparison);
  for (const auto& action : real.actions) {
    compare_unknown(action, outlook, comparison);
    if (action.rule) compare_notes(action.rule->name, action.notes, outlook, at, comparison);
  }
  for (const auto& duty : real.deadlines) compare_notes(duty.rule.name, duty.notes, outlook, at, comparison);
  compare_end(real, std::min(refused, outlook.valid_until(at).value_or(Instant::never())), comparison);
  for (auto& difference : compare(real.order, course.tree(), order)) comparison.found.push_back(std::move(difference));
  if (real.order.as_of != at) comparison.same("as_of", text_of(real.order.as_of), text_of(std::optional(at)));
  return comparison.found;
}

Differences compare(const OrderData& real, const Tree& tree, const Order& ours) {
  Comparison comparison;
  comparison.same("order's status", real.status, ours.status);
  std::map<std::string, std::string> theirs;
  for (const auto& [name, value] : real.facts) theirs[name] = to_text(value);
  std::map<std::string, std::string> own;
  for (const auto& [name, value] : ours.facts) own[name] = to_text(to_scalar(value));
  Evaluator evaluator(tree, ours);
  for (const auto& [name, fact] : tree.facts) {
    if (!fact.declaration->default_value) continue;
    const std::string text = to_text(to_scalar(evaluator.fact(name)));
    own.emplace(name, text);
    theirs.emplace(name, to_text(to_scalar(Evaluator(tree, Order{}).fact(name))));
  }
  comparison.same(theirs, own, [](const std::string& name) { return "order's " + name; });
  return comparison.found;
}

}  // namespace bywhen::naive
