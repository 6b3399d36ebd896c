#include "cli/chart.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "cli/answer_words.hpp"
#include "cli/people_time.hpp"
#include "cli/text_width.hpp"

namespace bywhen::cli {
namespace {

std::string label_of(const std::string& label, const std::string& name) {
  return printable(label.empty() ? name : label);
}

std::string range_words(Instant from, Instant until) {
  return fmt::format("from {} {}", people_time(from), until.is_never() ? "without end" : "until " + people_time(until));
}

std::string in_parentheses(const std::string& text) { return text.empty() ? "" : fmt::format(" ({})", text); }

/// `Close → Closed`, or the action alone where the status stays.
std::string act_words(const std::string& action, const std::string& name, const std::string& to_label, bool moves) {
  const std::string label = label_of(action, name);
  return moves ? fmt::format("{} → {}", label, printable(to_label)) : label;
}

// ── Rows
// ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────

RowGroup statuses(const Outlook& outlook) {
  RowGroup group{RowKind::status, "Status", {}};
  for (const Stay& stay : outlook.stays) {
    const std::string label = label_of(stay.status.label, stay.status.name);
    auto row = std::find_if(group.rows.begin(), group.rows.end(), [&](const Row& each) { return each.label == label; });
    if (row == group.rows.end()) row = group.rows.insert(row, {label, "", {}, {}});
    const Instant until = stay.until.value_or(Instant::never());
    std::string words = range_words(stay.from, until);
    if (stay.ended_by) {
      words += fmt::format(", then {}{}", label_of(stay.ended_by->action_label, stay.ended_by->action),
                           in_parentheses(printable(stay.ended_by->because)));
    }
    row->bars.push_back({stay.from, until, BarKind::stay, std::move(words)});
  }
  return group;
}

BarKind kind_of(Verdict verdict) {
  if (verdict == Verdict::allowed) return BarKind::allowed;
  return verdict == Verdict::unknown ? BarKind::unknown : BarKind::forbidden;
}

Bar bar_of(const Window& window) {
  const Instant until = window.until.value_or(Instant::never());
  const std::string reason =
      window.unknown.empty() ? joined(window.because, "; ") : "depends on " + joined(window.unknown, ", ");
  return {window.from, until, kind_of(window.verdict),
          fmt::format("{} {}{}", to_string(window.verdict), range_words(window.from, until), in_parentheses(reason))};
}

/// One an actor, actors in the order in which they first come.
std::vector<RowGroup> courses(const Outlook& outlook) {
  std::vector<RowGroup> groups;
  for (const Course& course : outlook.courses) {
    const std::string actor = label_of(course.actor_label, course.actor);
    auto group =
        std::find_if(groups.begin(), groups.end(), [&](const RowGroup& each) { return each.heading == actor; });
    if (group == groups.end()) group = groups.insert(group, {RowKind::action, actor, {}});
    Row row{label_of(course.label, course.action), "", {}, {}};
    std::transform(course.windows.begin(), course.windows.end(), std::back_inserter(row.bars), bar_of);
    group->rows.push_back(std::move(row));
  }
  return groups;
}

std::string duty_label(const DeadlineAnswer& duty) {
  const std::string actions = joined(duty.action_labels.empty() ? duty.actions : duty.action_labels, " or ");
  const std::string amount = duty.amount ? " " + duty.amount->amount : "";
  return fmt::format("{}: {}{}", label_of(duty.actor_label, duty.actor), actions, amount);
}

void add_bar(Row& row, Instant from, Instant until, BarKind kind, std::string_view word) {
  if (from < until) row.bars.push_back({from, until, kind, fmt::format("{} {}", word, range_words(from, until))});
}

void add_duty_bars(Row& row, const DeadlineAnswer& duty, Instant from, Instant end) {
  if (duty.state == DutyState::unknown) {
    add_bar(row, from, end, BarKind::unknown, fmt::format("depends on {},", joined(duty.unknown, ", ")));
    return;
  }
  const Instant stop = std::min(end, duty.done_at.value_or(end));
  const Instant due = duty.due.value_or(Instant::never());
  add_bar(row, from, std::min(due, stop), BarKind::running, "to be done");
  add_bar(row, std::max(from, due), stop, BarKind::overdue, "overdue");
}

/// Where a calendar ends, a deadline after that is not known, and looks like none.
Row duty_row(const DeadlineAnswer& duty, const Stay& stay, bool all_known) {
  const std::string none = duty.state == DutyState::unknown || !all_known ? "" : "no deadline";
  Row row{duty_label(duty), duty.due ? "by " + people_time(*duty.due) : none, {}, {}};
  const Instant end = stay.until.value_or(Instant::never());
  add_duty_bars(row, duty, std::max(stay.from, duty.opens.value_or(stay.from)), end);
  // What is done is not due any more.
  const bool comes = duty.due && *duty.due <= std::min(end, duty.done_at.value_or(end));
  if (comes) row.points.push_back({*duty.due, PointKind::due, "due at " + people_time(*duty.due)});
  if (duty.done_at) row.points.push_back({*duty.done_at, PointKind::done, "done at " + people_time(*duty.done_at)});
  return row;
}

RowGroup deadlines(const Outlook& outlook) {
  RowGroup group{RowKind::deadline, "Deadlines", {}};
  for (const Stay& stay : outlook.stays) {
    for (const DeadlineAnswer& duty : stay.deadlines) group.rows.push_back(duty_row(duty, stay, !outlook.horizon));
  }
  return group;
}

// ── The clock
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

std::vector<Act> acts_of(const Outlook& outlook) {
  std::vector<Act> acts;
  for (const SettledAnswer& done : outlook.settled) {
    acts.push_back({done.at, act_words(done.action_label, done.action, done.to_label, done.from != done.to),
                    printable(done.because), rule_words(done.rule)});
  }
  std::string_view status = outlook.stays[outlook.present].status.name;
  for (const NextAnswer& next : outlook.next) {
    acts.push_back({next.at, act_words(next.action_label, next.action, next.to_label, next.to != status),
                    printable(next.because), rule_words(next.rule)});
    status = next.to;
  }
  return acts;
}

// ── Moments
// ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

class Moments {
public:
  void add(Instant at, const std::string& words = "") {
    if (!at.is_real()) return;
    std::string& known = words_[at];
    if (words.empty()) return;
    known += known.empty() ? words : ", " + words;
  }

  void add_acts(const std::vector<Act>& acts) {
    for (const Act& act : acts) add(act.at, act.words);
  }
  /// What the clock did tells its events already.
  void add_events(const Outlook& outlook) {
    for (const EventAnswer& event : outlook.events) {
      const bool told = std::any_of(outlook.settled.begin(), outlook.settled.end(),
                                    [&](const SettledAnswer& done) { return done.at == event.at; });
      add(event.at, told ? "" : printable(event.name));
    }
  }
  void add_bounds(const std::vector<RowGroup>& groups) {
    for (const RowGroup& group : groups) {
      for (const Row& row : group.rows) {
        for (const Bar& bar : row.bars) {
          add(bar.from);
          add(bar.until);
        }
        for (const Point& point : row.points) {
          add(point.at);
          if (point.kind == PointKind::due) due_.insert(point.at);
        }
      }
    }
  }
  [[nodiscard]] std::vector<Moment> take(Instant now) {
    add(now);
    std::vector<Moment> moments;
    for (auto& [at, words] : words_) {
      const bool says_nothing = words.empty() && due_.contains(at);
      moments.push_back({at, at == now, says_nothing ? "due" : std::move(words)});
    }
    return moments;
  }

private:
  std::map<Instant, std::string> words_;
  std::set<Instant> due_;
};

}  // namespace

Chart chart_of(const Outlook& outlook) {
  Chart chart;
  chart.from = outlook.stays.front().from;
  chart.until = outlook.horizon ? outlook.horizon->at : Instant::never();
  chart.groups.push_back(statuses(outlook));
  for (RowGroup& group : courses(outlook)) chart.groups.push_back(std::move(group));
  RowGroup duties = deadlines(outlook);
  if (!duties.rows.empty()) chart.groups.push_back(std::move(duties));
  Moments moments;
  chart.acts = acts_of(outlook);
  moments.add_acts(chart.acts);
  if (outlook.horizon) moments.add(outlook.horizon->at, "nothing is known from here on");
  moments.add_events(outlook);
  moments.add_bounds(chart.groups);
  chart.moments = moments.take(outlook.at);
  return chart;
}

std::string short_time(Instant instant, Instant before) {
  constexpr std::size_t year_and_dash = 5;
  std::string words = people_time(instant);
  words.resize(words.size() - std::string_view(" UTC").size());
  const bool same_year =
      before.is_real() && people_time(before).substr(0, year_and_dash) == words.substr(0, year_and_dash);
  return same_year ? words.substr(year_and_dash) : words;
}

std::vector<std::size_t> share_out(const std::vector<Moment>& moments, std::size_t units, std::size_t least) {
  if (moments.size() < 2) return {};
  std::vector<double> roots;
  for (std::size_t i = 0; i + 1 < moments.size(); ++i)
    roots.push_back(std::sqrt(static_cast<double>(moments[i + 1].at.micros - moments[i].at.micros)));
  const double whole = std::accumulate(roots.begin(), roots.end(), 0.0);
  const auto spare = static_cast<double>(units - least * roots.size());
  std::vector<std::size_t> shares;
  double sum = 0;
  std::size_t given = 0;
  // Each ends where the sum of roots up to it says, rounded down: so they add up, and none is a unit off.
  for (std::size_t i = 0; i < roots.size(); ++i) {
    sum += roots[i];
    const std::size_t upto =
        i + 1 == roots.size() ? static_cast<std::size_t>(spare) : static_cast<std::size_t>(spare * (sum / whole));
    shares.push_back(least + upto - given);
    given = upto;
  }
  return shares;
}

}  // namespace bywhen::cli
