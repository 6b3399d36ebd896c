#include "cli/chart.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "cli/answer_words.hpp"
#include "cli/text_width.hpp"

namespace bywhen::cli {
namespace {

std::string label_of(const std::string& label, const std::string& name) {
  return printable(label.empty() ? name : label);
}

std::string range_words(const PeopleClock& clock, Instant from, Instant until) {
  return fmt::format("from {} {}", clock.time(from), until.is_never() ? "without end" : "until " + clock.time(until));
}

std::string in_parentheses(const std::string& text) { return text.empty() ? "" : fmt::format(" ({})", text); }

/// `Close → Closed`, or the action alone where the status stays.
std::string act_words(const std::string& action, const std::string& name, const std::string& to_label, bool moves) {
  const std::string label = label_of(action, name);
  return moves ? fmt::format("{} → {}", label, printable(to_label)) : label;
}

// ── Rows
// ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────

RowGroup statuses(const Outlook& outlook, const PeopleClock& clock) {
  RowGroup group{RowKind::status, "Status", {}};
  for (const Stay& stay : outlook.stays) {
    const std::string label = label_of(stay.status.label, stay.status.name);
    auto row = std::find_if(group.rows.begin(), group.rows.end(), [&](const Row& each) { return each.label == label; });
    if (row == group.rows.end()) row = group.rows.insert(row, {label, "", {}, {}});
    const Instant until = stay.until.value_or(Instant::never());
    std::string words = range_words(clock, stay.from, until);
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

Bar bar_of(const Window& window, const PeopleClock& clock) {
  const Instant until = window.until.value_or(Instant::never());
  const std::string reason =
      window.unknown.empty() ? joined(window.because, "; ") : "depends on " + joined(window.unknown, ", ");
  return {window.from, until, kind_of(window.verdict),
          fmt::format("{} {}{}", to_string(window.verdict), range_words(clock, window.from, until),
                      in_parentheses(reason))};
}

/// One an actor, actors in the order in which they first come.
std::vector<RowGroup> courses(const Outlook& outlook, const PeopleClock& clock) {
  std::vector<RowGroup> groups;
  for (const Course& course : outlook.courses) {
    const std::string actor = label_of(course.actor_label, course.actor);
    auto group =
        std::find_if(groups.begin(), groups.end(), [&](const RowGroup& each) { return each.heading == actor; });
    if (group == groups.end()) group = groups.insert(group, {RowKind::action, actor, {}});
    Row row{label_of(course.label, course.action), "", {}, {}};
    for (const Window& window : course.windows) row.bars.push_back(bar_of(window, clock));
    group->rows.push_back(std::move(row));
  }
  return groups;
}

std::string duty_label(const DeadlineAnswer& duty) {
  const std::string actions = joined(duty.action_labels.empty() ? duty.actions : duty.action_labels, " or ");
  const std::string amount = duty.amount ? " " + duty.amount->amount : "";
  return fmt::format("{}: {}{}", label_of(duty.actor_label, duty.actor), actions, amount);
}

void add_duty_bars(Row& row, const DeadlineAnswer& duty, Instant from, Instant end, const PeopleClock& clock) {
  const auto add = [&](Instant begin, Instant until, BarKind kind, std::string_view word) {
    if (begin >= until) return;
    row.bars.push_back({begin, until, kind, fmt::format("{} {}", word, range_words(clock, begin, until))});
  };
  if (duty.state == DutyState::unknown)
    return add(from, end, BarKind::unknown, fmt::format("depends on {},", joined(duty.unknown, ", ")));
  const Instant stop = std::min(end, duty.done_at.value_or(end));
  const Instant due = duty.due.value_or(Instant::never());
  add(from, std::min(due, stop), BarKind::running, "to be done");
  add(std::max(from, due), stop, BarKind::overdue, "overdue");
}

/// Where a calendar ends, a deadline after that is not known, and looks like none.
Row duty_row(const DeadlineAnswer& duty, const Stay& stay, bool all_known, const PeopleClock& clock) {
  const std::string none = duty.state == DutyState::unknown || !all_known ? "" : "no deadline";
  Row row{duty_label(duty), duty.due ? "by " + clock.time(*duty.due) : none, {}, {}};
  const Instant end = duty.until.value_or(stay.until.value_or(Instant::never()));
  add_duty_bars(row, duty, std::max(stay.from, duty.opens.value_or(stay.from)), end, clock);
  // What is done is not due any more.
  const bool comes = duty.due && *duty.due <= std::min(end, duty.done_at.value_or(end));
  if (comes) row.points.push_back({*duty.due, PointKind::due, "due at " + clock.time(*duty.due)});
  if (duty.done_at) row.points.push_back({*duty.done_at, PointKind::done, "done at " + clock.time(*duty.done_at)});
  return row;
}

/// A duty that a version takes over as it is goes on in its row.
bool goes_on_in(Row& known, const Row& row) {
  const bool same = known.label == row.label && known.detail == row.detail && !known.bars.empty() && !row.bars.empty();
  if (!same || known.bars.back().until != row.bars.front().from) return false;
  known.bars.insert(known.bars.end(), row.bars.begin(), row.bars.end());
  known.points.insert(known.points.end(), row.points.begin(), row.points.end());
  return true;
}

RowGroup deadlines(const Outlook& outlook, const PeopleClock& clock) {
  RowGroup group{RowKind::deadline, "Deadlines", {}};
  for (const Stay& stay : outlook.stays) {
    for (const DeadlineAnswer& duty : stay.deadlines) {
      Row row = duty_row(duty, stay, !outlook.horizon, clock);
      const bool joined = !outlook.takeovers.empty() && std::any_of(group.rows.begin(), group.rows.end(),
                                                                    [&](Row& known) { return goes_on_in(known, row); });
      if (!joined) group.rows.push_back(std::move(row));
    }
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
  for (const Takeover& takeover : outlook.takeovers) acts.push_back({takeover.at, takeover_words(takeover), "", ""});
  std::stable_sort(acts.begin(), acts.end(), [](const Act& left, const Act& right) { return left.at < right.at; });
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
  [[nodiscard]] std::vector<Moment> take(const PeopleClock& clock) {
    add(clock.now());
    std::vector<Moment> moments;
    for (auto& [at, words] : words_) {
      const bool says_nothing = words.empty() && due_.contains(at);
      const std::string time = clock.time(at);
      const std::size_t offset = time.rfind(' ');
      moments.push_back({at, at == clock.now(), says_nothing ? "due" : std::move(words), time.substr(0, offset),
                         time.substr(offset + 1)});
    }
    return moments;
  }

private:
  std::map<Instant, std::string> words_;
  std::set<Instant> due_;
};

/// Leaves to the moments only the offsets that differ from one to another; the one offset of all is told with the zone.
std::string told_offsets(std::vector<Moment>& moments, std::string_view zone) {
  const std::string offset = moments.front().offset;
  const bool differ =
      std::any_of(moments.begin(), moments.end(), [&](const Moment& moment) { return moment.offset != offset; });
  if (differ) return fmt::format("Times are those of {}.", zone);
  for (Moment& moment : moments) moment.offset.clear();
  return zone == offset ? fmt::format("Times are {}.", offset) : fmt::format("Times are {} ({}).", offset, zone);
}

}  // namespace

Chart chart_of(const Outlook& outlook, const PeopleClock& clock) {
  Chart chart;
  chart.from = outlook.stays.front().from;
  chart.until = outlook.horizon ? outlook.horizon->at : Instant::never();
  chart.groups.push_back(statuses(outlook, clock));
  for (RowGroup& group : courses(outlook, clock)) chart.groups.push_back(std::move(group));
  RowGroup duties = deadlines(outlook, clock);
  if (!duties.rows.empty()) chart.groups.push_back(std::move(duties));
  Moments moments;
  chart.acts = acts_of(outlook);
  moments.add_acts(chart.acts);
  if (outlook.horizon) moments.add(outlook.horizon->at, "nothing is known from here on");
  moments.add_events(outlook);
  moments.add_bounds(chart.groups);
  chart.moments = moments.take(clock);
  chart.clock_words = told_offsets(chart.moments, clock.zone());
  return chart;
}

std::string short_time(const Moment& moment, const Moment* before) {
  const std::string_view time = moment.time;
  const std::size_t year = time.find('-') + 1;
  const bool same_year = before != nullptr && before->time.starts_with(time.substr(0, year));
  std::string words(same_year ? time.substr(year) : time);
  const bool same_offset = moment.offset.empty() || (before != nullptr && before->offset == moment.offset);
  return same_offset ? words : words + " " + moment.offset;
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
